/**
 * Machines without a battery-backed clock, and clocks that jump: music and counts
 * do not care, and in the end the ledger knows when each play was.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { placeInTime } from "../../src/origin/events-in-time.ts";
import { serveMembers } from "../../src/player/serve-members.ts";
import { decodeTimeWord } from "../../src/wire/house-time.ts";
import { encodeObject } from "../../src/wire/objects.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";

const second = 48_000;
const us = 1_000_000;
const hourMs = 3_600_000;
const tracks = [20 * second, 15 * second];

async function houseWithoutBatteries(): Promise<SimHouse> {
  const traits = () => ({ clockPpm: 30, dacPpm: 0, hasRtc: false });
  return SimHouse.open({ seed: 3, tracks, speakers: 1, traits });
}

function only(house: SimHouse): SimSpeaker {
  const [made] = house.speakers;
  assert.ok(made !== undefined);
  return made;
}

async function play(house: SimHouse, what: string, forUs: number): Promise<void> {
  const outcome = await only(house).speaker.execute({ kind: "play", what: [what] });
  assert.equal(outcome.code, "ok", outcome.message);
  await house.clock.advance(forUs);
}

/** In order, so that the cache is there; the wall clock is not. */
async function reboot(house: SimHouse): Promise<void> {
  const { host, machine } = only(house);
  await house.stopSpeaker(only(house));
  machine.time.boot(5 * us);
  await house.startSpeaker(host, 0, undefined);
}

const seen = (house: SimHouse) => [...placeInTime(house.origin.ledger.events())];

describe("a house without batteries", () => {
  it("places a play from before the time was known, once it is", async () => {
    const house = await houseWithoutBatteries();
    await play(house, "sim", 40 * us);
    await house.stopOrigin();
    await reboot(house);
    assert.equal(only(house).speaker.status().clock.trusted, false);
    const fromMs = house.clock.wallMs();
    await only(house).speaker.execute({ kind: "resume" });
    await house.clock.advance(5 * us);
    assert.equal(only(house).speaker.status().state, "playing", "from the cache");
    await house.startOrigin();
    await house.clock.advance(60 * us);
    const { clock, events } = only(house).speaker.status();
    assert.deepEqual([clock.trusted, clock.source, events.pending], [true, "household", 0]);
    const early = seen(house).filter(({ wallTrusted }) => !wallTrusted);
    assert.equal(early.length, 1, "the start of that play");
    assert.ok(Math.abs((early[0]?.atMs ?? 0) - fromMs) < 500, `${early[0]?.atMs} is not ${fromMs}`);
    await house.close();
  });

  it("dates a play that was over before the time was known, though nothing else is played", async () => {
    const house = await houseWithoutBatteries();
    await play(house, "sim", 40 * us);
    await house.stopOrigin();
    await reboot(house);
    const fromMs = house.clock.wallMs();
    await only(house).speaker.execute({ kind: "resume" });
    await house.clock.advance(5 * us);
    await only(house).speaker.execute({ kind: "stop" });
    await house.clock.advance(30 * us);
    await house.startOrigin();
    await house.clock.advance(20 * us);
    const before = house.origin.ledger.report().plays;
    const late = seen(house).filter(({ atMs }) => atMs === null || atMs > fromMs - 500);
    assert.deepEqual(
      late.map(({ kind, atMs }) => [kind, Math.round(((atMs ?? 0) - fromMs) / 1_000) + 0]),
      [
        ["start", 0],
        ["end", 5],
        ["end", 5],
      ],
    );
    assert.equal(new Set(late.map(({ playId }) => playId)).size, 1);
    assert.equal(before, 3, "it is one play");
    await house.close();
  });

  it("has no time for a boot in which it never was known", async () => {
    const house = await houseWithoutBatteries();
    await play(house, "sim", 40 * us);
    await house.stopOrigin();
    await reboot(house);
    await only(house).speaker.execute({ kind: "resume" });
    await house.clock.advance(5 * us);
    await only(house).speaker.execute({ kind: "stop" });
    await house.clock.advance(5 * us);
    await reboot(house);
    await house.startOrigin();
    await house.clock.advance(20 * us);
    assert.deepEqual(
      seen(house)
        .filter(({ wallTrusted }) => !wallTrusted)
        .map(({ kind, atMs }) => [kind, atMs]),
      [
        ["start", null],
        ["end", null],
      ],
    );
    await house.close();
  });

  it("does not notice a wall clock that steps by an hour in mid-play", async () => {
    const house = await houseWithoutBatteries();
    const made = only(house);
    const fromMs = house.clock.wallMs();
    await play(house, "sim", 10 * us);
    // Nobody vouches for it any more, and it is wrong.
    house.machineOf(made.host).time.boot(made.process.clock.nowUs());
    house.machineOf(made.host).time.stepWall(hourMs);
    await house.clock.advance(40 * us);
    assert.deepEqual(
      made.capture.runs.map(({ tag, frames }) => [tag, frames]),
      tracks.map((frames, i) => [i + 1, frames]),
    );
    const times = seen(house).map(({ wallMs, wallTrusted }) => [
      wallTrusted,
      Math.round((wallMs - fromMs) / 1_000),
    ]);
    assert.deepEqual(times, [
      [true, 0],
      [true, 20],
      [true, 20],
      [true, 35],
    ]);
    await house.close();
  });

  it("is told the time by a speaker, too, but only as a member, and nothing else", async () => {
    const peer = { id: "x", name: "X", role: "speaker" as const };
    const request = { peer, peerKey: new Uint8Array(32), class: "play" as const };
    const time = { answer: () => Uint8Array.of(1, 1, 1, 0, 0, 1, 163, 24, 92, 80, 0) };
    const rolls = { answer: () => Uint8Array.of(0) };
    const commons = { serve: () => ({ kind: "symbols" as const, symbols: [] }) };
    const services = { time, rolls, commons, house: undefined };
    const answer = await serveMembers(
      { ...request, object: encodeObject({ kind: "time" }) },
      services,
    );
    assert.ok(answer.kind === "symbols" && answer.symbols[0] !== undefined);
    assert.deepEqual(decodeTimeWord(answer.symbols[0])?.trust, "kept");
    const guest = { ...request, peer: { ...peer, role: "guest" as const } };
    const refused = await serveMembers(
      { ...guest, object: encodeObject({ kind: "time" }) },
      services,
    );
    assert.equal(refused.kind, "refused");
    const manifest = encodeObject({ kind: "manifest", track: "00".repeat(16) });
    assert.equal((await serveMembers({ ...request, object: manifest }, services)).kind, "refused");
  });
});
