/** The unpacker of each kind of media. */
import type { MediaDecoderDriver } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { MatroskaUnpacker } from "./matroska/unpacker.ts";
import { Mp3Unpacker } from "./mp3-unpacker.ts";
import { OggUnpacker } from "./ogg-unpacker.ts";
import { OpusUnpacker } from "./opus-unpacker.ts";
import { PackagedUnpacker } from "./packaged-unpacker.ts";
import type { MediaKind } from "./sniff.ts";
import type { Unpacker } from "./unpack.ts";
import { WavUnpacker } from "./wav-unpacker.ts";

/** Throws MediaUrlError for what has no decoder here. */
export async function unpackerOf(kind: MediaKind, decoders: MediaDecoderDriver): Promise<Unpacker> {
  switch (kind) {
    case "wav":
      return new WavUnpacker();
    case "ogg-opus":
      return new OpusUnpacker();
    case "matroska":
      return new MatroskaUnpacker(decoders);
    case "mp3":
      return new Mp3Unpacker(decoders, await decoders.open("mp3"));
    case "ogg-vorbis":
      return new OggUnpacker(decoders, "vorbis", await decoders.open("vorbis"));
    case "ogg-flac":
      return new OggUnpacker(decoders, "flac", await decoders.open("flac"));
    case "flac":
      return new PackagedUnpacker(decoders, "flac", await decoders.open("flac"));
    default:
      throw new MediaUrlError("no-decoder", `${names[kind]} cannot be decoded here`);
  }
}

const names = {
  aac: "AAC",
  mp4: "MP4 (AAC, ALAC)",
  wma: "WMA",
  aiff: "AIFF",
  ape: "Monkey's Audio",
  wavpack: "WavPack",
  ac3: "AC-3",
  mpegts: "an MPEG transport stream",
} as const;
