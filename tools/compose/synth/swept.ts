/**
 * Saws through a falling filter: the synthesizer's bass and arpeggios.
 *
 * Loudness by ear: a velocity of 0.8 is about as loud as that of any other instrument.
 */
import { scratchTone } from "./bus.ts";
import { addWave, type Envelope, envelop, filter, soundingFrames } from "./shape.ts";
import { saw, sineTable } from "./tables.ts";
import { type Instrument, placeOf } from "./tone.ts";

interface SynthKind {
  readonly envelope: Envelope;
  /** Cutoff at the stroke and at rest, as multiples of the pitch, and the time between. */
  readonly strike: number;
  readonly rest: number;
  readonly sweepS: number;
  readonly resonance: number;
  /** Level of a sine one octave below. */
  readonly sub: number;
  readonly gain: number;
}

/** A saw through a falling filter: the bass and the arpeggios of a synthesizer. */
function sweptSaw(kind: SynthKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const out = scratchTone(frames);
    const table = saw.at(tone.hz, rate);
    addWave(out, frames, rate, { table, hz: 1.001 * tone.hz, gain: 0.5 });
    addWave(out, frames, rate, { table, hz: 0.998 * tone.hz, gain: 0.5, phase: 0.4 });
    const fromHz = tone.hz * kind.strike * (0.3 + 0.7 * tone.velocity);
    const sweep = { fromHz, toHz: tone.hz * kind.rest, seconds: kind.sweepS };
    filter(out, frames, rate, { ...sweep, resonance: kind.resonance });
    if (kind.sub > 0) {
      addWave(out, frames, rate, { table: sineTable, hz: tone.hz, gain: kind.sub });
    }
    envelop(out, frames, rate, kind.envelope, tone.heldS);
    bus.add(out, frames, placeOf(tone, kind.gain * tone.velocity));
  };
}

export const synthBass = sweptSaw({
  envelope: { attackS: 0.004, decayS: 0.4, sustain: 0.6, releaseS: 0.03 },
  strike: 14,
  rest: 2.5,
  sweepS: 0.09,
  resonance: 1.4,
  sub: 0.6,
  gain: 0.42,
});
export const synthPluck = sweptSaw({
  envelope: { attackS: 0.003, decayS: 0.18, sustain: 0.15, releaseS: 0.12 },
  strike: 12,
  rest: 1.6,
  sweepS: 0.11,
  resonance: 1.8,
  sub: 0,
  gain: 0.3,
});
