/**
 * Music that is made up: a library file is a line `tag frames [title]`, and becomes
 * a simulated track of that tag and length; another title is other tags of the
 * same sound.
 */
import { createHash } from "node:crypto";
import { utf8Text } from "../../src/base/bytes.ts";
import type { RungName } from "../../src/media/rung.ts";
import { IngestError } from "../../src/origin/errors.ts";
import type { SoundFile, Transcoder } from "../../src/origin/transcoder.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { FileTags, TagReader } from "../../src/ports/tags.ts";
import { simPackets, simRate } from "./sim-track.ts";

const ladder: readonly RungName[] = ["opus-96", "opus-160", "opus-320"];

export class SimTranscoder implements Transcoder {
  readonly parallel = 2;
  readonly #disk: Disk;
  readonly #rungs: readonly RungName[];

  constructor(disk: Disk, rungs: readonly RungName[] = ladder) {
    this.#disk = disk;
    this.#rungs = rungs;
  }

  async open(path: string): Promise<SoundFile> {
    const [tag = Number.NaN, totalFrames = Number.NaN] = (
      utf8Text(await this.#disk.readFile(path)) ?? ""
    )
      .split(" ")
      .map(Number);
    if (!Number.isInteger(tag + totalFrames))
      throw new IngestError("no-sound", "it is no simulated track");
    const options = { tag, totalFrames, rungs: this.#rungs };
    const digest = new Uint8Array(createHash("sha256").update(`${tag} ${totalFrames}`).digest());
    return {
      audioKey: async () => `sim ${tag} ${totalFrames}`,
      digest: async () => digest,
      transcode: async () => ({
        loudnessLufs: -16,
        truePeakDb: -1,
        rungs: this.#rungs.map((rung) => ({
          rung,
          read: async (take) => {
            await take(simPackets(options, rung));
            return {
              preSkip: 312,
              rate: simRate,
              totalFrames,
              frameSamples: 960,
              setup: new Uint8Array(0),
            };
          },
        })),
      }),
    };
  }

  shrinkCover(): Promise<Uint8Array | undefined> {
    return Promise.resolve(undefined);
  }
}

export const simTags = (disk: Disk): TagReader => ({
  read: async (path): Promise<FileTags> => ({
    title: titleIn(utf8Text(await disk.readFile(path)) ?? "") ?? path.split("/").at(-1) ?? "",
    artist: "Sim",
    album: "Seeds",
    albumArtist: "",
    track: 0,
    disc: 0,
    year: 0,
    genre: "",
    cover: undefined,
  }),
});

function titleIn(line: string): string | undefined {
  return line.split(" ").slice(2).join(" ") || undefined;
}
