/** Outages longer than what a speaker has ahead: the music waits, and is back within a second of the network. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { SimHouse, type SimSpeaker } from "./sim-house.ts";
import { delay, partition } from "./sim-network.ts";

const us = 1_000_000;
const seeds = 4;
/** What the output is handed at once counts as played. */
const handedMs = 700;
const [originAt, originMoved] = ["10.0.0.1", "10.0.0.99"];
const [speakerAt, speakerMoved] = ["10.0.0.10", "10.0.0.77"];
const originName = "origin.home";

/** How the network goes away, and how it comes back. */
interface Outage {
  readonly begin: (house: SimHouse, cut: (cut: boolean) => void) => Promise<void>;
  readonly end: (house: SimHouse, cut: (cut: boolean) => void) => Promise<void>;
}

const outages: Readonly<Record<string, Outage>> = {
  "a network that is gone": {
    begin: async (_, cut) => cut(true),
    end: async (_, cut) => cut(false),
  },
  "an origin that is restarted": {
    begin: (house) => house.stopOrigin(),
    end: (house) => house.startOrigin(),
  },
  "an origin that is killed": {
    begin: (house) => house.crashOrigin("kill"),
    end: (house) => house.startOrigin(),
  },
  "a network and a name server that are gone": {
    begin: async (house, cut) => {
      house.network.names = undefined;
      cut(true);
    },
    end: async (_, cut) => cut(false),
  },
  "an origin that has another address afterwards, under its old name": {
    begin: async (house, cut) => {
      house.network.names = undefined;
      cut(true);
    },
    end: async (house, cut) => {
      house.network.moved.set(originAt, originMoved);
      house.network.names = new Map([[originName, [originMoved]]]);
      cut(false);
    },
  },
  "a speaker that has another address afterwards": {
    begin: async (_, cut) => cut(true),
    end: async (house, cut) => {
      house.network.moved.set(speakerAt, speakerMoved);
      cut(false);
    },
  },
};

/** From the end of the outage to sound, microseconds. What must be kept is compared on the way. */
async function backAfter(outage: Outage, seed: number): Promise<number> {
  let isCut = false;
  const house = await SimHouse.open({
    seed,
    tracks: [150 * 48_000, 60 * 48_000],
    speakers: 1,
    quality: "auto",
    origins: [{ host: originName, port: 41_000 }],
    filters: (rng) => [
      delay(rng.fork(), 10_000, 3_000),
      partition(new Set([speakerAt, speakerMoved]), () => isCut),
    ],
  });
  try {
    house.network.names = new Map([[originName, [originAt]]]);
    const first = house.speakers[0] ?? assert.fail("a house of one");
    const { speaker } = first;
    const rng = new Rng(seed);
    await speaker.execute({ kind: "play", what: ["sim"] });
    await speaker.execute({ kind: "volume", level: 62 });
    await house.clock.advance((4 + rng.float() * 4) * us);
    const cut = (now: boolean): void => {
      isCut = now;
    };
    await outage.begin(house, cut);
    await house.clock.advance((45 + rng.float() * 20) * us);
    const before = kept(first);
    assert.equal(before.state, "buffering");
    await outage.end(house, cut);
    const endUs = house.clock.nowUs();
    await house.clock.until(() => speaker.status().state === "playing", 30 * us);
    const backUs = house.clock.nowUs() - endUs;
    const { positionMs, ...after } = kept(first);
    assert.ok(
      Math.abs(positionMs - before.positionMs) < handedMs,
      `${before.positionMs} → ${positionMs}`,
    );
    assert.deepEqual(after, { ...without(before), state: "playing" });
    await house.clock.advance(3 * us);
    assert.equal(speaker.status().state, "playing", "and it stays");
    assert.equal(speaker.status().totals.stalls, 1);
    return backUs;
  } finally {
    await house.close();
  }
}

function kept({ speaker }: SimSpeaker) {
  const { state, positionMs, volume, queue, track, repeat } = speaker.status();
  return { state, positionMs, volume, queue, track: track?.id, repeat };
}

function without({ positionMs: _, ...rest }: ReturnType<typeof kept>) {
  return rest;
}

describe("music is back soon after", () => {
  for (const [name, outage] of Object.entries(outages)) {
    it(name, async () => {
      const backMs: number[] = [];
      for (let seed = 1; seed <= seeds; seed++)
        backMs.push((await backAfter(outage, seed)) / 1_000);
      backMs.sort((a, b) => a - b);
      const told = backMs.map(Math.round).join(" ");
      assert.ok((backMs[seeds / 2] ?? 1e9) <= 800, `half of them: ${told} ms`);
      // A new address may be met by a try that has just gone to the old one; the next comes within a second.
      assert.ok((backMs.at(-1) ?? 1e9) <= (name.includes("address") ? 1_500 : 1_000), `${told} ms`);
    });
  }
});
