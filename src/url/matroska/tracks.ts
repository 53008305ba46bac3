/** Which tracks of a Matroska file are sound, and how it is coded (RFC 9559 §5.1.4). Pure. */
import { emptyBytes } from "../../base/bytes.ts";
import { matroskaPrefixBytesMax, matroskaTracksMax } from "../limits.ts";
import { childrenOf, floatOf, textOf, uintOf } from "./ebml.ts";

export interface AudioTrack {
  readonly number: number;
  /** As the registry writes it: A_OPUS, A_MPEG/L3 … */
  readonly codec: string;
  /** CodecPrivate; a copy. */
  readonly setup: Uint8Array;
  readonly rate: number;
  readonly channels: number;
  /** 0 where it is not said. */
  readonly bits: number;
  /** What was taken off each frame's beginning (header stripping). */
  readonly prefix: Uint8Array;
  /** It is compressed or encrypted in a way that is not undone here. */
  readonly sealed: boolean;
  readonly isDefault: boolean;
}

const id = {
  trackEntry: 0xae,
  number: 0xd7,
  type: 0x83,
  flagEnabled: 0xb9,
  flagDefault: 0x88,
  codec: 0x86,
  codecPrivate: 0x63a2,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  encodings: 0x6d80,
  encoding: 0x6240,
  encodingScope: 0x5032,
  encryption: 0x5035,
  compression: 0x5034,
  compressionAlgo: 0x4254,
  compressionSettings: 0x4255,
} as const;

const typeAudio = 2;
const algoStripping = 3;

/** Of the body of Tracks, in their order; what is switched off is left out. */
export function audioTracksOf(body: Uint8Array): AudioTrack[] {
  const tracks: AudioTrack[] = [];
  for (const child of childrenOf(body)) {
    if (tracks.length >= matroskaTracksMax) break;
    const track = child.id === id.trackEntry ? audioTrackOf(child.body) : undefined;
    if (track !== undefined) tracks.push(track);
  }
  return tracks;
}

function audioTrackOf(body: Uint8Array): AudioTrack | undefined {
  const found = byId(body);
  const value = (key: number, none: number): number => {
    const at = found.get(key);
    return at === undefined ? none : uintOf(at);
  };
  if (value(id.type, 0) !== typeAudio || value(id.flagEnabled, 1) === 0) return undefined;
  const audio = byId(found.get(id.audio) ?? emptyBytes);
  const [rate, channels, bits] = [id.samplingFrequency, id.channels, id.bitDepth].map((key) =>
    audio.get(key),
  );
  return {
    number: value(id.number, 0),
    codec: textOf(found.get(id.codec) ?? emptyBytes).trim(),
    setup: (found.get(id.codecPrivate) ?? emptyBytes).slice(),
    rate: rate === undefined ? 8_000 : floatOf(rate),
    channels: channels === undefined ? 1 : uintOf(channels),
    bits: bits === undefined ? 0 : uintOf(bits),
    ...encodingOf(found.get(id.encodings)),
    isDefault: value(id.flagDefault, 1) !== 0,
  };
}

/** One step of header stripping is undone; everything else is not. */
function encodingOf(body: Uint8Array | undefined): Pick<AudioTrack, "prefix" | "sealed"> {
  if (body === undefined) return { prefix: emptyBytes, sealed: false };
  const steps = [...childrenOf(body)].filter((child) => child.id === id.encoding);
  const [step] = steps;
  if (step === undefined) return { prefix: emptyBytes, sealed: false };
  const found = byId(step.body);
  const compression = byId(found.get(id.compression) ?? emptyBytes);
  const algo = compression.get(id.compressionAlgo);
  const scope = found.get(id.encodingScope);
  const prefix = compression.get(id.compressionSettings) ?? emptyBytes;
  const plain =
    prefix.length <= matroskaPrefixBytesMax &&
    steps.length === 1 &&
    !found.has(id.encryption) &&
    algo !== undefined &&
    uintOf(algo) === algoStripping &&
    (scope === undefined || uintOf(scope) === 1);
  return { prefix: prefix.slice(), sealed: !plain };
}

/** The last of each kind. */
function byId(body: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (const child of childrenOf(body)) found.set(child.id, child.body);
  return found;
}
