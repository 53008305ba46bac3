/**
 * Media whose every second can be told by its sound, and the ear that tells it: second n of ladder `a` is a tone of
 * 500 + 100·n Hz, of ladder `b` one of 4050 + 100·n Hz. Pure.
 */
import { rate } from "./wav.ts";

export const ladders = ["a", "b"] as const;
export type Ladder = (typeof ladders)[number];

export const ladderSeconds = 30;
const firstHz = { a: 500, b: 4_050 };
const stepHz = 100;

/** What ffmpeg makes a ladder of: `-f lavfi -i`. */
export function ladderGraph(name: Ladder): string {
  const tone = `0.3*sin(2*PI*(${firstHz[name]}+${stepHz}*floor(t))*t)`;
  return `aevalsrc=${tone}|${tone}:s=${rate}:d=${ladderSeconds}`;
}

/** A stretch of one sound: "a3" is second 3 of ladder a, "-" silence, "?" something else. */
export interface Run {
  readonly what: string;
  readonly fromS: number;
  readonly seconds: number;
  /** Root mean square of the loudest window. */
  readonly level: number;
}

const windowFrames = rate / 20;
/** Below −60 dB of full scale. */
const silentBelow = 33;
/** So much of a window's energy is in its one tone, unless two tones share it. */
const pure = 0.7;
/** Shorter ones are where two sounds meet. */
const lastingS = 0.15;

/** A capture, as runs of known tones. Windows in which two sounds meet belong to neither. */
export class Heard {
  readonly runs: readonly Run[];

  constructor(samples: Int16Array) {
    const runs: { what: string; fromS: number; seconds: number; level: number }[] = [];
    for (let at = 0; at + windowFrames <= samples.length; at += windowFrames) {
      const { what, level } = nameOf(samples.subarray(at, at + windowFrames));
      const last = runs.at(-1);
      if (last?.what === what) {
        last.seconds += windowFrames / rate;
        last.level = Math.max(last.level, level);
      } else if (what !== "?") {
        runs.push({ what, fromS: at / rate, seconds: windowFrames / rate, level });
      }
    }
    this.runs = runs;
  }

  /** Names of the runs that lasted, in order. */
  get order(): readonly string[] {
    const names = this.runs.filter(({ seconds }) => seconds >= lastingS).map(({ what }) => what);
    return names.filter((name, i) => name !== names[i - 1]);
  }

  /** Whether these were heard, one after the other, whatever was between them. */
  has(...wanted: readonly string[]): boolean {
    let at = 0;
    for (const name of this.order) if (name === wanted[at]) at += 1;
    return at === wanted.length;
  }

  level(what: string): number {
    const runs = this.runs.filter((run) => run.what === what);
    return Math.max(0, ...runs.map(({ level }) => level));
  }
}

function nameOf(window: Int16Array): { readonly what: string; readonly level: number } {
  const energy = window.reduce((sum, sample) => sum + sample * sample, 0);
  const level = Math.sqrt(energy / window.length);
  if (level < silentBelow) return { what: "-", level };
  let best = { what: "?", power: 0 };
  for (const name of ladders) {
    for (let second = 0; second < ladderSeconds; second++) {
      const power = powerAt(window, firstHz[name] + stepHz * second);
      if (power > best.power) best = { what: `${name}${second}`, power };
    }
  }
  return best.power >= pure * energy ? { what: best.what, level } : { what: "?", level };
}

/** How much of the window's energy is in that tone (Goertzel). */
function powerAt(window: Int16Array, hz: number): number {
  const c = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [s1, s2] = [0, 0];
  for (const sample of window) {
    const s0 = sample + c * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  return (2 * (s1 * s1 + s2 * s2 - c * s1 * s2)) / window.length;
}
