import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { minuteText, readMinute, weekdayOf, Zone } from "../../../src/player/sound/local-time.ts";

function zone(name: string): Zone {
  const found = Zone.of(name);
  assert.ok(found !== undefined);
  return found;
}
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const instant = (name: string, date: string, time: string): string => {
  const minute = readMinute(time) ?? Number.NaN;
  return new Date(zone(name).instantOf({ day: dayOf(date), minute })).toISOString();
};

describe("Local time", () => {
  it("is the instant that the clocks of a zone show, in summer and winter", () => {
    assert.equal(instant("Europe/Berlin", "2026-01-15", "07:00"), "2026-01-15T06:00:00.000Z");
    assert.equal(instant("Europe/Berlin", "2026-07-15", "07:00"), "2026-07-15T05:00:00.000Z");
    assert.equal(instant("America/St_Johns", "2026-07-15", "07:00"), "2026-07-15T09:30:00.000Z");
    assert.equal(instant("Asia/Kathmandu", "2026-07-15", "00:15"), "2026-07-14T18:30:00.000Z");
    assert.equal(instant("UTC", "2026-07-15", "23:59"), "2026-07-15T23:59:00.000Z");
  });

  it("that is skipped is the first instant after the gap", () => {
    assert.equal(instant("Europe/Berlin", "2026-03-29", "02:30"), "2026-03-29T01:00:00.000Z");
    assert.equal(instant("America/New_York", "2026-03-08", "02:01"), "2026-03-08T07:00:00.000Z");
    // Half an hour only.
    assert.equal(instant("Australia/Lord_Howe", "2026-10-04", "02:10"), "2026-10-03T15:30:00.000Z");
    // At midnight.
    assert.equal(instant("Africa/Cairo", "2026-04-24", "00:30"), "2026-04-23T22:00:00.000Z");
    // A whole day that never was.
    assert.equal(instant("Pacific/Apia", "2011-12-30", "12:00"), "2011-12-30T10:00:00.000Z");
  });

  it("that comes twice is its first one", () => {
    assert.equal(instant("Europe/Berlin", "2026-10-25", "02:30"), "2026-10-25T00:30:00.000Z");
    assert.equal(instant("America/New_York", "2026-11-01", "01:30"), "2026-11-01T05:30:00.000Z");
    assert.equal(instant("Australia/Lord_Howe", "2026-04-05", "01:45"), "2026-04-04T14:45:00.000Z");
  });

  it("goes there and back in every zone, but where it was skipped, where it is later", () => {
    const names = [
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Tehran",
      "Africa/Cairo",
      "Pacific/Chatham",
    ];
    const zones = names.map(zone);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: dayOf("2015-01-01"), max: dayOf("2035-01-01") }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, day, minute) => {
          const at = zone.instantOf({ day, minute });
          const back = zone.at(at);
          const skippedBy = (back.day - day) * 1440 + back.minute - minute;
          assert.ok(skippedBy >= 0 && skippedBy <= 60, `${zone.name} ${day} ${minute}`);
          const before = zone.at(at - 1000);
          if (skippedBy > 0) assert.ok(before.day * 1440 + before.minute < day * 1440 + minute);
        },
      ),
    );
  });

  it("knows the days of the week, and what is no zone and no time", () => {
    assert.equal(weekdayOf(dayOf("2026-11-23")), 0);
    assert.equal(weekdayOf(dayOf("1969-12-28")), 6);
    assert.equal(Zone.of("Mars/Olympus"), undefined);
    assert.equal(readMinute("24:00"), undefined);
    assert.equal(readMinute("7:5"), undefined);
    assert.equal(minuteText(readMinute("7:05") ?? 0), "07:05");
  });
});
