/**
 * Puts src/wire/gen, the generated protobuf code, into dist/: tsc leaves
 * JavaScript where it is. Made small, because V8 keeps the source of every module
 * as long as a speaker lives (docs/decisions/0017).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { minifySync } from "vite";

const root = path.resolve(import.meta.dirname, "..");
const from = path.join(root, "src/wire/gen");
const to = path.join(root, "dist/src/wire/gen");

mkdirSync(to, { recursive: true });
for (const name of readdirSync(from).filter((file) => file.endsWith(".js"))) {
  const { code, errors } = minifySync(name, readFileSync(path.join(from, name), "utf8"));
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`);
  writeFileSync(path.join(to, name), code);
}
