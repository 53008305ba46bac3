/** The layers of docs/ARCHITECTURE.md. Imports go down only, never sideways; no cycles anywhere. */
const floor = (name, below) => ({
  name: `floor-${name}`,
  severity: "error",
  from: { path: `^src/${name}/` },
  to: { path: "^src/", pathNot: `^src/(${[name, ...below].join("|")})/` },
});
const low = ["base", "wire", "ports", "media"];
const link = [...low, "transport"];
const middle = [...link, "household", "discovery"];
const parts = ["update", "storage", "audio", "peer", "stream", "board", "url"];
const roots = "^src/(main|audio-thread)\\.ts$";
/** Computation of Node, without I/O: allowed anywhere. */
const pureNode = "^(node:)?(crypto|zlib|util)$";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "io-of-node-only-in-platform",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/platform/|${roots}` },
      to: { dependencyTypes: ["core"], pathNot: pureNode },
    },
    {
      name: "native-code-only-in-platform",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/platform/" },
      to: { path: "node_modules/koffi/" },
    },
    {
      name: "platform-only-from-roots",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/platform/|${roots}` },
      to: { path: "^src/platform/" },
    },
    {
      name: "src-never-imports-tools-or-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|tools)/" },
    },
    {
      name: "roots-are-not-imported",
      severity: "error",
      from: { path: "^src/" },
      to: { path: roots },
    },
    floor("base", []),
    floor("wire", ["base"]),
    floor("ports", ["base"]),
    floor("media", ["base", "wire", "ports"]),
    floor("transport", low),
    floor("household", link),
    floor("discovery", link),
    ...parts.map((part) => floor(part, middle)),
    floor("player", [...middle, ...parts]),
    floor("origin", [...middle, "storage", "peer", "stream", "url", "update"]),
    floor("control", [...middle, ...parts, "player"]),
    // control/pairing is free of Node: a browser runs its client half.
    floor("web", ["base", "wire", "control/pairing"]),
    floor("cli", [...middle, ...parts, "player", "origin", "control"]),
    floor("platform", ["base", "ports"]),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  },
};
