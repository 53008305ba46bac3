import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  Course,
  type Joining,
  type Order,
  type Sight,
} from "../../../tools/setup-network/course.ts";
import {
  graceUs,
  lookUs,
  openUs,
  partingUs,
  settledGraceUs,
  tryUs,
} from "../../../tools/setup-network/limits.ts";

const nothing: Sight = { wired: false, addressed: false, joining: "unseen" };
const settings = { wifi: { ssid: "Home", passphrase: "correct horse" } };

/** A device in virtual time. */
class Run {
  nowUs = 0;
  readonly orders: string[] = [];
  readonly course: Course;

  constructor(settled = false) {
    this.course = new Course(settled, 0);
  }

  see(sight: Partial<Sight>, forUs: number): this {
    for (const endUs = this.nowUs + forUs; this.nowUs < endUs; this.nowUs += lookUs) {
      const order = this.course.next({ ...nothing, ...sight }, this.nowUs);
      if (order !== undefined) this.orders.push(order.kind === "end" ? order.why : order.kind);
    }
    return this;
  }

  opened(): this {
    this.see({}, graceUs + lookUs);
    this.orders.length = 0;
    return this;
  }
}

describe("the course of a set-up", () => {
  it("opens after the grace, once, and ends when its time is over", () => {
    const run = new Run().see({}, graceUs);
    assert.deepEqual(run.orders, []);
    assert.deepEqual(run.see({}, openUs).orders, ["open"]);
    assert.deepEqual(run.see({}, 10 * openUs).orders, ["open", "time"]);
  });

  it("never opens where a cable or a network is there in time", () => {
    assert.deepEqual(new Run().see({}, graceUs / 2).see({ wired: true }, openUs).orders, ["cable"]);
    const guest = new Run(true).see({}, settledGraceUs - lookUs).see({ addressed: true }, lookUs);
    assert.deepEqual(guest.see({}, 10 * openUs).orders, ["network"]);
  });

  it("gives a Wi-Fi that is set the time of a router's start", () => {
    const run = new Run(true).see({}, settledGraceUs);
    assert.deepEqual(run.orders, []);
    assert.deepEqual(run.see({}, 2 * lookUs).orders, ["open"]);
  });

  it("lets the answer reach the phone, tries, and keeps what was joined", () => {
    const run = new Run().opened();
    assert.equal(run.course.submit(settings, run.nowUs), true);
    assert.equal(run.course.submit(settings, run.nowUs), false, "another's form");
    assert.deepEqual(run.see({ addressed: true }, partingUs).orders, []);
    assert.deepEqual(run.see({}, 2 * lookUs).orders, ["try"]);
    // An address that was left over is none of the network that is tried.
    assert.deepEqual(run.see({ addressed: true }, lookUs).orders, ["try"]);
    assert.deepEqual(run.see({ joining: "joined" }, lookUs).orders, ["try"]);
    run.see({ joining: "joined", addressed: true }, lookUs).see({}, openUs);
    assert.deepEqual(run.orders, ["try", "keep"]);
  });

  it("opens again after a try that failed, and says how far it came", () => {
    const cases: readonly (readonly [readonly Joining[], string])[] = [
      [["unseen"], "not-found"],
      [["unseen", "refused", "unseen"], "refused"],
      [["refused", "joined", "refused"], "no-address"],
    ];
    for (const [row, trouble] of cases) {
      const run = new Run().opened();
      run.course.submit(settings, run.nowUs);
      run.see({}, partingUs + lookUs);
      for (const joining of row) run.see({ joining }, tryUs / row.length);
      run.see({ joining: row.at(-1) ?? "unseen" }, 3 * lookUs);
      assert.deepEqual(run.orders, ["try", "open"]);
      assert.equal(run.course.trouble, trouble);
      assert.equal(run.course.submit(settings, run.nowUs), true, "and takes settings again");
    }
  });

  it("ends with a cable, in the middle of a try, too", () => {
    const run = new Run().opened();
    run.course.submit(settings, run.nowUs);
    assert.deepEqual(run.see({}, partingUs + tryUs / 2).see({ wired: true }, openUs).orders, [
      "try",
      "cable",
    ]);
  });

  it("is open for its time at most, keeps only what was joined, and comes to an end, whatever happens", () => {
    const sight = fc.record({
      wired: fc.constant(false),
      addressed: fc.boolean(),
      joining: fc.constantFrom<Joining>("unseen", "refused", "joined"),
    });
    const step = fc.record({ sight, forUs: fc.integer({ min: 1, max: openUs }), sends: fc.nat(9) });
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 30 }), (settled, steps) => {
        const course = new Course(settled, 0);
        const referee = new Referee();
        let nowUs = 0;
        for (const { forUs, sight, sends } of steps) {
          nowUs += forUs;
          referee.saw(course.next(sight, nowUs), sight, nowUs);
          if (sends === 0 && course.submit(settings, nowUs)) referee.openUntilUs = undefined;
        }
      }),
    );
  });
});

/** Fails on the first order that breaks I2 or I3, or comes after the last. */
class Referee {
  openUntilUs: number | undefined;
  #isOver = false;

  saw(order: Order | undefined, sight: Sight, nowUs: number): void {
    assert.ok(!this.#isOver || order === undefined, "what is over stays so");
    if (order === undefined) assert.ok(nowUs < (this.openUntilUs ?? Number.POSITIVE_INFINITY));
    else this.openUntilUs = order.kind === "open" ? nowUs + openUs : undefined;
    if (order?.kind === "keep")
      assert.deepEqual(
        [order.settings, sight.addressed, sight.joining],
        [settings, true, "joined"],
      );
    this.#isOver = order?.kind === "keep" || order?.kind === "end" || this.#isOver;
  }
}
