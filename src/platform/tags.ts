/** Tags and covers by music-metadata, which reads every format the origin takes. */
import type { IAudioMetadata } from "music-metadata";
import type { FileTags, TagReader } from "../ports/tags.ts";
import { codeOf, diskError } from "./disk-errors.ts";

const fieldMax = 65_535;

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

function fieldsOf({ common }: IAudioMetadata): Omit<FileTags, "cover"> {
  return {
    title: common.title ?? "",
    artist: common.artist ?? common.artists?.join(", ") ?? "",
    album: common.album ?? "",
    albumArtist: common.albumartist ?? "",
    track: number(common.track.no),
    disc: number(common.disk.no),
    year: number(common.year),
    genre: common.genre?.join(", ") ?? "",
  };
}

function number(value: number | null | undefined): number {
  const whole = Math.trunc(value ?? 0);
  return whole > 0 && whole <= fieldMax ? whole : 0;
}
