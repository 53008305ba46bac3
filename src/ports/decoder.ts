/** One decoder of one coded stream: Opus or FLAC packets in, float samples out. */
export interface Decoder extends Disposable {
  /**
   * Decodes one 20 ms packet into interleaved stereo at `into[0…]`; the number of frames written,
   * 0 where the packet is damaged or its frames do not fit `into`. Never throws on any input.
   */
  decode(packet: Uint8Array, into: Float32Array): number;
  /** Fills in for a lost packet of `frames`, whole milliseconds (20 where it is absent); 0 where the codec cannot conceal. */
  conceal(into: Float32Array, frames?: number): number;
}

export type Codec = "opus" | "flac";

export interface DecoderDriver {
  /** Which implementation decodes Opus: "libopus 1.3.1" or "wasm". */
  readonly opusName: string;
  /**
   * A decoder without a past. `setup` is FLAC's STREAMINFO block (RFC 9639 §8.2); empty for Opus.
   * Disposing gives its memory back for the next one.
   */
  open(codec: Codec, setup: Uint8Array): Decoder;
}
