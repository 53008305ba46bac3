/** Tags and covers by music-metadata, which reads every format the origin takes. */
import type { IAudioMetadata } from "music-metadata";
import { utf8Text } from "../base/bytes.ts";
import type { FileTags, TagReader } from "../ports/tags.ts";
import { codeOf, diskError } from "./disk-errors.ts";

const fieldMax = 65_535;
const latin1Max = 255;

const none: FileTags = {
  title: "",
  artist: "",
  album: "",
  albumArtist: "",
  track: 0,
  disc: 0,
  year: 0,
  genre: "",
  cover: undefined,
};

export class MusicMetadataTags implements TagReader {
  async read(path: string): Promise<FileTags> {
    // Loaded when the first file is read: a speaker never needs it.
    const { parseFile, selectCover } = await import("music-metadata");
    try {
      const metadata = await parseFile(path, { duration: false, skipPostHeaders: false });
      const cover = selectCover(metadata.common.picture);
      return {
        ...fieldsOf(metadata),
        cover: cover === null ? undefined : Uint8Array.from(cover.data),
      };
    } catch (error) {
      // The system's codes are about the file; everything else is about what is in it.
      if (/^E[A-Z]+$/.test(codeOf(error))) throw diskError(error, "read", path);
      return none;
    }
  }
}

function fieldsOf({ common, format }: IAudioMetadata): Omit<FileTags, "cover"> {
  // The tags of a WAV file are in no declared character set, and read as if Latin-1 were.
  const undeclared = format.tagTypes?.every((type) => type === "exif") === true;
  const text = (value: string | undefined): string =>
    undeclared ? utf8OfLatin1(value ?? "") : (value ?? "");
  return {
    title: text(common.title),
    artist: text(common.artist ?? common.artists?.join(", ")),
    album: text(common.album),
    albumArtist: text(common.albumartist),
    track: number(common.track.no),
    disc: number(common.disk.no),
    year: number(common.year),
    genre: text(common.genre?.join(", ")),
  };
}

/** UTF-8 that was taken for Latin-1, put right; whatever else it is stays as it is. */
function utf8OfLatin1(text: string): string {
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  if (codes.some((code) => code > latin1Max)) return text;
  return utf8Text(Uint8Array.from(codes)) ?? text;
}

function number(value: number | null | undefined): number {
  const whole = Math.trunc(value ?? 0);
  return whole > 0 && whole <= fieldMax ? whole : 0;
}
