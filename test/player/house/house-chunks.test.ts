import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { OfferedChunk } from "../../../src/peer/neighbours.ts";
import { HouseChunks, type NearSources } from "../../../src/player/house/house-chunks.ts";
import { lookRoundUsMax, sharedReserveUs } from "../../../src/player/house/limits.ts";
import { lateUs } from "../../../src/player/limits.ts";
import type { RequestClass } from "../../../src/transport/endpoint.ts";
import { SimClock } from "../../sim/sim-clock.ts";

const place = { track: "ab".repeat(16), rung: 2, index: 7 };
const s = 1_000_000;
const offered: OfferedChunk = { peer: "a", bytes: new Uint8Array(1), symbols: [], path: [] };
const never = new AbortController().signal;

class FakeNear implements NearSources {
  any = true;
  company(): number {
    return 0;
  }
  readonly clock: SimClock;
  expected = Number.POSITIVE_INFINITY;
  others = 0;
  isBrought = false;
  /** How long it takes; undefined where it never answers. */
  takesUs: number | undefined = 50_000;
  isRight = true;
  readonly blamed: string[] = [];
  /** How long each request might take. */
  readonly patienceUs: number[] = [];

  constructor(clock: SimClock) {
    this.clock = clock;
  }
  has(): boolean {
    return this.expected < Number.POSITIVE_INFINITY;
  }
  brings(): boolean {
    return this.isBrought;
  }
  rank(): number {
    return this.others;
  }
  expectedUs(): number {
    return this.expected;
  }
  blame(peer: string): void {
    this.blamed.push(peer);
    this.expected = Number.POSITIVE_INFINITY;
  }
  fetch(
    _: unknown,
    { deadlineUs }: { readonly class: RequestClass; readonly deadlineUs: () => number },
    signal: AbortSignal,
  ): Promise<OfferedChunk | undefined> {
    const patienceUs = deadlineUs() - this.clock.nowUs();
    this.patienceUs.push(patienceUs);
    const { takesUs } = this;
    const inTime = takesUs !== undefined && takesUs <= patienceUs;
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      this.clock.after(inTime ? takesUs : patienceUs, () => resolve(inTime ? offered : undefined));
    });
  }
}

interface Case {
  readonly inUs: number;
  readonly class?: RequestClass;
  readonly originTakesUs?: number | undefined;
}

function world() {
  const clock = new SimClock();
  const near = new FakeNear(clock);
  const origin = { ready: true, rttUs: 20_000 };
  const list = { add: () => undefined, remove: () => undefined };
  const chunks = new HouseChunks({ clock, near, origin, list });
  const seen = { originAskedUs: undefined as number | undefined, originCalledOff: false };
  /** From whom it came and when, since it was asked for. */
  const fetch = async (
    { inUs, class: kind = "play", originTakesUs = 30_000 }: Case,
    signal = never,
  ): Promise<readonly [string, number]> => {
    const fromUs = clock.nowUs();
    const soundUs = fromUs + inUs;
    const want = { class: () => kind, neededUs: () => soundUs + lateUs, isWanted: () => true };
    const ways = {
      origin: (stop: AbortSignal) => {
        seen.originAskedUs = clock.nowUs() - fromUs;
        stop.addEventListener("abort", () => {
          seen.originCalledOff = true;
        });
        return new Promise<string>((resolve) => {
          if (originTakesUs > 0) clock.after(originTakesUs, () => resolve("origin"));
        });
      },
      near: async () => (near.isRight ? "near" : undefined),
    };
    const from = await clock.settle(chunks.fetch(place, want, ways, signal));
    return [from, clock.nowUs() - fromUs];
  };
  return { clock, near, origin, chunks, fetch, seen };
}

describe("HouseChunks, with an origin at hand", () => {
  it("takes it from a neighbour that will be in time, and asks no origin", async () => {
    const { near, fetch, seen } = world();
    near.expected = 100_000;
    assert.equal((await fetch({ inUs: 20 * s }))[0], "near");
    assert.equal(seen.originAskedUs, undefined);
  });

  it("gives a neighbour time until 3 s before it should sound, and no longer", async () => {
    const { near, fetch, seen } = world();
    near.expected = 100_000;
    near.takesUs = undefined;
    assert.equal((await fetch({ inUs: 8 * s }))[0], "origin");
    assert.deepEqual([near.patienceUs[0], seen.originAskedUs], [5 * s, 5 * s]);
  });

  it("asks a neighbour for what is needed at once only where it is as quick, and for a moment", async () => {
    const { near, fetch, seen } = world();
    near.expected = 121_000;
    assert.deepEqual(await fetch({ inUs: s, class: "urgent" }), ["origin", 30_000]);
    assert.deepEqual(near.patienceUs, []);
    near.expected = 100_000;
    assert.equal((await fetch({ inUs: s, class: "urgent" }))[0], "near");
    near.takesUs = undefined;
    await fetch({ inUs: s, class: "urgent" });
    assert.equal(seen.originAskedUs, 200_000);
  });

  it("blames who sends what is not the chunk, and asks the origin", async () => {
    const { near, fetch } = world();
    near.expected = 100_000;
    near.isRight = false;
    assert.equal((await fetch({ inUs: 20 * s }))[0], "origin");
    assert.deepEqual(near.blamed, ["a"]);
  });

  it("looks at the neighbours again when the origin takes its time, and calls it off when one was sooner", async () => {
    const { clock, near, fetch, seen } = world();
    clock.after(700_000, () => {
      near.expected = 100_000;
    });
    const [from, tookUs] = await fetch({ inUs: s, class: "urgent", originTakesUs: 10 * s });
    assert.equal(from, "near");
    assert.ok(tookUs < 1.2 * s && seen.originCalledOff, `${tookUs}`);
  });

  it("takes what the origin sends while a neighbour is asked as well", async () => {
    const { near, fetch } = world();
    near.expected = 300_000;
    near.takesUs = 250_000;
    assert.deepEqual((await fetch({ inUs: s, class: "urgent", originTakesUs: 5 * s }))[0], "near");
    near.takesUs = undefined;
    assert.deepEqual(await fetch({ inUs: s, class: "urgent", originTakesUs: 800_000 }), [
      "origin",
      800_000,
    ]);
  });
});

describe("HouseChunks, where another gets the same", () => {
  it("waits for it, and takes it from there", async () => {
    const { clock, near, fetch, seen } = world();
    Object.assign(near, { others: 1, isBrought: true });
    clock.after(6 * s, () => {
      near.expected = 100_000;
    });
    const [from, tookUs] = await fetch({ inUs: 25 * s });
    assert.equal(from, "near");
    assert.ok(tookUs < 6.5 * s);
    assert.equal(seen.originAskedUs, undefined);
  });

  it("waits no longer than until it would be short, nor when the other gets it no more", async () => {
    const { clock, near, fetch, seen } = world();
    Object.assign(near, { others: 1, isBrought: true });
    await fetch({ inUs: 10 * s });
    const waitedUs = seen.originAskedUs ?? 0;
    assert.ok(Math.abs(waitedUs - (10 * s - sharedReserveUs)) < 250_000, `${waitedUs}`);
    clock.after(4 * s, () => {
      near.isBrought = false;
    });
    await fetch({ inUs: 25 * s });
    assert.ok(Math.abs((seen.originAskedUs ?? 0) - 4 * s) < 250_000);
  });

  it("does not wait for what is needed soon", async () => {
    const { near, fetch } = world();
    Object.assign(near, { others: 1, isBrought: true });
    assert.deepEqual(await fetch({ inUs: sharedReserveUs - 1 }), ["origin", 30_000]);
  });

  it("looks round for a moment when a track begins, unless it is the first in the order", async () => {
    const first = world();
    assert.deepEqual(await first.fetch({ inUs: 25 * s }), ["origin", 30_000]);
    const third = world();
    third.near.others = 2;
    const [, tookUs] = await third.fetch({ inUs: 25 * s });
    assert.ok(tookUs > 1.9 * s && tookUs < 2.4 * s, `${tookUs}`);
    assert.deepEqual(await third.fetch({ inUs: 25 * s }), ["origin", 30_000]);
    const last = world();
    last.near.others = 60;
    assert.ok((await last.fetch({ inUs: 25 * s }))[1] < lookRoundUsMax + 0.3 * s);
  });

  it("lets go at once when it is not wanted any more", async () => {
    const { clock, near, fetch, seen } = world();
    Object.assign(near, { others: 1, isBrought: true });
    const stop = new AbortController();
    clock.after(s, () => stop.abort(new Error("skipped")));
    await assert.rejects(fetch({ inUs: 25 * s }, stop.signal), /skipped/);
    assert.equal(seen.originAskedUs, undefined);
  });
});

describe("HouseChunks, while no origin is there", () => {
  it("gives a neighbour a second and a half, however late it is, then looks for others", async () => {
    const { clock, near, origin, fetch } = world();
    origin.ready = false;
    near.expected = 100_000;
    near.takesUs = undefined;
    clock.after(1.6 * s, () => {
      near.takesUs = 50_000;
    });
    const [from, tookUs] = await fetch({ inUs: -5 * s, class: "urgent", originTakesUs: 0 });
    assert.equal(from, "near");
    assert.equal(near.patienceUs[0], 1.5 * s);
    assert.ok(tookUs < 2.2 * s, `${tookUs}`);
  });

  it("finds a neighbour that gets it later, and an origin that comes back", async () => {
    const { clock, near, origin, fetch } = world();
    origin.ready = false;
    clock.after(3 * s, () => {
      near.expected = 100_000;
    });
    assert.equal((await fetch({ inUs: s, originTakesUs: 0 }))[0], "near");
    near.expected = Number.POSITIVE_INFINITY;
    assert.deepEqual(await fetch({ inUs: s, originTakesUs: 4 * s }), ["origin", 4 * s]);
  });
});
