/**
 * Joins the compiled program into few files, dist/program: to find, read and link its
 * five hundred modules was most of what a start cost, and each takes memory as long as a
 * speaker lives (docs/decisions/0068). What only some commands load stays in files of its own.
 *
 * Names and lines stay, for stack traces; only the generated protobuf code is made small.
 */
import path from "node:path";
import { type LogLevel, type RolldownLog, rolldown } from "rolldown";
import { minifySync } from "rolldown/utils";
import { staysBeside } from "./beside.ts";

/** This tool runs compiled, too. */
const dist = path.resolve(import.meta.dirname, "../..");
const generated = path.join(dist, "src/wire/gen/");

/** What is started by name: the program, its audio thread, and the tools that a package has. */
const input = {
  main: "src/main.js",
  "audio-thread": "src/audio-thread.js",
  "tools/compose/main": "tools/compose/main.js",
  "tools/provision/main": "tools/provision/main.js",
  "tools/setup-network/main": "tools/setup-network/main.js",
};

await using bundle = await rolldown({
  cwd: dist,
  input,
  platform: "node",
  external: staysBeside,
  plugins: [{ name: "small-generated-code", renderChunk: makeSmall }],
  onLog: refuse,
});
await bundle.write({
  dir: path.join(dist, "program"),
  cleanDir: true,
  format: "esm",
  chunkFileNames: "parts/[name]-[hash].js",
  // With the library that it needs.
  codeSplitting: { groups: [{ name: "protobuf", test: isGenerated }] },
  // V8 keeps a source as long as its module lives, with what is written about it.
  comments: { annotation: false, jsdoc: false, legal: true },
  // As modules run: what settles the protobuf runtime comes before the code that asks it (src/wire/protobuf.ts).
  strictExecutionOrder: true,
  minify: false,
});

function isGenerated(id: string): boolean {
  return id.startsWith(generated);
}

function makeSmall(
  text: string,
  { moduleIds, fileName }: { readonly moduleIds: readonly string[]; readonly fileName: string },
): string | undefined {
  if (!moduleIds.some(isGenerated)) return undefined;
  const { code, errors } = minifySync(fileName, text, { module: true });
  if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message}`);
  return code;
}

/** Such as an import that is not found: nothing to be printed and forgotten. */
function refuse(level: LogLevel, log: RolldownLog): void {
  if (level === "warn") throw new Error(log.message);
}
