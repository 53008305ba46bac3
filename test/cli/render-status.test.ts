import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { painter } from "../../src/cli/format.ts";
import { renderEvents } from "../../src/cli/render-lists.ts";
import { renderChange, renderStatus } from "../../src/cli/render-status.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { FakeModel } from "../control/fake-model.ts";
import { SimClock } from "../sim/sim-clock.ts";

function shown(change: (status: SpeakerStatus) => Partial<SpeakerStatus>): string[] {
  const status = new FakeModel(new SimClock()).status();
  return renderStatus({ ...status, ...change(status) }, 100, painter(false));
}

describe("the status for people", () => {
  it("has no line of trouble while all is well", () => {
    const lines = shown(() => ({ trouble: null }));
    assert.deepEqual(
      lines.filter((line) => line.startsWith("!") || line.includes("not known")),
      [],
    );
  });

  it("says of cache, play events and settings what is amiss, and why, each in a line", () => {
    const why = "cannot open x: the file system is read-only; replace the card";
    const lines = shown(({ cache, events }) => ({
      trouble: null,
      cache: { ...cache, enabled: true, trouble: why },
      events: { ...events, waiting: 2, trouble: why },
      settings: { trouble: why },
    }));
    const reason = "cannot open x: the file system is read-only";
    assert.deepEqual(lines.slice(-3), [
      `! nothing new is cached: ${reason}`,
      `! 2 play events in memory only: ${reason}`,
      `! queue and volume are not saved: ${reason}`,
    ]);
    const without = shown(({ cache }) => ({ cache: { ...cache, enabled: false, trouble: why } }));
    assert.ok(without.includes(`! playing without the cache: ${reason}`));
  });

  it("says that the time is not known, and that no new play begins", () => {
    const clock = { trusted: false, source: "none", aheadMs: null } as const;
    assert.ok(shown(() => ({ clock })).some((line) => /time of day is not known/.test(line)));
    const events = {
      ...new FakeModel(new SimClock()).status().events,
      full: true,
      waiting: 3,
      trouble: "gone",
    };
    assert.deepEqual(renderEvents(events).slice(1), [
      "! 3 in memory only: gone",
      "! no room for more: no new play begins until the origin takes some",
    ]);
  });

  it("says that the music stands still because its card is away, and for how long", () => {
    const trouble = 'sound card "hw:DAC" is gone; plug it in again';
    const away = (missingS: number | null) => (status: SpeakerStatus) =>
      ({ state: "buffering", trouble, output: { ...status.output, trouble, missingS } }) as const;
    const lines = shown(away(75));
    assert.match(lines[0] ?? "", /… buffering \(its sound card is away, 75 s\)/);
    assert.equal(lines.at(-1), `! ${trouble}`);
    assert.doesNotMatch(shown(away(null))[0] ?? "", /card/);
    const status = new FakeModel(new SimClock()).status();
    const change = renderChange({ ...status, ...away(0)(status) });
    assert.match(
      change,
      /^… buffering \(its sound card is away, 0 s\) .* · ! sound card "hw:DAC" is/,
    );
  });
});
