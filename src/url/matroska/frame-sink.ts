/** Which tracks of Matroska can be decoded, and how the frames of each codec are given to its decoder. */
import { concatBytes } from "../../base/bytes.ts";
import type { MediaDecoderDriver } from "../../ports/media-decoder.ts";
import { MediaUrlError } from "../errors.ts";
import { Mp3Unpacker } from "../mp3-unpacker.ts";
import { OggWriter } from "../ogg-writer.ts";
import { opusHeadOf } from "../opus-head.ts";
import { PackagedUnpacker } from "../packaged-unpacker.ts";
import type { Packer } from "../packer.ts";
import type { Packet, Unpacker } from "../unpack.ts";
import type { WavFormat } from "../wav-reader.ts";
import { WavUnpacker } from "../wav-unpacker.ts";
import type { AudioTrack } from "./tracks.ts";

/** Decodes whole frames of one codec. */
export interface FrameSink extends Disposable {
  push(frames: readonly Uint8Array[]): Promise<Packet[]>;
  finish(): Promise<Packet[]>;
}

/** The first default one that can be decoded, else the first that can. Throws MediaUrlError where none can. */
export function chooseTrack(tracks: readonly AudioTrack[]): AudioTrack {
  const known = tracks.filter(isDecodable);
  const chosen = known.find(({ isDefault }) => isDefault) ?? known[0];
  if (chosen !== undefined) return chosen;
  const codecs = [...new Set(tracks.map(({ codec }) => plainName(codec)))].slice(0, 4);
  const why = tracks.some(({ sealed }) => sealed) ? "it is compressed or encrypted" : "";
  throw new MediaUrlError(
    "no-decoder",
    `Matroska with ${codecs.join(", ")} cannot be decoded here${why === "" ? "" : `: ${why}`}`,
  );
}

function isDecodable(track: AudioTrack): boolean {
  const { codec, setup, sealed } = track;
  if (sealed) return false;
  switch (codec) {
    case "A_OPUS":
      return opusHeadOf(setup) !== undefined;
    case "A_VORBIS":
      return vorbisHeads(setup) !== undefined;
    case "A_MPEG/L3":
      return true;
    case "A_FLAC":
      return flacHead(setup) !== undefined;
    default:
      return pcmFormat(track) !== undefined;
  }
}

/** Throws MediaUrlError; of a track that was chosen, and not Opus. */
export async function openSink(
  track: AudioTrack,
  decoders: MediaDecoderDriver,
  packer: Packer,
): Promise<FrameSink> {
  const { codec, setup } = track;
  if (codec === "A_MPEG/L3")
    return new JoinedSink(new Mp3Unpacker(decoders, await decoders.open("mp3"), packer));
  if (codec === "A_VORBIS") {
    const decoder = await decoders.open("vorbis");
    const inner = new PackagedUnpacker(decoders, "vorbis", decoder, packer);
    return new VorbisSink(inner, vorbisHeads(setup) ?? []);
  }
  if (codec === "A_FLAC") {
    const decoder = await decoders.open("flac");
    const inner = new PackagedUnpacker(decoders, "flac", decoder, packer);
    return new JoinedSink(inner, flacHead(setup));
  }
  const pcm = pcmFormat(track);
  const swap = codec === "A_PCM/INT/BIG" ? track.bits / 8 : 1;
  return new JoinedSink(new WavUnpacker(pcm, packer), undefined, swap);
}

/** Frames one behind the other are what its decoder takes. */
class JoinedSink implements FrameSink {
  readonly #inner: Unpacker;
  readonly #swap: number;
  #before: readonly Uint8Array[];

  /** `swap`: samples of so many bytes come the wrong way round. */
  constructor(inner: Unpacker, head?: Uint8Array, swap = 1) {
    this.#inner = inner;
    this.#swap = swap;
    this.#before = head === undefined ? [] : [head];
  }

  push(frames: readonly Uint8Array[]): Promise<Packet[]> {
    const bytes = concatBytes([...this.#before, ...frames]);
    this.#before = [];
    if (this.#swap > 1) swapEach(bytes, this.#swap);
    return this.#inner.push(bytes);
  }
  finish(): Promise<Packet[]> {
    return this.#inner.finish();
  }
  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
  }
}

/** The package takes Vorbis in Ogg alone. */
class VorbisSink implements FrameSink {
  readonly #inner: Unpacker;
  readonly #writer = new OggWriter();
  #before: readonly Uint8Array[];

  constructor(inner: Unpacker, heads: readonly Uint8Array[]) {
    this.#inner = inner;
    this.#before = heads.map((head) => this.#writer.packet(head, 0));
  }

  push(frames: readonly Uint8Array[]): Promise<Packet[]> {
    const pages = frames.map((frame) => this.#writer.packet(frame, vorbisSamples));
    const bytes = concatBytes([...this.#before, ...pages]);
    this.#before = [];
    return this.#inner.push(bytes);
  }
  finish(): Promise<Packet[]> {
    return this.#inner.finish();
  }
  [Symbol.dispose](): void {
    this.#inner[Symbol.dispose]();
  }
}

/** Granule positions have to rise; of what is not cut at its end nobody looks how. */
const vorbisSamples = 1_024;

/** The three heads of Vorbis, laced as Xiph does (RFC 9559 §12; the registry's A_VORBIS). */
function vorbisHeads(setup: Uint8Array): Uint8Array[] | undefined {
  if (setup[0] !== 2) return undefined;
  const sizes: number[] = [];
  let at = 1;
  while (sizes.length < 2) {
    let size = 0;
    let byte: number | undefined;
    do {
      byte = setup[at++];
      if (byte === undefined) return undefined;
      size += byte;
    } while (byte === 255);
    sizes.push(size);
  }
  const [first = 0, second = 0] = sizes;
  if (at + first + second >= setup.length) return undefined;
  const heads = [
    setup.subarray(at, at + first),
    setup.subarray(at + first, at + first + second),
    setup.subarray(at + first + second),
  ];
  const isVorbis = heads.every((head, i) => head[0] === 1 + 2 * i && head[1] === 0x76);
  return isVorbis ? heads : undefined;
}

/** "fLaC" and what stands behind it; some writers leave the mark away. */
function flacHead(setup: Uint8Array): Uint8Array | undefined {
  const mark = Uint8Array.of(0x66, 0x4c, 0x61, 0x43);
  if (mark.every((byte, i) => setup[i] === byte)) return setup.length >= 42 ? setup : undefined;
  return setup.length >= 38 && ((setup[0] ?? 0) & 0x7f) === 0
    ? concatBytes([mark, setup])
    : undefined;
}

/** Samples one beside the other; undefined for what is none, or of a form that is not played. */
function pcmFormat({ codec, rate, channels, bits }: AudioTrack): WavFormat | undefined {
  const float = codec === "A_PCM/FLOAT/IEEE";
  if (!float && codec !== "A_PCM/INT/LIT" && codec !== "A_PCM/INT/BIG") return undefined;
  const depths = float ? [32] : [8, 16, 24, 32];
  if (!depths.includes(bits) || channels < 1 || channels > 32 || !Number.isInteger(rate))
    return undefined;
  return { rate, channels, bits, float, dataAt: 0, dataBytes: Number.POSITIVE_INFINITY };
}

function swapEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** "A_AAC/MPEG4/LC" is AAC to people. */
function plainName(codec: string): string {
  const [, name = "sound of an unknown kind"] = /^A_([\w/]{1,24})$/.exec(codec) ?? [];
  return name.replace(/\/.*$/, "");
}
