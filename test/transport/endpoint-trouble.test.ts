/** What the link does when peers, addresses and networks misbehave. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { Address, Network, UdpSocket } from "../../src/ports/network.ts";
import { guestsMax, halfOpenBeforeCookies, halfOpenMax } from "../../src/transport/limits.ts";
import { delay, loss } from "../sim/sim-network.ts";
import { LinkWorld, objectName } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const speakerAt = { host: "10.0.0.2", port: 41_000 };
const strangerAt = { host: "10.0.0.66", port: 6_666 };

async function house(seed: number, changes: Parameters<LinkWorld["open"]>[2] = {}) {
  const world = new LinkWorld(seed);
  const origin = await world.open("origin", originAt.host, changes);
  const speaker = await world.open("speaker", speakerAt.host);
  const bare = await world.network
    .host(strangerAt.host)
    .bindUdp(strangerAt, new AbortController().signal);
  return { world, origin, speaker, bare };
}

describe("a handshake", () => {
  it("gets through half of all datagrams being lost", async () => {
    const { world, speaker } = await house(1);
    world.network.setFilters([loss(new Rng(5), 0.5), delay(new Rng(6), 30_000, 5_000)]);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session, 8_000_000);
    assert.equal(session.peer?.id, "I am origin");
  });

  it("tries each address in turn", async () => {
    const { world, speaker } = await house(2);
    const nowhere = { host: "10.0.0.9", port: 1 };
    const session = world.connect(speaker, "origin", nowhere, nowhere, originAt);
    await world.ready(session, 2_000_000);
    assert.deepEqual(session.address, originAt);
  });

  it("without the responder's key learns it, and admission decides", async () => {
    const { world, origin, speaker } = await house(3);
    world.network.setFilters([loss(new Rng(5), 0.3), delay(new Rng(6), 10_000, 0)]);
    const session = speaker.connect({ key: undefined, addresses: () => [originAt] });
    await world.ready(session, 8_000_000);
    assert.deepEqual(session.remoteKey, world.keyOf("origin").publicKey);
    const outcome = await world.clock.settle(world.fetch(session, objectName(30, 1_000)));
    assert.equal(outcome.kind, "complete");
    assert.equal(origin.sessions()[0]?.peer?.id, "I am speaker");
  });

  it("never comes about with somebody else's key", async () => {
    const { world, origin, speaker } = await house(4);
    const session = world.connect(speaker, "somebody", originAt);
    await world.clock.advance(5_000_000);
    assert.equal(session.state, "connecting");
    assert.ok(origin.stats().datagramsDropped.forged > 0);
    assert.equal(origin.sessions().length, 0);
    assert.equal(origin.stats().halfOpen, 0);
  });

  it("is refused in silence to whom the household does not admit", async () => {
    const { world, origin, speaker } = await house(5, { admit: () => undefined });
    let answers = 0;
    world.network.onSend = ({ from }) => {
      if (from.host === originAt.host) answers += 1;
    };
    const session = world.connect(speaker, "origin", originAt);
    await world.clock.advance(3_000_000);
    assert.equal(session.state, "connecting");
    assert.equal(answers, 0);
    assert.ok(origin.stats().datagramsDropped.refused > 0);
  });

  it("needs a cookie once many are half open, and works all the same", async () => {
    const { world, origin, speaker, bare } = await house(6);
    await flood(world, bare, halfOpenBeforeCookies + 20);
    assert.equal(origin.stats().halfOpen, halfOpenBeforeCookies);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session, 1_000_000);
    await world.clock.advance(10_000_000);
    assert.equal(origin.stats().halfOpen, 0);
    assert.equal(session.state, "ready");
  });

  it("sends an unproven address no more than three times what came from it", async () => {
    const { world, bare } = await house(7);
    let there = 0;
    let back = 0;
    world.network.onSend = ({ from, to, bytes }) => {
      if (to.host === strangerAt.host) back += bytes.length;
      if (from.host === strangerAt.host) there += bytes.length;
      assert.ok(back <= 3 * there);
    };
    await flood(world, bare, 20);
    await world.clock.advance(20_000_000);
    assert.ok(back > 0);
  });

  it("keeps the members' room when strangers come in crowds, and puts out the oldest of those", async () => {
    const member = (_key: Uint8Array, credential: Uint8Array) => ({
      id: String.fromCharCode(...credential),
      name: "",
      role: String.fromCharCode(...credential).includes("speaker")
        ? ("speaker" as const)
        : ("guest" as const),
    });
    const { world, origin, speaker } = await house(17, { admit: member });
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    for (let i = 0; i < 2 * guestsMax; i++) {
      const stranger = await world.open(`stranger ${i}`, `10.0.2.${i}`);
      await world.ready(world.connect(stranger, "origin", originAt));
    }
    await world.clock.advance(100_000);
    const roles = origin.sessions().map(({ peer }) => peer?.role);
    assert.equal(roles.filter((role) => role === "guest").length, guestsMax);
    assert.equal(roles.filter((role) => role === "speaker").length, 1);
    assert.ok(origin.stats().datagramsDropped.overload >= guestsMax);
    assert.equal(
      (await world.clock.settle(world.fetch(session, objectName(3, 100)))).kind,
      "complete",
    );
  });

  /** First messages of another speaker, caught and sent again with another source id, are new handshakes. */
  async function flood(world: LinkWorld, bare: UdpSocket, count: number): Promise<void> {
    const caught: Uint8Array[] = [];
    for (let i = 0; i < count; i++) {
      const guest = await world.open(`guest ${i}`, `10.0.1.${i}`);
      const session = world.connect(guest, "origin", { host: "10.0.0.99", port: 1 });
      const seen = world.network.onSend;
      world.network.onSend = ({ bytes }) => caught.push(bytes.slice());
      await world.clock.advance(200_000);
      world.network.onSend = seen;
      session.close();
      await guest[Symbol.asyncDispose]();
    }
    const seen = new Set<string>();
    for (const bytes of caught) {
      const source = bytes.subarray(1, 9).join();
      if (bytes.length === 1_200 && !seen.has(source)) bare.send(bytes, originAt);
      seen.add(source);
    }
    await world.clock.advance(1_000);
  }
});

describe("a session", () => {
  it("follows a peer to a new address within a round trip", async () => {
    const { world } = await house(10);
    world.network.setFilters([delay(new Rng(1), 10_000, 0)]);
    const roaming = new RoamingNetwork([
      world.network.host("10.0.2.1"),
      world.network.host("10.0.2.2"),
    ]);
    const speaker = await world.open("roamer", "10.0.2.1", {}, roaming);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    const fetch = world.fetch(session, objectName(300, 1_140));
    await world.clock.advance(30_000);
    roaming.at = 1;
    // Nothing would come to the old address any more.
    assert.equal((await world.clock.settle(fetch, 2_000_000)).kind, "complete");
    assert.equal(session.state, "ready");
    assert.equal(speaker.stats().handshakes, 1);
  });

  it("takes the place of the one that a restarted speaker left behind", async () => {
    const { world, origin, speaker } = await house(17);
    await world.ready(world.connect(speaker, "origin", originAt));
    await world.clock.advance(10_000);
    const [old] = origin.sessions();
    world.network.setFilters([() => []]);
    await speaker[Symbol.asyncDispose]();
    world.network.setFilters([]);
    const again = await world.open("speaker", speakerAt.host);
    await world.ready(world.connect(again, "origin", originAt));
    await world.clock.advance(10_000);
    assert.equal(origin.sessions().length, 1);
    assert.equal(old?.state, "lost");
  });

  it("is back within a second of a restarted server, and the fetch goes on", async () => {
    const { world, origin, speaker } = await house(11);
    world.network.setFilters([delay(new Rng(1), 5_000, 0)]);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    const fetch = world.fetch(session, objectName(1_000, 1_140));
    await world.clock.advance(20_000);
    // It dies without a word.
    world.network.setFilters([() => []]);
    await origin[Symbol.asyncDispose]();
    await world.clock.advance(3_000_000);
    assert.equal(session.state, "lost");
    world.network.setFilters([delay(new Rng(1), 5_000, 0)]);
    const again = await world.open("origin", originAt.host);
    const fromUs = world.clock.nowUs();
    assert.equal((await world.clock.settle(fetch, 5_000_000)).kind, "complete");
    assert.ok(world.clock.nowUs() - fromUs < 1_500_000);
    assert.equal(again.sessions().length, 1);
  });

  it("learns of a quick restart by a reset, within a round trip of asking", async () => {
    const { world, origin, speaker } = await house(12);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    const cut = [() => []];
    world.network.setFilters(cut);
    await origin[Symbol.asyncDispose]();
    world.network.setFilters([delay(new Rng(1), 5_000, 0)]);
    await world.open("origin", originAt.host);
    const fromUs = world.clock.nowUs();
    const outcome = await world.clock.settle(world.fetch(session, objectName(5, 100)), 5_000_000);
    assert.equal(outcome.kind, "complete");
    // Request and reset, handshake, request and answer: three round trips of 10 ms.
    assert.ok(world.clock.nowUs() - fromUs <= 35_000, `${world.clock.nowUs() - fromUs}`);
  });

  it("notices a dead peer within fifteen idle seconds, and its return within two", async () => {
    const { world, speaker } = await house(13);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    await world.clock.advance(8_000_000);
    let cut = true;
    world.network.setFilters([(_, delays) => (cut ? [] : delays)]);
    await world.clock.advance(15_000_000);
    assert.equal(session.state, "lost");
    cut = false;
    await world.ready(session, 2_000_000);
  });

  it("ends at once on both sides when one closes", async () => {
    const { world, origin, speaker } = await house(14);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    await world.clock.advance(10_000);
    assert.equal(origin.sessions().length, 1);
    const fetch = world.fetch(session, objectName(4_000, 1_140));
    session.close();
    assert.equal((await world.clock.settle(fetch)).kind, "lost");
    await world.clock.advance(10_000);
    assert.equal(origin.sessions().length, 0);
    assert.equal((await world.clock.settle(world.fetch(session, objectName(1, 1)))).kind, "lost");
  });

  it("serves both ways", async () => {
    const { world, origin, speaker } = await house(15);
    await world.ready(world.connect(speaker, "origin", originAt));
    await world.clock.advance(10_000);
    const [back] = origin.sessions();
    assert.ok(back !== undefined);
    const outcome = await world.clock.settle(world.fetch(back, objectName(50, 1_000)));
    assert.equal(outcome.kind, "complete");
  });

  it("does not know a datagram whose connection id was changed, in whichever byte", async () => {
    const { world, speaker, bare } = await house(17);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    await world.clock.advance(1_000_000);
    const before = speaker.stats().datagramsDropped;
    let changed = 0;
    world.network.onSend = ({ from, to, bytes }) => {
      if (from.host !== originAt.host || changed > 0) return;
      for (let at = 1; at <= 8; at++) {
        const wrong = bytes.slice();
        wrong[at] = (wrong[at] ?? 0) ^ 1;
        changed += 1;
        bare.send(wrong, to);
      }
    };
    await world.clock.settle(world.fetch(session, objectName(1, 100, 0)));
    const after = speaker.stats().datagramsDropped;
    assert.equal(changed, 8);
    assert.deepEqual(after, { ...before, unknown: before.unknown + 8 });
  });

  it("drops and counts whatever is forged, cut, repeated or random, and plays on", async () => {
    const { world, origin, speaker, bare } = await house(16);
    world.network.setFilters([delay(new Rng(1), 2_000, 0)]);
    const session = world.connect(speaker, "origin", originAt);
    await world.ready(session);
    const rng = new Rng(10);
    let left = 3_000;
    // What is seen on the wire comes again a little later: as it was, cut, changed, and as noise.
    world.network.onSend = ({ from, to, bytes }) => {
      if (from.host === strangerAt.host || left === 0) return;
      left -= 1;
      const forged = bytes.slice();
      const at = rng.below(bytes.length);
      forged[at] = (forged[at] ?? 0) ^ (1 << rng.below(8));
      const noise = Uint8Array.from({ length: rng.below(1_300) }, () => rng.below(256));
      for (const junk of [bytes, bytes.subarray(0, rng.below(bytes.length + 1)), forged, noise]) {
        world.clock.after(1_000, () => bare.send(junk, to));
      }
    };
    for (let i = 0; i < 5; i++) {
      const outcome = await world.clock.settle(world.fetch(session, objectName(200, 1_140, i)));
      assert.equal(outcome.kind, "complete");
    }
    assert.equal(session.state, "ready");
    for (const endpoint of [origin, speaker]) {
      const { datagramsDropped, halfOpen } = endpoint.stats();
      assert.ok(datagramsDropped.forged > 0 && datagramsDropped.replayed > 0);
      assert.ok(datagramsDropped.malformed > 0);
      assert.ok(halfOpen <= halfOpenMax);
      assert.equal(endpoint.sessions().length, 1);
    }
  });
});

/** A machine with two addresses, of which one is in use at a time. */
class RoamingNetwork implements Pick<Network, "bindUdp"> {
  readonly #networks: readonly Network[];
  at = 0;

  constructor(networks: readonly Network[]) {
    this.#networks = networks;
  }

  async bindUdp(at: Address, signal: AbortSignal): Promise<UdpSocket> {
    const sockets = await Promise.all(
      this.#networks.map((network) => network.bindUdp({ host: "", port: at.port }, signal)),
    );
    return {
      local: at,
      send: (bytes, to) => sockets[this.at]?.send(bytes, to),
      onDatagram: (receive) => {
        for (const [i, socket] of sockets.entries()) {
          socket.onDatagram((bytes, from) => {
            if (i === this.at) receive(bytes, from);
          });
        }
      },
      [Symbol.asyncDispose]: async () => {
        for (const socket of sockets) await socket[Symbol.asyncDispose]();
      },
    };
  }
}
