/** What `ctl alarm set|skip|…` and `ctl sleep` say of what is so now. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type AlarmCommand, alarmAnswer } from "../../src/cli/ctl-alarm.ts";
import { type AlarmReport, type SoundReport, soundUnknown } from "../../src/player/sound/model.ts";

const monday = Date.UTC(2026, 0, 5, 6);
const tuesday = Date.UTC(2026, 0, 6, 6);
const work: AlarmReport = {
  ...{ id: "a1", label: "Work", time: "07:00", days: [0, 1], date: null, what: [], volume: 30 },
  ...{ riseS: 0, stopMin: 60, enabled: true, nextMs: monday, missedMs: null, skippedMs: null },
};
const once: AlarmReport = {
  ...work,
  ...{ id: "b2", label: "", time: "09:00", days: [], date: "2026-01-07", nextMs: null },
};
const skipped = { ...work, nextMs: tuesday, skippedMs: monday };

function sound(alarms: readonly AlarmReport[], more: Partial<SoundReport> = {}): SoundReport {
  return { ...soundUnknown, zone: "Europe/Oslo", alarms, ...more };
}

const skip = (id: string, skips = true): AlarmCommand => ({ kind: "alarm-skip", id, skips });

describe("the answer to an alarm's command", () => {
  it("says which time is left out, and when it rings next, whether or not it was named", () => {
    const words =
      "07:00 mo,tu (Work): left out 2026-01-05 07:00 Europe/Oslo; rings next 2026-01-06 07:00 Europe/Oslo";
    for (const id of ["", "a1"]) {
      const answer = alarmAnswer(skip(id), sound([once, work]), sound([once, skipped]));
      assert.deepEqual(answer, { words, alarm: skipped });
    }
  });

  it("says that nothing comes after the only time of one that rings once", () => {
    const before = { ...once, nextMs: monday };
    const after = { ...once, skippedMs: monday };
    const { words } = alarmAnswer(skip(""), sound([before]), sound([after]));
    assert.match(
      words,
      /^09:00 2026-01-07: left out 2026-01-05 07:00 .*; does not ring after that$/,
    );
  });

  it("says when it rings after all", () => {
    const answer = alarmAnswer(skip("", false), sound([skipped]), sound([work]));
    assert.equal(answer.words, "07:00 mo,tu (Work): rings next 2026-01-05 07:00 Europe/Oslo");
  });

  it("says the id of a new alarm, and what was removed", () => {
    const { id: _, ...rest } = work;
    const set: AlarmCommand = {
      kind: "alarm-set",
      alarm: { ...rest, id: "", minute: 420 } as never,
    };
    const made = alarmAnswer(set, sound([once]), sound([once, work]));
    assert.match(made.words, /^a1: 07:00 mo,tu \(Work\), rings next 2026-01-05 07:00/);
    assert.equal(made["alarm"], work);
    const off = alarmAnswer(set, sound([]), sound([{ ...work, enabled: false, nextMs: null }]));
    assert.match(off.words, /, off$/);
    const gone = alarmAnswer({ kind: "alarm-remove", id: "a1" }, sound([work]), sound([]));
    assert.deepEqual(gone, { words: "removed: 07:00 mo,tu (Work)", alarm: work });
  });

  it("says how long a sleep timer or a snooze lasts", () => {
    const timer = { mode: "time", endsMonoUs: 1, leftS: 2_700 } as const;
    const sleep: AlarmCommand = { kind: "sleep", end: { minutes: 45 } };
    const words = (now: SoundReport) => alarmAnswer(sleep, sound([]), now).words;
    assert.match(words(sound([], { sleep: timer })), /^the music ends in 45 min/);
    assert.match(words(sound([], { sleep: { ...timer, mode: "track-end" } })), /with this track/);
    assert.equal(words(sound([])), "no sleep timer");
    const snooze: AlarmCommand = { kind: "alarm-snooze", minutes: 9 };
    const snoozed = alarmAnswer(snooze, sound([]), sound([], { snoozedMs: monday }));
    assert.equal(snoozed.words, "sounds again 2026-01-05 07:00 Europe/Oslo");
  });
});
