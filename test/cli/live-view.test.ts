import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { widthOf } from "../../src/cli/format.ts";
import { LiveView, renderLive } from "../../src/cli/live-view.ts";
import { FakeModel, fakeTrack } from "../control/fake-model.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { FakeTerminal } from "./fake-terminal.ts";

async function playing(clock: SimClock): Promise<FakeModel> {
  const model = new FakeModel(clock);
  await model.execute({ kind: "play", what: [fakeTrack(3).id] });
  return model;
}

describe("the live view", () => {
  it("shows name, state, track, place, level, buffer and where the bytes come from", async () => {
    const status = (await playing(new SimClock())).status();
    const recent = { cache: 60, peer: 0, origin: 40 };
    assert.deepEqual(renderLive([{ status, recent }], 110, false), [
      "Kitchen        ▶ playing   Song 3 – The Ånd               0:00 / 1:03 ███████░ 2.5 s · cache 60 %, origin 40 %",
    ]);
    const silent = { ...status, output: { ...status.output, peak: 0, trouble: "no sound card" } };
    assert.match(
      renderLive([{ status: silent, recent }], 110, false)[0] ?? "",
      /░{8} ! no sound card$/,
    );
  });

  it("never draws wider than the terminal", async () => {
    const model = await playing(new SimClock());
    const recent = { cache: 1, peer: 1, origin: 1 };
    for (let columns = 60; columns < 140; columns++) {
      for (const line of renderLive([{ status: model.status(), recent }], columns, false)) {
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} in ${columns}`);
      }
    }
  });

  it("redraws in place five times a second on a terminal, and gives the cursor back", async () => {
    const clock = new SimClock();
    const terminal = new FakeTerminal();
    terminal.err.isTty = true;
    let notes = ["ingest 1/2"];
    const view = new LiveView({ clock, terminal }, [await playing(clock)], () => notes);
    const stop = new AbortController();
    view.run(stop.signal);
    await clock.advance(500_000);
    notes = [];
    await clock.advance(500_000);
    assert.equal(terminal.err.text.split("Song 3").length - 1, 6);
    assert.equal(terminal.err.text.split("ingest 1/2").length - 1, 3);
    assert.equal(
      terminal.err.text.split("\x1b[2A").length - 1,
      3,
      "two lines up while there is a note",
    );
    assert.equal(terminal.err.text.split("\x1b[1A").length - 1, 2);
    stop.abort();
    const { length } = terminal.err.text;
    await clock.advance(1_000_000);
    assert.ok(terminal.err.text.endsWith("\x1b[?25h"));
    assert.equal(terminal.err.text.length, length);
    await view[Symbol.asyncDispose]();
  });
});
