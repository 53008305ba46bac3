#!/usr/bin/env -S node --max-semi-space-size=1
/**
 * The installed program: runs the compiled build that `npm run setup` makes.
 *
 * The young generation of V8's heap may have 1 MB a half instead of 16: a burst of
 * packets filled all of it (docs/decisions/0017). Only the command line can say so.
 */
import { existsSync } from "node:fs";

const main = new URL("../dist/program/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write("nightjar: it is not built yet; run: npm run setup\n");
  process.exitCode = 1;
}
