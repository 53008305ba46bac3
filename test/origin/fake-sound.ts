/**
 * Sound files that are made up: a line of JSON names the sound, its container
 * and its tags. The transcoder counts what it is asked and makes two short rungs.
 */
import { createHash } from "node:crypto";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import type { deferred } from "../../src/base/signal.ts";
import { IngestError } from "../../src/origin/errors.ts";
import type { SoundFile, Transcoded, Transcoder } from "../../src/origin/transcoder.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { FileTags, TagReader } from "../../src/ports/tags.ts";

export interface FakeSound {
  readonly sound: string;
  readonly container?: string;
  readonly title?: string;
  readonly artist?: string;
  readonly cover?: string;
}

export function soundBytes(sound: FakeSound): Uint8Array {
  return utf8Bytes(JSON.stringify(sound));
}

export const fakeFrames = 120;

export class FakeTranscoder implements Transcoder {
  readonly parallel: number;
  opened = 0;
  digested = 0;
  encoded: string[] = [];
  /** Encodings at the same time, at most. */
  concurrent = 0;
  /** Thrown by the next calls of `open`, while it is set. */
  trouble: Error | undefined;
  /** Encoding waits here, while it is set. */
  gate: ReturnType<typeof deferred<void>> | undefined;
  readonly #disk: Disk;
  #running = 0;

  constructor(disk: Disk, parallel = 2) {
    this.#disk = disk;
    this.parallel = parallel;
  }

  async open(path: string): Promise<SoundFile> {
    this.opened += 1;
    if (this.trouble !== undefined) throw this.trouble;
    const file = parse(await this.#disk.readFile(path));
    if (file === undefined) throw new IngestError("unreadable", "it is no sound file");
    return {
      audioKey: async () => `${file.sound} in ${file.container ?? "flac"}`,
      digest: async () => {
        this.digested += 1;
        return new Uint8Array(createHash("sha256").update(file.sound).digest());
      },
      transcode: (folder, signal) => this.#transcode(file.sound, folder, signal),
    };
  }

  async shrinkCover(image: Uint8Array): Promise<Uint8Array | undefined> {
    return utf8Text(image)?.startsWith("large") ? utf8Bytes("shrunk") : undefined;
  }

  async #transcode(sound: string, folder: string, signal: AbortSignal): Promise<Transcoded> {
    this.#running += 1;
    this.concurrent = Math.max(this.concurrent, this.#running);
    await using file = await this.#disk.open(this.#disk.join(folder, "half"), "create");
    await file.write(utf8Bytes(sound), 0);
    await this.gate?.promise;
    this.#running -= 1;
    signal.throwIfAborted();
    this.encoded.push(sound);
    const frame = (rung: string, i: number) => utf8Bytes(`${sound} ${rung} ${i}`);
    return {
      loudnessLufs: -18,
      truePeakDb: -1,
      rungs: (["opus-96", "opus-160"] as const).map((rung) => ({
        rung,
        read: async (take) => {
          for (let i = 0; i < fakeFrames; i++) await take([frame(rung, i)]);
          const totalFrames = fakeFrames * 960 - 312;
          const setup = new Uint8Array(0);
          return { preSkip: 312, rate: 48_000, totalFrames, frameSamples: 960, setup };
        },
      })),
    };
  }
}

export class FakeTags implements TagReader {
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  async read(path: string): Promise<FileTags> {
    const { title = "", artist = "", cover } = parse(await this.#disk.readFile(path)) ?? {};
    const none = { album: "", albumArtist: "", genre: "", track: 0, disc: 0, year: 0 };
    return { ...none, title, artist, cover: cover === undefined ? undefined : utf8Bytes(cover) };
  }
}

function parse(bytes: Uint8Array): FakeSound | undefined {
  try {
    return JSON.parse(utf8Text(bytes) ?? "") as FakeSound; // made by soundBytes
  } catch {
    return undefined;
  }
}
