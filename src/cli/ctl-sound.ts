/** `ctl tone` and `ctl loudness`: how the sound is shaped, and what it was set to. */
import type { LoudnessMode, ToneSettings } from "../audio/model.ts";
import type { PlayerCommand } from "../player/model.ts";
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
