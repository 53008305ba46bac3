/** The rung, the start and the stalls of one speaker over links of many shapes. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { type RungName, rungs } from "../../src/media/rung.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import type { Quality } from "../../src/player/quality.ts";
import { SimHouse } from "./sim-house.ts";
import { simLinks } from "./sim-links.ts";

const us = 1_000_000;
const rate = 48_000;
const tracks = [100 * rate, 60 * rate];
const spanS = 130;

interface Listened {
  readonly status: SpeakerStatus;
  /** Rung of each second, "" while nothing is heard. */
  readonly rungs: readonly string[];
  /** Mean of the seconds that sounded, kbit/s. */
  readonly meanKbps: number;
}

async function listen(
  link: string,
  options: { quality?: Quality; abr?: boolean } = {},
): Promise<Listened> {
  const { quality = "auto", abr = true } = options;
  const house = await SimHouse.open({ seed: 11, tracks, speakers: 1, quality, abr });
  try {
    const { speaker } = house.speakers[0] ?? assert.fail("a house of one");
    const filters = simLinks[link] ?? assert.fail(`no link ${link}`);
    // Long enough for the session to know its round trip; then the link's script begins anew.
    house.network.setFilters(filters(new Rng(7)));
    await house.clock.advance(20 * us);
    house.network.setFilters(filters(new Rng(7)));
    await speaker.execute({ kind: "play", what: ["sim"] });
    const heard: string[] = [];
    for (let second = 0; second < spanS; second++) {
      await house.clock.advance(us);
      const { state, rung } = speaker.status();
      heard.push(state === "playing" ? (rung ?? "") : "");
    }
    const sounded = heard.filter((rung) => rung !== "");
    const sum = sounded.reduce((total, rung) => total + rungs[rung as RungName].kbps, 0);
    return { status: speaker.status(), rungs: heard, meanKbps: sum / sounded.length };
  } finally {
    await house.close();
  }
}

describe("over a link that is fine the rung never changes, and nothing stalls", () => {
  for (const [link, startMsMax] of [
    ["clean-lan", 20],
    ["busy-wifi", 120],
    ["collapse", 60],
  ] as const) {
    it(`${link}: the highest from the first second to the last`, async () => {
      const { status, rungs: heard } = await listen(link);
      assert.deepEqual(new Set(heard), new Set(["opus-320"]));
      assert.equal(status.totals.rungChanges, 0);
      assert.equal(status.totals.stalls, 0);
      const { startMs } = status.play;
      assert.ok(startMs !== null && startMs <= startMsMax, `started in ${startMs} ms`);
    });
  }

  for (const link of ["dsl", "lte"]) {
    it(`${link}: the usual one until the link is known, the highest from the next track on`, async () => {
      const { status, rungs: heard } = await listen(link);
      assert.equal(status.totals.rungChanges, 0);
      assert.equal(status.totals.stalls, 0);
      assert.deepEqual([heard[50], heard.at(-1)], ["opus-160", "opus-320"]);
      assert.ok((status.play.startMs ?? 1e9) <= 120, `started in ${status.play.startMs} ms`);
    });
  }
});

describe("over a narrow link", () => {
  it("of 300 kbit/s it settles on 160 and stays", async () => {
    const { status, rungs: heard } = await listen("mid-300");
    assert.equal(status.totals.stalls, 0);
    assert.ok(status.totals.rungChanges <= 2, `${status.totals.rungChanges} changes`);
    assert.deepEqual(new Set(heard.slice(60)), new Set(["opus-160"]));
  });

  it("of 450 kbit/s it ends on the highest, which just fits", async () => {
    const { status, rungs: heard } = await listen("mid-450");
    assert.equal(status.totals.stalls, 0);
    assert.equal(heard.at(-1), "opus-320");
  });

  it("without adapting, the usual rung plays over links that carry it, and stalls where they do not", async () => {
    const fits = await listen("mid-300", { abr: false });
    assert.equal(fits.meanKbps, 160);
    const narrow = await listen("barely-wide", { abr: false });
    const adapted = await listen("barely-wide");
    assert.ok(
      adapted.status.totals.playedMs > 1.3 * narrow.status.totals.playedMs,
      `${adapted.status.totals.playedMs} ms beside ${narrow.status.totals.playedMs}`,
    );
  });
});

describe("a named quality", () => {
  it("is kept whatever the link does", async () => {
    const { status, rungs: heard } = await listen("barely-wide", { quality: "160" });
    assert.ok(heard.every((rung) => rung === "" || rung === "opus-160"));
    assert.equal(status.rungWhy, "set");
  });

  it("is kept over a restart, and is heard a buffer later when it is set in mid-track", async () => {
    const house = await SimHouse.open({ seed: 11, tracks, speakers: 1, quality: "320" });
    const first = house.speakers[0] ?? assert.fail("a house of one");
    await first.speaker.execute({ kind: "play", what: ["sim"] });
    await house.clock.advance(5 * us);
    await first.speaker.execute({ kind: "quality", quality: "96", source: undefined });
    await house.clock.advance(60 * us);
    const { rung, quality, totals } = first.speaker.status();
    assert.deepEqual([rung, quality], ["opus-96", { origin: "96", peer: "96" }]);
    assert.equal(totals.rungChanges, 1);
    assert.equal(first.capture.runs.length, 1, "and the music went on without a break");
    await house.close();
  });
});
