/**
 * The compiled program that tests of real processes run, never an older one than
 * the sources: what is stale is built first, and a build that fails fails the test.
 * Where nothing has changed that costs 50 ms for each file of tests.
 *
 * `NIGHTJAR_BUILD=as-is` leaves the build as it is, for who knows what is in it.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Its path, up to date. Throws what the compiler said. */
export function builtProgram(): string {
  if (process.env["NIGHTJAR_BUILD"] !== "as-is") {
    const setup = path.join(root, "tools/setup.js");
    const { status, stderr } = spawnSync(process.execPath, [setup, "--build"], {
      encoding: "utf8",
    });
    const remedy = "mend it, or test the build that is there with NIGHTJAR_BUILD=as-is";
    assert.equal(
      status,
      0,
      `the sources are newer than dist/ and do not build; ${remedy}\n${stderr}`,
    );
  }
  return path.join(root, "bin/nightjar.js");
}
