/**
 * Music that both sides of a comparison play: pieces of the built-in library, as FLAC for our origin to
 * take in and as the Ogg Opus that a web server gives out, encoded as our ingest encodes.
 *
 * A soft tone lies under all of it, so that a silence in a capture can only be a player's.
 */
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { builtInLibrary, runToEnd } from "./harness.ts";

export interface Clip {
  readonly title: string;
  /** Name of its Ogg Opus file for each bitrate. */
  readonly files: ReadonlyMap<number, string>;
}

export interface Clips {
  /** For our origin. */
  readonly library: string;
  /** For a web server. */
  readonly web: string;
  readonly clips: readonly Clip[];
}

export interface ClipsWanted {
  readonly count: number;
  readonly seconds: number;
  readonly kbps: readonly number[];
}

const quiet = ["-nostdin", "-hide_banner", "-v", "error", "-y"];
const tone = ["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000,volume=-42dB"];
const under = "[0:a]aresample=48000[m];[m][1:a]amix=inputs=2:duration=first:normalize=0[a]";

/** Below `folder`. Throws BenchError `program-failed`, where there is no ffmpeg for example. */
export async function makeClips(folder: string, wanted: ClipsWanted): Promise<Clips> {
  const [library, web] = [path.join(folder, "library"), path.join(folder, "web")];
  await Promise.all([library, web].map((made) => mkdir(made, { recursive: true })));
  const pieces = await flacFiles(await builtInLibrary());
  const clips: Clip[] = [];
  for (let i = 0; i < wanted.count; i++) {
    const title = `clip ${String(i).padStart(2, "0")}`;
    const flac = path.join(library, `${title}.flac`);
    const from = 8 + wanted.seconds * Math.floor(i / pieces.length);
    await cut(pieces[i % pieces.length] ?? "", { flac, title, from, seconds: wanted.seconds });
    const files = new Map<number, string>();
    for (const kbps of wanted.kbps) {
      const name = `${i}-${kbps}.opus`;
      await encode(flac, path.join(web, name), kbps);
      files.set(kbps, name);
    }
    clips.push({ title, files });
  }
  return { library, web, clips };
}

async function flacFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".flac"))
    .sort()
    .map((name) => path.join(folder, name));
}

interface Cut {
  readonly flac: string;
  readonly title: string;
  /** In seconds; beyond the end it begins anew. */
  readonly from: number;
  readonly seconds: number;
}

async function cut(piece: string, { flac, title, from, seconds }: Cut): Promise<void> {
  const input = ["-stream_loop", "-1", "-i", piece, ...tone];
  const part = ["-ss", String(from), "-t", String(seconds)];
  const mix = ["-filter_complex", under, "-map", "[a]", ...part];
  const tags = ["-map_metadata", "-1", "-metadata", `title=${title}`, "-metadata", "artist=Bench"];
  await runToEnd("ffmpeg", [...quiet, ...input, ...mix, ...tags, "-sample_fmt", "s16", flac]);
}

/** As origin/ffmpeg-command.ts has its Opus rungs made. */
async function encode(flac: string, to: string, kbps: number): Promise<void> {
  const rate = ["-c:a", "libopus", "-b:a", `${kbps}k`, "-vbr", "constrained"];
  const form = ["-application", "audio", "-frame_duration", "20", "-mapping_family", "0"];
  const plain = ["-map_metadata", "-1", "-bitexact", "-f", "ogg"];
  await runToEnd("ffmpeg", [...quiet, "-i", flac, "-map", "0:a", ...rate, ...form, ...plain, to]);
}
