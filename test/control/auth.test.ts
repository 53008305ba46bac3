import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fromHex } from "../../src/base/bytes.ts";
import { clientIdOf, signAuth, verifyAuth } from "../../src/control/auth.ts";
import { ControlError } from "../../src/control/errors.ts";
import { Replica } from "../../src/control/replica.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { phone, tlsAddress, World } from "./world.ts";

const phoneId = clientIdOf(phone.publicKey);
const errorWith = (code: string) => (error: unknown) =>
  error instanceof ControlError && error.code === code;

describe("a client on the network", () => {
  it("is let in by its paired key, with the role it was given", async () => {
    const world = await World.open();
    world.pairPhone("guest");
    const client = await world.connectPhone();
    assert.equal(client.role, "guest");
    const ok = await world.clock.settle(client.command({ kind: "pause" }));
    assert.equal(ok.code, "ok");
    const denied = await world.clock.settle(client.command({ kind: "queue-clear" }));
    assert.equal(denied.code, "permission-denied");
    assert.deepEqual(world.model.ran, [{ kind: "pause" }]);
    await assert.rejects(
      world.clock.settle(client.administer({ revoke: { clientId: phoneId } })),
      errorWith("refused"),
    );
    await assert.rejects(world.clock.settle(client.query({ clients: {} })), errorWith("refused"));
  });

  it("is refused with an unknown key, and told to pair", async () => {
    const world = await World.open();
    await assert.rejects(
      world.connectPhone(),
      (error) =>
        error instanceof ControlError &&
        error.code === "unauthenticated" &&
        (error.remedy ?? "").includes("nightjar ctl --data DIR pair"),
    );
    assert.equal(world.server.counts.refused, 1);
  });

  it("is refused when it shows a paired public key without the private one", async () => {
    const world = await World.open();
    world.pairPhone("admin");
    const thief = ed25519KeyPair(new Uint8Array(32).fill(9));
    await assert.rejects(
      world.connectPhone({ publicKey: phone.publicKey, privateKey: thief.privateKey }),
      errorWith("unauthenticated"),
    );
  });

  it("says nothing to a speaker whose key it did not pin", async () => {
    const world = await World.open();
    world.pairPhone("admin");
    const keyHashes = [new Uint8Array(32)];
    const target = { kind: "tls", address: tlsAddress, keyHashes, ...phone } as const;
    await assert.rejects(world.connect(target), errorWith("wrong-speaker"));
  });

  it("is put out when it is revoked, and cannot come back", async () => {
    const world = await World.open();
    const owner = await world.connect();
    const paired = await world.clock.settle(
      owner.administer({ pair: { publicKey: phone.publicKey, name: "Phone" } }),
    );
    assert.equal(paired.paired?.clientId, phoneId);
    assert.equal(paired.paired?.address, "10.0.0.5:7646");
    const client = await world.connectPhone();
    await world.clock.settle(
      client.subscribe({ replica: new Replica(), onChange: () => undefined }),
    );
    const { clients } = await world.clock.settle(owner.query({ clients: {} }));
    assert.deepEqual(
      clients?.clients?.map(({ id, name, connections }) => [id, name, connections]),
      [
        [phoneId, "Phone", 1],
        ["", "test", 1],
      ],
    );
    await world.clock.settle(owner.administer({ revoke: { clientId: phoneId } }));
    assert.equal((await world.clock.settle(client.ended)).reason, "revoked");
    await assert.rejects(world.connectPhone(), errorWith("unauthenticated"));
    await assert.rejects(
      world.clock.settle(owner.administer({ revoke: { clientId: phoneId } })),
      errorWith("refused"),
    );
  });
});

describe("the proof of a key", () => {
  it("holds for one transport, one channel, one challenge and one speaker", () => {
    const statement = {
      transport: "tls" as const,
      channelBinding: new Uint8Array(32).fill(1),
      challenge: new Uint8Array(32).fill(2),
      speakerId: "aa11",
    };
    const signature = signAuth(phone.privateKey, statement);
    assert.ok(verifyAuth(phone.publicKey, statement, signature));
    const others = [
      { ...statement, channelBinding: new Uint8Array(32) },
      { ...statement, challenge: new Uint8Array(32) },
      { ...statement, speakerId: "aa12" },
      { ...statement, transport: "web-socket" as const },
    ];
    for (const other of others) assert.equal(verifyAuth(phone.publicKey, other, signature), false);
    assert.equal(verifyAuth(phone.publicKey, statement, new Uint8Array(64)), false);
    assert.equal(verifyAuth(new Uint8Array(3), statement, signature), false);
  });

  it("names a client by the SHA-256 of its key", () => {
    // FIPS 180-2 appendix B.1: SHA-256("abc").
    assert.equal(clientIdOf(fromHex("616263") ?? new Uint8Array(0)), "ba7816bf8f01cfea");
  });
});
