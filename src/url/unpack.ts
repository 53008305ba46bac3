/**
 * From the bytes of a file or stream to packets for the audio thread: Opus as it
 * is, everything else decoded, as floats (audio/pcm-clip.ts), 20 ms each. Types only;
 * unpackers.ts makes them.
 */

/** How the audio thread is to take the packets; as SegmentSpec has it. */
export interface UnpackedFormat {
  readonly codec: "opus" | "pcm";
  readonly rate: number;
  readonly setup: Uint8Array;
  /** Frames to drop at the beginning of the stream. */
  readonly preSkip: number;
}

export interface Packet {
  readonly bytes: Uint8Array;
  /** Decoded, at `rate`. */
  readonly frames: number;
  /** The format's, unless the stream has changed it in its midst. */
  readonly rate: number;
}

/** Where a place of it lies in the file, as near as is known. */
export interface ByteMap {
  readonly durationMs: number;
  /** The first byte to ask for; undefined where the file does not tell. */
  at(ms: number): number | undefined;
}

/** What tells of itself when it is: a cluster, a page, a frame. */
export interface Landmark {
  /** From where one can begin to read, within the bytes that were looked at. */
  readonly at: number;
  readonly ms: number;
}

export interface Unpacker extends Disposable {
  /** Undefined until enough of it was seen. */
  readonly format: UnpackedFormat | undefined;
  /** Of a file of so many bytes; undefined where it does not tell. */
  map(sizeBytes: number): ByteMap | undefined;
  /** The first landmark in bytes from anywhere in the file; absent where there are none. */
  landmark?(bytes: Uint8Array): Landmark | undefined;
  /** Throws MediaUrlError where it cannot go on. */
  push(bytes: Uint8Array): Promise<Packet[]>;
  /** The bytes are over. */
  finish(): Promise<Packet[]>;
  /** What follows is another stream, from its beginning. */
  restart(): Promise<void>;
  /** What follows is the same file from the byte `from` on: one that its map or a landmark gave. */
  jump(from: number): Promise<void>;
}
