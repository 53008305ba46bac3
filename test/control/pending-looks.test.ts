import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { CommandRunner } from "../../src/control/command-runner.ts";
import { StateFeed } from "../../src/control/feed.ts";
import { noGesture } from "../../src/control/state.ts";
import type { PlayerCommand, SpeakerModel } from "../../src/player/model.ts";
import { refuse } from "../../src/player/outcomes.ts";
import { silentLog } from "../origin/silent-log.ts";
import { drain, SimClock } from "../sim/sim-clock.ts";
import { FakeModel, fakeTrack } from "./fake-model.ts";

const url = "http://radio.example/live";
const play = (...what: string[]): PlayerCommand => ({ kind: "play", what });
const blue = fakeTrack(1).id;

/** A speaker whose URLs are looked at until a test says what they are. */
function rig() {
  const clock = new SimClock();
  const looks: ((found: "plays" | "cannot") => void)[] = [];
  const model: FakeModel & SpeakerModel = Object.assign(new FakeModel(clock), {
    prepare(command: PlayerCommand, _actor: unknown, signal: AbortSignal) {
      if (command.kind !== "play" || command.what[0] !== url) return undefined;
      return new Promise<{ command: PlayerCommand } | ReturnType<typeof refuse>>(
        (resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          looks.push((found) =>
            resolve(
              found === "plays" ? { command: play(fakeTrack(7).id) } : refuse("media-error", "no"),
            ),
          );
        },
      );
    },
  });
  const feed = new StateFeed(model, "e", clock.nowUs());
  const runner = new CommandRunner(
    { clock, log: silentLog },
    { model, feed, publish: () => undefined },
  );
  const told: string[] = [];
  const run = async (name: string, command: PlayerCommand): Promise<void> => {
    const cause = { session: runner, commandId: 0 };
    const gesture = noGesture;
    const rest = { by: "", ifQueueRev: 0, gesture, key: undefined };
    const { code } = await runner.run({ command, cause, ...rest });
    told.push(`${name} ${code}`);
  };
  return { looks, model, run, told };
}

describe("a play of a URL that is looked at", () => {
  it("holds up neither the volume nor what asks for silence", async () => {
    const { run, told, model } = rig();
    void run("url", play(url));
    void run("volume", { kind: "volume", level: 7 });
    await drain();
    assert.deepEqual(told, ["volume ok"]);
    void run("pause", { kind: "pause" });
    await drain();
    assert.deepEqual(told, ["volume ok", "url superseded", "pause ok"]);
    assert.deepEqual(
      model.ran.map(({ kind }) => kind),
      ["volume", "pause"],
    );
  });

  it("makes room for whatever is to be heard instead, another URL too, and never comes after all", async () => {
    const { run, told, looks, model } = rig();
    void run("first", play(url));
    void run("second", play(url));
    await drain();
    assert.deepEqual(told, ["first superseded"]);
    void run("blue", play(blue));
    await drain();
    for (const look of looks) look("plays");
    await drain();
    assert.deepEqual(told, ["first superseded", "second superseded", "blue ok"]);
    assert.deepEqual(model.ran, [play(blue)]);
  });

  it("comes before what was asked of its queue, in the order of asking", async () => {
    const { run, told, looks } = rig();
    void run("url", play(url));
    void run("add", { kind: "queue-add", what: [blue], place: { at: "end" } });
    void run("shuffle", { kind: "shuffle", on: true });
    await drain();
    assert.deepEqual(told, []);
    looks[0]?.("plays");
    await drain();
    assert.deepEqual(told, ["url ok", "add ok", "shuffle ok"]);
  });

  it("that cannot be heard changes nothing, and says so", async () => {
    const { run, told, looks, model } = rig();
    void run("url", play(url));
    await drain();
    looks[0]?.("cannot");
    await drain();
    assert.deepEqual([told, model.ran.length], [["url media-error"], 0]);
  });
});
