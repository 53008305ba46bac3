/** Sessions whose address changes under them: NATs that forget, leases, and a network that comes back. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Address, Network, UdpSocket } from "../../src/ports/network.ts";
import { delay, type Filter } from "../sim/sim-network.ts";
import { LinkWorld, objectName } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const outside = "192.0.2.7";
const oneWayUs = 20_000;
const second = 1_000_000;

/** A home router: one port outside for the one socket inside, until nothing went out for so long. */
class Nat implements Pick<Network, "bindUdp"> {
  bindings = 0;
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #forgetsUs: number;

  constructor(network: Network, clock: Clock, forgetsUs: number) {
    this.#network = network;
    this.#clock = clock;
    this.#forgetsUs = forgetsUs;
  }

  async bindUdp(at: Address, signal: AbortSignal): Promise<UdpSocket> {
    const ports = Array.from({ length: 64 }, () =>
      this.#network.bindUdp({ ...at, port: 0 }, signal),
    );
    const sockets = await Promise.all(ports);
    let sentUs = Number.NEGATIVE_INFINITY;
    const open = (): boolean => this.#clock.nowUs() - sentUs <= this.#forgetsUs;
    return {
      local: at,
      send: (bytes, to) => {
        if (!open()) this.bindings += 1;
        sentUs = this.#clock.nowUs();
        sockets[this.bindings % sockets.length]?.send(bytes, to);
      },
      onDatagram: (receive) => {
        for (const [i, socket] of sockets.entries()) {
          socket.onDatagram((bytes, from) => {
            if (i === this.bindings % sockets.length && open()) receive(bytes, from);
          });
        }
      },
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) await socket[Symbol.asyncDispose]();
      },
    };
  }
}

async function behindNat(forgetsUs: number) {
  const world = new LinkWorld(1);
  world.network.setFilters([delay(new Rng(1), oneWayUs, 0)]);
  const origin = await world.open("origin", originAt.host);
  const nat = new Nat(world.network.host(outside), world.clock, forgetsUs);
  const speaker = await world.open("speaker", outside, {}, nat);
  const session = world.connect(speaker, "origin", originAt);
  await world.ready(session);
  await world.clock.settle(world.fetch(session, objectName(10, 1_000)));
  return { world, origin, speaker, session, nat };
}

describe("a session behind a NAT", () => {
  it("keeps its binding through an idle hour where that lasts 30 s", async () => {
    const { world, origin, nat } = await behindNat(30 * second);
    await world.clock.advance(3_600 * second);
    assert.equal(nat.bindings, 1);
    const [back] = origin.sessions();
    assert.ok(back !== undefined);
    // The way in is open: the origin can ask the speaker something.
    const outcome = await world.clock.settle(world.fetch(back, objectName(2, 100), "play", second));
    assert.equal(outcome.kind, "complete");
  });

  it("goes on over a binding that was forgotten, without a handshake", async () => {
    const { world, speaker, session, nat } = await behindNat(10 * second);
    await world.clock.advance(600 * second);
    assert.ok(nat.bindings > 5);
    const fromUs = world.clock.nowUs();
    const outcome = await world.clock.settle(world.fetch(session, objectName(10, 1_000)));
    assert.equal(outcome.kind, "complete");
    // The request, and one more round trip before the new address may get all of it.
    assert.ok(world.clock.nowUs() - fromUs <= 4 * oneWayUs + 20_000);
    assert.equal(speaker.stats().handshakes, 1);
  });
});

describe("after an outage", () => {
  /** Nothing passes from `fromUs` on for `us`. */
  const outage = (fromUs: number, us: number): Filter => {
    return ({ nowUs }, delays) => (nowUs >= fromUs && nowUs < fromUs + us ? [] : delays);
  };

  it.each([3, 8, 45, 200])(
    "of %d s the answer is there within a second, at each of four places",
    async (s) => {
      for (const [places, seed] of [
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 4],
        [1, 5],
        [4, 1],
        [4, 2],
      ] as const) {
        const world = new LinkWorld(100 * s + seed);
        const late = delay(new Rng(s), oneWayUs, 0);
        world.network.setFilters([late]);
        await world.open("origin", originAt.host);
        const speaker = await world.open("speaker", "10.0.0.2");
        const elsewhere = Array.from({ length: places - 1 }, (_, i) => ({
          host: `10.0.3.${i}`,
          port: 1,
        }));
        const session = world.connect(speaker, "origin", ...elsewhere, originAt);
        await world.ready(session);
        const fromUs = world.clock.nowUs();
        world.network.setFilters([outage(fromUs, s * second), late]);
        const done = world.fetch(session, objectName(20, 1_140), "play");
        assert.equal((await world.clock.settle(done, 300 * second)).kind, "complete");
        const tookUs = world.clock.nowUs() - fromUs - s * second;
        assert.ok(tookUs <= second, `${tookUs} µs after the network was back, ${places} places`);
      }
    },
  );
});
