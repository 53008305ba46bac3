/** Line-in in a simulated house: what a household does with it, and what must hold of the music meanwhile. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { PlayerCommand, SpeakerStatus } from "../../src/player/model.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";
import { SimInput, simInputLevel } from "./sim-input.ts";

const second = 48_000;
const us = 1_000_000;
const album = [20 * second + 11, 15 * second + 77, 10 * second + 400];
const playAll: PlayerCommand = { kind: "play", what: ["sim"] };
const playLineIn: PlayerCommand = { kind: "play", what: ["line-in"] };

interface World {
  readonly house: SimHouse;
  readonly input: SimInput;
  readonly first: () => SimSpeaker;
  readonly status: () => SpeakerStatus;
  /** Does what must be accepted. */
  readonly press: (command: PlayerCommand) => Promise<void>;
  readonly wait: (s: number) => Promise<void>;
}

async function withLineIn(run: (world: World) => Promise<void>, seed = 1): Promise<void> {
  const input = new SimInput({ rate: 44_100, ppm: 120 });
  const house = await SimHouse.open({
    seed,
    tracks: album,
    speakers: 1,
    ppm: -40,
    input: (world) => input.in(world),
  });
  const first = (): SimSpeaker => {
    const [speaker] = house.speakers;
    assert.ok(speaker !== undefined);
    return speaker;
  };
  const world: World = {
    house,
    input,
    first,
    status: () => first().speaker.status(),
    press: async (command) => {
      const { code, message } = await first().speaker.execute(command);
      assert.equal(code, "ok", message);
    },
    wait: (s) => house.clock.advance(s * us),
  };
  try {
    await run(world);
  } catch (error) {
    if (error instanceof Error) error.message += `\nseed ${seed}`;
    throw error;
  } finally {
    await house.close();
  }
}

/** Line-in sounds, and it is what the output plays. */
function hearsLineIn(status: SpeakerStatus): void {
  assert.equal(status.state, "playing");
  assert.equal(status.track?.id, "line-in");
  assert.ok(Math.abs(status.output.peak + simInputLevel) < 0.01, `${status.output.peak}`);
  const { rate, latencyMs, trouble } = status.input ?? { rate: 0, latencyMs: 0, trouble: "none" };
  assert.deepEqual([rate, trouble], [44_100, null]);
  assert.ok(latencyMs > 20 && latencyMs < 40, `${latencyMs} ms`);
}

/** What a remote has buttons for. */
const buttons: readonly PlayerCommand[] = [
  playLineIn,
  playLineIn,
  playAll,
  { kind: "play", what: [] },
  { kind: "pause" },
  { kind: "resume" },
  { kind: "stop" },
  { kind: "next" },
  { kind: "previous" },
  { kind: "seek", positionMs: 9_000 },
  { kind: "volume", level: 40 },
  { kind: "mute", muted: true },
  { kind: "mute", muted: false },
  { kind: "queue-clear" },
  { kind: "repeat", mode: "all" },
  { kind: "shuffle", on: true },
];

/** A button, a plug, or now and then a restart. */
async function doSomething({ house, first, input }: World, rng: Rng): Promise<void> {
  const what = rng.float();
  if (what < 0.08) input.pull();
  else if (what < 0.2) input.insert();
  else if (what < 0.22) {
    const { host } = first();
    await house.stopSpeaker(first());
    await house.startSpeaker(host, 0, undefined);
  } else {
    const button = buttons[Math.floor(rng.float() * buttons.length)] ?? playLineIn;
    const { code } = await first().speaker.execute(button);
    assert.ok(code === "ok" || code === "unavailable", code);
  }
}

/** What holds at any time. */
function checkSound(
  { state, positionMs, track, queue, play }: SpeakerStatus,
  input: SimInput,
): void {
  const isLineIn = track?.id === "line-in";
  assert.ok(positionMs >= 0 && play.playedMs >= 0);
  assert.ok(state !== "playing" || track !== null);
  assert.ok(isLineIn || (track === null) === (queue.length === 0));
  // It is listened to while it plays, and at no other time.
  const plays = isLineIn && (state === "playing" || state === "buffering");
  if (!plays) assert.equal(input.open, 0, `${state} ${track?.title}`);
  else if (state === "playing") assert.equal(input.open, 1);
}

describe("line-in of a simulated house", () => {
  it("is the first of the library, where there is one", () =>
    withLineIn(async ({ first }) => {
      const [row, ...tracks] = first().speaker.library("");
      assert.deepEqual(
        [row?.id, row?.title, row?.artist, row?.durationMs],
        ["line-in", "Line-in", "", 0],
      );
      assert.deepEqual(row?.rungs, []);
      assert.equal(tracks.length, album.length);
      assert.equal(first().speaker.library("LINE in")[0]?.id, "line-in");
      assert.equal(first().speaker.library("sim")[0]?.id, tracks[0]?.id);
    }));

  it("takes the place of the music, counts its own time, and gives the music back at its place", () =>
    withLineIn(async ({ first, press, wait, status, input }) => {
      await press(playAll);
      await wait(8.2);
      assert.equal(input.opened, 0);
      await press(playLineIn);
      await wait(5);
      hearsLineIn(status());
      const { positionMs, queue, rung, play } = status();
      assert.ok(positionMs > 4_800 && positionMs < 5_000, `${positionMs} ms`);
      assert.deepEqual(queue, { length: 3, index: 0 });
      assert.equal(rung, null);
      assert.ok(play.startMs !== null && play.startMs < 150, `${play.startMs} ms`);
      await press({ kind: "resume" });
      await wait(0.5);
      const back = status();
      assert.equal(back.track?.title, "001.flac");
      assert.ok(back.positionMs > 8_200 && back.positionMs < 9_000, `${back.positionMs} ms`);
      assert.equal(input.open, 0, "nobody listens to it any more");
      await wait(45);
      const { runs } = first().capture;
      assert.deepEqual([...new Set(runs.map(({ tag }) => tag))], [1, 2, 3]);
      for (const [i, frames] of album.entries())
        assert.ok(
          first().capture.framesOf(i + 1) > frames - 1_000,
          "but for two fades all is heard",
        );
      for (const { skipped } of runs) assert.ok(skipped < 1_000, `${skipped} frames are missing`);
      const { events, totals } = status();
      assert.equal(events.appended, 6, "a start and an end of each track; none of line-in");
      assert.equal(totals.plays, 3);
    }));

  it("obeys pause, volume and stop as music does, and has no tracks to go to", () =>
    withLineIn(async ({ first, press, wait, status, input }) => {
      await press(playAll);
      await wait(6);
      await press(playLineIn);
      await wait(2);
      await press({ kind: "pause" });
      await wait(1);
      assert.equal(status().state, "paused");
      assert.equal(status().track?.id, "line-in");
      assert.deepEqual([status().output.peak, input.open], [0, 0]);
      const { positionMs } = status();
      await wait(10);
      assert.equal(status().positionMs, positionMs);
      await press({ kind: "play", what: [] });
      await wait(1);
      hearsLineIn(status());
      assert.ok(status().positionMs > positionMs + 800);
      for (const kind of ["next", "previous"] as const)
        assert.match((await first().speaker.execute({ kind })).message, /no tracks and no places/);
      const seek = await first().speaker.execute({ kind: "seek", positionMs: 0 });
      assert.equal(seek.code, "unavailable");
      const add = { kind: "queue-add", what: ["line-in"], place: { at: "end" } } as const;
      assert.equal((await first().speaker.execute(add)).code, "invalid-argument");
      await press({ kind: "stop" });
      await wait(0.5);
      assert.equal(status().state, "stopped");
      assert.equal(status().track?.title, "001.flac");
      await press({ kind: "resume" });
      await wait(0.5);
      assert.ok(Math.abs(status().positionMs - 6_400) < 500, `${status().positionMs} ms`);
    }));

  it("ends with a play of music, and outlives edits of the queue", () =>
    withLineIn(async ({ first, press, wait, status }) => {
      await press(playAll);
      await wait(3);
      await press(playLineIn);
      await wait(1);
      const [item] = first().speaker.queue();
      await press({ kind: "queue-remove", ids: [item?.id ?? ""] });
      await wait(1);
      hearsLineIn(status());
      await press({ kind: "queue-clear" });
      await wait(1);
      hearsLineIn(status());
      await press({ kind: "resume" });
      hearsLineIn(status());
      await press({ kind: "play", what: ["003.flac"] });
      await wait(1);
      assert.deepEqual([status().state, status().track?.title], ["playing", "003.flac"]);
      assert.equal(first().capture.runs.at(-1)?.tag, 3);
    }));

  it("says what is wrong when it is unplugged, comes back by itself, and does no harm to the music", () =>
    withLineIn(async ({ press, wait, status, input }) => {
      await press(playAll);
      await wait(3);
      await press(playLineIn);
      await wait(2);
      input.pull();
      await wait(2);
      assert.equal(status().state, "buffering");
      assert.equal(status().trouble, "there is no sound input; plug one in");
      assert.equal(status().play.stalls, 1);
      input.insert();
      await wait(2);
      hearsLineIn(status());
      input.pull();
      await wait(5);
      await press({ kind: "resume" });
      await wait(2);
      const { state, track, trouble, totals } = status();
      assert.deepEqual([state, track?.title, trouble], ["playing", "001.flac", null]);
      assert.equal(totals.underruns, 0);
      await press(playLineIn);
      await wait(2);
      assert.equal(status().state, "buffering");
    }));

  it("says at once to who waits for its sound that the input cannot be opened, and leaves the queue", () =>
    withLineIn(async ({ house, first, press, wait, status, input }) => {
      await press(playAll);
      await wait(3);
      const before = status();
      input.pull();
      const fromUs = house.clock.nowUs();
      await press(playLineIn);
      const never = new AbortController().signal;
      assert.equal(await house.clock.settle(first().speaker.firstSample(never)), false);
      await wait(1);
      assert.equal(await house.clock.settle(first().speaker.firstSample(never)), false, "again");
      assert.ok(house.clock.nowUs() - fromUs <= 2 * us, `${house.clock.nowUs() - fromUs} us`);
      assert.equal(status().trouble, "there is no sound input; plug one in");
      assert.deepEqual(status().queue, before.queue);
      await press({ kind: "resume" });
      await wait(1);
      assert.deepEqual([status().state, status().track], ["playing", before.track]);
    }));

  it("is still chosen after a restart, paused as music would be, with the music where it was", () =>
    withLineIn(async ({ house, first, press, wait, status }) => {
      await press(playAll);
      await wait(7);
      await press(playLineIn);
      await wait(5);
      const { host } = first();
      await house.stopSpeaker(first());
      await house.startSpeaker(host, 0, undefined);
      await wait(2);
      assert.deepEqual([status().state, status().track?.id], ["paused", "line-in"]);
      assert.equal(status().output.peak, 0);
      await press({ kind: "resume" });
      await wait(2);
      hearsLineIn(status());
      assert.ok((status().play.startMs ?? 999) < 150, `${status().play.startMs} ms`);
      await press({ kind: "resume" });
      await wait(2);
      assert.equal(status().track?.title, "001.flac");
      assert.ok(status().positionMs > 8_000 && status().positionMs < 9_500);
    }));

  for (let seed = 1; seed <= 12; seed++) {
    it(`goes wherever a person presses it to, and back to rest, seed ${seed}`, () =>
      withLineIn(async (world) => {
        const { press, wait, status, input } = world;
        const rng = new Rng(1_000 + seed);
        for (let i = 0; i < 50; i++) {
          await doSomething(world, rng);
          await wait(rng.float() * 3);
          checkSound(status(), input);
        }
        // Quiet: all recovers.
        input.insert();
        await press({ kind: "mute", muted: false });
        await press({ kind: "volume", level: 100 });
        await press(playLineIn);
        await wait(3);
        hearsLineIn(status());
        await press(playAll);
        await wait(3);
        assert.deepEqual([status().state, status().track?.id === "line-in"], ["playing", false]);
        await press({ kind: "stop" });
        await wait(60);
        const { events } = status();
        assert.equal(events.pending, 0);
        assert.equal(input.open, 0);
      }, seed));
  }
});

describe("a simulated house without line-in", () => {
  it("says that it has none, and how it gets one", async () => {
    const house = await SimHouse.open({ seed: 1, tracks: album, speakers: 1 });
    const [first] = house.speakers;
    const { code, message } = (await first?.speaker.execute(playLineIn)) ?? {};
    assert.equal(code, "not-found");
    assert.match(message ?? "", /has no line-in; it gets one by: nightjar speaker --input/);
    assert.equal(first?.speaker.status().input, null);
    await house.close();
  });
});
