/** One decoder of one coded stream: Opus or FLAC packets in, float samples out. */
export interface Decoder extends Disposable {
  /** Sample rate of what comes out, in Hz. */
  readonly rate: number;
  /**
   * Decodes one 20 ms packet into interleaved stereo at `into[0…]`; the number of frames written,
   * 0 where the packet is damaged. Never throws on any input.
   */
  decode(packet: Uint8Array, into: Float32Array): number;
  /** Fills in for a lost packet of 20 ms; 0 where the codec cannot conceal. */
  conceal(into: Float32Array): number;
  /** Forgets the past, as after a seek. */
  reset(): void;
}

export type Codec = "opus" | "flac";

export interface DecoderDriver {
  /** Which implementation decodes Opus: "libopus 1.3.1" or "wasm". */
  readonly opusName: string;
  /** `setup` is FLAC's STREAMINFO block (RFC 9639 §8.2); empty for Opus. */
  open(codec: Codec, setup: Uint8Array): Decoder;
}
