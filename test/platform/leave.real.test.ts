import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, it } from "vitest";
import { builtProgram } from "../programs/built-program.ts";
import { TempFolder } from "../programs/daemon.ts";

const built = path.join(path.dirname(builtProgram()), "../dist/src/platform/leave.js");

/** Calls the module beside a thread that never ends and an exit that is never over. */
function leave(module: string) {
  const program = `
    import { Worker } from "node:worker_threads";
    import { leaveAtOnce } from ${JSON.stringify(pathToFileURL(module).href)};
    const stuck = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
    const worker = new Worker(stuck, { eval: true });
    worker.on("online", () => setTimeout(() => {
      process.stdout.write("said\\n");
      process.on("exit", () => { for (;;); });
      leaveAtOnce(3);
    }, 50));
  `;
  const args = ["--input-type=module", "-e", program];
  return spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
}

describe("leaveAtOnce", () => {
  it("ends a process that has a stuck thread, with its code and with what it had said", {
    timeout: 120_000,
  }, () => {
    const { status, stdout } = leave(built);
    assert.deepEqual([status, stdout], [3, "said\n"]);
  });

  it("ends it all the same where there is no native call", { timeout: 120_000 }, () => {
    using folder = new TempFolder();
    cpSync(built, folder.in("leave.mjs"));
    const { status, signal, stdout } = leave(folder.in("leave.mjs"));
    assert.deepEqual([status, signal, stdout], [null, "SIGKILL", "said\n"]);
  });
});
