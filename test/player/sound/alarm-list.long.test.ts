import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { alarmLateMs, alarmsMax } from "../../../src/player/limits.ts";
import { type Alarm, alarmFault, nextDate, nextDue } from "../../../src/player/sound/alarm.ts";
import { AlarmList, type KeptAlarm } from "../../../src/player/sound/alarm-list.ts";
import { Zone } from "../../../src/player/sound/local-time.ts";

const berlin = Zone.of("Europe/Berlin") ?? assert.fail();
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const minuteMs = 60_000;
const dayMs = 86_400_000;

function alarm(changes: Partial<Alarm> = {}): Alarm {
  const sound = { what: [], volume: 40, riseS: 30, stopMin: 30, enabled: true };
  return { id: "a", label: "", minute: 420, days: everyDay, date: null, ...sound, ...changes };
}
const at = (text: string): number => Date.parse(`${text}Z`);

/** Looks each minute from `from` to `to`, and says when it sounded. */
function run(list: AlarmList, from: string, to: string, zone = berlin): string[] {
  const fired: string[] = [];
  for (let now = at(from); now <= at(to); now += minuteMs) {
    const { due } = list.look(now, zone);
    if (due !== undefined) fired.push(new Date(now).toISOString().slice(0, 16));
  }
  return fired;
}

describe("Alarms", () => {
  it("play one URL of http or https beside other things", () => {
    const url = `http://radio.example/${"x".repeat(900)}`;
    assert.equal(alarmFault(alarm({ what: [url, "blue"] })), undefined);
    for (const what of [[url, url], ["ftp://a/b"], ["http://"], [`${url}${"x".repeat(200)}`]])
      assert.match(alarmFault(alarm({ what })) ?? "", /one URL/);
  });

  it("sound on their days at their local time, over a change of the clocks", () => {
    const list = new AlarmList();
    list.set(alarm({ days: [5, 6, 0] }), at("2026-10-23T12:00"));
    assert.deepEqual(run(list, "2026-10-23T12:00", "2026-10-27T12:00"), [
      "2026-10-24T05:00",
      "2026-10-25T06:00",
      "2026-10-26T06:00",
    ]);
  });

  it("of the hour that is skipped sound right after it, of the hour that comes twice once", () => {
    const list = new AlarmList();
    list.set(alarm({ minute: 150 }), at("2026-03-28T12:00"));
    assert.deepEqual(run(list, "2026-03-28T12:00", "2026-03-30T12:00"), [
      "2026-03-29T01:00",
      "2026-03-30T00:30",
    ]);
    list.set(alarm({ minute: 150 }), at("2026-10-24T12:00"));
    assert.deepEqual(run(list, "2026-10-24T12:00", "2026-10-25T12:00"), ["2026-10-25T00:30"]);
  });

  it("that were due while the speaker was off are missed and said, within a window they still sound", () => {
    const list = new AlarmList();
    list.set(alarm(), at("2026-01-10T12:00"));
    assert.equal(list.look(at("2026-01-11T06:10"), berlin).due, undefined);
    assert.equal(list.kept[0]?.missedMs, at("2026-01-11T06:00"));
    assert.ok(list.seen());
    assert.equal(list.kept[0]?.missedMs, null);
    assert.ok(list.look(at("2026-01-12T06:02"), berlin).due !== undefined);
    assert.equal(list.look(at("2026-01-12T06:02"), berlin).due, undefined, "once");
  });

  it("do not sound for what was before they were made, or the time was known", () => {
    const list = new AlarmList();
    list.set(alarm(), undefined);
    assert.equal(list.look(at("2026-01-11T06:01"), berlin).due, undefined);
    assert.equal(list.kept[0]?.missedMs, null);
    assert.deepEqual(run(list, "2026-01-11T07:00", "2026-01-12T07:00"), ["2026-01-12T06:00"]);
  });

  it("do not sound the next time where that is skipped, and sound after it as ever", () => {
    const list = new AlarmList();
    const now = at("2026-01-11T12:00");
    list.set(alarm(), now);
    assert.ok(list.skip("a", true, now, berlin));
    assert.equal(list.skip("a", true, now, berlin), false, "it is skipped already");
    assert.equal(list.next(now, berlin)?.dueMs, at("2026-01-13T06:00"));
    const fired = run(list, "2026-01-11T12:00", "2026-01-14T12:00");
    assert.deepEqual(fired, ["2026-01-13T06:00", "2026-01-14T06:00"]);
    assert.deepEqual([list.kept[0]?.missedMs, list.kept[0]?.skipDay], [null, null]);
  });

  it("that are skipped are not missed by a speaker that is off, nor woken by another zone", () => {
    const list = new AlarmList();
    const now = at("2026-01-11T12:00");
    list.set(alarm(), now);
    list.skip("a", true, now, berlin);
    assert.equal(list.look(at("2026-01-12T09:00"), berlin).due, undefined);
    assert.equal(list.kept[0]?.missedMs, null);
    list.skip("a", true, at("2026-01-12T12:00"), berlin);
    const tokyo = Zone.of("Asia/Tokyo") ?? assert.fail();
    assert.deepEqual(run(list, "2026-01-12T12:00", "2026-01-14T12:00", tokyo), [
      "2026-01-13T22:00",
    ]);
  });

  it("sound after all where the skip is taken back, or the alarm is for another time", () => {
    const list = new AlarmList();
    const now = at("2026-01-11T12:00");
    const next = (): number | undefined => list.next(now, berlin)?.dueMs;
    list.set(alarm(), now);
    assert.equal(list.skip("a", false, now, berlin), false, "nothing was skipped");
    list.skip("a", true, now, berlin);
    list.set(alarm({ volume: 70 }), now);
    assert.equal(next(), at("2026-01-13T06:00"), "louder is no other morning");
    assert.equal(list.toSkip(false, now, berlin), "a");
    assert.ok(list.skip("a", false, now, berlin));
    assert.equal(next(), at("2026-01-12T06:00"));
    list.skip("a", true, now, berlin);
    list.set(alarm({ minute: 480 }), now);
    assert.equal(next(), at("2026-01-12T07:00"));
    list.set(alarm({ enabled: false }), now);
    assert.equal(list.skip("a", true, now, berlin), false, "it is off");
    assert.equal(list.skip("b", true, now, berlin), false, "there is no such alarm");
    assert.equal(list.toSkip(true, now, berlin), undefined);
  });

  it("sound once on their date and are off then, also where they were missed", () => {
    const date = nextDate(420, berlin, at("2026-01-11T08:00"));
    const list = new AlarmList();
    list.set(alarm({ days: [], date }), at("2026-01-11T08:00"));
    assert.deepEqual(run(list, "2026-01-11T08:00", "2026-01-14T08:00"), ["2026-01-12T06:00"]);
    assert.equal(list.get("a")?.enabled, false);
    list.set(alarm({ days: [], date }), at("2026-01-11T08:00"));
    list.look(at("2026-03-01T08:00"), berlin);
    assert.equal(list.kept[0]?.missedMs, at("2026-01-12T06:00"));
  });

  it("stand a clock that is set back, and one that was years ahead", () => {
    const list = new AlarmList();
    list.set(alarm(), at("2026-01-10T12:00"));
    assert.deepEqual(run(list, "2026-01-11T05:00", "2026-01-11T06:30"), ["2026-01-11T06:00"]);
    assert.deepEqual(run(list, "2026-01-11T05:30", "2026-01-11T07:00"), [], "it had its turn");
    list.look(at("2031-01-11T05:30"), berlin);
    assert.deepEqual(run(list, "2026-01-12T05:00", "2026-01-13T07:00"), [
      "2026-01-12T06:00",
      "2026-01-13T06:00",
    ]);
  });

  it("are fired or missed once each, whatever restarts and clocks that are set do", () => {
    const step = fc.record({
      waitMin: fc.integer({ min: 0, max: 900 }),
      offMin: fc.constantFrom(0, 0, 0, 1, 2, 30, 600, 3000),
      untrusted: fc.boolean(),
      setBackS: fc.constantFrom(0, 0, 0, 30, 3600),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 4, maxLength: 20 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"),
        (steps, minute, name) => {
          const zone = Zone.of(name) ?? assert.fail();
          const referee = new Referee(alarm({ minute }), zone);
          let list = new AlarmList();
          let now = at("2026-03-06T12:00");
          list.set(alarm({ minute }), now);
          referee.from = now;
          for (const { waitMin, offMin, untrusted, setBackS } of steps) {
            for (let left = waitMin; left > 0; left--) {
              now += minuteMs;
              referee.saw(list.look(now, zone).due?.dueMs, now);
              referee.missed(list.kept);
            }
            const kept: readonly KeptAlarm[] = JSON.parse(JSON.stringify(list.kept));
            list = new AlarmList();
            list.load(kept);
            now += offMin * minuteMs - 1000 * setBackS;
            // Nobody knows the time: nobody looks.
            if (untrusted) now += 17 * minuteMs;
          }
          for (let left = 1440; left > 0; left--) {
            now += minuteMs;
            referee.saw(list.look(now, zone).due?.dueMs, now);
            referee.missed(list.kept);
          }
          referee.end(now);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("are refused where they are none, and where there are too many", () => {
    assert.equal(alarmFault(alarm()), undefined);
    const wrong: Partial<Alarm>[] = [
      { id: "A b" },
      { minute: 1440 },
      { days: [7] },
      { days: [1, 1] },
      { days: [] },
      { date: 20_000 },
      { volume: 0 },
      { volume: 50.5 },
      { riseS: -1 },
      { stopMin: 0 },
      { what: [" "] },
      { label: "x".repeat(200) },
    ];
    for (const changes of wrong) assert.ok(alarmFault(alarm(changes)), JSON.stringify(changes));
    const list = new AlarmList();
    for (let i = 0; i < alarmsMax; i++) assert.ok(list.set(alarm({ id: `a${i}` }), 0));
    assert.equal(list.set(alarm({ id: "more" }), 0), false);
    assert.ok(list.set(alarm({ id: "a3", volume: 1 }), 0));
    assert.ok(list.remove("a3"));
    assert.equal(list.remove("a3"), false);
  });
});

/** Fails on an occurrence that sounds twice, too late, or at no time of the alarm's; and on one that is lost. */
class Referee {
  readonly #alarm: Alarm;
  readonly #zone: Zone;
  readonly #fired = new Set<number>();
  readonly #missed = new Set<number>();
  from = 0;

  constructor(alarm: Alarm, zone: Zone) {
    this.#alarm = alarm;
    this.#zone = zone;
  }

  saw(dueMs: number | undefined, nowMs: number): void {
    if (dueMs === undefined) return;
    assert.ok(!this.#fired.has(dueMs), "twice");
    assert.ok(nowMs >= dueMs && nowMs - dueMs <= alarmLateMs, "at its time");
    assert.equal(nextDue(this.#alarm, this.#zone, dueMs - 1), dueMs);
    this.#fired.add(dueMs);
  }
  missed(kept: readonly KeptAlarm[]): void {
    for (const { missedMs } of kept) if (missedMs !== null) this.#missed.add(missedMs);
  }
  /** Of several that were missed in one go the latest is told. */
  end(nowMs: number): void {
    const told = [...this.#fired, ...this.#missed].sort((a, b) => a - b);
    assert.ok(
      told.every((time) => !this.#fired.has(time) || !this.#missed.has(time)),
      "both",
    );
    const lastDue = nextDue(this.#alarm, this.#zone, nowMs - 2 * dayMs);
    assert.ok(lastDue !== undefined && lastDue < nowMs && told.some((time) => time >= lastDue));
  }
}
