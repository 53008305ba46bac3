/** Puts src/wire/gen, the generated protobuf code, into dist/: tsc leaves JavaScript where it is. */
import { cpSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const from = path.join(root, "src/wire/gen");

cpSync(from, path.join(root, "dist/src/wire/gen"), {
  recursive: true,
  filter: (file) => file === from || file.endsWith(".js"),
});
