/**
 * What ffmpeg is told and what it answers, as pure functions.
 *
 * Demuxers and protocols are listed: a file is only ever itself, however it is
 * named; a playlist posing as a sound file opens nothing else.
 */
import { utf8Text } from "../base/bytes.ts";
import { IngestError } from "./errors.ts";
import { artworkEdgeMax, flacRateMax, silenceLufs, silencePeakDb } from "./limits.ts";

/** What ffprobe says of the first sound stream. */
export interface SoundProbe {
  readonly codec: string;
  readonly channels: number;
  readonly rate: number;
  /** Significant bits of a sample of a lossless codec above 16; else 16. */
  readonly bits: 16 | 24;
  /** Samples at `rate` that the container promises; undefined where it only guesses. */
  readonly promised: number | undefined;
  /** The decoder runs past the end that the container promises: to be cut there. */
  readonly cut: boolean;
  /** Samples before the start that the container says to skip: encoder delay. */
  readonly skipped: number;
}

const demuxers = "mp3,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,wav,w64,aiff,aac";
const input = (path: string): string[] => [
  "-protocol_whitelist",
  "file",
  "-format_whitelist",
  demuxers,
  "-i",
  // The prefix keeps a name like "concat:a" or "-x" a name.
  `file:${path}`,
];
const quiet = ["-nostdin", "-hide_banner", "-nostats"];
const oneThread = ["-threads", "1", "-filter_threads", "1", "-filter_complex_threads", "1"];

export function probeCommand(path: string): string[] {
  const entries =
    "stream=codec_name,sample_rate,channels,sample_fmt,bits_per_raw_sample,duration" +
    ":packet=pts_time:format=format_name";
  const show = ["-select_streams", "a:0", "-show_entries", entries, "-of", "json"];
  const first = ["-read_intervals", "%+#1"];
  return ["ffprobe", "-v", "error", "-hide_banner", ...show, ...first, ...input(path)];
}

/** The length of the coded sound of an MP4 file, whatever its edit list says. */
export function mediaLengthCommand(path: string): string[] {
  const show = ["-select_streams", "a:0", "-show_entries", "stream=duration", "-of", "json"];
  const raw = ["-ignore_editlist", "1"];
  return ["ffprobe", "-v", "error", "-hide_banner", ...show, ...raw, ...input(path)];
}

/**
 * Many programs round the edit list's length to milliseconds, which would cut a song off early; the
 * coded length less the encoder delay is exact where the last packet says how much of it counts.
 */
export function withMediaLength(probe: SoundProbe, stdout: Uint8Array): SoundProbe {
  const seconds = Number(parseJson(stdout).streams?.[0]?.duration);
  const exact = Math.round(seconds * probe.rate) - probe.skipped;
  const apart = Math.abs(exact - (probe.promised ?? 0));
  return apart <= Math.ceil(probe.rate / 1_000) ? { ...probe, promised: exact } : probe;
}

/** Throws IngestError. */
export function readProbe(stdout: Uint8Array, stderr: string): SoundProbe {
  const answer = parseJson(stdout);
  const stream = answer.streams?.[0];
  if (answer.format === undefined && stream === undefined) throw unreadable(stderr);
  if (stream === undefined) throw new IngestError("no-sound", "there is no sound in it");
  const [rate, channels] = [Number(stream.sample_rate ?? 0), Number(stream.channels ?? 0)];
  if (!(rate > 0 && channels > 0)) {
    throw new IngestError("not-decodable", "its sound cannot be decoded");
  }
  const container = answer.format?.format_name ?? "";
  const seconds = Number(stream.duration);
  // Of MP3 the length is an estimate unless it has a Xing header, and ffprobe does not say which.
  const exact = /flac|mov|aiff|wav/.test(container) && seconds > 0;
  return {
    codec: stream.codec_name ?? "",
    channels,
    rate,
    bits: bitsOf(stream),
    promised: exact ? Math.round(seconds * rate) : undefined,
    cut: container.startsWith("mov"),
    skipped: Math.max(0, Math.round(-Number(answer.packets?.[0]?.pts_time ?? 0) * rate) || 0),
  };
}

interface ProbeStream {
  readonly codec_name?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
  readonly sample_fmt?: string;
  readonly bits_per_raw_sample?: string;
  readonly duration?: string;
}

interface ProbeAnswer {
  readonly packets?: readonly { readonly pts_time?: string }[];
  readonly streams?: readonly ProbeStream[];
  readonly format?: { readonly format_name?: string };
}

function parseJson(stdout: Uint8Array): ProbeAnswer {
  try {
    // ffprobe's own output; every field is optional and checked where it is used.
    return JSON.parse(utf8Text(stdout) ?? "{}") as ProbeAnswer;
  } catch {
    return {};
  }
}

/** Lossy codecs decode to floats of no inherent depth: 16 bits hold what they kept. */
function bitsOf(stream: ProbeStream): 16 | 24 {
  const lossless = /^(pcm_|flac$|alac$)/.test(stream.codec_name ?? "");
  if (!lossless) return 16;
  const raw = Number(stream.bits_per_raw_sample ?? 0);
  const wide = raw > 16 || (!(raw > 0) && /^(s32|flt|dbl|s64)/.test(stream.sample_fmt ?? ""));
  return wide ? 24 : 16;
}

/** Rate of the FLAC rung: the file's own, unless 20 ms are no whole number of samples of it. */
export function flacRateOf(rate: number): number {
  if (rate > flacRateMax) return flacRateMax;
  return rate % 50 === 0 && rate >= 8_000 ? rate : 48_000;
}

/** From the decoder to stereo samples of the FLAC rung: what the track id is the hash of. */
function chain(probe: SoundProbe, resampler: string): string {
  const steps: string[] = [];
  if (probe.cut && probe.promised !== undefined) steps.push(`atrim=end_sample=${probe.promised}`);
  // ffmpeg's own way from mono to stereo takes 3 dB off.
  if (probe.channels === 1) steps.push("pan=stereo|c0=c0|c1=c0");
  steps.push(`aresample=${flacRateOf(probe.rate)}${resampler}`);
  steps.push(`aformat=sample_fmts=${probe.bits === 24 ? "s32" : "s16"}:channel_layouts=stereo`);
  return `[0:a:0]${steps.join(",")}`;
}

export function keyCommand(path: string): string[] {
  const copy = ["-map", "0:a:0", "-c", "copy", "-f", "hash", "-hash", "sha256", "pipe:1"];
  return ["ffmpeg", "-v", "error", ...quiet, ...input(path), ...copy];
}

export function digestCommand(path: string, probe: SoundProbe, resampler: string): string[] {
  const filter = ["-filter_complex", `${chain(probe, resampler)}[a]`, "-map", "[a]"];
  const codec = ["-c:a", `pcm_s${probe.bits}le`];
  const out = ["-f", "hash", "-hash", "sha256", "pipe:1"];
  return [
    "ffmpeg",
    "-v",
    "error",
    ...quiet,
    ...oneThread,
    ...input(path),
    ...filter,
    ...codec,
    ...out,
  ];
}

/** The hash muxer's line as bytes in hexadecimal; undefined where there is none. */
export function readHashLine(stdout: Uint8Array): string | undefined {
  return /^SHA256=([0-9a-f]{64})\s*$/.exec(utf8Text(stdout) ?? "")?.[1];
}

export interface RungFiles {
  readonly opus96: string;
  readonly opus160: string;
  readonly opus320: string;
  readonly flac: string;
}

/**
 * How a rung of Opus is encoded; rungs differ in bitrate only (kbit/s).
 *
 * `packet_loss` (OPUS_SET_PACKET_LOSS_PERC) makes the encoder begin anew with the energies of the bands now and
 * then, so that a decoder that came from another rung, or lost a packet, is right again sooner. Measured on the
 * built-in music: with 2 all edges between rungs are below -22 dB (-22.6 at most; with 0 -21.7), and the third
 * frame of a decoder that knew nothing is at -24 dB (with 0 -17), at the same signal-to-noise ratio. From 3 on
 * the encoder weakens its pitch filter, which costs 0.4 dB, from 5 on 0.9 dB.
 */
export function opusEncoder(kbps: number): string[] {
  return [
    ...["-c:a", "libopus", "-b:a", `${kbps}k`, "-vbr", "constrained", "-packet_loss", "2"],
    ...["-application", "audio", "-frame_duration", "20", "-mapping_family", "0"],
  ];
}

/** One run makes all rungs and measures loudness. */
export function transcodeCommand(
  path: string,
  probe: SoundProbe,
  options: { readonly resampler: string; readonly files: RungFiles },
): string[] {
  const { resampler, files } = options;
  const graph = [
    `${chain(probe, resampler)},asplit=3[flac][meter][wide]`,
    "[meter]ebur128=peak=true:framelog=verbose,anullsink",
    `[wide]aresample=48000${resampler},aformat=sample_fmts=flt,asplit=3[o96][o160][o320]`,
  ].join(";");
  const opus = (pad: string, kbps: number, file: string): string[] => [
    ...["-map", `[${pad}]`, ...opusEncoder(kbps)],
    ...output(file),
  ];
  return [
    ...["ffmpeg", "-v", "info", "-y", ...quiet, ...oneThread, ...input(path)],
    ...["-filter_complex", graph],
    ...["-map", "[flac]", "-c:a", "flac", "-frame_size", String(flacRateOf(probe.rate) / 50)],
    ...output(files.flac),
    ...opus("o96", 96, files.opus96),
    ...opus("o160", 160, files.opus160),
    ...opus("o320", 320, files.opus320),
  ];
}

function output(file: string): string[] {
  return ["-map_metadata", "-1", "-map_chapters", "-1", "-bitexact", "-f", "ogg", `file:${file}`];
}

/** The summary that the ebur128 filter prints at the end. */
export function readLoudness(stderr: string): { loudnessLufs: number; truePeakDb: number } {
  const summary = stderr.slice(Math.max(0, stderr.lastIndexOf("Summary:")));
  const loudness = Number(/\bI:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
  const peak = Number(/\bPeak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
  return {
    loudnessLufs: Number.isFinite(loudness) ? Math.max(silenceLufs, loudness) : silenceLufs,
    truePeakDb: Number.isFinite(peak) ? Math.max(silencePeakDb, peak) : silencePeakDb,
  };
}

export function coverCommand(from: string, to: string): string[] {
  const edge = artworkEdgeMax;
  const size = `scale=w='min(${edge},iw)':h='min(${edge},ih)':force_original_aspect_ratio=decrease`;
  const filter = ["-vf", size, "-frames:v", "1", "-q:v", "4", "-c:v", "mjpeg", "-f", "mjpeg"];
  const source = ["-protocol_whitelist", "file", "-i", `file:${from}`];
  return [
    "ffmpeg",
    "-v",
    "error",
    "-y",
    ...quiet,
    ...oneThread,
    ...source,
    ...filter,
    `file:${to}`,
  ];
}

/** The reason in a person's words. */
export function unreadable(stderr: string): IngestError {
  if (/Permission denied/i.test(stderr)) {
    return new IngestError("unreadable", "permission denied: give this user access to it");
  }
  if (/moov atom not found/i.test(stderr)) {
    return new IngestError("cut-short", "it is cut short: its index is missing");
  }
  return new IngestError("unreadable", "it is no sound file, or it is damaged");
}
