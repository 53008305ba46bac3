import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { packChunk, symbolsOf } from "../../src/media/chunk.ts";
import { symbolsPerChunkMax } from "../../src/media/limits.ts";
import { PeerBook } from "../../src/peer/book.ts";
import {
  askedOfOneMax,
  atItUs,
  banUs,
  busyPauseUs,
  lateRestUs,
  lateRestUsMax,
} from "../../src/peer/limits.ts";
import { Neighbours } from "../../src/peer/neighbours.ts";
import {
  type Fetch,
  type FetchOutcome,
  type FetchRequest,
  type LinkSession,
  linkRefusals,
} from "../../src/transport/endpoint.ts";
import { SimClock } from "../sim/sim-clock.ts";

const track = "ab".repeat(16);
const place = (index: number) => ({ track, rung: 2, index });
const frames = Array.from({ length: 50 }, () => new Uint8Array(40).fill(7));
const chunk = symbolsOf(packChunk(frames)) ?? [];
const right: FetchOutcome = { kind: "complete", symbols: [new Uint8Array(64), ...chunk] };
const refusal = (code: number): FetchOutcome => ({ kind: "refused", code, message: "" });
const never = new AbortController().signal;

/** A session that notes what it is asked, and answers when it is told to. */
class FakeSession {
  readonly asked: {
    readonly request: FetchRequest;
    readonly end: (outcome: FetchOutcome) => void;
  }[] = [];
  readonly peer: { readonly id: string; readonly name: string; readonly role: "speaker" };
  cancelled = 0;
  rttMs = 1;
  /** Answers at once with it. */
  says: FetchOutcome | undefined;

  constructor(id: string) {
    this.peer = { id, name: id, role: "speaker" };
  }
  stats(): { readonly rttMs: number } {
    return { rttMs: this.rttMs };
  }
  fetch(request: FetchRequest): Fetch {
    let resolve: (outcome: FetchOutcome) => void = () => undefined;
    const promise = new Promise<FetchOutcome>((end) => {
      resolve = end;
    });
    this.asked.push({ request, end: resolve });
    if (this.says !== undefined) resolve(this.says);
    const cancel = (): void => {
      this.cancelled += 1;
      resolve({ kind: "cancelled" });
    };
    return { done: promise, cancel };
  }
}

function world(ids: readonly string[], ownId = "me") {
  const clock = new SimClock();
  const book = new PeerBook();
  const fakes = ids.map((id) => new FakeSession(id));
  const sessions = (): readonly LinkSession[] => fakes as unknown as LinkSession[]; // all that is used of one
  const neighbours = new Neighbours({ clock, ownId, book, sessions });
  let version = 0;
  const claim = (id: string, from: number, count: number): void => {
    version += 1;
    const rungs = [{ track, rung: 2, runs: [{ from, count }] }];
    book.take(id, { epoch: 1, after: 0, version, rungs }, clock.nowUs());
  };
  for (const id of ids) claim(id, 0, 10);
  const fetch = (index = 3, forUs = 5_000_000, signal = never) => {
    const deadlineUs = clock.nowUs() + forUs;
    return neighbours.fetch(place(index), { class: "play", deadlineUs: () => deadlineUs }, signal);
  };
  return { clock, book, neighbours, fakes, claim, fetch };
}

describe("Neighbours", () => {
  it("ask the one that is nearest, of those that say that they have it", async () => {
    const { neighbours, fakes, fetch, claim } = world(["a", "b", "c"]);
    const [a, b, c] = fakes;
    assert.ok(a && b && c);
    [a.rttMs, b.rttMs, c.rttMs] = [30, 10, 1];
    claim("c", 50, 10);
    b.says = right;
    assert.equal((await fetch())?.peer, "b");
    assert.deepEqual([a.asked.length, b.asked.length, c.asked.length], [0, 1, 0]);
    assert.equal(neighbours.has(place(99)), false);
    assert.equal(neighbours.expectedUs(place(99)), Number.POSITIVE_INFINITY);
    assert.equal(await fetch(99), undefined);
  });

  it("ask another while the nearest has enough to do, and wait while all of them have", async () => {
    const { clock, fakes, fetch } = world(["a", "b"]);
    const [a, b] = fakes;
    assert.ok(a && b);
    for (let i = 0; i < 2 * askedOfOneMax; i++) void fetch(i);
    await clock.advance(0);
    assert.deepEqual([a.asked.length, b.asked.length], [askedOfOneMax, askedOfOneMax]);
    const seventh = fetch(7);
    await clock.advance(200_000);
    assert.equal(a.asked.length + b.asked.length, 2 * askedOfOneMax);
    b.asked[0]?.end(right);
    b.says = right;
    assert.equal((await clock.settle(seventh))?.peer, "b");
  });

  it("go on to the next when one has not got it, and strike its claim out", async () => {
    const { book, fakes, fetch } = world(["a", "b"]);
    const [a, b] = fakes;
    assert.ok(a && b);
    a.says = refusal(16);
    b.says = right;
    assert.equal((await fetch())?.peer, "b");
    assert.deepEqual(book.holders(place(3)), ["b"]);
    await fetch();
    assert.equal(a.asked.length, 1);
  });

  it("come back to one that was busy after a pause, and believe it still", async () => {
    const { clock, book, fakes, fetch } = world(["a"]);
    const [a] = fakes;
    assert.ok(a);
    a.says = refusal(linkRefusals.busy);
    const fetching = fetch();
    await clock.advance(busyPauseUs / 2);
    assert.equal(a.asked.length, 1);
    a.says = right;
    await clock.advance(busyPauseUs);
    assert.equal((await fetching)?.peer, "a");
    assert.equal(a.asked.length, 2);
    assert.deepEqual(book.holders(place(3)), ["a"]);
  });

  it("leave one that does not answer alone, twice as long each time in a row", async () => {
    const { clock, fakes, neighbours, fetch } = world(["a"]);
    const [a] = fakes;
    assert.ok(a);
    const restAfter = async (outcome: FetchOutcome): Promise<number> => {
      a.says = outcome;
      const at = clock.nowUs();
      await fetch();
      while (!neighbours.has(place(3))) await clock.advance(500_000);
      return clock.nowUs() - at;
    };
    const expired: FetchOutcome = { kind: "expired" };
    const lost: FetchOutcome = { kind: "lost" };
    assert.equal(await restAfter(expired), lateRestUs);
    assert.equal(await restAfter(lost), 2 * lateRestUs);
    for (let i = 0; i < 8; i++) await restAfter(expired);
    assert.equal(await restAfter(expired), lateRestUsMax);
    assert.equal(await restAfter(right), 0);
    assert.equal(await restAfter(expired), lateRestUs);
  });

  it("do not ask who is to blame for a day, and show it", async () => {
    const { clock, fakes, neighbours, fetch } = world(["a"]);
    const [a] = fakes;
    assert.ok(a);
    a.says = right;
    assert.equal((await fetch())?.peer, "a");
    neighbours.blame("a");
    assert.deepEqual(neighbours.figures, [{ id: "a", chunks: 1, forged: 1 }]);
    await clock.advance(banUs - 1);
    assert.equal(await fetch(), undefined);
    const object = { class: "play", deadlineUs: clock.nowUs() + 1_000_000 } as const;
    assert.equal(await neighbours.object({ kind: "manifest", track }, object, never), undefined);
    assert.equal(a.asked.length, 1);
    await clock.advance(1);
    assert.equal((await fetch())?.peer, "a");
  });

  it("call off what else they asked of who is blamed, and ask another for it", async () => {
    const { clock, fakes, neighbours, fetch } = world(["a", "b"]);
    const [a, b] = fakes;
    assert.ok(a && b);
    b.rttMs = 100;
    const fetching = [fetch(1), fetch(2)];
    await clock.advance(0);
    assert.deepEqual([a.asked.length, b.asked.length], [2, 0]);
    b.says = right;
    neighbours.blame("a");
    assert.equal(a.cancelled, 2);
    const chunks = await clock.settle(Promise.all(fetching));
    assert.deepEqual(
      chunks.map((offered) => offered?.peer),
      ["b", "b"],
    );
  });

  it("blame who sends what cannot be a chunk", async () => {
    const odd = new Uint8Array(33);
    const large = new Uint8Array(1_141);
    const none: readonly (readonly Uint8Array[])[] = [
      [],
      [new Uint8Array(32)],
      [odd, ...chunk],
      [new Uint8Array(32), new Uint8Array(0)],
      [new Uint8Array(32), large],
      [
        new Uint8Array(32),
        ...Array.from({ length: symbolsPerChunkMax + 1 }, () => new Uint8Array(9)),
      ],
    ];
    for (const symbols of none) {
      const { fakes, neighbours, fetch } = world(["a"]);
      for (const fake of fakes) fake.says = { kind: "complete", symbols };
      assert.equal(await fetch(), undefined);
      assert.equal(neighbours.figures[0]?.forged, 1, `${symbols.length} symbols`);
    }
  });

  it("call off what is not wanted any more, and free the place it took", async () => {
    const { clock, fakes, fetch } = world(["a"]);
    const [a] = fakes;
    assert.ok(a);
    for (let i = 0; i < 3 * askedOfOneMax; i++) {
      const stop = new AbortController();
      const fetching = fetch(i, 5_000_000, stop.signal);
      await clock.advance(0);
      stop.abort(new Error("skipped"));
      await assert.rejects(fetching, /skipped/);
    }
    assert.equal(a.cancelled, 3 * askedOfOneMax);
  });

  it("are not asked when the time is up, nor waited for when they are busy for longer", async () => {
    const { clock, fakes, fetch } = world(["a"]);
    const [a] = fakes;
    assert.ok(a);
    assert.equal(await fetch(3, 0), undefined);
    assert.equal(a.asked.length, 0);
    a.says = refusal(linkRefusals.busy);
    assert.equal(await clock.settle(fetch(3, 100_000)), undefined);
    assert.equal(a.asked.length, 1);
  });

  it("are asked what a track is known by, those first that have something of it", async () => {
    const { clock, book, fakes, neighbours } = world(["a", "b"]);
    const [a, b] = fakes;
    assert.ok(a && b);
    book.forget("a");
    a.says = right;
    b.says = refusal(16);
    const request = { class: "play", deadlineUs: clock.nowUs() + 1_000_000 } as const;
    const symbols = await neighbours.object({ kind: "manifest", track }, request, never);
    assert.ok(symbols);
    assert.deepEqual([a.asked.length, b.asked.length], [1, 1]);
  });
});

describe("a share of what several get", () => {
  const ids = ["a1b2", "c3d4", "e5f6"];
  const seconds = Array.from({ length: 600 }, (_, index) => index + 11);

  it("is each second of exactly one of them, and about as much for each", () => {
    const own = ids.map((id) => {
      const others = ids.filter((other) => other !== id);
      const { neighbours, claim } = world(others, id);
      return seconds.filter((index) => {
        for (const other of others) claim(other, 0, index);
        return !neighbours.brings(place(index));
      });
    });
    assert.deepEqual(
      own.flat().sort((a, b) => a - b),
      seconds,
    );
    for (const { length } of own) assert.ok(length > 150 && length < 250, `${length}`);
  });

  it("goes back when one of them gets it no more, is too far behind, or is not to be trusted", async () => {
    const { clock, neighbours, claim } = world(["c3d4"], "a1b2");
    const index = seconds.find((at) => {
      claim("c3d4", 0, at);
      return neighbours.brings(place(at));
    });
    assert.ok(index !== undefined);
    assert.equal(neighbours.rank(place(index)), 1);
    assert.equal(neighbours.brings(place(index + 40)), false);
    await clock.advance(atItUs);
    assert.equal(neighbours.brings(place(index)), false);
    claim("c3d4", 1, index - 1);
    assert.equal(neighbours.brings(place(index)), false, "what is lost is no growth");
    claim("c3d4", 0, index);
    assert.equal(neighbours.brings(place(index)), true);
    neighbours.blame("c3d4");
    assert.equal(neighbours.brings(place(index)), false);
  });
});
