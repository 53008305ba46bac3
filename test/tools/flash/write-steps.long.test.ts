import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { readPlan } from "../../../tools/flash/host/read-plan.ts";
import {
  holdsSteps,
  probeCard,
  verifySteps,
  writeSteps,
} from "../../../tools/flash/host/write-steps.ts";
import { blockBytes, probeGapBytes, stepBytes } from "../../../tools/flash/limits.ts";
import {
  type BlockMap,
  formatBlockMap,
  parseBlockMap,
} from "../../../tools/flash/model/block-map.ts";
import { hashOf, type Plan } from "../../../tools/flash/model/plan.ts";
import { formatState, samplesOf, stepsDone } from "../../../tools/flash/model/resume.ts";
import type { Verdict } from "../../../tools/flash/model/verdict.ts";
import { SimCard, SimImage } from "./sim-card.ts";

const { signal } = new AbortController();
const quiet = (): void => undefined;
const mib = 2 ** 20;

describe("writing a card", () => {
  it("makes the card what the image is, whatever was on it and however long the image is", async () => {
    for (const length of [
      1,
      511,
      blockBytes,
      stepBytes - 1,
      stepBytes,
      stepBytes + 513,
      3 * stepBytes + 5,
    ]) {
      const image = randomImage(length, length);
      const card = new SimCard({ sizeBytes: 16 * mib });
      for (const at of [0, 5_000, stepBytes + 9]) card.spoil(at);
      const plan = await planOf(image);
      assert.equal(plan.writtenBytes, length);
      await write(card, image, plan, 0);
      assert.deepEqual(await contents(card, length), image);
      assert.deepEqual(await verdictOf(card, plan), { kind: "good" });
    }
  });

  it("writes no zeros where there are some, and zeros where there are none", async () => {
    const image = randomImage(4 * stepBytes, 3);
    image.fill(0, stepBytes, 3 * stepBytes);
    const card = new SimCard({ sizeBytes: 16 * mib });
    card.spoil(2 * stepBytes + 77);
    const plan = await planOf(image);
    assert.equal(await write(card, image, plan, 0), 3 * stepBytes);
    assert.deepEqual(await contents(card, image.length), image);
    assert.equal(await write(card, image, plan, 0), 2 * stepBytes);
  });

  it("leaves alone what a block map leaves out", async () => {
    const image = randomImage(3 * stepBytes, 4);
    const map = mapOf(image, [
      [0, 2],
      [700, 1_500],
    ]);
    const card = new SimCard({ sizeBytes: 16 * mib });
    card.spoil(100 * blockBytes);
    const plan = await planOf(image, map);
    await write(card, image, plan, 0);
    const found = await contents(card, image.length);
    assert.equal(found[100 * blockBytes], 1);
    for (const { from, length } of map.ranges)
      assert.deepEqual(found.subarray(from, from + length), image.subarray(from, from + length));
    assert.equal(plan.writtenBytes, (3 + 801) * blockBytes);
  });

  it("refuses an image that is not its map's before a card is touched", async () => {
    const image = randomImage(2 * stepBytes, 5);
    const map = mapOf(image, [[0, 600]]);
    image[300] = (image[300] ?? 0) ^ 1;
    await assert.rejects(planOf(image, map), { code: "bad-image" });
    await assert.rejects(planOf(image.subarray(0, 99 * blockBytes), map), { code: "bad-image" });
    await assert.rejects(planOf(new Uint8Array(0)), { code: "bad-image" });
  });

  it("stops when the image changes while it is written", async () => {
    const image = randomImage(2 * stepBytes, 6);
    const plan = await planOf(image);
    const card = new SimCard({ sizeBytes: 16 * mib });
    image[stepBytes] = (image[stepBytes] ?? 0) ^ 1;
    await assert.rejects(write(card, image, plan, 0), { code: "bad-image" });
  });

  it("goes on where it was, however often the card is pulled", async () => {
    const image = randomImage(20 * stepBytes, 7);
    const plan = await planOf(image);
    const pulls = fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(pulls, async (cuts) => {
        let card = new SimCard({ sizeBytes: 20 * stepBytes });
        let state: string | undefined;
        const goOn = async (): Promise<void> => {
          const from = stepsDone(state, "card 1", plan);
          assert.ok(
            await holdsSteps(card, samplesOf(plan, from)),
            "what is said to be kept is there",
          );
          const onKept = async (steps: number): Promise<void> => {
            state = formatState({ disk: "card 1", plan: plan.id, stepsDone: steps });
          };
          await writeSteps(
            { card, image: new SimImage(image), plan, from, onProgress: quiet, onKept },
            signal,
          );
        };
        for (const steps of cuts) {
          card = card.putInAgain(steps * stepBytes + blockBytes);
          await goOn().catch((error: { code: string }) => assert.equal(error.code, "card-gone"));
        }
        card = card.putInAgain();
        await goOn();
        assert.deepEqual(await verdictOf(card, plan), { kind: "good" });
      }),
      { numRuns: 4 },
    );
  });

  it("believes a state for its own disk and contents only", async () => {
    const plan = await planOf(randomImage(3 * stepBytes, 8));
    const other = await planOf(randomImage(3 * stepBytes, 9));
    const state = formatState({ disk: "a", plan: plan.id, stepsDone: 2 });
    assert.equal(stepsDone(state, "a", plan), 2);
    assert.equal(stepsDone(state, "b", plan), 0);
    assert.equal(stepsDone(state, "a", other), 0);
    assert.equal(stepsDone(state.slice(0, 20), "a", plan), 0);
    assert.equal(stepsDone(formatState({ disk: "a", plan: plan.id, stepsDone: 4 }), "a", plan), 0);
    assert.equal(stepsDone(undefined, "a", plan), 0);
  });

  it("finds every byte that is another when it reads back", async () => {
    const image = randomImage(2 * stepBytes + 700, 10);
    const plan = await planOf(image);
    await fc.assert(
      fc.asyncProperty(fc.nat(image.length - 1), async (at) => {
        const card = new SimCard({ sizeBytes: 16 * mib });
        await write(card, image, plan, 0);
        card.spoil(at);
        const step = Math.floor(at / stepBytes) * stepBytes;
        assert.deepEqual(await verdictOf(card, plan), { kind: "damaged", at: step, count: 1 });
      }),
      { numRuns: 10 },
    );
  });

  it("tells a fake from a worn card, and how large the fake is", async () => {
    const image = randomImage(16 * stepBytes, 11);
    const plan = await planOf(image);
    const sizeBytes = 32 * stepBytes;
    const verdict = async (options: object): Promise<Verdict> => {
      const card = new SimCard({ sizeBytes, ...options });
      await write(card, image, plan, 0);
      return verdictOf(card, plan);
    };
    const realBytes = 6 * stepBytes;
    assert.deepEqual(await verdict({ realBytes, beyond: "wraps" }), { kind: "fake", realBytes });
    assert.deepEqual(await verdict({ realBytes, beyond: "forgets" }), { kind: "fake", realBytes });
    const odd = 10 * stepBytes + blockBytes;
    const found = await verdict({ realBytes: odd, beyond: "wraps" });
    assert.ok(
      found.kind === "fake" && Math.abs(found.realBytes - odd) < stepBytes,
      "a wrap between steps",
    );
    const wornAt = 5 * stepBytes + blockBytes;
    assert.deepEqual(await verdict({ wornAt }), { kind: "damaged", at: 5 * stepBytes, count: 1 });
  });
});

describe("probing a card", () => {
  const gb = 1e9;

  it("trusts honest cards, and leaves no mark on them", async () => {
    for (const sizeBytes of [64 * mib, 7.9 * gb, 64 * gb, 512 * gb].map(aligned)) {
      const card = new SimCard({ sizeBytes });
      assert.deepEqual(await probe(card), { kind: "good" });
      assert.ok((await contents(card, 64 * blockBytes)).every((byte) => byte === 0));
    }
  });

  it("finds where a card forgets, to within 64 MiB, wherever that is", async () => {
    const size = fc.integer({ min: 1_000, max: 15_000_000 }).map((blocks) => blocks * blockBytes);
    await fc.assert(
      fc.asyncProperty(size, async (realBytes) => {
        const card = new SimCard({ sizeBytes: aligned(64 * gb), realBytes, beyond: "forgets" });
        const found = await probe(card);
        assert.ok(found.kind === "fake", "a fake");
        assert.ok(Math.abs(found.realBytes - realBytes) <= probeGapBytes, `${found.realBytes}`);
      }),
      { numRuns: 30 },
    );
  });

  it("finds cards that wrap at a power of two, and at whole parts of their size", async () => {
    const sizeBytes = 64 * 1024 * mib;
    for (const realBytes of [
      128 * mib,
      2 ** 32,
      2 ** 33,
      2 ** 35,
      sizeBytes / 16,
      (sizeBytes * 3) / 8,
    ]) {
      const found = await probe(new SimCard({ sizeBytes, realBytes, beyond: "wraps" }));
      assert.deepEqual(found, { kind: "fake", realBytes });
    }
    const odd = new SimCard({ sizeBytes: aligned(31.9 * gb), realBytes: 2 ** 33, beyond: "wraps" });
    assert.deepEqual(await probe(odd), { kind: "fake", realBytes: 2 ** 33 });
  });
});

describe("a block map", () => {
  it("is read as it was written", () => {
    const gap = fc.record({
      hole: fc.integer({ min: 1, max: 999 }),
      blocks: fc.integer({ min: 1, max: 999 }),
    });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1 }), fc.nat(4095), (gaps, tail) => {
        let at = 0;
        const ranges = gaps.map(({ hole, blocks }) => {
          const from = at + hole * blockBytes;
          at = from + blocks * blockBytes;
          return {
            from,
            length: blocks * blockBytes,
            checksum: hashOf(new Uint8Array([hole & 255])),
          };
        });
        const last = ranges.at(-1);
        assert.ok(last !== undefined);
        last.length -= tail;
        const imageBytes = at - tail;
        assert.deepEqual(parseBlockMap(formatBlockMap({ imageBytes, ranges })), {
          imageBytes,
          checksumType: "sha256",
          ranges,
        });
      }),
    );
  });

  it("is refused with one clear error when anything in it is wrong", () => {
    const image = randomImage(8 * blockBytes, 1);
    const { imageBytes, ranges } = mapOf(image, [
      [0, 1],
      [4, 5],
    ]);
    const xml = formatBlockMap({ imageBytes, ranges });
    const plain = xml.replace(/\n.*BmapFileChecksum.*/, "");
    parseBlockMap(plain);
    for (const [from, to] of [
      ["<ImageSize> 32768", "<ImageSize> 32769"],
      ["0-1", "0-2"],
    ] as const) {
      assert.throws(() => parseBlockMap(xml.replace(from, to)), /its own checksum is wrong/);
    }
    for (const [from, to] of [
      ["4-5", "1-5"],
      ["4-5", "5-4"],
      ["4-5", "4-x"],
      [" 4-5 </Range>", " 4-5 "],
      ['version="2.0"', 'version="3.0"'],
      ["<BlockSize> 4096", "<BlockSize> 0"],
      ["sha256 ", "crc32 "],
      ["<ImageSize>", "<Imagesize>"],
      ["<ImageSize> 32768", `<ImageSize> ${"9".repeat(20)}`],
    ] as const) {
      assert.ok(plain.includes(from), from);
      assert.throws(() => parseBlockMap(plain.replace(from, to)), { code: "bad-map" }, to);
    }
  });
});

function randomImage(length: number, seed: number): Uint8Array {
  const rng = new Rng(seed);
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let at = 0; at < words.length; at += 1) words[at] = rng.u32();
  return new Uint8Array(words.buffer, 0, length);
}

function mapOf(image: Uint8Array, blocks: readonly (readonly [number, number])[]): BlockMap {
  const ranges = blocks.map(([first, last]) => {
    const bytes = image.subarray(first * blockBytes, (last + 1) * blockBytes);
    return { from: first * blockBytes, length: bytes.length, checksum: hashOf(bytes) };
  });
  return { imageBytes: image.length, checksumType: "sha256", ranges };
}

function planOf(image: Uint8Array, map?: BlockMap): Promise<Plan> {
  return readPlan(new SimImage(image), map, quiet, signal);
}

function write(card: SimCard, image: Uint8Array, plan: Plan, from: number): Promise<number> {
  const onKept = async (): Promise<void> => undefined;
  return writeSteps(
    { card, image: new SimImage(image), plan, from, onProgress: quiet, onKept },
    signal,
  );
}

function verdictOf(card: SimCard, plan: Plan): Promise<Verdict> {
  return verifySteps(card, plan, quiet, signal);
}

function probe(card: SimCard): Promise<Verdict> {
  return probeCard(card, "salt", quiet, signal);
}

async function contents(card: SimCard, length: number): Promise<Uint8Array> {
  const into = new Uint8Array(Math.ceil(length / blockBytes) * blockBytes);
  await card.read(into, 0);
  return into.subarray(0, length);
}

function aligned(bytes: number): number {
  return Math.floor(bytes / blockBytes) * blockBytes;
}
