/**
 * A band plays a score: turns beats into seconds (tempo, swing, the slowing at the end), gives
 * notes their weight in the bar and a player's small inaccuracies, and hands tones to instruments.
 *
 * All chance comes from the seed, and each voice draws from a generator of its own, so a change to
 * one part does not move another.
 */
import { Rng } from "../../../src/base/rng.ts";
import type { Bus } from "../synth/bus.ts";
import type { Drum } from "../synth/drums.ts";
import { hertzOf } from "../synth/maths.ts";
import type { Instrument } from "../synth/tone.ts";
import type { Note } from "./line.ts";

export interface Tempo {
  /** Beats a minute. */
  readonly bpm: number;
  readonly barBeats: number;
  /** 0.5 is straight; 0.64 puts the second eighth near the triplet. */
  readonly swing?: number;
  /** From this beat on the music slows down. */
  readonly slowFromBeat?: number;
  /** How much longer each beat is than the one before, as a share. */
  readonly slowing?: number;
}

/** Seconds from the start of the piece to `beat`. */
export function secondsAt(beat: number, tempo: Tempo): number {
  const swung = swing(beat, tempo.swing ?? 0.5);
  const late = Math.max(0, swung - (tempo.slowFromBeat ?? Number.POSITIVE_INFINITY));
  return (60 / tempo.bpm) * (swung + 0.5 * (tempo.slowing ?? 0) * late * late);
}

function swing(beat: number, share: number): number {
  const whole = Math.floor(beat);
  const part = beat - whole;
  return whole + (part < 0.5 ? 2 * part * share : share + (2 * part - 1) * (1 - share));
}

/** Where a player sits and how they play. */
export interface Seat<Player> {
  readonly player: Player;
  readonly gain: number;
  readonly pan: number;
  /** Share that goes to the hall. */
  readonly send: number;
  /** How much of a note's length is held: 0.5 is short, 1 joined. */
  readonly held?: number;
}

export class Band {
  readonly #bus: Bus;
  readonly #tempo: Tempo;
  readonly #rng: Rng;

  constructor(bus: Bus, tempo: Tempo, seed: number) {
    this.#bus = bus;
    this.#tempo = tempo;
    this.#rng = new Rng(seed);
  }

  /** Plays notes; `loudness` (0 to 1) may differ over the piece. */
  play(seat: Seat<Instrument>, notes: readonly Note[], loudness: Loudness): void {
    const rng = this.#rng.fork();
    for (const note of notes) {
      const startS = secondsAt(note.beat, this.#tempo) + 0.008 * rng.float();
      const endS = secondsAt(note.beat + note.beats * (seat.held ?? 0.95), this.#tempo);
      const velocity = this.#velocity(note.beat, loudness, rng);
      const startFrame = Math.round(startS * this.#bus.rate);
      const tone = { startFrame, heldS: Math.max(0.05, endS - startS), hz: hertzOf(note.midi) };
      if (startFrame >= this.#bus.frames) continue;
      seat.player(this.#bus, {
        ...tone,
        velocity: velocity * seat.gain,
        pan: seat.pan,
        send: seat.send,
      });
    }
  }

  /** Plays strokes at these beats, each with its own weight. */
  drum(seat: Seat<Drum>, strokes: readonly Hit[], loudness: Loudness): void {
    const rng = this.#rng.fork();
    for (const { beat, weight } of strokes) {
      const startS = secondsAt(beat, this.#tempo) + 0.004 * rng.float();
      const startFrame = Math.round(startS * this.#bus.rate);
      const velocity = weight * seat.gain * level(loudness, beat) * (0.9 + 0.1 * rng.float());
      if (startFrame >= this.#bus.frames) continue;
      seat.player(this.#bus, { startFrame, velocity, pan: seat.pan, send: seat.send });
    }
  }

  /** The first beat of a bar weighs most, off-beats least; phrases of four bars swell to their middle. */
  #velocity(beat: number, loudness: Loudness, rng: Rng): number {
    const { barBeats } = this.#tempo;
    const inBar = beat % barBeats;
    const accent = inBar < 0.01 ? 1 : inBar % 1 < 0.01 ? 0.9 : 0.82;
    const phrase = (beat / (4 * barBeats)) % 1;
    const swell = 0.92 + 0.32 * phrase * (1 - phrase);
    return Math.min(1, level(loudness, beat) * accent * swell * (0.93 + 0.07 * rng.float()));
  }
}

export interface Hit {
  readonly beat: number;
  readonly weight: number;
}

/** A fixed loudness, or pairs of (beat, loudness) with straight lines between. */
export type Loudness = number | readonly (readonly [number, number])[];

function level(loudness: Loudness, beat: number): number {
  if (typeof loudness === "number") return loudness;
  let [fromBeat, from] = loudness[0] ?? [0, 1];
  for (const [toBeat, to] of loudness) {
    if (beat < toBeat) return from + ((to - from) * (beat - fromBeat)) / (toBeat - fromBeat);
    [fromBeat, from] = [toBeat, to];
  }
  return from;
}
