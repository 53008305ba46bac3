/**
 * Makes src/wire/gen from src/wire/*.proto: protobufjs static code and its
 * types. `npm run proto` writes; `node tools/proto.js --check` exits 1 when what
 * is committed is not what would be written, breaks what was promised, or is of
 * a new version and not promised (proto-changes.js). `npm run proto -- --record`
 * promises what is there now.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  breaks,
  describe,
  promisesFile,
  record,
  releaseFault,
  unrecorded,
} from "./proto-changes.js";

const root = path.resolve(import.meta.dirname, "..");
const generated = path.join(root, "src/wire/gen");
const protos = ["control", "cast-channel"];
/** Only encoders and decoders: the rest of what pbjs can write is reflection that nobody here uses. */
const lean = ["create", "verify", "convert", "delimited", "typeurl", "service"];

if (process.argv.includes("--check")) {
  check();
  checkPromises();
} else if (process.argv.includes("--record")) recordPromises();
else for (const name of protos) generate(name, generated);

function generate(name, folder) {
  mkdirSync(folder, { recursive: true });
  const code = path.join(folder, `${name}.js`);
  const proto = path.join("src/wire", `${name}.proto`);
  const options = ["-t", "static-module", "-w", "esm", "--force-number", "-r", `nightjar-${name}`];
  const without = lean.map((part) => `--no-${part}`);
  const pbjs = (...more) => run("pbjs", [...options, ...without, ...more, "-o", code, proto]);
  // The types are made from the comments, and nothing else needs those.
  pbjs();
  run("pbts", ["--no-comments", "-o", path.join(folder, `${name}.d.ts`), code]);
  pbjs("--no-comments");
}

function check() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-proto-"));
  try {
    for (const name of protos) generate(name, folder);
    const stale = protos
      .flatMap((name) => [`${name}.js`, `${name}.d.ts`])
      .filter((file) => read(folder, file) !== read(generated, file));
    if (stale.length === 0) return;
    process.stderr.write(`src/wire/gen is stale (${stale.join(", ")}); run: npm run proto\n`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkPromises() {
  const [before, now] = [promises(), describe()];
  const more = unrecorded(before, now).length;
  if (more > 0) process.stderr.write(`not promised yet: ${more} numbers of the .proto files\n`);
  const fault = releaseFault(before, now, version());
  if (fault !== undefined) {
    process.stderr.write(fault);
    process.exitCode = 1;
  }
  const broken = breaks(before, now);
  if (broken.length === 0) return;
  const list = broken.map((line) => `  ${line}\n`).join("");
  const remedy =
    "Clients of others have these numbers: give what is new a new number. Where nobody can have it yet, or a new major is meant: npm run proto -- --record";
  process.stderr.write(`the .proto files break what was promised:\n${list}${remedy}\n`);
  process.exitCode = 1;
}

function recordPromises() {
  const text = JSON.stringify(record(promises(), describe(), version()), undefined, 2);
  writeFileSync(promisesFile, `${text}\n`);
}

function promises() {
  return existsSync(promisesFile)
    ? JSON.parse(readFileSync(promisesFile, "utf8"))
    : { messages: {}, enums: {}, retired: {} };
}

function version() {
  return JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version;
}

function read(folder, file) {
  return readFileSync(path.join(folder, file), "utf8");
}

function run(tool, args) {
  const program = path.join(root, "node_modules/protobufjs-cli/bin", tool);
  const result = spawnSync(process.execPath, [program, ...args], { cwd: root, encoding: "utf8" });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout}${result.stderr}`);
  process.exit(1);
}
