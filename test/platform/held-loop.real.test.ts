import assert from "node:assert/strict";
import { once } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, it } from "vitest";
import { builtProgram } from "../programs/built-program.ts";

const built = path.join(path.dirname(builtProgram()), "../dist/src/platform/held-loop.js");

/** What a thread says in whose loop only a timer is that holds nothing open; `holding`: between two statements. */
async function said(holding: readonly [string, string]): Promise<unknown[]> {
  const [hold, release] = holding;
  const code = `
    import(${JSON.stringify(pathToFileURL(built).href)}).then(({ HeldLoop }) => {
      ${hold}
      setTimeout(() => {
        require("node:worker_threads").parentPort.postMessage("still in the loop");
        ${release}
      }, 50).unref();
    });
  `;
  const messages: unknown[] = [];
  const worker = new Worker(code, { eval: true });
  worker.on("message", (message) => messages.push(message));
  await once(worker, "exit");
  return messages;
}

describe("HeldLoop", () => {
  it("keeps a thread in its loop that waits for nothing else, until it is let go", {
    timeout: 60_000,
  }, async () => {
    const holding = ["const held = new HeldLoop();", "held[Symbol.dispose]();"] as const;
    assert.deepEqual(await said(holding), ["still in the loop"]);
    // Without it such a thread is done.
    assert.deepEqual(await said(["", ""]), []);
  });
});
