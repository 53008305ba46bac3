/**
 * A pairing code as it is spoken: "the code is 1 2 3, 4 5 6", twice, for whoever
 * was looking for the phone. Made of the words in recordings.ts.
 */

import { type Clip, clipOfSamples, readClip } from "../../audio/clip.ts";
import { assert } from "../../base/assert.ts";
import { fromBase64Url } from "../../base/bytes.ts";
import { recordings } from "./recordings.ts";

type Word = keyof typeof recordings;

const digits: readonly Word[] = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
];
const timesSaid = 2;
const pauseRate = 48_000;
/** Between groups of three, and before it is said again. */
const shortPauseS = 0.5;
const longPauseS = 1.5;

/** `code`: digits. */
export function spokenCode(code: string): readonly Clip[] {
  const half = Math.ceil(code.length / 2);
  const groups = [code.slice(0, half), code.slice(half)];
  const [first = [], second = []] = groups.map((group) => [...group].map(digitClip));
  const once = [wordClip("code"), pause(shortPauseS), ...first, pause(shortPauseS), ...second];
  return Array.from({ length: timesSaid }, () => [...once, pause(longPauseS)]).flat();
}

/** What is said when a client was let in. */
export function spokenPaired(): readonly Clip[] {
  return [wordClip("paired")];
}

function digitClip(digit: string): Clip {
  const word = digits[Number(digit)];
  assert(word !== undefined, "a code has digits");
  return wordClip(word);
}

function wordClip(word: Word): Clip {
  const clip = readClip(fromBase64Url(recordings[word]) ?? new Uint8Array(0));
  assert(!("refused" in clip), "our own recordings can be played");
  return clip;
}

function pause(seconds: number): Clip {
  return clipOfSamples(new Float32Array(seconds * pauseRate), pauseRate);
}
