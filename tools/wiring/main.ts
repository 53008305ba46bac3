/**
 * Draws the wiring of each Raspberry Pi profile in device/boards into docs/wiring:
 *
 *     npx tsx tools/wiring/main.ts [FILE.toml]
 *
 * With a FILE of one's own its picture goes to standard output.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeError } from "../../src/base/errors.ts";
import { readProfile } from "../../src/board/profile-reader.ts";
import { drawWiring } from "./draw.ts";

const root = path.resolve(import.meta.dirname, "../..");

try {
  const [own] = process.argv.slice(2);
  if (own !== undefined) process.stdout.write(drawn(own));
  else drawAll();
} catch (error) {
  process.stderr.write(`wiring: ${describeError(error)}\n`);
  process.exitCode = 1;
}

function drawAll(): void {
  const folder = path.join(root, "device/boards");
  for (const file of readdirSync(folder).filter((name) => name.startsWith("rpi-"))) {
    const picture = path.join(root, "docs/wiring", file.replace(/\.toml$/, ".svg"));
    writeFileSync(picture, drawn(path.join(folder, file)));
  }
}

function drawn(file: string): string {
  return drawWiring(path.basename(file, ".toml"), readProfile(readFileSync(file, "utf8"), file));
}
