/** Runs the built packager as `npm run deb` does, as quickly as it goes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { architectures } from "../../../tools/deb/architectures.ts";
import { tarballOf } from "../../../tools/deb/registry.ts";
import { builtProgram } from "../../programs/built-program.ts";

/** Why nothing can be built here for these; undefined where it can. */
export function debMissing(names: readonly string[]): string | undefined {
  if (spawnSync("dpkg-deb", ["--version"]).status !== 0) return "needs dpkg-deb";
  try {
    for (const { name, node } of architectures)
      if (node !== undefined && names.includes(name)) tarballOf(node);
    return undefined;
  } catch {
    return "needs the npm registry, or Node's packages in the cache";
  }
}

/** What it printed. */
export function runDeb(args: readonly string[], umask = 0o022): string {
  const main = path.join(path.dirname(builtProgram()), "../dist/tools/deb/main.js");
  const command = `umask ${umask.toString(8)} && exec "$0" "$@"`;
  const words = [process.execPath, main, "--level", "0", ...args];
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command, ...words], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
