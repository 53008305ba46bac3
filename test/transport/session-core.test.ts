/** Two cores joined by a pipe in virtual time: what cannot be seen through an endpoint. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { AskOutcome } from "../../src/transport/asked-object.ts";
import { PacketBuffers } from "../../src/transport/packet-buffers.ts";
import { rekey } from "../../src/transport/packet-protection.ts";
import { SessionCore } from "../../src/transport/session-core.ts";
import { connectionIdBytes } from "../../src/wire/link-datagram.ts";
import { digestOf, objectName, symbolsOf } from "./link-world.ts";

const delayUs = 10_000;
const addresses = [
  { host: "10.0.0.1", port: 1 },
  { host: "10.0.0.2", port: 2 },
] as const;

interface Flying {
  readonly atUs: number;
  readonly to: 0 | 1;
  readonly bytes: Uint8Array;
}

/** The asker is 0, the server 1. */
class Pipe {
  readonly cores: readonly [SessionCore, SessionCore];
  /** Key changes of each side, as its packets show them. */
  readonly flips: [number, number] = [0, 0];
  readonly #phase: [number, number] = [0, 0];
  nowUs = 1_000_000;
  lossShare = 0;
  sent = 0;
  #flying: Flying[] = [];
  readonly #buffers = new PacketBuffers(nodeAeadDriver);
  readonly #rng: Rng;

  constructor(seed: number, packetsPerKey: number) {
    this.#rng = new Rng(seed);
    const one = new Uint8Array(32).fill(1);
    const two = new Uint8Array(32).fill(2);
    const make = (side: 0 | 1): SessionCore =>
      new SessionCore(
        nodeAeadDriver,
        this.#buffers,
        {
          initiator: side === 0,
          keys: side === 0 ? { send: one, receive: two } : { send: two, receive: one },
          targetId: new Uint8Array(8).fill(side),
          address: addresses[side === 0 ? 1 : 0],
          rttUs: undefined,
          packetsPerKey,
          requested: (served) =>
            this.cores[side].server.answer(served, {
              kind: "symbols",
              symbols: symbolsOf(served.object),
            }),
        },
        this.nowUs,
      );
    this.cores = [make(0), make(1)];
  }

  fetch(count: number): { outcome: AskOutcome | undefined; object: Uint8Array } {
    const object = objectName(count, 1_100);
    const fetched: { outcome: AskOutcome | undefined; object: Uint8Array } = {
      outcome: undefined,
      object,
    };
    this.cores[0].asker.ask(
      { object, class: "play", deadlineUs: Number.POSITIVE_INFINITY },
      {
        symbol: () => undefined,
        done: (outcome) => {
          fetched.outcome = outcome;
        },
      },
    );
    return fetched;
  }

  /** What this side sends next, kept from the pipe. */
  next(side: 0 | 1): Uint8Array {
    const length = this.cores[side].nextDatagram(this.nowUs);
    return this.#buffers.outgoing.bytes.slice(0, length);
  }

  run(done: () => boolean, limitUs = 60_000_000): void {
    const endUs = this.nowUs + limitUs;
    while (!done()) {
      for (const side of [0, 1] as const) this.#drain(side);
      const [a, b] = this.cores;
      const nextUs = Math.min(
        this.#flying[0]?.atUs ?? Number.POSITIVE_INFINITY,
        a.dueUs(this.nowUs),
        b.dueUs(this.nowUs),
      );
      this.nowUs = Math.max(this.nowUs + 1, nextUs);
      assert.ok(this.nowUs < endUs, "virtual time ran out");
      while (this.#flying[0] !== undefined && this.#flying[0].atUs <= this.nowUs) {
        const { to, bytes } = this.#flying.shift() ?? assert.fail();
        assert.equal(this.cores[to].receive(bytes, addresses[to === 0 ? 1 : 0], this.nowUs), "ok");
      }
      for (const core of this.cores)
        if (core.dueUs(this.nowUs) <= this.nowUs) core.tick(this.nowUs);
    }
  }

  #drain(side: 0 | 1): void {
    const core = this.cores[side];
    for (let n = core.nextDatagram(this.nowUs); n > 0; n = core.nextDatagram(this.nowUs)) {
      const bytes = this.#buffers.outgoing.bytes.slice(0, n);
      this.sent += 1;
      const phase = (bytes[0] ?? 0) & 1;
      if (phase !== this.#phase[side]) this.flips[side] += 1;
      this.#phase[side] = phase;
      if (this.#rng.chance(this.lossShare)) continue;
      this.#flying.push({ atUs: this.nowUs + delayUs, to: side === 0 ? 1 : 0, bytes });
    }
  }
}

describe("SessionCore", () => {
  it.each([0, 0.05])("changes keys many times without a hitch, at %d loss", (lossShare) => {
    const pipe = new Pipe(3, 40);
    pipe.lossShare = lossShare;
    const fetched = pipe.fetch(1_500);
    pipe.run(() => fetched.outcome !== undefined);
    assert.ok(fetched.outcome?.kind === "complete");
    assert.equal(digestOf(fetched.outcome.symbols), digestOf(symbolsOf(fetched.object)));
    for (const flips of pipe.flips) assert.ok(flips > 4, `${pipe.flips} changes`);
  });

  it("acknowledges a bulk transfer with one datagram in about ten", () => {
    const pipe = new Pipe(4, 1 << 20);
    const fetched = pipe.fetch(2_000);
    pipe.run(() => fetched.outcome !== undefined);
    assert.ok(pipe.sent < 2_000 * 1.15, `${pipe.sent} datagrams`);
  });

  it("forgets a request when all of it is acknowledged", () => {
    const pipe = new Pipe(5, 1 << 20);
    const fetched = pipe.fetch(20);
    pipe.run(() => fetched.outcome !== undefined);
    pipe.run(() => pipe.cores[1].server.size === 0, 1_000_000);
    assert.equal(pipe.cores[1].server.heldBytes, 0);
  });

  it("refuses a packet with any byte changed or cut, and one that came before", () => {
    const pipe = new Pipe(6, 1 << 20);
    const [sender, receiver] = pipe.cores;
    pipe.fetch(1);
    const datagram = pipe.next(0);
    const [from] = addresses;
    for (let at = 0; at < datagram.length; at++) {
      const forged = datagram.slice();
      forged[at] = (forged[at] ?? 0) ^ 0x10;
      // The connection id only says which core is meant: the endpoint reads it, and no core has the keys of another.
      const isId = at >= 1 && at <= connectionIdBytes;
      if (!isId) assert.equal(receiver.receive(forged, from, pipe.nowUs), "forged", `byte ${at}`);
      assert.notEqual(receiver.receive(datagram.subarray(0, at), from, pipe.nowUs), "ok");
    }
    assert.equal(receiver.confirmed, false);
    assert.equal(receiver.receive(datagram, from, pipe.nowUs), "ok");
    assert.equal(receiver.receive(datagram, from, pipe.nowUs), "replayed");
    assert.equal(sender.ended, undefined);
  });

  it("says nothing more once its keys are gone, whatever it is given to say", () => {
    const pipe = new Pipe(7, 1 << 20);
    const [core] = pipe.cores;
    core.free();
    pipe.fetch(1);
    assert.equal(core.nextDatagram(pipe.nowUs), 0);
  });
});

describe("rekey", () => {
  it("is what ChaCha20-Poly1305 makes of zeros under the largest nonce", () => {
    const key = new Uint8Array(32).fill(7);
    const next = rekey(nodeAeadDriver, key);
    assert.equal(next.length, 32);
    assert.notDeepEqual(next, key);
    assert.notDeepEqual(rekey(nodeAeadDriver, next), next);
  });
});
