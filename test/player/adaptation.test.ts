/** What a start asks of the link: how narrow it is, by its way out at first and then by its sound, and what a repair takes. */
import assert from "node:assert/strict";
import { it } from "vitest";
import { Adaptation } from "../../src/player/adaptation.ts";
import { narrowStartUs } from "../../src/player/limits.ts";
import type { LinkedSource } from "../../src/player/metered-source.ts";
import { SimClock } from "../sim/sim-clock.ts";

const symbol = new Uint8Array(1_100);
const chunk = { kind: "chunk", track: "00".repeat(16), rung: 1, index: 0 } as const;

/** A source that brings a symbol each so often; a full datagram takes 60 ms on the way out. */
function linkOf(symbolUs: number) {
  const clock = new SimClock();
  const source: LinkedSource = {
    ...{ ready: true, rttUs: 400_000, presentRttUs: 150_000, datagramUs: 60_000, lossPct: 0 },
    fetch: async (_, request) => {
      await clock.advance(150_000);
      for (let index = 0; index < 12; index++) {
        await clock.advance(symbolUs);
        request.onSymbol?.(index, 12, symbol);
      }
      return [];
    },
  };
  const adaptation = new Adaptation(
    { clock, source },
    { quality: { origin: "auto", peer: "auto" } },
  );
  const fetch = async (): Promise<void> => {
    const request = { class: "urgent", deadlineUs: 1e12 } as const;
    await adaptation.source.fetch(chunk, request, new AbortController().signal);
  };
  const needUs = (hole = false): number =>
    adaptation.startNeedUs({ bytesPerS: 12_000, secondsLeft: 60, hole, again: false });
  return { fetch, needUs };
}

it("believes the way out until sound has come", async () => {
  const { fetch, needUs } = linkOf(27_000);
  assert.equal(needUs(), narrowStartUs);
  await fetch();
  assert.ok(needUs() < narrowStartUs, `${needUs()}`);
});

it("stays with it where sound takes as long", async () => {
  const { fetch, needUs } = linkOf(80_000);
  await fetch();
  assert.ok(needUs() >= narrowStartUs, `${needUs()}`);
});

it("has a repair take the round trip of now, whatever was queued before", async () => {
  const { fetch, needUs } = linkOf(27_000);
  await fetch();
  assert.equal(needUs(true), 1.25 * 150_000 + 30_000);
});
