/**
 * The whole test suite: types, lint, layers, dead code, then every test. Ends
 * with `N passed, N failed[, N skipped]` alone on its line (CONTRACT.md).
 *
 * `--fast` leaves out the real-process tests and the long simulations.
 * Plain JavaScript, so that a broken type does not keep the checks from running.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** From here on tests of whole devices do not begin: the last of them takes six minutes, and all has forty. */
const devicesWithinMs = 29 * 60_000;

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

process.env.NIGHTJAR_TESTS_BEGIN_BY_MS = String(Date.now() + devicesWithinMs);

let passed = 0;
let failed = 0;
let skipped = 0;
/** The name of each that failed with the first line of why, told again at the end: what comes before is long. */
const failures = [];

const waiting = [...checks];
// Two at once, for two cores.
await Promise.all([checkSome(), checkSome()]);

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-test-"));
if (fast) {
  // Each module is loaded once for all files, a third of the time; these tests leave nothing behind in one.
  const options = ["--no-isolate", "--maxWorkers=2"];
  const part = tests("pure", ["--exclude", "**/*.{real,long}.test.ts", ...options]);
  count(part, await ended(vitest(part, "inherit")));
} else await testAll();
rmSync(folder, { recursive: true, force: true });

for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`);
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`,
);
process.exit(failed === 0 ? 0 : 1);

async function checkSome() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, command, args] = next;
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (some) => said.push(some));
    const ok = (await ended(child)) === 0;
    if (ok) passed += 1;
    else {
      failed += 1;
      failures.push(name);
      process.stdout.write(Buffer.concat(said));
    }
    process.stdout.write(`${ok ? "ok" : "FAILED"}: ${name}\n`);
  }
}

/**
 * What is timed by a real clock goes one by one and needs little of the machine. All else has both
 * cores meanwhile, at the lowest priority, so that it is not in the way. What both say comes line by line.
 */
async function testAll() {
  const real = tests("real", [".real.test.ts", "--maxWorkers=1"]);
  const pure = tests("pure", ["--exclude", "**/*.real.test.ts", "--maxWorkers=2"]);
  const piped = ["ignore", "pipe", "pipe"];
  const [first, second] = [vitest(real, piped), vitest(pure, piped)];
  os.setPriority(second.pid, os.constants.priority.PRIORITY_LOW);
  for (const stream of [first.stdout, first.stderr, second.stdout, second.stderr])
    createInterface(stream).on("line", (line) => process.stdout.write(`${line}\n`));
  const [realStatus, pureStatus] = await Promise.all([ended(first), ended(second)]);
  count(real, realStatus);
  count(pure, pureStatus);
}

function tests(name, args) {
  return { name, args, report: path.join(folder, `${name}.json`) };
}

/** Starts a part of the tests. */
function vitest({ args, report }, stdio) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  return spawn(bin("vitest"), ["run", ...reporters, ...args], { cwd: root, stdio });
}

async function ended(child) {
  const [status] = await once(child, "close");
  return status;
}

/** Adds the figures of a part that has ended. */
function count({ name, report }, status) {
  const failedBefore = failed;
  try {
    const summary = JSON.parse(readFileSync(report, "utf8"));
    passed += summary.numPassedTests;
    skipped += summary.numPendingTests + summary.numTodoTests;
    // A file that cannot be loaded fails without one failed test in it.
    failed += Math.max(summary.numFailedTests, summary.success ? 0 : 1);
    for (const file of summary.testResults) failures.push(...failuresOf(file));
  } catch (error) {
    failed += 1;
    failures.push(`${name}: no report of its tests: ${error.message}`);
  }
  if (status !== 0 && failed === failedBefore) {
    failed += 1;
    failures.push(`${name}: the run of its tests ended with code ${status}`);
  }
}

function failuresOf({ name, message, assertionResults }) {
  const file = path.relative(root, name);
  const tests = assertionResults.filter(({ status }) => status === "failed");
  if (tests.length === 0) return message ? [`${file}: ${firstLine(message)}`] : [];
  return tests.map((test) => `${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
}

function firstLine(text = "") {
  return text.split("\n", 1)[0];
}
