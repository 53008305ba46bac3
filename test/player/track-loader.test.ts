/** What the loader makes of leaf hashes that cannot be had. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { equalBytes } from "../../src/base/bytes.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { TrackLoader } from "../../src/player/track-loader.ts";
import type { Want } from "../../src/player/want.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { makeSimTrack } from "../sim/sim-track.ts";
import { FakeSource, MemoryStore } from "./fakes.ts";

const us = 1_000_000;
const signer = ed25519KeyPair(new Uint8Array(32).fill(1));
const track = makeSimTrack({ tag: 1, totalFrames: 5 * 48_000, rungs: ["opus-160"] }, signer);
const never = new AbortController().signal;

function loaderOf(clock: SimClock, source: FakeSource, cache: MemoryStore): TrackLoader {
  const counters = { cacheBytes: 0, peerBytes: 0, originBytes: 0, verifyFailures: 0 };
  const trusts = (key: Uint8Array): boolean => equalBytes(key, signer.publicKey);
  const ports = { cache, source, clock, trusts, counters, met: () => undefined };
  return new TrackLoader(ports, track.info.id, ["opus-160"]);
}

function wantAt(clock: SimClock): Want {
  return {
    class: () => "play",
    neededUs: () => clock.nowUs() + 10 * us,
    isWanted: () => true,
  };
}

describe("TrackLoader", () => {
  it("asks again for leaf hashes that were refused, not at once and not for each chunk", async () => {
    const clock = new SimClock();
    const source = new FakeSource([track]);
    const cache = new MemoryStore();
    const loader = loaderOf(clock, source, cache);
    const want = wantAt(clock);
    source.fail = ({ kind }) => (kind === "leaves" ? "refused" : undefined);
    const get = (index: number) =>
      clock.settle(loader.chunk({ rung: "opus-160", index }, want, () => undefined, never));
    const asked = (): number => source.asked.filter(({ kind }) => kind === "leaves").length;
    await get(0);
    await get(1);
    assert.equal(asked(), 1);
    assert.ok(!loader.isCached({ rung: "opus-160", index: 1 }), "nobody could check it");
    source.fail = () => undefined;
    await clock.advance(11 * us);
    await get(2);
    await clock.advance(us);
    assert.equal(asked(), 2);
    assert.ok(loader.isCached({ rung: "opus-160", index: 2 }), "and now it is");
  });
});
