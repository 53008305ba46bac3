/** Whom a speaker dials among the speakers of its house, and when it stops. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SeenNode } from "../../../src/discovery/nodes.ts";
import { memberIdOf } from "../../../src/household/certificate.ts";
import { keyHashOf, Roll } from "../../../src/household/roll.ts";
import { ed25519KeyPair } from "../../../src/media/ed25519.ts";
import {
  otherDialsUs,
  peerAddressesMax,
  peerGoneUs,
  peerLookUs,
  peersMax,
} from "../../../src/player/house/limits.ts";
import { PeerLinks } from "../../../src/player/house/peer-links.ts";
import type { Address } from "../../../src/ports/network.ts";
import type { LinkSession, PeerIdentity, RemotePeer } from "../../../src/transport/endpoint.ts";
import type { MeetingPlace } from "../../../src/wire/meeting.ts";
import { SimClock } from "../../sim/sim-clock.ts";

const tag = "0123456789abcdef";
const household = ed25519KeyPair(new Uint8Array(32).fill(9));
const keys = Array.from({ length: 90 }, (_, n) => new Uint8Array(32).fill(n + 1)).sort((a, b) =>
  memberIdOf(a) < memberIdOf(b) ? -1 : 1,
);
const keyOf = (n: number): Uint8Array => keys[n] ?? new Uint8Array(32);
/** In the middle of the order: with lesser ones it waits to be dialled. */
const own = 40;
const place = (n: number, port = 41_000): Address => ({ host: `10.0.0.${n}`, port });
const meets = (n: number): MeetingPlace => ({ linkKey: keyOf(n), address: place(n) });
const seen = (n: number, about: Partial<SeenNode> = {}): SeenNode => ({
  ...{ id: memberIdOf(keyOf(n)), name: "", service: "", role: "speaker", householdTag: tag },
  controlPort: undefined,
  addresses: [place(n)],
  ...about,
});

/** A session that was dialled, or that somebody dialled. */
class FakeSession {
  readonly remote: RemotePeer | undefined;
  peer: PeerIdentity | undefined;
  remoteKey = new Uint8Array(0);
  address = place(0);
  state: LinkSession["state"] = "connecting";
  closed = false;
  readonly #listeners: (() => void)[] = [];

  constructor(remote: RemotePeer | undefined) {
    this.remote = remote;
  }
  shakes(n: number, role: PeerIdentity["role"] = "speaker"): this {
    this.remoteKey = Uint8Array.from(keyOf(n));
    this.peer = { id: memberIdOf(keyOf(n)), name: "", role };
    this.address = place(n);
    this.state = "ready";
    for (const listener of this.#listeners) listener();
    return this;
  }
  onState(listener: () => void): () => void {
    this.#listeners.push(listener);
    return () => undefined;
  }
  close(): void {
    this.closed = true;
  }
}

function world() {
  const clock = new SimClock();
  const dialled: FakeSession[] = [];
  const ready: FakeSession[] = [];
  const met: string[] = [];
  const state = {
    tag,
    nodes: [] as SeenNode[],
    roll: undefined as Roll | undefined,
    manual: [] as Address[],
  };
  const endpoint = {
    connect: (remote: RemotePeer) => {
      const session = new FakeSession(remote);
      dialled.push(session);
      // As much of a session as is looked at here.
      return session as unknown as LinkSession;
    },
    sessions: () => ready as unknown as readonly LinkSession[],
  };
  const links = new PeerLinks(
    {
      ...{ clock, endpoint },
      directory: { nodes: () => state.nodes },
      householdTag: () => state.tag,
      roll: () => state.roll,
      manual: { addresses: () => state.manual },
      met: ({ address }) => void met.push(address.host),
    },
    keyOf(own),
  );
  const stop = new AbortController();
  const run = links.run(stop.signal).catch(() => undefined);
  const end = async (): Promise<void> => {
    stop.abort(new Error("enough"));
    await clock.settle(run);
  };
  const look = () => clock.advance(peerLookUs);
  const places = () => dialled.map(({ remote }) => remote?.addresses()[0]?.host);
  return { clock, links, dialled, ready, met, state, look, places, end };
}

function rollOf(members: readonly number[], revoked: readonly number[] = []): Roll {
  return Roll.sign(
    {
      household: household.publicKey,
      version: 1,
      floorMs: 0,
      members: members.map((n) => ({
        linkKey: keyOf(n),
        name: `s${n}`,
        issuedMs: 0,
        origin: undefined,
      })),
      revoked: revoked.map((n) => ({ keyHash: keyHashOf(keyOf(n)), revokedMs: 1_000 })),
    },
    household.privateKey,
  );
}

describe("PeerLinks", () => {
  it("dials whom it sees and who comes after it in the order, once", async () => {
    const { state, look, places, end } = world();
    state.nodes = [seen(50)];
    await look();
    await look();
    assert.deepEqual(places(), ["10.0.0.50"]);
    await end();
  });

  it("dials at once whom it learns of, and tells of who answers at that moment", async () => {
    const { clock, links, dialled, ready, met, places, end } = world();
    await clock.advance(1);
    links.learn([meets(50)], "meeting");
    await clock.advance(1);
    assert.deepEqual(places(), ["10.0.0.50"]);
    assert.deepEqual(met, []);
    const [session = assert.fail("it was dialled")] = dialled;
    ready.push(session);
    session.shakes(50);
    await clock.advance(1);
    assert.deepEqual(met, ["10.0.0.50"]);
    await end();
  });

  it("tells at the end of who dialled since the last look", async () => {
    const { clock, links, ready, met, end } = world();
    await clock.advance(1);
    ready.push(new FakeSession(undefined).shakes(50));
    await clock.advance(peerLookUs / 2);
    assert.deepEqual(met, []);
    links.meet();
    assert.deepEqual(met, ["10.0.0.50"]);
    await end();
  });

  it("waits for who comes before it, and dials when that has not come", async () => {
    const { clock, state, places, end } = world();
    state.nodes = [seen(10)];
    await clock.advance(otherDialsUs - peerLookUs);
    assert.deepEqual(places(), []);
    await clock.advance(2 * peerLookUs);
    assert.deepEqual(places(), ["10.0.0.10"]);
    await end();
  });

  it("dials nobody that there is a session to, itself, an origin, or who shows another household", async () => {
    const { clock, ready, state, places, met, end } = world();
    ready.push(new FakeSession(undefined).shakes(50));
    state.nodes = [
      seen(50),
      seen(own),
      seen(60, { role: "origin" }),
      seen(61, { householdTag: "f".repeat(16) }),
      seen(62, { addresses: [] }),
    ];
    await clock.advance(10 * peerLookUs);
    assert.deepEqual(places(), []);
    assert.ok(met.every((host) => host === "10.0.0.50") && met.length > 5);
    await end();
  });

  it("says of each how it is known, the likeliest address first, and takes a few of one source", async () => {
    const { state, links, look, end } = world();
    const many = Array.from({ length: 9 }, (_, n) => place(50, 41_000 + n));
    links.learn([meets(50)], "known");
    state.nodes = [seen(50, { addresses: many })];
    await look();
    const [sought] = links.sought;
    assert.deepEqual(sought?.via, ["mdns", "known"]);
    assert.equal(sought?.addresses.length, peerAddressesMax);
    links.learn([], "known");
    state.nodes = [];
    await look();
    assert.deepEqual(links.sought[0]?.via, []);
    await end();
  });

  it("names the key where the roll has it, so that nobody else is let in at that place", async () => {
    const { state, look, dialled, links, end } = world();
    state.roll = rollOf([50]);
    links.learn([meets(50), meets(51)], "meeting");
    await look();
    const [known, newcomer] = dialled;
    assert.deepEqual(known?.remote?.key, keyOf(50));
    assert.equal(newcomer?.remote?.key, undefined);
    await end();
  });

  it("drops who was put out, and who only the LAN says is there though no roll has it", async () => {
    const { state, look, dialled, links, end } = world();
    links.learn([meets(50), meets(51), meets(52)], "meeting");
    state.nodes = [seen(53)];
    await look();
    assert.equal(dialled.length, 4);
    state.roll = rollOf([50], [51]);
    await look();
    assert.deepEqual(
      dialled.map(({ closed }) => closed),
      [false, true, false, true],
    );
    assert.equal(links.sought.length, 2, "one may have joined since");
    await end();
  });

  it("gives up who was neither seen nor heard for long", async () => {
    const { clock, state, look, dialled, links, end } = world();
    state.nodes = [seen(50)];
    await look();
    state.nodes = [];
    await clock.advance(peerGoneUs - peerLookUs);
    assert.equal(dialled[0]?.closed, false);
    await clock.advance(3 * peerLookUs);
    assert.equal(dialled[0]?.closed, true);
    assert.deepEqual(links.sought, []);
    await end();
  });

  it("knows a bounded number, whatever is shown on the LAN", async () => {
    const { state, look, links, end } = world();
    state.nodes = keys.map((_, n) => seen(n));
    await look();
    assert.equal(links.sought.length, peersMax);
    await end();
  });

  it("learns by a handshake who is at a place that people said, and goes on with that session", async () => {
    const { state, look, dialled, links, met, end } = world();
    state.manual = [place(70)];
    await look();
    assert.equal(dialled[0]?.remote?.key, undefined);
    assert.equal(links.sought.length, 0);
    dialled[0]?.shakes(70);
    await look();
    assert.deepEqual(links.sought[0]?.via, ["manual"]);
    assert.deepEqual(met, ["10.0.0.70"]);
    await look();
    assert.deepEqual([dialled.length, dialled[0]?.closed], [1, false]);
    await end();
  });

  it("leaves a place alone where an origin is, or itself", async () => {
    const { clock, state, look, dialled, end } = world();
    state.manual = [place(71), place(own)];
    await look();
    dialled[0]?.shakes(71, "origin");
    dialled[1]?.shakes(own);
    await clock.advance(5 * peerLookUs);
    assert.deepEqual(
      dialled.map(({ closed }) => closed),
      [true, true],
    );
    await end();
  });

  it("ends all that it dialled when its household is left", async () => {
    const { state, look, dialled, links, end } = world();
    state.manual = [place(70)];
    state.nodes = [seen(50)];
    await look();
    state.tag = "";
    state.nodes = [];
    await look();
    assert.ok(dialled.length === 2 && dialled.every(({ closed }) => closed));
    assert.deepEqual(links.sought, []);
    await end();
  });
});
