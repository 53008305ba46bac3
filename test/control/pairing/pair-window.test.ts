import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { failuresMax, lockUs, windowUs } from "../../../src/control/pairing/limits.ts";
import {
  type Grant,
  type PairRun,
  PairWindow,
  type Settled,
} from "../../../src/control/pairing/pair-window.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";

const member: Grant = { role: "member", untilUs: undefined };
const newWindow = (seed = 1): PairWindow => new PairWindow(new SimEntropy(new Rng(seed)));

function begun(window: PairWindow, nowUs: number): PairRun {
  const run = window.begin(nowUs);
  assert.ok("code" in run, JSON.stringify(run));
  return run;
}

function attempt(window: PairWindow, right: boolean, nowUs: number): Settled {
  return window.settle(begun(window, nowUs), () => right, nowUs);
}

describe("the pairing window", () => {
  it("is closed until somebody opens it, and after two minutes", () => {
    const window = newWindow();
    assert.deepEqual(window.begin(0), { refused: "closed", retryUs: 0 });
    const opened = window.open(member, 1_000);
    assert.ok("code" in opened);
    assert.match(opened.code, /^\d{6}$/);
    assert.equal(begun(window, windowUs).code, opened.code);
    assert.equal(window.at(1_000).openUs, windowUs);
    assert.deepEqual(window.begin(windowUs + 1_000), { refused: "closed", retryUs: 0 });
    assert.equal(window.at(windowUs + 1_000).openUs, 0);
  });

  it("lets one client in, with the role that it was opened for, then closes", () => {
    const window = newWindow();
    const guest: Grant = { role: "guest", untilUs: 99 };
    window.open(guest, 0);
    assert.deepEqual(attempt(window, true, 5), { kind: "let-in", grant: guest });
    assert.deepEqual(window.begin(6), { refused: "closed", retryUs: 0 });
  });

  it("has a new code each time, every one as likely, and takes proofs of the latest only", () => {
    const window = newWindow();
    window.open(member, 0);
    const old = begun(window, 1);
    window.open(member, 2);
    assert.deepEqual(
      window.settle(old, () => assert.fail("a void run is not looked at"), 3),
      { kind: "void" },
    );
    const codes = new Set<string>();
    for (let i = 0; i < 2_000; i++) {
      const opened = window.open(member, 4);
      if ("code" in opened) codes.add(opened.code);
    }
    assert.ok(codes.size > 1_985, `${codes.size} of 2000 differ`);
    assert.ok([..."0123456789"].every((digit) => [...codes].some((code) => code[0] === digit)));
  });

  it("keeps others waiting while one pairs, for 5 s at most", () => {
    const window = newWindow();
    window.open(member, 0);
    const first = begun(window, 0);
    assert.deepEqual(window.begin(1_000_000), { refused: "busy", retryUs: 4_000_000 });
    const second = begun(window, 5_000_000);
    assert.equal(window.settle(first, () => true, 5_000_001).kind, "void");
    assert.equal(window.settle(second, () => true, 10_000_000).kind, "void", "5 s after it began");
    const third = begun(window, 10_000_000);
    window.drop(third);
    assert.equal(attempt(window, true, 10_000_001).kind, "let-in");
  });

  it("locks after five wrong codes, over windows, ten minutes, then twenty, until a right one", () => {
    const window = newWindow();
    let nowUs = 0;
    const failFive = (): Settled => {
      let last: Settled = { kind: "void" };
      for (let i = 0; i < failuresMax; i++) {
        window.open(member, nowUs);
        last = attempt(window, false, nowUs);
      }
      return last;
    };
    assert.deepEqual(failFive(), { kind: "wrong", attemptsLeft: 0, lockedUs: lockUs });
    assert.deepEqual(window.begin(nowUs), { refused: "locked", retryUs: lockUs });
    assert.deepEqual(window.open(member, nowUs), { refused: "locked", retryUs: lockUs });
    nowUs += lockUs;
    assert.deepEqual(failFive(), { kind: "wrong", attemptsLeft: 0, lockedUs: 2 * lockUs });
    nowUs += 2 * lockUs;
    window.open(member, nowUs);
    assert.deepEqual(attempt(window, false, nowUs), {
      kind: "wrong",
      attemptsLeft: failuresMax - 1,
      lockedUs: 0,
    });
    assert.equal(attempt(window, true, nowUs).kind, "let-in");
    assert.deepEqual(failFive(), { kind: "wrong", attemptsLeft: 0, lockedUs: lockUs });
  });

  it("holds its invariants, whatever clients and people do in whatever order", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("wait" as const), us: fc.integer({ min: 1, max: lockUs }) }),
      fc.record({ kind: fc.constantFrom("open" as const, "close" as const, "begin" as const) }),
      fc.record({
        kind: fc.constantFrom("right" as const, "wrong" as const, "drop" as const),
        which: fc.nat(3),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const referee = new Referee();
        for (const { kind, ...more } of steps) {
          if ("us" in more) referee.nowUs += more.us;
          else if ("which" in more) referee.end(more.which, kind);
          else referee.begin(kind);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Plays clients and people on a window, and fails on the first broken invariant. */
class Referee {
  readonly #window = newWindow();
  readonly #runs: PairRun[] = [];
  nowUs = 0;
  #letIn = 0;
  #opened = 0;
  #failuresInRow = 0;
  #lockedUntilUs = 0;

  begin(kind: string): void {
    if (kind === "close") this.#window.close();
    if (kind === "open" && "code" in this.#window.open(member, this.nowUs)) this.#opened += 1;
    const run = kind === "begin" ? this.#window.begin(this.nowUs) : undefined;
    if (run === undefined || !("code" in run)) return;
    assert.ok(this.nowUs >= this.#lockedUntilUs, "nobody begins while locked");
    assert.ok(this.#opened > this.#letIn, "nobody begins without a window");
    this.#runs.push(run);
  }

  end(which: number, kind: string): void {
    const run = this.#runs[which % Math.max(1, this.#runs.length)];
    if (run === undefined) return;
    if (kind === "drop") this.#window.drop(run);
    else this.#settle(run, kind === "right");
  }

  #settle(run: PairRun, right: boolean): void {
    const settled = this.#window.settle(run, () => right, this.nowUs);
    if (settled.kind === "let-in") this.#rightCode(right);
    if (settled.kind === "wrong") this.#wrongCode(right, settled.lockedUs);
    assert.equal(
      this.#window.settle(run, () => true, this.nowUs).kind,
      "void",
      "a run settles once",
    );
  }

  #rightCode(right: boolean): void {
    assert.ok(right);
    this.#letIn += 1;
    this.#failuresInRow = 0;
    assert.ok(this.#letIn <= this.#opened, "one client a window");
  }

  #wrongCode(right: boolean, lockedUs: number): void {
    assert.ok(!right);
    this.#failuresInRow += 1;
    assert.equal(lockedUs > 0, this.#failuresInRow === failuresMax);
    if (lockedUs === 0) return;
    this.#failuresInRow = 0;
    this.#lockedUntilUs = this.nowUs + lockedUs;
  }
}
