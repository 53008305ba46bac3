/** What an asker says, symbol by symbol: without a server, a link or time of its own. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { AskOutcome } from "../../src/transport/asked-object.ts";
import { Asker } from "../../src/transport/asker.ts";
import { encodeParity, type ParityName } from "../../src/transport/fec/parity-code.ts";
import { allMechanisms } from "../../src/transport/link-types.ts";
import { RttEstimate } from "../../src/transport/rtt.ts";
import type { Note } from "../../src/transport/sent-packets.ts";
import { ServedObject } from "../../src/transport/served-object.ts";
import {
  FrameWriter,
  type RequestFrame,
  readFrames,
  type SymbolRange,
} from "../../src/wire/link-frames.ts";

const ms = 1_000;
const losses = { share: 0.05, burstPackets: 3, missing: 0 };
const options = { losses, parity: true, mechanisms: allMechanisms };
const symbols = Array.from({ length: 8 }, (_, i) => new Uint8Array(50 + i).fill(i + 1));

/** An asker with one request, its packets read back. */
class Desk {
  readonly asker: Asker;
  readonly came: number[] = [];
  outcome: AskOutcome | undefined;
  nowUs = 1_000 * ms;
  readonly id: number;
  #number = 0;

  constructor(
    changes: Partial<typeof options> = {},
    requestClass: "urgent" | "play" = "urgent",
    deadlineMs = 1e9,
    ranges?: readonly SymbolRange[],
  ) {
    const rtt = new RttEstimate();
    for (let i = 0; i < 100; i++) rtt.sample(100 * ms, 0, i);
    this.asker = new Asker(rtt, { ...options, ...changes });
    const asking = {
      object: new Uint8Array(8),
      class: requestClass,
      deadlineUs: deadlineMs * ms,
      ranges,
    } as const;
    const handle = this.asker.ask(asking, {
      symbol: (index) => this.came.push(index),
      done: (outcome) => {
        this.outcome = outcome;
      },
    });
    this.id = handle.id;
  }

  /** What it says now: REQUESTs and notes. */
  say(): { requests: RequestFrame[]; notes: readonly Note[] } {
    const writer = new FrameWriter(new Uint8Array(1_100));
    this.asker.tick(this.nowUs);
    const notes = this.asker.hasSomething(this.nowUs)
      ? this.asker.write(writer, -1, this.nowUs)
      : [];
    const requests: RequestFrame[] = [];
    readFrames(writer.bytes, writer.length, {
      frame: (frame) => frame.kind === "request" && requests.push(frame),
      data: () => undefined,
      parity: () => undefined,
    });
    return { requests, notes };
  }

  symbol(index: number, round = 0): void {
    const bytes = symbols[index] ?? new Uint8Array(0);
    const head = { id: this.id, round, index, count: symbols.length };
    this.asker.data(head, bytes, 0, bytes.length, this.#number++, this.nowUs);
  }

  parity(name: ParityName): void {
    const into = new Uint8Array(1_142);
    const bytes = into.subarray(0, encodeParity(name, symbols, into));
    const head = { id: this.id, round: 0, count: symbols.length, ...name };
    this.asker.parity(head, bytes, this.#number++, this.nowUs);
  }
}

describe("a request that was called off", () => {
  it("is said once in a packet, however often lost packets and probes bring it back", () => {
    const asker = new Asker(new RttEstimate(), options);
    const writer = new FrameWriter(new Uint8Array(1_100));
    const asking = { object: new Uint8Array(8), class: "play", deadlineUs: 1e9 } as const;
    const handle = asker.ask(asking, { done: () => undefined, symbol: () => undefined });
    writer.reset(1_100);
    asker.write(writer, -1, 0);
    asker.cancel(handle);
    // A probe says again what each of the packets on their way said: they are more with each probe.
    for (let probe = 0; probe < 1_000; probe++) asker.sayAgain({ kind: "cancel", id: handle.id });
    writer.reset(1_100);
    assert.deepEqual(asker.write(writer, -1, 0), [{ kind: "cancel", id: handle.id }]);
    assert.equal(asker.hasSomething(1), false);
  });
});

describe("an urgent request", () => {
  it("is said again until the server is known to have it, in the same words", () => {
    const desk = new Desk();
    const [first] = desk.say().requests;
    // Nothing is known of the rate yet.
    assert.deepEqual([first?.round, first?.parity?.sixteenths], [0, 2]);
    assert.deepEqual(desk.say().requests, []);
    desk.nowUs += 5 * ms;
    const [copy] = desk.say().requests;
    assert.deepEqual(copy, { ...first, deadlineMs: copy?.deadlineMs });
    desk.asker.reached({ kind: "ask", id: desk.id, round: 0 });
    desk.nowUs += 40 * ms;
    assert.deepEqual(desk.say().requests, []);
  });

  it("goes to a node of before once, and without a wish", () => {
    const desk = new Desk({ parity: false });
    assert.equal(desk.say().requests[0]?.parity, undefined);
  });

  it("is not said anew when one of its copies was lost and another was not", () => {
    const desk = new Desk();
    desk.say();
    desk.symbol(0);
    desk.asker.sayAgain({ kind: "ask", id: desk.id, round: 0 });
    desk.nowUs += 20 * ms;
    assert.deepEqual(desk.say().requests, []);
  });

  it("of class play is said again later, on a path that loses alone, and wishes for nothing", () => {
    const desk = new Desk({}, "play");
    assert.equal(desk.say().requests[0]?.parity, undefined);
    desk.nowUs += 29 * ms;
    assert.deepEqual(desk.say().requests, []);
    desk.nowUs += 1 * ms;
    assert.equal(desk.say().requests.length, 1);
    const clean = new Desk({ losses: { share: 0, burstPackets: 1, missing: 0 } }, "play");
    clean.say();
    clean.nowUs += 90 * ms;
    assert.deepEqual(clean.say().requests, []);
  });
});

describe("the end of an answer that is lost", () => {
  it("is asked for at once although the rest was asked for again a moment ago", () => {
    const desk = new Desk();
    desk.say();
    desk.nowUs += 100 * ms;
    for (const index of [0, 1, 2]) desk.symbol(index);
    // Something else was lost: all that is missing is asked for, and comes as the answer to round 0.
    desk.asker.packetsLost(3, desk.nowUs);
    assert.deepEqual(desk.say().requests[0]?.ranges, [{ first: 3, length: 5 }]);
    desk.nowUs += 40 * ms;
    for (const index of [3, 4, 5]) desk.symbol(index);
    desk.asker.packetsLost(6, desk.nowUs);
    const [again] = desk.say().requests;
    assert.deepEqual([again?.round, again?.ranges], [2, [{ first: 6, length: 2 }]]);
  });

  it("is asked for after a probe timeout while answers that come behind it flow", () => {
    const desk = new Desk({ mechanisms: { ...options.mechanisms, tailProbe: false } }, "play");
    const asking = { object: new Uint8Array(8), class: "play", deadlineUs: 2e12 } as const;
    const later = desk.asker.ask(asking, { symbol: () => undefined, done: () => undefined });
    desk.say();
    desk.nowUs += 100 * ms;
    for (const index of [0, 1, 2, 3]) desk.symbol(index);
    const asked: number[] = [];
    for (let index = 0; index < 60; index++) {
      desk.nowUs += 10 * ms;
      const head = { id: later.id, round: 0, index, count: 100 };
      desk.asker.data(head, new Uint8Array(9), 0, 9, 10 + index, desk.nowUs);
      asked.push(...desk.say().requests.map(({ id }) => id));
    }
    assert.ok(asked.includes(desk.id) && !asked.includes(later.id), asked.join(" "));
  });
});

describe("an answer with parity", () => {
  it("is restored by a symbol that comes after the parity as well", () => {
    const desk = new Desk();
    desk.say();
    for (const index of [0, 3, 4, 5, 6]) desk.symbol(index);
    desk.parity({ first: 0, length: 8, parity: 0 });
    desk.parity({ first: 0, length: 8, parity: 1 });
    assert.deepEqual(desk.came, [0, 3, 4, 5, 6]);
    desk.symbol(7);
    assert.deepEqual([...desk.came].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.ok(desk.outcome?.kind === "complete");
    assert.deepEqual(desk.outcome.symbols, symbols);
    assert.deepEqual([desk.asker.restored, desk.asker.repaired], [2, 0]);
  });

  it("is called off when it is whole: the server cannot know what was restored", () => {
    const desk = new Desk();
    desk.say();
    for (let index = 0; index < 7; index++) desk.symbol(index);
    desk.parity({ first: 0, length: 8, parity: 5 });
    assert.deepEqual(desk.say().notes, [{ kind: "cancel", id: desk.id }]);
  });

  it("of which the last symbol is missing is asked for again when its parity does not suffice", () => {
    const desk = new Desk();
    desk.say();
    for (let index = 0; index < 6; index++) desk.symbol(index);
    desk.parity({ first: 0, length: 8, parity: 0 });
    desk.nowUs += 20 * ms;
    const [again] = desk.say().requests;
    assert.deepEqual(again?.ranges, [{ first: 6, length: 2 }]);
  });

  it("of which only a part was asked for ends with that part, also where parity restores more", () => {
    const desk = new Desk({}, "urgent", 1e9, [{ first: 2, length: 6 }]);
    desk.say();
    for (const index of [2, 3, 4, 5]) desk.symbol(index);
    // Two that nobody asked for, and two that were lost.
    for (const parity of [0, 1, 2, 3]) desk.parity({ first: 0, length: 8, parity });
    assert.equal(desk.outcome?.kind, "complete");
    assert.deepEqual([...desk.came].sort(), [2, 3, 4, 5, 6, 7]);
    assert.equal(desk.asker.restored, 2);
  });

  it("of which only a part was asked for is not whole while some of that is missing", () => {
    const desk = new Desk({}, "urgent", 1e9, [{ first: 1, length: 7 }]);
    desk.say();
    for (const index of [1, 2, 3, 4, 5, 6]) desk.symbol(index);
    desk.parity({ first: 0, length: 4, parity: 0 });
    assert.deepEqual([desk.outcome], [undefined]);
    desk.symbol(7);
    assert.equal(desk.outcome?.kind, "complete");
    assert.deepEqual([...desk.came].sort(), [1, 2, 3, 4, 5, 6, 7]);
  });

  it("of which very many parts are asked for is asked for the first of them at once", () => {
    const ranges = Array.from({ length: 260 }, (_, i) => ({ first: 2 * i, length: 1 }));
    const desk = new Desk({}, "urgent", 1e9, ranges);
    const [first] = desk.say().requests;
    assert.deepEqual(first?.ranges, ranges.slice(0, 255));
  });

  it("begins anew when a parity has another count", () => {
    const desk = new Desk();
    desk.say();
    desk.symbol(0);
    desk.asker.parity(
      { id: desk.id, round: 0, count: 9, first: 0, length: 9, parity: 0 },
      new Uint8Array(60),
      9,
      desk.nowUs,
    );
    const { requests, notes } = desk.say();
    assert.equal(requests[0]?.round, 0);
    assert.notEqual(requests[0]?.id, desk.id);
    assert.ok(notes.some((note) => note.kind === "cancel" && note.id === desk.id));
  });
});

describe("a silence", () => {
  it("is asked into three times, and then only by probe timeouts", () => {
    const desk = new Desk({ mechanisms: { ...allMechanisms, doubledFirst: false } });
    desk.say();
    desk.nowUs += 100 * ms;
    for (const index of [0, 1, 2]) desk.symbol(index);
    let probes = 0;
    const endUs = desk.nowUs + 2_000 * ms;
    for (; desk.nowUs < endUs; desk.nowUs += 1 * ms) {
      probes += desk.say().requests.filter(({ probe }) => probe).length;
    }
    // Probe timeouts at about 0.1, 0.3 and 0.8 s are among them.
    assert.ok(probes >= 4 && probes <= 7, `${probes}`);
  });
});

describe("a request whose time is nearly over", () => {
  it("is not said again when the answer could not be here in time, and ends when it is over", () => {
    const desk = new Desk({}, "urgent", 1_250);
    desk.say();
    desk.nowUs += 100 * ms;
    for (const index of [0, 4, 5, 6]) desk.symbol(index);
    desk.nowUs += 60 * ms;
    assert.deepEqual(desk.say().requests, []);
    assert.equal(desk.asker.dueUs, 1_250 * ms);
    desk.nowUs = 1_250 * ms;
    desk.say();
    assert.equal(desk.outcome?.kind, "expired");
  });
});

describe("a pause of what nobody waits for", () => {
  it("is as long as a portion's before it means anything", () => {
    const desk = new Desk({}, "play");
    desk.say();
    desk.nowUs += 100 * ms;
    for (const index of [0, 1, 2]) desk.symbol(index);
    desk.nowUs += 250 * ms;
    assert.deepEqual(desk.say().requests, []);
    desk.nowUs += 50 * ms;
    assert.equal(desk.say().requests[0]?.probe, true);
  });
});

describe("ServedObject", () => {
  it("gives parity to urgent answers alone", () => {
    const request = {
      kind: "request",
      id: 1,
      round: 0,
      class: "urgent",
      probe: false,
      deadlineMs: 1_000,
      seen: -1,
      object: new Uint8Array(1),
      ranges: [],
      parity: { sixteenths: 16, spreadMs: 5 },
    } as const;
    const write = (requestClass: "urgent" | "play"): boolean => {
      const served = new ServedObject({ ...request, class: requestClass }, 0);
      served.answer(symbols);
      const writer = new FrameWriter(new Uint8Array(1_171));
      const scratch = new Uint8Array(1_142);
      for (let i = 0; i < 6; i++) served.sent(served.write(writer, scratch), i, 0);
      return served.nextParity !== undefined;
    };
    assert.equal(write("urgent"), true);
    assert.equal(write("play"), false);
  });
});
