/** A second source when time gets short, in virtual time. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { CompletionTimes } from "../../src/base/completion-times.ts";
import { HedgeBudget } from "../../src/stream/hedge-budget.ts";
import { hedgeBytesMax } from "../../src/stream/limits.ts";
import { OriginClient } from "../../src/stream/origin-client.ts";
import type { FetchOutcome, FetchRequest, LinkSession } from "../../src/transport/endpoint.ts";
import { SimClock } from "../sim/sim-clock.ts";

const ms = 1_000;
const symbols = Array.from({ length: 10 }, (_, i) => new Uint8Array(1_000).fill(i));
const chunk = { kind: "chunk", track: "0".repeat(32), rung: 2, index: 0 } as const;
const never = new AbortController().signal;

/** A source that sends a symbol each `everyMs`, from `rttMs` on, and only the first `until` of them. */
class Source {
  readonly asked: FetchRequest[] = [];
  cancelled = 0;
  readonly session: LinkSession;

  constructor(clock: SimClock, rttMs: number, everyMs: number, until = symbols.length) {
    const fetch = (request: FetchRequest) => {
      this.asked.push(request);
      let settle: (outcome: FetchOutcome) => void = () => undefined;
      const done = new Promise<FetchOutcome>((resolve) => {
        settle = resolve;
      });
      const ranges = request.ranges ?? [{ first: 0, length: symbols.length }];
      const wanted = ranges.flatMap(({ first, length }) =>
        Array.from({ length }, (_, i) => first + i),
      );
      let live = true;
      for (const [nth, index] of wanted.entries()) {
        if (index >= until) continue;
        clock.after((rttMs + nth * everyMs) * ms, () => {
          if (!live) return;
          request.onSymbol?.(index, symbols.length, symbols[index] ?? new Uint8Array(0));
          if (nth === wanted.length - 1) settle({ kind: "complete", symbols });
        });
      }
      const expire = (): void => {
        const leftUs = request.deadlineUs - clock.nowUs();
        if (leftUs > 0) clock.after(leftUs, expire);
        else settle({ kind: "expired" });
      };
      expire();
      const cancel = (): void => {
        this.cancelled += 1;
        live = false;
        settle({ kind: "cancelled" });
      };
      return { done, cancel };
    };
    const made = { state: "ready", fetch, stats: () => ({ rttMs, lossPct: 0 }) };
    this.session = made as unknown as LinkSession; // what the client looks at
  }
}

async function fetched(clock: SimClock, client: OriginClient, withinMs: number) {
  const fromUs = clock.nowUs();
  const came: number[] = [];
  const request = {
    class: "play",
    deadlineUs: fromUs + withinMs * ms,
    onSymbol: (index: number) => came.push(index),
  } as const;
  const got = await clock.settle(client.fetch(chunk, request, never));
  return { got, came, tookMs: (clock.nowUs() - fromUs) / ms };
}

describe("OriginClient with two sources", () => {
  it("asks the second for what is missing when the deadline comes near, and takes what comes first", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 10, 4);
    const far = new Source(clock, 40, 1);
    const client = new OriginClient(() => [near.session, far.session], clock);
    const { got, came, tookMs } = await fetched(clock, client, 1_000);
    assert.deepEqual(got, symbols);
    assert.deepEqual(came, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // Of the far one too little is known: three round trips and 100 ms before the deadline.
    assert.equal(Math.floor(tookMs), 1_000 - 220 + 40 + 5);
    assert.deepEqual(far.asked[0]?.ranges, [{ first: 4, length: 6 }]);
    assert.deepEqual([near.cancelled, far.cancelled], [1, 1]);
    assert.deepEqual(client.figures, { hedged: 1, symbolsHelped: 6 });
  });

  it("does not ask the second while there is time", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 10);
    const far = new Source(clock, 40, 1);
    const client = new OriginClient(() => [near.session, far.session], clock);
    await fetched(clock, client, 1_000);
    await clock.advance(2_000 * ms);
    assert.equal(far.asked.length, 0);
  });

  it("hands in events to one origin alone, and asks one alone for its catalogue, however late it is", async () => {
    for (const name of [
      { kind: "events", batch: Uint8Array.of(1) },
      { kind: "catalogue", epoch: "0".repeat(16), version: 0 },
    ] as const) {
      const clock = new SimClock();
      const near = new Source(clock, 10, 10, 4);
      const far = new Source(clock, 40, 1);
      const client = new OriginClient(() => [near.session, far.session], clock);
      const request = { class: "play", deadlineUs: clock.nowUs() + 1_000 * ms } as const;
      const late = client.fetch(name, request, never);
      await assert.rejects(clock.settle(late), { code: "expired" });
      assert.deepEqual([near.asked.length, far.asked.length], [1, 0], name.kind);
    }
  });

  it("follows a deadline that moves away", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 100);
    const far = new Source(clock, 40, 1);
    const client = new OriginClient(() => [near.session, far.session], clock);
    const request = { class: "play" as const, deadlineUs: clock.nowUs() + 600 * ms };
    const got = client.fetch(chunk, request, never);
    await clock.advance(200 * ms);
    request.deadlineUs += 3_000 * ms;
    await clock.settle(got);
    assert.equal(far.asked.length, 0);
  });

  it("never asks a second one without a clock, nor for what nobody waits for", async () => {
    const clock = new SimClock();
    for (const requestClass of ["play", "prefetch"] as const) {
      const near = new Source(clock, 10, 10, 4);
      const far = new Source(clock, 40, 1);
      const given = requestClass === "play" ? undefined : clock;
      const client = new OriginClient(() => [near.session, far.session], given);
      const request = { class: requestClass, deadlineUs: clock.nowUs() + 500 * ms };
      await assert.rejects(clock.settle(client.fetch(chunk, request, never)), { code: "expired" });
      assert.equal(far.asked.length, 0);
    }
  });

  it("says how the first failed when the second is of no help either", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 10, 4);
    const far = new Source(clock, 40, 1, 6);
    const client = new OriginClient(() => [near.session, far.session], clock);
    const request = { class: "play", deadlineUs: clock.nowUs() + 500 * ms } as const;
    await assert.rejects(clock.settle(client.fetch(chunk, request, never)), { code: "expired" });
    assert.equal(client.figures.symbolsHelped, 2);
  });

  it("calls both off when the fetch is given up", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 10, 4);
    const far = new Source(clock, 40, 1, 6);
    const client = new OriginClient(() => [near.session, far.session], clock);
    const stop = new AbortController();
    const request = { class: "play", deadlineUs: clock.nowUs() + 500 * ms } as const;
    const got = client.fetch(chunk, request, stop.signal);
    await clock.advance(450 * ms);
    stop.abort(new Error("skipped"));
    await assert.rejects(got, /skipped/);
    assert.deepEqual([near.cancelled, far.cancelled], [1, 1]);
  });

  it("keeps to a small share of what comes", async () => {
    const clock = new SimClock();
    const near = new Source(clock, 10, 10, 0);
    const far = new Source(clock, 40, 1, 0);
    const client = new OriginClient(() => [near.session, far.session], clock);
    for (let i = 0; i < 20; i++) {
      const request = { class: "play", deadlineUs: clock.nowUs() + 400 * ms } as const;
      await assert.rejects(clock.settle(client.fetch(chunk, request, never)), { code: "expired" });
    }
    assert.equal(far.asked.length, 4);
  });
});

describe("CompletionTimes", () => {
  it("guesses at first and then tells of the last sixty-four", () => {
    const times = new CompletionTimes();
    for (let i = 1; i <= 7; i++) times.took(i);
    assert.equal(times.within(0.5, 123), 123);
    for (let i = 1; i <= 200; i++) times.took(i);
    assert.equal(times.within(0.95, 123), 197);
    assert.equal(times.within(1, 123), 200);
  });
});

describe("HedgeBudget", () => {
  it("is saved up to a bound and filled by a twentieth of what comes", () => {
    const budget = new HedgeBudget();
    budget.came(1e9);
    assert.equal(budget.take(hedgeBytesMax + 1), false);
    assert.equal(budget.take(hedgeBytesMax), true);
    assert.equal(budget.take(1), false);
    budget.came(20_000);
    assert.equal(budget.take(1_001), false);
    assert.equal(budget.take(1_000), true);
  });
});
