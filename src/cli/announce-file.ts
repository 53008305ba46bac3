/**
 * A sound file of this machine on its way to a speaker, which takes WAV and Opus in
 * Ogg and runs no decoder of other formats: what is small and of these goes as it is,
 * everything else through ffmpeg here, into half a megabyte at most.
 */
import { clipSeconds, type NoClip, readClip } from "../audio/clip.ts";
import { clipSecondsMax } from "../audio/limits.ts";
import { ControlError } from "../control/errors.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError, ProcessError } from "../ports/errors.ts";
import type { ProcessRunner } from "../ports/process.ts";

interface SoundFilePorts {
  readonly disk: Disk;
  readonly processes: ProcessRunner;
}

interface AnnouncedSound {
  readonly bytes: Uint8Array;
  readonly seconds: number;
}

/** With its names a part fits a frame of the control protocol. */
export const announcePartBytes = 60_000;

/** Sent as it is: 34 parts, well within the commands that a client has at once. */
const asItIsBytesMax = 2_000_000;

/** A minute of 24-bit 192 kHz stereo is 69 MB; more is a mistake. */
const fileBytesMax = 100_000_000;

/** Throws ControlError `refused` with what to do, and what `signal` says. */
export async function soundFile(
  { disk, processes }: SoundFilePorts,
  path: string,
  signal: AbortSignal,
): Promise<AnnouncedSound> {
  const sizeBytes = await sizeOf(disk, path);
  const plain = sizeBytes <= asItIsBytesMax ? await asItIs(disk, path) : undefined;
  if (plain !== undefined && !("refused" in plain)) return plain;
  const decoded = await encoded(processes, path, signal);
  if (decoded === "not-installed")
    throw new ControlError(
      "refused",
      `${path} cannot be sent as it is: ${plain?.refused ?? tooLarge}`,
      {
        remedy: "install ffmpeg, or give a WAV or Opus file of less than 2 MB",
      },
    );
  const sound = readSound(decoded);
  if (!("refused" in sound)) return sound;
  throw new ControlError("refused", `${path} cannot be played: ${sound.refused}`);
}

const tooLarge = "it is larger than 2 MB";

async function sizeOf(disk: Disk, path: string): Promise<number> {
  const found = await statOf(disk, path);
  if (found === undefined)
    throw new ControlError("refused", `there is no file ${path}`, {
      remedy: "give a sound file of this machine, or nothing for two notes",
    });
  if (found.kind !== "file") throw new ControlError("refused", `${path} is no file`);
  if (found.sizeBytes <= fileBytesMax) return found.sizeBytes;
  throw new ControlError("refused", `${path} is larger than ${fileBytesMax / 1e6} MB`, {
    remedy: `give a sound of up to ${clipSecondsMax} seconds`,
  });
}

async function statOf(disk: Disk, path: string) {
  try {
    return await disk.stat(path);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new ControlError("refused", `${path} cannot be read`, { cause: error });
  }
}

async function asItIs(disk: Disk, path: string): Promise<AnnouncedSound | NoClip> {
  try {
    return readSound(await disk.readFile(path));
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new ControlError("refused", `${path} cannot be read`, { cause: error });
  }
}

function readSound(bytes: Uint8Array): AnnouncedSound | NoClip {
  const clip = readClip(bytes);
  return "refused" in clip ? clip : { bytes, seconds: clipSeconds(clip) };
}

/** As Opus in Ogg, the way a speaker takes it. One second more than it takes: what is too long is not cut in silence. */
async function encoded(
  processes: ProcessRunner,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array | "not-installed"> {
  const command = [
    ...["ffmpeg", "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe"],
    ...["-i", `file:${path}`, "-map", "0:a:0", "-t", String(clipSecondsMax + 1)],
    ...["-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "64k", "-frame_duration", "20"],
    ...["-map_metadata", "-1", "-f", "ogg", "pipe:1"],
  ];
  try {
    const { exitCode, stdout } = await processes.run(command, {}, signal);
    if (exitCode === 0) return stdout;
  } catch (error) {
    if (error instanceof ProcessError && error.code === "not-installed") return error.code;
    if (!(error instanceof ProcessError)) throw error;
  }
  throw new ControlError("refused", `${path} is no sound file, or it is damaged`);
}
