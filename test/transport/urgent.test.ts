/** What an urgent request has that others have not, through real endpoints in virtual time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { allMechanisms, type LinkSession } from "../../src/transport/endpoint.ts";
import type {
  FetchOutcome,
  LinkMechanisms,
  ServedRequest,
} from "../../src/transport/link-types.ts";
import { delay, type Filter } from "../sim/sim-network.ts";
import { digestOf, LinkWorld, objectName, serveSymbols, symbolsOf } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const speakerAt = { host: "10.0.0.2", port: 41_000 };
const ms = 1_000;
const rttMs = 100;

/** Says of each datagram from now on whether it is lost, by who sent it and the how-manieth of its size or more it is. */
interface Loss {
  readonly from: "origin" | "speaker";
  readonly bytes: number;
  readonly nth: readonly number[];
}

class UrgentHouse {
  readonly world: LinkWorld;
  readonly served: ServedRequest[] = [];
  session!: LinkSession; // set by open
  #losses: { loss: Loss; seen: number }[] = [];
  sentByOrigin = 0;

  static async open(seed: number, off: Partial<LinkMechanisms> = {}): Promise<UrgentHouse> {
    const house = new UrgentHouse(seed);
    const mechanisms = { ...allMechanisms, ...off };
    const serve = (request: ServedRequest) => {
      house.served.push(request);
      return serveSymbols(request);
    };
    await house.world.open("origin", originAt.host, { serve, mechanisms });
    const speaker = await house.world.open("speaker", speakerAt.host, { mechanisms });
    house.session = house.world.connect(speaker, "origin", originAt);
    await house.world.ready(house.session);
    await house.world.clock.advance(500 * ms);
    house.served.length = 0;
    return house;
  }

  private constructor(seed: number) {
    this.world = new LinkWorld(seed);
    this.world.network.setFilters([
      ({ from, bytes }, delays) => (this.#isLost(from.host, bytes.length) ? [] : delays),
      delay(new Rng(seed), (rttMs / 2) * ms, 0),
    ]);
  }

  /** From now on up to so much more, each way. */
  jitter(rng: Rng, us: number): void {
    this.world.network.setFilters([
      ({ from, bytes }, delays) => (this.#isLost(from.host, bytes.length) ? [] : delays),
      ordered(delay(rng, (rttMs / 2) * ms, us)),
    ]);
  }

  lose(...losses: Loss[]): void {
    this.#losses = losses.map((loss) => ({ loss, seen: 0 }));
  }

  #isLost(host: string, bytes: number): boolean {
    if (host === originAt.host && bytes > 500) this.sentByOrigin += 1;
    let lost = false;
    for (const entry of this.#losses) {
      const from = entry.loss.from === "origin" ? originAt.host : speakerAt.host;
      if (from !== host || bytes < entry.loss.bytes) continue;
      if (entry.loss.nth.includes(entry.seen)) lost = true;
      entry.seen += 1;
    }
    return lost;
  }

  /** Milliseconds until all is there. */
  async took(object: Uint8Array, requestClass: "urgent" | "play" = "urgent"): Promise<number> {
    const { clock } = this.world;
    const fromUs = clock.nowUs();
    const outcome = await clock.settle(this.world.fetch(this.session, object, requestClass));
    assert.ok(outcome.kind === "complete");
    assert.equal(digestOf(outcome.symbols), digestOf(symbolsOf(object)));
    return (clock.nowUs() - fromUs) / ms;
  }
}

/** What is delayed keeps its order. */
function ordered(filter: Filter): Filter {
  const lastUs = new Map<string, number>();
  return (flight, delays) =>
    filter(flight, delays).map((delayUs) => {
      const dueUs = Math.max(lastUs.get(flight.to.host) ?? 0, flight.nowUs + delayUs);
      lastUs.set(flight.to.host, dueUs);
      return dueUs - flight.nowUs;
    });
}

describe("an urgent answer", () => {
  it("is whole after one round trip although two of its datagrams were lost", async () => {
    const house = await UrgentHouse.open(1);
    house.lose({ from: "origin", bytes: 500, nth: [1, 2] });
    const took = await house.took(objectName(6, 900));
    assert.ok(took < rttMs + 30, `${took} ms`);
    const { datagramsRestored, datagramsRepaired, parityBytes, symbolBytes } =
      house.session.stats();
    assert.ok(datagramsRestored >= 1, `${datagramsRestored}`);
    assert.equal(datagramsRepaired, 0);
    assert.ok(parityBytes > 0 && parityBytes <= symbolBytes);
  });

  it("of a single symbol is whole after the spread of its parity", async () => {
    const house = await UrgentHouse.open(2);
    house.lose({ from: "origin", bytes: 500, nth: [0] });
    const took = await house.took(objectName(1, 900));
    assert.ok(took >= rttMs + 25 && took < rttMs + 30, `${took} ms`);
  });

  it("needs another round trip where parity is switched off", async () => {
    const house = await UrgentHouse.open(1, { fec: false });
    house.lose({ from: "origin", bytes: 500, nth: [1, 2] });
    assert.ok((await house.took(objectName(6, 900))) >= 2 * rttMs);
    assert.equal(house.session.stats().parityBytes, 0);
  });

  it("has no parity once the path was seen to be clean, and others never have", async () => {
    const house = await UrgentHouse.open(3);
    await house.took(objectName(40, 900), "play");
    assert.equal(house.session.stats().parityBytes, 0);
    await house.took(objectName(800, 900), "play");
    await house.took(objectName(20, 900), "urgent");
    assert.equal(house.session.stats().parityBytes, 0);
  });
});

describe("an urgent request", () => {
  it("that is lost is known to the server milliseconds later", async () => {
    const house = await UrgentHouse.open(4);
    house.lose({ from: "speaker", bytes: 60, nth: [0, 1] });
    const took = await house.took(objectName(3, 900));
    assert.ok(took <= rttMs + 16, `${took} ms`);
  });

  it("waits a probe timeout where it is said but once", async () => {
    const house = await UrgentHouse.open(4, { doubledFirst: false });
    house.lose({ from: "speaker", bytes: 60, nth: [0] });
    const took = await house.took(objectName(3, 900));
    assert.ok(took > 2 * rttMs, `${took} ms`);
  });

  it("is read once and answered once, however often it comes", async () => {
    const house = await UrgentHouse.open(5);
    await house.took(objectName(800, 900), "play");
    house.sentByOrigin = 0;
    house.served.length = 0;
    await house.took(objectName(4, 900));
    await house.world.clock.advance(1_000 * ms);
    assert.equal(house.served.length, 1);
    assert.equal(house.sentByOrigin, 4);
  });

  it("is not answered again when a copy comes after the answer has arrived", async () => {
    const house = await UrgentHouse.open(6);
    const { network, clock } = house.world;
    let copies = 0;
    // The second datagram of the speaker takes a second longer.
    network.onArrive = ({ from, bytes }, deliver) => {
      const isCopy = from.host === speakerAt.host && bytes.length > 60 && copies++ === 1;
      if (isCopy) clock.after(1_000 * ms, deliver);
      else deliver();
    };
    await house.took(objectName(4, 900));
    // The parity that was kept back goes.
    await clock.advance(200 * ms);
    const sent = house.sentByOrigin;
    await clock.advance(2_000 * ms);
    assert.deepEqual([house.served.length, house.sentByOrigin], [1, sent]);
  });
});

describe("the end of an answer", () => {
  /** On a way whose round trips vary, so that a probe timeout is long; the mean over some such ways. */
  async function endLost(off: Partial<LinkMechanisms>): Promise<number> {
    const ways = 8;
    let sum = 0;
    for (let seed = 1; seed <= ways; seed++) sum += await endLostOn(seed, off);
    return sum / ways;
  }

  async function endLostOn(seed: number, off: Partial<LinkMechanisms>): Promise<number> {
    const house = await UrgentHouse.open(7, { fec: false, ...off });
    house.jitter(new Rng(seed), 30 * ms);
    // So few that the way is not yet taken for one that keeps the order, where any later packet would tell.
    for (let i = 0; i < 8; i++) await house.took(objectName(1, 200));
    house.lose({ from: "origin", bytes: 500, nth: [3, 4] });
    return house.took(objectName(5, 900));
  }

  it("that stays away is asked for long before a probe timeout", async () => {
    const withProbe = await endLost({});
    const without = await endLost({ tailProbe: false });
    assert.ok(withProbe < 2 * rttMs + 100, `${withProbe} ms`);
    assert.ok(without > withProbe + 15, `${without} ms beside ${withProbe}`);
  });

  it("is asked for a few times only while nothing comes", async () => {
    const house = await UrgentHouse.open(8);
    house.lose({ from: "origin", bytes: 0, nth: Array.from({ length: 1_000 }, (_, i) => i + 5) });
    const { clock, network } = house.world;
    const fetch = house.world.fetch(house.session, objectName(10, 900), "play", 2_000 * ms);
    await clock.advance(200 * ms);
    const before = network.counts.sent;
    assert.equal((await clock.settle(fetch)).kind, "expired");
    assert.ok(network.counts.sent - before < 90, `${network.counts.sent - before}`);
  });
});

describe("a request for some symbols", () => {
  it("brings these and no others", async () => {
    const house = await UrgentHouse.open(9);
    await house.took(objectName(800, 900), "play");
    house.sentByOrigin = 0;
    const object = objectName(20, 900);
    const came: number[] = [];
    const fetch = house.session.fetch({
      object,
      class: "play",
      deadlineUs: Number.POSITIVE_INFINITY,
      ranges: [
        { first: 3, length: 2 },
        { first: 17, length: 3 },
      ],
      onSymbol: (index) => came.push(index),
    });
    const outcome: FetchOutcome = await house.world.clock.settle(fetch.done);
    assert.ok(outcome.kind === "complete");
    assert.deepEqual(came, [3, 4, 17, 18, 19]);
    assert.deepEqual(outcome.symbols[18], symbolsOf(object)[18]);
    await house.world.clock.advance(1_000 * ms);
    assert.equal(house.sentByOrigin, 5);
  });
});
