/**
 * The whole test suite: types, lint, layers, dead code, then every test. Ends
 * with `N passed, N failed[, N skipped]` alone on its line (CONTRACT.md).
 *
 * `--fast` leaves out the real-process tests and the long simulations.
 * Plain JavaScript, so that a broken type does not keep the checks from running.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const fast = process.argv.includes("--fast");
const bin = (name) => path.join(root, "node_modules/.bin", name);

const checks = [
  ["types", bin("tsc"), ["--noEmit"]],
  ["types of the web remote", bin("tsc"), ["-p", "src/web"]],
  ["lint", bin("biome"), ["check", "--error-on-warnings"]],
  ["layers", bin("depcruise"), ["src", "--output-type", "err"]],
  ["dead code", bin("knip"), []],
];

let passed = 0;
let failed = 0;
let skipped = 0;

for (const [name, command, args] of checks) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (result.status === 0) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`${result.stdout}${result.stderr}`);
  }
  process.stdout.write(`${result.status === 0 ? "ok" : "FAILED"}: ${name}\n`);
}

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-test-"));
// What is timed by a real clock runs alone; the rest uses both cores.
const long = fast ? ["--exclude", "**/*.long.test.ts"] : [];
vitest("pure", ["--exclude", "**/*.real.test.ts", "--maxWorkers=2", ...long]);
if (!fast) vitest("real", [".real.test.ts", "--maxWorkers=1"]);
rmSync(folder, { recursive: true, force: true });

process.stdout.write(
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`,
);
process.exit(failed === 0 ? 0 : 1);

/** Runs a part of the tests and adds its figures. */
function vitest(name, args) {
  const report = path.join(folder, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync(bin("vitest"), ["run", ...reporters, ...args], {
    cwd: root,
    stdio: "inherit",
  });
  const failedBefore = failed;
  try {
    const summary = JSON.parse(readFileSync(report, "utf8"));
    passed += summary.numPassedTests;
    skipped += summary.numPendingTests + summary.numTodoTests;
    // A file that cannot be loaded fails without one failed test in it.
    failed += Math.max(summary.numFailedTests, summary.success ? 0 : 1);
  } catch {
    failed += 1;
  }
  if (status !== 0 && failed === failedBefore) failed += 1;
}
