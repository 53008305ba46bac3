/** A whole endpoint under fire: spoilt copies of its own traffic, from anywhere, while it serves. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { LinkEndpoint, LinkSession } from "../../src/transport/endpoint.ts";
import { datagramKinds } from "../../src/wire/link-datagram.ts";
import { LinkWorld, objectName } from "../transport/link-world.ts";
import { Mutator } from "./mutator.ts";

/** A first message that is well formed costs its reader two multiplications on the curve. */
const datagrams = Math.ceil(100_000 * Number(process.env["FUZZ"] ?? 1));
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const serverAt = { host: "10.0.0.1", port: 41_000 };
const askerAt = { host: "10.0.0.2", port: 41_000 };
const object = objectName(24, 1_000);
const pauseEvery = 50;
/** Long enough that half-open handshakes of the siege end, and others begin. */
const pauseUs = 200_000;
const fetchEvery = 10_000;

class Siege {
  readonly #world: LinkWorld;
  readonly #rng = new Rng(seed);
  /** Bytes from and to addresses at which nobody lives. */
  readonly strangers = { sent: 0, got: 0 };
  readonly server: LinkEndpoint;
  readonly asker: LinkEndpoint;
  readonly session: LinkSession;

  static async open(): Promise<Siege> {
    const world = new LinkWorld(seed);
    const server = await world.open("server", serverAt.host);
    const asker = await world.open("asker", askerAt.host);
    return new Siege(world, server, asker);
  }

  private constructor(world: LinkWorld, server: LinkEndpoint, asker: LinkEndpoint) {
    this.#world = world;
    this.server = server;
    this.asker = asker;
    this.session = world.connect(asker, "server", serverAt);
  }

  /** What an honest exchange looks like: handshakes of both patterns, and the session's own packets. */
  async traffic(): Promise<readonly Uint8Array[]> {
    const seen: Uint8Array[] = [];
    this.#world.network.onSend = ({ bytes }) => void seen.push(bytes.slice());
    const stranger = await this.#world.open("stranger", "10.0.0.3");
    const other = stranger.connect({ key: undefined, addresses: () => [serverAt] });
    await this.#world.ready(other);
    await this.#world.ready(this.session);
    await this.mustFetch("at the start");
    other.close();
    await this.#world.clock.advance(1_000_000);
    await stranger[Symbol.asyncDispose]();
    this.#world.network.onSend = ({ to, bytes }) => {
      if (to.host.startsWith("203.")) this.strangers.got += bytes.length;
    };
    // Handshakes are a few of many: they come as often as all the rest.
    const greetings = seen.filter(([kind = 0]) => kind < datagramKinds.packet);
    const copies = Math.ceil(seen.length / greetings.length);
    return [...seen, ...Array.from({ length: copies }, () => greetings).flat()];
  }

  throwAt(bytes: Uint8Array): void {
    const rng = this.#rng;
    if (rng.chance(0.3)) {
      this.#world.network.inject({ from: askerAt, to: serverAt, bytes });
      return;
    }
    const from = { host: `203.0.113.${rng.below(250)}`, port: 1_024 + rng.below(60_000) };
    this.strangers.sent += bytes.length;
    this.#world.network.inject({ from, to: rng.chance(0.8) ? serverAt : askerAt, bytes });
  }

  async mustFetch(when: string): Promise<void> {
    const { clock } = this.#world;
    const outcome = await clock.settle(this.#world.fetch(this.session, object), 20_000_000);
    assert.equal(outcome.kind, "complete", `${when}, seed ${seed}`);
  }

  pause(us: number): Promise<void> {
    return this.#world.clock.advance(us);
  }
}

describe("an endpoint", () => {
  it(`serves on while ${datagrams} spoilt datagrams come in, and sends strangers less than they sent`, {
    timeout: 600_000,
  }, async () => {
    const siege = await Siege.open();
    const mutator = new Mutator(seed, await siege.traffic());
    for (let i = 0; i < datagrams; i++) {
      siege.throwAt(mutator.next());
      if (i % pauseEvery === 0) await siege.pause(pauseUs);
      if (i % fetchEvery === 0) await siege.mustFetch(`after ${i} datagrams`);
    }
    const { datagramsDropped, handshakes } = siege.server.stats();
    // The siege reached every gate.
    for (const why of ["malformed", "forged", "replayed", "unknown"] as const)
      assert.ok(datagramsDropped[why] > datagrams / 1_000, `${why}: ${datagramsDropped[why]}`);
    assert.equal(handshakes, 2);
    assert.ok(siege.strangers.got <= siege.strangers.sent);
    await siege.pause(60_000_000);
    assert.equal(siege.server.stats().halfOpen, 0);
    await siege.mustFetch("after the siege");
    for (const endpoint of [siege.asker, siege.server]) await endpoint[Symbol.asyncDispose]();
  });
});
