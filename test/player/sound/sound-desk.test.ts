import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { flatTone } from "../../../src/audio/model.ts";
import { alarmLateMs, alarmToneUs, sleepFadeUs } from "../../../src/player/limits.ts";
import type { Alarm } from "../../../src/player/sound/alarm.ts";
import { soundReport } from "../../../src/player/sound/sound-report.ts";
import { mondayMs, SoundWorld } from "./sound-world.ts";

const second = 1_000_000;
const minute = 60 * second;

/** Mondays at 07:00: a minute from where the world begins. */
const work: Alarm = {
  ...{ id: "work", label: "", minute: 420, days: [0], date: null, what: ["Bach"] },
  ...{ volume: 40, riseS: 10, stopMin: 60, enabled: true },
};

describe("An alarm on the desk", () => {
  it("rings at its time, grows louder, and gives the volume back when it is stopped", async () => {
    const world = await SoundWorld.open();
    const { clock, desk, played, loudness } = world;
    assert.equal(desk.setAlarm(work).code, "ok");
    await clock.advance(59 * second);
    assert.deepEqual(played, []);
    await clock.advance(2 * second);
    assert.deepEqual(played, ["Bach"]);
    assert.ok(loudness.applied < 20, `${loudness.applied}`);
    await clock.advance(12 * second);
    assert.equal(loudness.applied, 40);
    assert.equal(desk.bell.isTone, false);
    assert.ok(desk.stopAlarm());
    assert.equal(world.state, "paused");
    assert.equal(loudness.target, 30);
    await clock.advance(10 * minute);
    assert.equal(played.length, 1, "once");
  });

  it("that is skipped is silent that time, over a restart, and rings a week later", async () => {
    const world = await SoundWorld.open();
    world.desk.setAlarm(work);
    assert.equal(world.desk.skipAlarm("", true).code, "ok");
    const [report] = soundReport(world.desk, world.clock.nowUs()).alarms;
    assert.deepEqual(
      [report?.skippedMs, report?.nextMs],
      [mondayMs + 60_000, mondayMs + 60_000 + 7 * 86_400_000],
    );
    assert.equal(world.desk.skipAlarm("work", true).code, "not-found", "it is skipped");
    assert.equal(world.desk.skipAlarm("other", true).code, "not-found");
    const again = await world.restarted();
    await again.clock.advance(10 * minute);
    assert.deepEqual([again.played, again.desk.alarms.kept[0]?.missedMs], [[], null]);
    assert.equal(again.desk.nextAlarmMs(), mondayMs + 60_000 + 7 * 86_400_000);
    again.trusted = false;
    assert.equal(again.desk.skipAlarm("work", true).code, "unavailable", "what day is it?");
  });

  it("sounds as a tone where no music does, and goes back to the music when that comes", async () => {
    const world = await SoundWorld.open();
    const { clock, desk, sink } = world;
    world.hasMusic = false;
    sink.clipRoom = 300;
    desk.setAlarm(work);
    await clock.advance(minute + alarmToneUs + 2 * second);
    assert.ok(desk.bell.isTone);
    assert.ok(sink.said.includes("clip 1") && sink.clipLevel >= 35, `${sink.clipLevel}`);
    world.state = "playing";
    await clock.advance(2 * second);
    assert.equal(desk.bell.isTone, false);
    assert.ok(sink.said.includes("flush"));
  });

  it("rings at once, as a tone, where it has no music", async () => {
    const { clock, desk, played, sink } = await SoundWorld.open();
    sink.clipRoom = 300;
    desk.setAlarm({ ...work, what: [] });
    await clock.advance(minute + second);
    assert.deepEqual([desk.bell.isTone, played], [true, []]);
  });

  it("ends by itself, and is as if it had been stopped", async () => {
    const world = await SoundWorld.open();
    const { clock, desk, store } = world;
    desk.setAlarm({ ...work, stopMin: 2 });
    await clock.advance(2 * minute);
    assert.ok(desk.bell.alarm);
    await clock.advance(minute + 2 * second);
    assert.equal(desk.bell.alarm, undefined);
    assert.equal(world.state, "paused");
    assert.equal(store.settings.ringing, null);
  });

  it("is silent for a snooze, also over a restart, and rings again", async () => {
    const world = await SoundWorld.open();
    world.desk.setAlarm(work);
    await world.clock.advance(61 * second);
    assert.ok(world.desk.snooze(5));
    assert.equal(world.state, "paused");
    const again = await world.restarted();
    assert.ok((again.desk.snoozedMs ?? 0) > mondayMs + 5 * 60_000);
    await again.clock.advance(4 * minute);
    assert.deepEqual(again.played, []);
    await again.clock.advance(minute + second);
    assert.deepEqual(again.played, ["Bach"]);
    again.desk.silenced();
    assert.equal(again.desk.bell.alarm, undefined, "whoever pauses means the alarm, too");
  });

  it("rings on after a restart, and not when it would be over", async () => {
    const world = await SoundWorld.open();
    world.desk.setAlarm({ ...work, stopMin: 5 });
    await world.clock.advance(61 * second);
    const soon = await world.restarted();
    assert.deepEqual(soon.played, ["Bach"]);
    await soon.desk.close();
    await soon.clock.advance(10 * minute);
    const late = await SoundWorld.open(soon.clock, soon.disk);
    assert.deepEqual(late.played, []);
    assert.equal(late.store.settings.ringing, null);
  });

  it("is missed while nobody knows the time, and listed until somebody has seen it", async () => {
    const world = await SoundWorld.open();
    const { clock, desk, played } = world;
    desk.setAlarm(work);
    world.trusted = false;
    await clock.advance(minute + alarmLateMs * 1000 + 30 * second);
    assert.deepEqual(played, [], "no guess");
    world.trusted = true;
    desk.look();
    assert.deepEqual(played, []);
    const [kept] = desk.alarms.kept;
    assert.equal(kept?.missedMs, mondayMs + 60_000);
    assert.ok(desk.stopAlarm());
    assert.equal(desk.alarms.kept[0]?.missedMs, null);
    assert.equal(desk.stopAlarm(), false);
  });

  it("is held by the cap and not by quiet hours, which hold again after it", async () => {
    const { clock, desk, loudness } = await SoundWorld.open();
    desk.setGuard({ cap: 35, quiet: { fromMinute: 0, toMinute: 0, cap: 5 } });
    assert.equal(loudness.target, 5, "quiet hours hold what was louder");
    desk.setAlarm({ ...work, volume: 90 });
    await clock.advance(minute + 15 * second);
    assert.equal(loudness.target, 35);
    desk.stopAlarm();
    assert.equal(loudness.target, 5);
  });

  it("leaves the volume where somebody turned it meanwhile", async () => {
    const { clock, desk, loudness } = await SoundWorld.open();
    desk.setAlarm(work);
    await clock.advance(minute + 15 * second);
    loudness.set(20);
    desk.stopAlarm();
    assert.equal(loudness.target, 20);
  });
});

describe("A sleep timer on the desk", () => {
  it("fades the music, pauses it, and then the volume is what it was", async () => {
    const world = await SoundWorld.open();
    const { clock, desk, loudness, sink } = world;
    const levels: number[] = [];
    sink.setVolume = (level = 0) => void levels.push(level);
    world.state = "playing";
    desk.setSleep({ lastsMs: 2 * 60_000 });
    assert.ok(Math.abs(desk.sleepLeftMin - 2) < 1e-9);
    await clock.advance(2 * minute - sleepFadeUs / 2);
    const half = levels.at(-1) ?? 0;
    assert.ok(half > 13 && half < 17, `${half}`);
    assert.ok(levels.every((level, i) => level <= (levels[i - 1] ?? 100)));
    await clock.advance(sleepFadeUs / 2);
    assert.equal(world.state, "paused");
    await clock.advance(2 * second);
    assert.equal(levels.at(-1), 30);
    assert.equal(loudness.target, 30);
  });

  it("goes on after a restart with what is left, and is off at once when it is taken back", async () => {
    const world = await SoundWorld.open();
    world.desk.setSleep({ lastsMs: 10 * 60_000 });
    await world.clock.advance(4 * minute);
    const again = await world.restarted();
    assert.ok(Math.abs(again.desk.sleepLeftMin - 6) < 0.05, `${again.desk.sleepLeftMin}`);
    again.desk.setSleep(undefined);
    await again.clock.advance(20 * minute);
    again.state = "playing";
    assert.equal(again.state, "playing");
    assert.equal(again.store.settings.sleep, null);
  });

  it("waits for the end of the track where that was asked for", async () => {
    const { desk, ended, clock } = await SoundWorld.open();
    assert.equal(ended, undefined);
    desk.setSleep("track-end");
    await clock.advance(90 * minute);
    assert.equal(desk.sleep.end, "track-end");
  });
});

describe("Sound settings on the desk", () => {
  it("are with the card at once, and after a restart", async () => {
    const world = await SoundWorld.open();
    const tone = { ...flatTone, bass: 3, mono: true };
    world.desk.setTone(tone);
    world.desk.setLoudness("album");
    assert.deepEqual([world.sink.tone, world.sink.loudness], [tone, "album"]);
    const again = await world.restarted();
    assert.deepEqual([again.sink.tone, again.sink.loudness], [tone, "album"]);
    assert.deepEqual([again.desk.tone, again.desk.loudness], [tone, "album"]);
  });
});
