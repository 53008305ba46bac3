#!/usr/bin/env node
/** The installed program: runs the compiled build that `npm run setup` makes. */
import { existsSync } from "node:fs";

const main = new URL("../dist/src/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write("nightjar: it is not built yet; run: npm run setup\n");
  process.exitCode = 1;
}
