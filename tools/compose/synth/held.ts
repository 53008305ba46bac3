/**
 * Tones that are held as long as they are played: winds, bows, sections, pads, the lead.
 *
 * Loudness by ear: a velocity of 0.8 is about as loud as that of any other instrument.
 */
import { scratchTone } from "./bus.ts";
import { addWave, type Envelope, envelop, filter, soundingFrames } from "./shape.ts";
import { bowed, flute, reed, saw, square, type Wave } from "./tables.ts";
import { type Instrument, placeOf } from "./tone.ts";

interface BlownKind {
  readonly wave: Wave;
  readonly envelope: Envelope;
  readonly vibrato: number;
  readonly vibratoHz: number;
  /** Cutoff at full velocity, as a multiple of the pitch. */
  readonly bright: number;
  readonly gain: number;
}

/** A held tone with vibrato: winds, bows and synthesizer leads. */
function sustained(kind: BlownKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const out = scratchTone(frames);
    const table = kind.wave.at(tone.hz, rate);
    const { vibrato, vibratoHz } = kind;
    addWave(out, frames, rate, { table, hz: tone.hz, gain: 1, vibrato, vibratoHz });
    const open = tone.hz * kind.bright * (0.35 + 0.65 * tone.velocity);
    filter(out, frames, rate, { fromHz: 0.6 * open, toHz: open, seconds: 0.08 });
    envelop(out, frames, rate, kind.envelope, tone.heldS);
    bus.add(out, frames, placeOf(tone, kind.gain * tone.velocity));
  };
}

export const clarinet = sustained({
  wave: reed,
  envelope: { attackS: 0.035, decayS: 0.8, sustain: 0.8, releaseS: 0.05 },
  vibrato: 0.0025,
  vibratoHz: 4.6,
  bright: 7,
  gain: 0.3,
});
export const whistle = sustained({
  wave: flute,
  envelope: { attackS: 0.022, decayS: 0.5, sustain: 0.85, releaseS: 0.035 },
  vibrato: 0.004,
  vibratoHz: 5.4,
  bright: 9,
  gain: 0.27,
});
export const fiddle = sustained({
  wave: bowed,
  envelope: { attackS: 0.03, decayS: 0.7, sustain: 0.85, releaseS: 0.05 },
  vibrato: 0.005,
  vibratoHz: 5.7,
  bright: 8,
  gain: 0.24,
});
export const cello = sustained({
  wave: bowed,
  envelope: { attackS: 0.09, decayS: 1.5, sustain: 0.85, releaseS: 0.14 },
  vibrato: 0.0045,
  vibratoHz: 5.1,
  bright: 7,
  gain: 0.32,
});
export const synthLead = sustained({
  wave: square,
  envelope: { attackS: 0.012, decayS: 0.6, sustain: 0.7, releaseS: 0.09 },
  vibrato: 0.005,
  vibratoHz: 5.2,
  bright: 8,
  gain: 0.2,
});

interface PadKind {
  readonly wave: Wave;
  readonly envelope: Envelope;
  readonly openHz: number;
  readonly gain: number;
}

/** Two detuned players, one to each side: the width of a section of strings or of a pad. */
function ensemble(kind: PadKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const table = kind.wave.at(tone.hz, rate);
    for (const side of [-1, 1]) {
      const out = scratchTone(frames);
      for (const [i, cents] of [2.5, 8].entries()) {
        const hz = tone.hz * (1 + side * cents * 0.00057779);
        addWave(out, frames, rate, { table, hz, gain: 0.5, phase: 0.37 * i + 0.19 * side + 0.3 });
      }
      const toHz = kind.openHz * (0.5 + tone.velocity);
      filter(out, frames, rate, { fromHz: 0.35 * toHz, toHz, seconds: 0.6 });
      envelop(out, frames, rate, kind.envelope, tone.heldS);
      const pan = Math.max(-1, Math.min(1, tone.pan + 0.6 * side));
      bus.add(out, frames, { ...placeOf(tone, kind.gain * tone.velocity), pan });
    }
  };
}

export const strings = ensemble({
  wave: bowed,
  envelope: { attackS: 0.28, decayS: 2, sustain: 0.9, releaseS: 0.22 },
  openHz: 1900,
  gain: 0.17,
});
export const pad = ensemble({
  wave: saw,
  envelope: { attackS: 0.5, decayS: 3, sustain: 0.85, releaseS: 0.4 },
  openHz: 1800,
  gain: 0.17,
});
