/**
 * `nightjar ctl`: one command to one speaker, and its answer on stdout
 * (docs/CONTROL.md §9). Shell: the words are made by render-*.ts.
 *
 * Exit codes: 0 done, 1 not done with one line on stderr.
 */

import { toHex } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { orAbort } from "../base/signal.ts";
import type { CommandAnswer } from "../control/client.ts";
import { ControlError } from "../control/errors.ts";
import { Remote } from "../control/remote.ts";
import type { PlayerCommand, SpeakerStatus } from "../player/model.ts";
import { mdnsIsOff } from "./announce.ts";
import { isAlarmCommand, tellAlarm } from "./ctl-alarm.ts";
import { ask, showSpeakers } from "./ctl-asks.ts";
import { runCollection } from "./ctl-collection.ts";
import { type Ctl, type CtlPorts, isRunning, openSpeaker } from "./ctl-open.ts";
import { pairWithCode } from "./ctl-pair.ts";
import { itemIds } from "./ctl-queue.ts";
import { remoteControl } from "./ctl-remote.ts";
import { keepName, rename } from "./ctl-rename.ts";
import { announce, loudness, tone } from "./ctl-sound.ts";
import { watch } from "./ctl-watch.ts";
import { doneText } from "./done-text.ts";
import { plainText, timeText } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import { speakersAround } from "./look-around.ts";
import type { CtlCommand, CtlOptions } from "./options.ts";
import { pinsText } from "./render-pins.ts";
import { qualityText, trackText } from "./render-status.ts";

/** The exit code. Never throws for what goes wrong outside: that is said on stderr. */
export async function runCtl(
  ports: CtlPorts,
  options: CtlOptions,
  signal: AbortSignal,
): Promise<0 | 1> {
  const stop = AbortSignal.any([signal, ports.terminal.closed]);
  try {
    if (await listedAround(ports, options, stop)) return 0;
    const { command, target } = options;
    if (command.name === "pair-code") {
      await orAbort(pairWithCode(ports, { command, target, json: options.json }, stop), stop);
      return 0;
    }
    await using client = await openSpeaker(ports, options.target, stop);
    if (target.by === "speaker") await keepName(ports, client.speaker);
    const ctl = { ports, client, remote: new Remote(client), json: options.json };
    await orAbort(run(ctl, command, stop), stop);
    return 0;
  } catch (error) {
    // `watch` is always ended so; and whoever reads no more knows.
    if (stop.aborted && options.command.name === "watch") return 0;
    if (ports.terminal.closed.aborted) return 1;
    if (signal.aborted) {
      ports.terminal.err.write("nightjar: interrupted before it was done\n");
      return 1;
    }
    ports.terminal.err.write(`nightjar: ${describeError(error)}\n`);
    if (ports.environment.variables["NIGHTJAR_DEBUG"] === "1") {
      ports.terminal.err.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
    return 1;
  }
}

/** `speakers` needs no speaker to ask: where none runs by itself here, the LAN is looked at. */
async function listedAround(
  ports: CtlPorts,
  { command, target, json }: CtlOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (command.name !== "speakers" || target.by !== "default") return false;
  if (await isRunning(ports, target)) return false;
  if (mdnsIsOff(ports.environment))
    ports.terminal.err.write("nightjar: nobody is looked for: NIGHTJAR_MDNS is off\n");
  showSpeakers(ports.terminal, await speakersAround(ports, signal), json);
  return true;
}

async function run(
  ctl: Ctl,
  command: Exclude<CtlCommand, { name: "pair-code" }>,
  signal: AbortSignal,
): Promise<void> {
  switch (command.name) {
    case "watch":
      return await watch(ctl, signal);
    case "remote":
      return await remoteControl(ctl, (each) => accepted(ctl, each), signal);
    case "player":
      return await player(ctl, command.command, command.wait);
    case "seek":
      return await seek(ctl, command);
    case "volume":
      return await volume(ctl, command);
    case "quality":
      return await quality(ctl, command);
    case "queue-add":
      return await addToQueue(ctl, command);
    case "queue-remove": {
      const ids = await itemIds(ctl.remote, command.items);
      return await tell(ctl, { kind: "queue-remove", ids }, "removed");
    }
    case "queue-move":
      return await moveInQueue(ctl, command);
    case "queue-play": {
      const [id = ""] = await itemIds(ctl.remote, [command.item]);
      return await play(ctl, { kind: "queue-play", id, positionMs: 0 }, false);
    }
    case "queue-undo":
      return await tell(ctl, { kind: "queue-undo", step: command.step }, "undone");
    case "pin":
      return await pin(ctl, { kind: "pin", what: command.what, quality: command.quality });
    case "unpin":
      return await pin(ctl, { kind: "unpin", what: command.what });
    case "collection":
      return await runCollection(ctl, command.ask, (each) => accepted(ctl, each));
    case "tone":
      return await tone(ctl, command.changes, (each) => accepted(ctl, each));
    case "rename":
      return await rename(ctl, command.to, (to) => accepted(ctl, { kind: "rename", name: to }));
    case "announce":
      return await announce(ctl, command.file, (each) => accepted(ctl, each), signal);
    case "loudness":
      return await loudness(ctl, command.mode, (each) => accepted(ctl, each));
    default:
      return await ask(ctl, command, signal);
  }
}

async function player(ctl: Ctl, command: PlayerCommand, wait: boolean): Promise<void> {
  if (!isAlarmCommand(command)) return await play(ctl, command, wait);
  await tellAlarm(ctl, command, (each) => accepted(ctl, each));
}

async function play(ctl: Ctl, command: PlayerCommand, wait: boolean): Promise<void> {
  const answer = await accepted(ctl, command, wait);
  const starts = ["play", "queue-play", "next", "previous"].includes(command.kind);
  const shown = wait || starts ? await ctl.remote.status() : undefined;
  const startMs = wait && shown !== undefined ? { startMs: shown.play.startMs } : {};
  const track = shown === undefined ? {} : { track: shown.track };
  say(ctl, { ok: true, seq: answer.seq, ...track, ...startMs }, sayPlayed(command, shown, wait));
}

function sayPlayed(
  command: PlayerCommand,
  status: SpeakerStatus | undefined,
  wait: boolean,
): string {
  if (status === undefined) return doneText(command);
  const { startMs } = status.play;
  const when = wait && startMs !== null ? ` (${Math.round(startMs)} ms)` : "";
  return `${trackText(status)}${when}`;
}

/** A speaker begins a little before or behind the place that it was asked for: at a whole frame. */
const seekSlackMs = 1000;

async function seek(
  ctl: Ctl,
  { relative, ms }: { readonly relative: boolean; readonly ms: number },
): Promise<void> {
  const from = relative ? (await ctl.remote.status()).positionMs : 0;
  const positionMs = Math.max(0, from + ms);
  const { seq } = await accepted(ctl, { kind: "seek", positionMs });
  // Beyond the end is the next track, or the end of all: only the speaker knows where that led.
  const now = await ctl.remote.status();
  const wasBeyond = now.track === null || now.positionMs < positionMs - seekSlackMs;
  if (!wasBeyond) return say(ctl, { ok: true, seq, positionMs }, timeText(positionMs));
  const words = `${trackText(now)} ${timeText(now.positionMs)}`;
  say(ctl, { ok: true, seq, positionMs: now.positionMs }, words);
}

async function volume(ctl: Ctl, command: CtlCommand & { readonly name: "volume" }): Promise<void> {
  const { change } = command;
  if (change === undefined || change.relative) {
    const now = await ctl.remote.status();
    if (change === undefined) {
      const { volume: level, muted } = now;
      return say(ctl, { ok: true, volume: level, muted }, `${level}${muted ? " (muted)" : ""}`);
    }
    return await setVolume(ctl, Math.min(100, Math.max(0, now.volume + change.by)));
  }
  return await setVolume(ctl, change.by);
}

async function setVolume(ctl: Ctl, level: number): Promise<void> {
  const { seq, code, message } = await accepted(ctl, { kind: "volume", level });
  if (code === "ok") return say(ctl, { ok: true, seq, volume: level }, String(level));
  const { volume } = await ctl.remote.status();
  say(ctl, { ok: true, seq, volume, limited: message }, message);
}

async function quality(
  ctl: Ctl,
  { quality: wanted, source }: CtlCommand & { readonly name: "quality" },
): Promise<void> {
  if (wanted === undefined) {
    const { quality: now, rung, rungWhy } = await ctl.remote.status();
    return say(ctl, { ok: true, quality: now, rung, rungWhy }, qualityText(now));
  }
  const { seq } = await accepted(ctl, { kind: "quality", quality: wanted, source });
  const { quality: now } = await ctl.remote.status();
  say(ctl, { ok: true, seq, quality: now }, qualityText(now));
}

async function addToQueue(
  ctl: Ctl,
  { what, place }: CtlCommand & { readonly name: "queue-add" },
): Promise<void> {
  if (typeof place === "string") {
    return await tell(ctl, { kind: "queue-add", what, place: { at: place } }, "added");
  }
  const [after = ""] = await itemIds(ctl.remote, [place.after]);
  await tell(ctl, { kind: "queue-add", what, place: { after } }, "added");
}

async function moveInQueue(
  ctl: Ctl,
  { items, after }: CtlCommand & { readonly name: "queue-move" },
): Promise<void> {
  const ids = await itemIds(ctl.remote, items);
  const [anchor] = after === undefined ? [] : await itemIds(ctl.remote, [after]);
  await tell(ctl, { kind: "queue-move", ids, after: anchor }, "moved");
}

/** Says what is pinned now. */
async function pin(ctl: Ctl, command: PlayerCommand): Promise<void> {
  const { seq } = await accepted(ctl, command);
  const pins = await ctl.remote.pins();
  const { pinned, enabled, trouble } = (await ctl.remote.status()).cache;
  const takesNothing = pins.length > 0 && (!enabled || trouble !== null);
  const why = takesNothing
    ? `the cache takes nothing now${trouble === null ? "" : `: ${trouble}`}`
    : null;
  const words = why === null ? pinsText(pins) : `${pinsText(pins)}\n! ${plainText(why)}`;
  say(ctl, { ok: true, seq, pinned, ...(why === null ? {} : { trouble: why }) }, words);
}

async function tell(ctl: Ctl, command: PlayerCommand, words: string): Promise<void> {
  const { seq, violations } = await accepted(ctl, command);
  const missing = violations.flatMap(({ field, value }) => (field === "ids" ? [value] : []));
  const not = missing.length === 0 ? "" : `; not there any more: ${missing.join(", ")}`;
  say(ctl, { ok: true, seq, ...(not === "" ? {} : { missing }) }, `${words}${not}`);
}

/** Throws ControlError `refused` with the player's words where it does not do it. */
async function accepted(ctl: Ctl, command: PlayerCommand, wait = false): Promise<CommandAnswer> {
  // The key makes it safe for a speaker that gets it twice.
  const key = toHex(ctl.ports.entropy.bytes(8));
  const answer = await ctl.client.command(command, { key, waitFirstSample: wait });
  if (answer.code !== "ok" && answer.code !== "volume-limited")
    throw new ControlError("refused", answer.message || answer.code);
  return answer;
}

function say(ctl: Ctl, document: object, words: string): void {
  ctl.ports.terminal.out.write(ctl.json ? jsonLine(document) : `${words}\n`);
}
