import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, it } from "vitest";
import { WebRig } from "../../control/http/web-rig.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const program = path.join(root, "tools/example-client/main.js");

async function run(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
  return stdout.trim();
}

describe("the example of a client", () => {
  it("plays, pauses and sets the volume over the Unix socket", async () => {
    await using rig = await WebRig.open();
    assert.equal(await run(rig.folder), "stopped nothing volume 30");
    await run(rig.folder, "play", "song 3");
    await run(rig.folder, "volume", "12");
    assert.equal(await run(rig.folder, "show"), "playing Song 3 – The Ånd volume 12");
    await run(rig.folder, "pause");
    assert.match(await run(rig.folder), /^paused /);
    await assert.rejects(run(rig.folder, "volume", "500"), /example-client: /);
  }, 60_000);

  it("pairs its key and does the same over a WebSocket", async () => {
    await using rig = await WebRig.open();
    const keyFile = path.join(rig.folder, "key.pem");
    await run(rig.folder, "pair", keyFile);
    await run(rig.host, keyFile, "play", "song 2");
    assert.equal(await run(rig.host, keyFile), "playing Song 2 – Björk volume 30");
    rig.clients.clients = [];
    await assert.rejects(run(rig.host, keyFile), /pair first/);
  }, 60_000);
});
