/**
 * `npm run -s deb`: builds Debian packages of this repository. What was built is
 * printed on stdout, one line a file: its name, its bytes, KiB installed, sha256.
 *
 * Exit codes: 0 all were built, 1 one could not be, 2 the command line is wrong.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describeError } from "../../src/base/errors.ts";
import { type BuiltPackage, buildAppliance, buildPackage } from "./build.ts";
import { parseCommandLine, usage } from "./command-line.ts";
import { releaseOf } from "./release.ts";

/** Compiled it lies one folder deeper. */
const above = import.meta.url.endsWith(".ts") ? "../.." : "../../..";
const root = path.resolve(import.meta.dirname, above);

function main(args: readonly string[]): number {
  const parsed = parseCommandLine(args, process.arch);
  if (parsed.kind === "help") {
    process.stdout.write(usage);
    return 0;
  }
  if (parsed.kind === "wrong") {
    process.stderr.write(`nightjar: ${parsed.why}; see npm run -s deb -- --help\n`);
    return 2;
  }
  try {
    const { outDir, level } = parsed;
    const release = releaseOf(root, parsed.version);
    const options = { root, outDir: path.resolve(outDir), release, level };
    for (const architecture of parsed.architectures) report(buildPackage(options, architecture));
    report(buildAppliance(options));
    return 0;
  } catch (error) {
    process.stderr.write(`nightjar: ${describeError(error)}\n`);
    return 1;
  }
}

function report({ file, bytes, installedKib }: BuiltPackage): void {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  process.stdout.write(`${file} ${bytes} bytes, ${installedKib} KiB installed, sha256 ${hash}\n`);
}

process.exitCode = main(process.argv.slice(2));
