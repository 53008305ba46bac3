/**
 * Float samples to the integers of a card. Plainly rounded, without dither: a
 * 16-bit source at full volume comes out as the bits it was, silence is zeros,
 * and captures can be compared exactly. At lower volumes the rounding noise is
 * 98 dB below full scale, under any room's.
 */

/** Scales, rounds and clips `from` into `into`, from index `at`. */
export function toS16(from: Float32Array, into: Int16Array, at: number): void {
  for (let i = 0; i < from.length; i++) {
    const scaled = Math.round((from[i] ?? 0) * 0x8000);
    into[at + i] = Math.max(-0x8000, Math.min(0x7fff, scaled));
  }
}

export function toS32(from: Float32Array, into: Int32Array, at: number): void {
  for (let i = 0; i < from.length; i++) {
    const scaled = Math.round((from[i] ?? 0) * 0x8000_0000);
    into[at + i] = Math.max(-0x8000_0000, Math.min(0x7fff_ffff, scaled));
  }
}
