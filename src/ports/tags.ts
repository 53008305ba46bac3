/** Tags and covers of sound files. */
export interface FileTags {
  /** Empty where the file has none; so are the other texts. */
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly albumArtist: string;
  /** Number on its disc, 0 where unknown; so are disc and year. */
  readonly track: number;
  readonly disc: number;
  readonly year: number;
  readonly genre: string;
  /** The front cover, an image file of any format and size. */
  readonly cover: Uint8Array | undefined;
}

export interface TagReader {
  /** A file whose tags cannot be read has none. Throws DiskError where the file itself cannot be read. */
  read(path: string): Promise<FileTags>;
}
