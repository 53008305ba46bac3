/**
 * What ffmpeg is told for a URL, and what it says. Pure.
 *
 * It gets bytes through a pipe, never the URL, one demultiplexer that was chosen
 * by what the bytes are, and no protocol but pipes: nothing in them opens anything else.
 */
import type { MediaKind } from "../../url/sniff.ts";
import { relayCpuSMax, relayMemoryKibMax } from "./limits.ts";

const demuxers: Readonly<Record<MediaKind, string>> = {
  mp3: "mp3",
  wav: "wav",
  flac: "flac",
  "ogg-opus": "ogg",
  "ogg-vorbis": "ogg",
  "ogg-flac": "ogg",
  aac: "aac",
  mp4: "mov",
  matroska: "matroska",
  wma: "asf",
  aiff: "aiff",
  ape: "ape",
  wavpack: "wv",
  ac3: "ac3",
  mpegts: "mpegts",
};

/**
 * Two channels of Ogg Opus from standard input to standard output, from `startMs` on: what lies before is read and
 * passed over where the input `namesPlaces`, and else decoded and dropped.
 */
export function relayCommand(kind: MediaKind, startMs: number, namesPlaces: boolean): string[] {
  const limits = `ulimit -v ${relayMemoryKibMax}; ulimit -t ${relayCpuSMax}; exec "$@"`;
  const quiet = ["-nostdin", "-hide_banner", "-nostats", "-v", "info"];
  // The head of a station is known within a second of it.
  const probing = ["-probesize", "1000000", "-analyzeduration", "1000000"];
  const from = startMs > 0 ? ["-ss", `${startMs / 1_000}`] : [];
  const format = ["-f", demuxers[kind], ...(namesPlaces ? from : []), "-i", "pipe:0"];
  const input = ["-protocol_whitelist", "pipe", ...probing, ...format];
  const sound = [
    "-map",
    "0:a:0",
    "-map_metadata",
    "-1",
    "-ac",
    "2",
    "-ar",
    "48000",
    "-threads",
    "1",
  ];
  const opus = ["-c:a", "libopus", "-b:a", "192k", "-frame_duration", "20"];
  const output = ["-page_duration", "200000", "-f", "ogg", "pipe:1"];
  const program = [
    "ffmpeg",
    ...quiet,
    ...input,
    ...(namesPlaces ? [] : from),
    ...sound,
    ...opus,
    ...output,
  ];
  return ["sh", "-c", limits, "sh", ...program];
}

/** The duration that it found; 0 for none. */
export function durationMsOf(stderr: string): number {
  const [, hours, minutes, seconds] = /^\s*Duration: (\d+):(\d\d):(\d\d\.\d+)/m.exec(stderr) ?? [];
  if (hours === undefined) return 0;
  return Math.round((Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000);
}

/** Why it gave no sound, for people. */
export function whySilent(stderr: string): string {
  return /ffmpeg: not found|ENOENT/i.test(stderr)
    ? "the origin has no ffmpeg; install it there: apt install ffmpeg"
    : "the origin's ffmpeg finds no sound in it";
}
