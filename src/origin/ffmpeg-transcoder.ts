/**
 * The real Transcoder: ffmpeg and ffprobe as programs, at low priority, one
 * thread each (the library runs one for each core).
 *
 * Needs an ffmpeg with libopus; with libsoxr it resamples better. Both are asked
 * for at first use and again until they are there.
 */
import { fromHex } from "../base/bytes.ts";
import { artworkBytesMax } from "../media/limits.ts";
import type { RungName } from "../media/rung.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError, ProcessError } from "../ports/errors.ts";
import type { ProcessResult, ProcessRunner } from "../ports/process.ts";
import { IngestError } from "./errors.ts";
import * as command from "./ffmpeg-command.ts";
import { completeShareMin, ingestNiceness } from "./limits.ts";
import { OggRung } from "./ogg-rung.ts";
import type { SoundFile, Transcoded, Transcoder } from "./transcoder.ts";
import { wavHeadBytes, wavLength } from "./wav-length.ts";

interface Ports {
  readonly disk: Disk;
  readonly processes: ProcessRunner;
}

export class FfmpegTranscoder implements Transcoder {
  readonly #ports: Ports;
  /** Option of the resampling filter; undefined until ffmpeg was asked what it can do. */
  #resampler: string | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get parallel(): number {
    return this.#ports.processes.cores;
  }

  async open(path: string, signal: AbortSignal): Promise<SoundFile> {
    this.#resampler ??= await this.#ask(signal);
    const stat = await this.#ports.disk.stat(path);
    if (stat?.sizeBytes === 0) throw new IngestError("unreadable", "the file is empty");
    const result = await runLow(this.#ports.processes, command.probeCommand(path), signal);
    const probe = await this.#exact(path, command.readProbe(result.stdout, result.stderr), signal);
    await this.#mustBeWhole(path, stat?.sizeBytes ?? 0);
    return new FfmpegSound(this.#ports, { path, probe, resampler: this.#resampler });
  }

  async shrinkCover(
    image: Uint8Array,
    folder: string,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    const { disk, processes } = this.#ports;
    const [from, to] = [disk.join(folder, "cover-in"), disk.join(folder, "cover-out")];
    await disk.replaceFile(from, image);
    const result = await runLow(processes, command.coverCommand(from, to), signal);
    if (result.exitCode !== 0 || (await disk.stat(to)) === undefined) return undefined;
    const shrunk = await disk.readFile(to);
    return shrunk.length > 0 && shrunk.length <= artworkBytesMax ? shrunk : undefined;
  }

  async #exact(
    path: string,
    probe: command.SoundProbe,
    signal: AbortSignal,
  ): Promise<command.SoundProbe> {
    if (!probe.cut) return probe;
    const { processes } = this.#ports;
    const { stdout } = await runLow(processes, command.mediaLengthCommand(path), signal);
    return command.withMediaLength(probe, stdout);
  }

  /** ffprobe takes the length of a WAV file from its size, and so never misses what is cut off. */
  async #mustBeWhole(path: string, sizeBytes: number): Promise<void> {
    if (!/\.wav$/iu.test(path)) return;
    await using file = await this.#ports.disk.open(path, "read");
    const head = new Uint8Array(Math.min(wavHeadBytes, sizeBytes));
    const length = await file.read(head, 0);
    const wants = wavLength(head.subarray(0, length));
    if (wants === undefined || sizeBytes >= wants * completeShareMin) return;
    throw new IngestError("cut-short", `it is cut short: ${sizeBytes} bytes of ${wants}`);
  }

  async #ask(signal: AbortSignal): Promise<string> {
    const asked = ["ffmpeg", "-hide_banner", "-version"];
    const { stdout } = await this.#ports.processes.run(asked, {}, signal);
    const text = new TextDecoder().decode(stdout);
    if (!text.includes("--enable-libopus")) {
      throw new ProcessError("not-installed", "this ffmpeg cannot encode Opus", {
        remedy: "install one built with libopus: apt install ffmpeg",
      });
    }
    return text.includes("--enable-libsoxr") ? ":resampler=soxr" : "";
  }
}

class FfmpegSound implements SoundFile {
  readonly #ports: Ports;
  readonly #path: string;
  readonly #probe: command.SoundProbe;
  readonly #resampler: string;

  constructor(
    ports: Ports,
    file: { readonly path: string; readonly probe: command.SoundProbe; readonly resampler: string },
  ) {
    this.#ports = ports;
    this.#path = file.path;
    this.#probe = file.probe;
    this.#resampler = file.resampler;
  }

  async audioKey(signal: AbortSignal): Promise<string> {
    const hash = await this.#hash(command.keyCommand(this.#path), signal);
    // Raw samples say nothing of their form: it is part of what they sound like.
    const { codec, rate, channels } = this.#probe;
    return `${hash} ${codec} ${rate} ${channels}`;
  }

  async digest(signal: AbortSignal): Promise<Uint8Array> {
    const run = command.digestCommand(this.#path, this.#probe, this.#resampler);
    const digest = fromHex(await this.#hash(run, signal));
    if (digest === undefined) throw command.unreadable("");
    return digest;
  }

  async transcode(folder: string, signal: AbortSignal): Promise<Transcoded> {
    const { disk, processes } = this.#ports;
    const file = (rung: RungName): string => disk.join(folder, `${rung}.ogg`);
    const files = {
      opus96: file("opus-96"),
      opus160: file("opus-160"),
      opus320: file("opus-320"),
      flac: file("flac"),
    };
    const run = command.transcodeCommand(this.#path, this.#probe, {
      resampler: this.#resampler,
      files,
    });
    const { exitCode, stderr } = await runLow(processes, run, signal);
    if (exitCode !== 0) throw transcodeError(stderr, folder);
    const least = Math.floor((this.#probe.promised ?? 0) * completeShareMin);
    const flacRate = command.flacRateOf(this.#probe.rate);
    const framesMin = Math.floor((least * flacRate) / this.#probe.rate);
    return {
      ...command.readLoudness(stderr),
      rungs: [
        new OggRung(disk, "opus-96", files.opus96),
        new OggRung(disk, "opus-160", files.opus160),
        new OggRung(disk, "opus-320", files.opus320),
        new OggRung(disk, "flac", files.flac, framesMin),
      ],
    };
  }

  async #hash(run: readonly string[], signal: AbortSignal): Promise<string> {
    const result = await runLow(this.#ports.processes, run, signal);
    const hash = command.readHashLine(result.stdout);
    if (hash === undefined || result.exitCode !== 0) throw command.unreadable(result.stderr);
    return hash;
  }
}

function runLow(
  processes: ProcessRunner,
  run: readonly string[],
  signal: AbortSignal,
): Promise<ProcessResult> {
  return processes.run(run, { niceness: ingestNiceness }, signal);
}

function transcodeError(stderr: string, folder: string): Error {
  if (/No space left on device/i.test(stderr)) {
    return new DiskError("no-space", `cannot write below ${folder}: no space is left`, {
      remedy: "free some space on the disk",
    });
  }
  if (/Unknown encoder|resampling engine/i.test(stderr)) {
    return new ProcessError("not-installed", "this ffmpeg lacks an encoder that is needed", {
      remedy: "install a complete one: apt install ffmpeg",
    });
  }
  return new IngestError("not-decodable", "its sound cannot be decoded");
}
