/** Line-in as people see it, and as they ask for it. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { painter } from "../../src/cli/format.ts";
import { renderLive } from "../../src/cli/live-view.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { renderLibrary } from "../../src/cli/render-lists.ts";
import { renderChange, renderStatus } from "../../src/cli/render-status.ts";
import { positionAt, readState } from "../../src/control/state.ts";
import { lineInTrack } from "../../src/player/line-in.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { FakeModel } from "../control/fake-model.ts";
import { SimClock } from "../sim/sim-clock.ts";

const input = {
  device: "alsa:hw:CARD=Phono",
  rate: 44_100,
  latencyMs: 28.53,
  trouble: null,
  overruns: 0,
  dropouts: 0,
  ppm: -37.5,
};

function status(change: Partial<SpeakerStatus> = {}): SpeakerStatus {
  const model = new FakeModel(new SimClock());
  const playing = { state: "playing", track: lineInTrack, positionMs: 75_000, input } as const;
  return { ...model.status(), ...playing, rung: null, bufferedMs: 0, ...change };
}

describe("line-in on the command line", () => {
  it("is a device or a file, with a rate error of its own", () => {
    const line = (words: string) =>
      parseCommandLine(["speaker", "--data", "d", ...words.split(" ")]);
    const parsed = line("--input alsa:hw:CARD=Phono");
    assert.ok(parsed.kind === "speaker");
    assert.deepEqual(parsed.options.input, { kind: "alsa", name: "hw:CARD=Phono" });
    assert.equal(parsed.options.adcPpm, 0);
    const file = line("--input wav:a:b.wav --adc-ppm -120");
    assert.ok(file.kind === "speaker");
    assert.deepEqual(file.options.input, { kind: "wav", name: "a:b.wav" });
    assert.equal(file.options.adcPpm, -120);
  });

  it("is shown with its device and how late it is heard, and without an end", () => {
    const lines = renderStatus(status(), 100, painter(false));
    assert.equal(lines[1], "Line-in");
    assert.equal(lines[2], "1:15 · alsa:hw:CARD=Phono 44100 Hz · 29 ms from in to out");
    assert.ok(
      lines.every((text) => !/buffer|started in/.test(text)),
      lines.join("\n"),
    );
    assert.match(renderChange(status()), /▶ playing Line-in 1:15 · volume/);
    const dropouts = renderStatus(
      status({ input: { ...input, dropouts: 2 } }),
      100,
      painter(false),
    );
    assert.match(dropouts[2] ?? "", /from in to out · 2 dropouts$/);
  });

  it("shows what is wrong with the input beside what is wrong with the output, each once", () => {
    const troubled = status({ input: { ...input, trouble: "no record player" } });
    const both = { ...troubled, output: { ...troubled.output, trouble: "no card" } };
    const lines = renderStatus({ ...both, trouble: "no card" }, 100, painter(false));
    assert.deepEqual(lines.slice(-2), ["! no card", "! no record player"]);
    const one = renderStatus({ ...troubled, trouble: "no record player" }, 100, painter(false));
    assert.equal(one.filter((line) => line === "! no record player").length, 1);
  });

  it("is shown as closed while it is not heard", () => {
    const closed = { ...input, rate: 0, latencyMs: 0 };
    const lines = renderStatus(status({ state: "paused", input: closed }), 100, painter(false));
    assert.equal(lines[2], "1:15 · alsa:hw:CARD=Phono");
  });

  it("has its place in the live view and in the library", () => {
    const recent = { cache: 0, peer: 0, origin: 0 };
    const [line = ""] = renderLive([{ status: status(), recent }], 100, false);
    assert.match(line, /▶ playing {3}Line-in +1:15 █+░* 29 ms$/);
    const [, row = ""] = renderLibrary([lineInTrack], { width: 80, paint: painter(false) });
    assert.match(row, /^Line-in .* line-in$/);
  });

  it("has a place that moves on for remotes too, although it has no end", () => {
    const model = new FakeModel(new SimClock());
    const revisions = { library: 1, history: 1, volume: { gesture: 0, step: 0 } };
    const { player } = readState(Object.assign(model, { status: () => status() }), revisions, 0);
    assert.equal(positionAt(player, 5_000_000), 80_000);
  });
});
