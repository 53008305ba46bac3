import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Text } from "../../src/base/bytes.ts";
import { NodeProcessRunner } from "../../src/platform/process.ts";

const runner = new NodeProcessRunner();
const signal = new AbortController().signal;
const shell = (script: string) => ["sh", "-c", script];

describe("running a program", () => {
  it("gives its output, its exit code and the lines of its errors as they come", async () => {
    const lines: string[] = [];
    const result = await runner.run(
      shell("echo out; echo one >&2; echo two >&2; exit 3"),
      { onStderrLine: (line) => lines.push(line), niceness: 5 },
      signal,
    );
    assert.equal(result.exitCode, 3);
    assert.equal(utf8Text(result.stdout), "out\n");
    assert.deepEqual(lines, ["one", "two"]);
    assert.equal(result.stderr, "one\ntwo\n");
  });

  it("says so when there is no such program", async () => {
    await assert.rejects(runner.run(["nightjar-no-such-program"], {}, signal), {
      code: "not-installed",
    });
  });

  it("kills the program and its children on abort, with the reason untouched", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped by the test");
    let child = 0;
    const run = runner.run(
      shell("sleep 60 & echo $! >&2; wait"),
      {
        onStderrLine: (line) => {
          child = Number(line);
          stop.abort(reason);
        },
      },
      stop.signal,
    );
    await assert.rejects(run, (error) => error === reason);
    await gone(child);
    await assert.rejects(runner.run(shell("true"), {}, stop.signal), (error) => error === reason);
  });

  it("reports a program that was killed by somebody else", async () => {
    await assert.rejects(runner.run(shell("kill -9 $$"), {}, signal), {
      code: "failed",
      message: /SIGKILL/,
    });
  });
});

/** Resolves once no such process is left; a zombie counts as gone. */
async function gone(pid: number): Promise<void> {
  const { readFileSync } = await import("node:fs");
  for (let tries = 0; tries < 100; tries++) {
    try {
      const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
      if (state === "Z") return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`process ${pid} is still there`);
}
