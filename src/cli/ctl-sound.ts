/** `ctl tone`, `ctl loudness` and `ctl announce FILE`: how the sound is shaped, and what is said over it. */
import type { LoudnessMode, ToneSettings } from "../audio/model.ts";
import { toHex } from "../base/bytes.ts";
import type { PlayerCommand } from "../player/model.ts";
import { announcePartBytes, soundFile } from "./announce-file.ts";
import type { Ctl } from "./ctl-open.ts";
import { jsonLine } from "./json-line.ts";
import { toneText } from "./render-status.ts";

/** A command to the speaker. Throws ControlError `refused`. */
type Tell = (command: PlayerCommand) => Promise<{ readonly seq: number }>;

/** `changes` undefined: shows it. */
export async function tone(
  { ports, remote, json }: Ctl,
  changes: Partial<ToneSettings> | undefined,
  tell: Tell,
): Promise<void> {
  const seq = changes && (await tell({ kind: "tone", changes })).seq;
  const { tone: now } = (await remote.status()).sound;
  const document = { ok: true, ...(seq === undefined ? {} : { seq }), tone: now };
  ports.terminal.out.write(json ? jsonLine(document) : `${toneText(now)}\n`);
}

/** `mode` undefined: shows it. */
export async function loudness(
  { ports, remote, json }: Ctl,
  mode: LoudnessMode | undefined,
  tell: Tell,
): Promise<void> {
  const seq = mode && (await tell({ kind: "loudness", mode })).seq;
  const { loudness: now } = (await remote.status()).sound;
  const document = { ok: true, ...(seq === undefined ? {} : { seq }), loudness: now };
  ports.terminal.out.write(json ? jsonLine(document) : `${now}\n`);
}

/** Throws ControlError `refused` where it is no sound that can be played. */
export async function announce(
  { ports, json }: Ctl,
  file: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const { bytes, seconds } = await soundFile(ports, file, signal);
  const id = toHex(ports.entropy.bytes(8));
  let seq = 0;
  for (let offset = 0; offset < bytes.length; offset += announcePartBytes) {
    const data = bytes.subarray(offset, offset + announcePartBytes);
    const last = offset + data.length === bytes.length;
    ({ seq } = await tell({ kind: "announce", id, offset, data, last }));
  }
  const document = { ok: true, seq, seconds: Math.round(seconds * 100) / 100 };
  ports.terminal.out.write(json ? jsonLine(document) : `${seconds.toFixed(1)} s\n`);
}
