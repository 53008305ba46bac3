import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { clientIdOf } from "../../src/control/auth.ts";
import { ControlClient, type ControlTarget } from "../../src/control/client.ts";
import { Replica } from "../../src/control/replica.ts";
import { ControlServer } from "../../src/control/server.ts";
import { keyHashOf } from "../../src/control/tls-identity.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { FakeModel } from "./fake-model.ts";
import { realStreams } from "./real-streams.ts";
import { identity, MemoryClientStore, phone, quietLog } from "./world.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-"));
const socketPath = path.join(folder, "control.sock");
const clock = new NodeClock();
const signal = new AbortController().signal;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("control over real sockets", () => {
  it("pairs over the Unix socket, then commands and watches over TLS, until revoked", async () => {
    const model = new FakeModel(clock);
    const clients = new MemoryClientStore();
    const ports = { network: realStreams, clock, entropy: new NodeEntropy(), log: quietLog };
    const server = await ControlServer.open(
      ports,
      {
        model,
        clients,
        socketPath,
        tls: { at: { host: "127.0.0.1", port: 0 }, identity },
        speaker: { id: "aa11", name: "Kitchen" },
      },
      signal,
    );
    const who = { name: "test", kind: "cli" };
    const { tls } = server.local;
    assert.ok(tls !== undefined && server.local.socket === socketPath);
    const owner = await ControlClient.connect(
      ports,
      { kind: "unix", path: socketPath },
      who,
      signal,
    );
    const pair = { publicKey: phone.publicKey, name: "Phone" };
    const { paired } = await owner.administer({ pair });
    assert.deepEqual(new Uint8Array(paired?.keyHash ?? []), keyHashOf(identity));

    const keyHashes = [keyHashOf(identity)];
    const target: ControlTarget = { kind: "tls", address: tls, keyHashes, ...phone };
    const remote = await ControlClient.connect(ports, target, who, signal);
    const replica = new Replica();
    await remote.subscribe({ replica, onChange: () => undefined });
    const { seq } = await remote.command({ kind: "volume", level: 12 });
    assert.equal(replica.seq, seq);
    assert.equal(replica.state?.volume.level, 12);

    await owner.administer({ revoke: { clientId: clientIdOf(phone.publicKey) } });
    assert.equal((await remote.ended).reason, "revoked");
    await server[Symbol.asyncDispose]();
    assert.equal((await owner.ended).reason, "shutting-down");
  });
});
