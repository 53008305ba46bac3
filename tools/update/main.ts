#!/usr/bin/env node
/**
 * `npm run -s update-bundle -- COMMAND`: keys, bundles and channel files for devices (docs/UPDATES.md §6).
 *
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong.
 */
import { parseArgs } from "node:util";
import { describeError } from "../../src/base/errors.ts";
import { isWord } from "../../src/update/manifest.ts";
import { isVersion } from "../../src/update/version.ts";
import { makeBundle, makeKey } from "./make.ts";

const usage = `Usage: npm run -s update-bundle -- COMMAND [OPTIONS]

  key FILE                 make a key that signs bundles; prints the public one, which devices believe
  make                     sign a system's parts as one bundle
    --key FILE             the key
    --version V            of the system, such as 1.4.0
    --target T             which machines it is for, such as rpi-arm64
    --root FILE            the root's image
    --files DIR            what goes into the slot's folder of the boot partition
    --to DIR               where the bundle goes; made where it is not there
    --minimum V            the oldest version that can take it (0.0.0)
    --floor V              nothing older comes after it (0.0.0)
    --channel NAME         write the channel's file, too

  --help
`;

const text = { type: "string" } as const;
const options = {
  help: { type: "boolean" },
  ...{ key: text, version: text, target: text, root: text, files: text, to: text },
  ...{ minimum: text, floor: text, channel: text },
} as const;

class Wrong extends Error {}

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  try {
    process.stdout.write(obey(args));
    return 0;
  } catch (error) {
    const wrong = error instanceof Wrong;
    const hint = wrong ? "; see npm run -s update-bundle -- --help" : "";
    process.stderr.write(`nightjar: update-bundle: ${describeError(error)}${hint}\n`);
    return wrong ? 2 : 1;
  }
}

/** What to print. */
function obey(args: readonly string[]): string {
  const { values, positionals } = read(args);
  const [command, file, ...more] = positionals;
  if (values.help === true) return usage;
  if (command === "key" && file !== undefined && more.length === 0) return `${makeKey(file)}\n`;
  if (command !== "make" || file !== undefined) throw new Wrong("say key FILE or make");
  const needed = (name: "key" | "version" | "target" | "root" | "files" | "to"): string => {
    const value = values[name];
    if (value === undefined) throw new Wrong(`make needs --${name}`);
    return value;
  };
  const { minimum = "0.0.0", floor = "0.0.0", channel } = values;
  const [version, target] = [needed("version"), needed("target")];
  for (const one of [version, minimum, floor])
    if (!isVersion(one)) throw new Wrong(`"${one}" is no version such as 1.4.0`);
  for (const one of [target, channel ?? "stable"])
    if (!isWord(one)) throw new Wrong(`"${one}" is not of lower-case letters, digits, - and .`);
  const [key, root, files, to] = [needed("key"), needed("root"), needed("files"), needed("to")];
  return `${makeBundle({ key, version, target, minimum, floor, root, files, to, channel }).join("\n")}\n`;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Wrong(error instanceof Error ? error.message : String(error));
  }
}
