/** Media files that a real ffmpeg makes of a sweep, servers that break off, and how like the sweep a sound is. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { MediaSource } from "../../src/url/media-source.ts";
import { cut, FakeMedia } from "./fake-media.ts";

/** Decoders and programs run in real time, so waits have to pass in it, too: so many times as fast. */
export function clockAt(speed: number): Clock {
  return {
    nowUs: () => (Number(process.hrtime.bigint()) * speed) / 1_000,
    wallMs: () => 0,
    after(delayUs, run) {
      const timer = setTimeout(run, delayUs / 1_000 / speed);
      return () => clearTimeout(timer);
    },
  };
}

/** Each place of it sounds like no other. */
const sweep = "aevalsrc=0.5*sin(2*PI*(200*t+150*t*t)):d=6:s=44100,aformat=channel_layouts=stereo";

export class MediaFolder implements Disposable {
  readonly path = mkdtempSync(path.join(os.tmpdir(), "nightjar-url-"));

  /** Six seconds of the sweep, or what `source` says. */
  made(what: string | { name: string; source: string }, ...options: string[]): Uint8Array {
    const { name, source } = typeof what === "string" ? { name: what, source: sweep } : what;
    const file = path.join(this.path, name);
    const input = ["-v", "error", "-y", "-f", "lavfi", "-i", source];
    execFileSync("ffmpeg", [...input, ...options, file]);
    return new Uint8Array(readFileSync(file));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A server of files that breaks off after every so many bytes. */
export function breakingServer(file: Uint8Array, ranges = true, every = 30_000): FakeMedia {
  return new FakeMedia(({ headers }) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "bytes=0-")?.[1]);
    const part = ranges ? file.subarray(from, from + every) : file;
    const { length } = file;
    return {
      status: from > 0 && ranges ? 206 : 200,
      headers: {
        "content-length": `${length}`,
        ...(ranges ? { "accept-ranges": "bytes", etag: '"x"' } : {}),
        ...(from > 0 && ranges ? { "content-range": `bytes ${from}-${length - 1}/${length}` } : {}),
      },
      pieces: cut(part, [4_000, 17, 1_300]),
      after: ranges ? "break" : "end",
    };
  });
}

const never = new AbortController().signal;

/** The left channel to its end, at the rate of the stream. `each`: how many packets came so far. */
export async function soundOf(
  source: MediaSource,
  each?: (packets: number) => void,
  packetsMax = Number.POSITIVE_INFINITY,
) {
  const { codec, rate } = source.format;
  const decoders = await openDecoderDriver(await openNative(), { flac: false });
  const opus = decoders.open("opus", new Uint8Array(0));
  const block = new Float32Array(2 * 5_760);
  const samples: number[] = [];
  for (let packets = 1; packets <= packetsMax; packets++) {
    const packet = await source.next(never);
    if (packet === undefined) break;
    const floats =
      codec === "pcm"
        ? new Float32Array(packet.bytes.buffer, packet.bytes.byteOffset, 2 * packet.frames)
        : block.subarray(0, 2 * opus.decode(packet.bytes, block));
    for (let i = 0; i < floats.length; i += 2) samples.push(floats[i] ?? 0);
    each?.(packets);
  }
  return { samples: samples.slice(source.skipFrames), rate };
}

/** Of what is heard with the sweep from `startMs` on, at the best of the shifts of up to `slackMs`. */
export function likeness(
  samples: readonly number[],
  rate: number,
  startMs: number,
  slackMs = 2,
): number {
  const sweepAt = (t: number): number => Math.sin(2 * Math.PI * (200 * t + 150 * t * t));
  let best = 0;
  for (let shift = -slackMs; shift <= slackMs; shift += 0.02) {
    let [xy, xx, yy] = [0, 0, 0];
    for (let i = Math.round(rate / 2); i < rate; i += 3) {
      const x = samples[i] ?? 0;
      const y = sweepAt((startMs + shift) / 1_000 + i / rate);
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    best = Math.max(best, xy / Math.sqrt(xx * yy || 1));
  }
  return best;
}
