/**
 * Puts the steps of a plan onto a card, reads them back, and probes a card's
 * size. Knows nothing of files, terminals or which disk it is.
 */
import { FlashError } from "../errors.ts";
import { blockBytes, mismatchesMax, probeRoundsMax, stepBytes, stepsPerSync } from "../limits.ts";
import { type Extent, hashOf, isZero, type Plan, type Step } from "../model/plan.ts";
import { firstMarks, judgeMarks, type Reading, readMark, writeMark } from "../model/probe.ts";
import { judge, type Mismatch, type Verdict } from "../model/verdict.ts";
import { alignedBytes, type Card } from "./card.ts";
import type { ImageBytes } from "./image.ts";
import type { OnProgress } from "./read-plan.ts";

export interface Writing {
  readonly card: Card;
  readonly image: ImageBytes;
  readonly plan: Plan;
  /** Steps that need not be written again. */
  readonly from: number;
  readonly onProgress: OnProgress;
  /** So many steps are kept for certain. */
  readonly onKept: (steps: number) => Promise<void>;
}

/** Returns the bytes that the card had to write: zeros where there were zeros are none. Throws FlashError. */
export async function writeSteps(writing: Writing, signal: AbortSignal): Promise<number> {
  const { card, image, plan, from, onProgress, onKept } = writing;
  const [buffer, there] = [alignedBytes(stepBytes), alignedBytes(stepBytes)];
  let done = plan.steps.slice(0, from).reduce((sum, { length }) => sum + length, 0);
  let written = 0;
  for (const [index, step] of [...plan.steps.entries()].slice(from)) {
    signal.throwIfAborted();
    const bytes = await stepOf(image, step, buffer, card.sizeBytes);
    if (!(isZero(bytes) && (await holdsZeros(card, there.subarray(0, bytes.length), step.at)))) {
      await card.write(bytes, step.at);
      written += bytes.length;
    }
    done += step.length;
    onProgress(done, plan.writtenBytes);
    if ((index + 1) % stepsPerSync === 0 || index + 1 === plan.steps.length) {
      await card.sync();
      await onKept(index + 1);
    }
  }
  return written;
}

/** The bytes of a step, padded with zeros to whole blocks, checked against what they were when the image was read first. */
async function stepOf(
  image: ImageBytes,
  step: Step,
  buffer: Uint8Array,
  sizeBytes: number,
): Promise<Uint8Array> {
  const got = await image.read(buffer.subarray(0, step.length), step.at);
  if (got !== step.length || hashOf(buffer.subarray(0, got)) !== step.hash) {
    throw new FlashError("bad-image", "the image has changed while it was being written", {
      remedy: "wait until it is complete, and start again",
    });
  }
  const length = Math.min(paddedLength(step), sizeBytes - step.at);
  return buffer.subarray(0, length).fill(0, step.length);
}

function paddedLength({ length }: Extent): number {
  return Math.ceil(length / blockBytes) * blockBytes;
}

async function holdsZeros(card: Card, into: Uint8Array, at: number): Promise<boolean> {
  return (await card.read(into, at)) === into.length && isZero(into);
}

/** Whether the card holds these steps. Throws FlashError. */
export async function holdsSteps(card: Card, steps: readonly Step[]): Promise<boolean> {
  const buffer = alignedBytes(stepBytes);
  for (const step of steps) if ((await foundAt(card, step, buffer)) !== step.hash) return false;
  return true;
}

/** Reads everything back. Throws FlashError. */
export async function verifySteps(
  card: Card,
  plan: Plan,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Verdict> {
  const buffer = alignedBytes(stepBytes);
  const mismatches: Mismatch[] = [];
  let done = 0;
  for (const step of plan.steps) {
    signal.throwIfAborted();
    const found = await foundAt(card, step, buffer);
    if (found !== step.hash && mismatches.length < mismatchesMax)
      mismatches.push({ at: step.at, found });
    done += step.length;
    onProgress(done, plan.writtenBytes);
  }
  return judge(plan, mismatches);
}

async function foundAt(card: Card, step: Step, buffer: Uint8Array): Promise<string> {
  const length = Math.min(paddedLength(step), card.sizeBytes - step.at);
  const got = await card.read(buffer.subarray(0, length), step.at);
  return hashOf(buffer.subarray(0, Math.min(got, step.length)));
}

/** Writes over the whole range of the card; what was on it is gone. Throws FlashError. */
export async function probeCard(
  card: Card,
  salt: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Verdict> {
  const block = alignedBytes(blockBytes);
  const known = new Map<number, Reading>();
  let marks: readonly number[] = firstMarks(card.sizeBytes);
  for (let round = 0; round < probeRoundsMax; round++) {
    // The places of earlier rounds keep what was found: new marks may have come to lie on theirs.
    for (const [index, at] of marks.entries()) {
      signal.throwIfAborted();
      writeMark(block, at, salt);
      await card.write(block, at);
      onProgress(index + 1, 2 * marks.length);
    }
    await card.sync();
    for (const [index, at] of marks.entries()) {
      signal.throwIfAborted();
      const got = await card.read(block, at);
      known.set(at, { at, found: got < block.length ? undefined : readMark(block, salt) });
      onProgress(marks.length + index + 1, 2 * marks.length);
    }
    const next = judgeMarks([...known.values()].sort((a, b) => a.at - b.at));
    if (next.kind === "verdict") return await cleaned(card, known.keys(), block, next.verdict);
    marks = next.marks;
  }
  throw new FlashError("card-failed", "the card answers otherwise each time it is probed", {
    remedy: "try another reader, or another card",
  });
}

/** Zeros where the marks were, on a card that will be used. */
async function cleaned(
  card: Card,
  places: Iterable<number>,
  block: Uint8Array,
  verdict: Verdict,
): Promise<Verdict> {
  if (verdict.kind !== "good") return verdict;
  block.fill(0);
  for (const at of places) await card.write(block, at);
  await card.sync();
  return verdict;
}
