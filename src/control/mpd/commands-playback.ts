/** Commands of playing, of how, and how loud (docs/MPD.md §3). */
import type { LoudnessMode } from "../../audio/model.ts";
import type { Repeat, SpeakerStatus } from "../../player/model.ts";
import { type Call, type CommandTable, currentIndex, entry, type MpdWorld } from "./command.ts";
import { rowAt, rowById, showRows } from "./commands-queue.ts";
import { MpdError, quoted } from "./errors.ts";
import { seconds, songLines } from "./song-lines.ts";
import { readBoolean, readCount, readCountUpTo, readInt, readSeconds } from "./values.ts";

export const playbackCommands: CommandTable = {
  play: entry("guest", [0, 1], (call) => {
    const [position] = call.args;
    return position === undefined || position === "-1"
      ? resume(call)
      : playRow(call, rowAt(call, position));
  }),
  playid: entry("guest", [0, 1], (call) => {
    const [id] = call.args;
    return id === undefined || id === "-1" ? resume(call) : playRow(call, rowById(call, id));
  }),
  pause: entry("guest", [0, 1], pause),
  stop: entry("member", [0], ({ act }) => act({ kind: "stop" })),
  next: entry("guest", [0], (call) => step(call, "next")),
  previous: entry("guest", [0], (call) => step(call, "previous")),
  seek: entry("member", [2], (call) =>
    playRow(call, rowAt(call, call.args[0] ?? ""), readSeconds(call.args[1] ?? "")),
  ),
  seekid: entry("member", [2], (call) =>
    playRow(call, rowById(call, call.args[0] ?? ""), readSeconds(call.args[1] ?? "")),
  ),
  seekcur: entry("member", [1], seekCurrent),
  currentsong: entry("guest", [0], currentSong),
  status: entry("guest", [0], status),
  stats: entry("guest", [0], stats),
  clearerror: entry("guest", [0], () => undefined),
  random: entry("member", [1], ({ act, args }) =>
    act({ kind: "shuffle", on: readBoolean(args[0] ?? "") }),
  ),
  repeat: entry("member", [1], repeat),
  single: entry("member", [1], single),
  consume: entry("member", [1], ({ args }) => {
    if (args[0] !== "0" && args[0] !== "1" && args[0] !== "oneshot") readBoolean(args[0] ?? "");
    if (args[0] !== "0") throw notHere("consume: what was played stays in the queue");
  }),
  crossfade: entry("member", [1], ({ args }) => {
    if (readCount(args[0] ?? "") > 0) throw notHere("crossfade");
  }),
  mixrampdb: entry("member", [1], () => undefined),
  mixrampdelay: entry("member", [1], () => undefined),
  replay_gain_mode: entry("member", [1], ({ act, args }) =>
    act({ kind: "loudness", mode: loudnessOf(args[0] ?? "") }),
  ),
  replay_gain_status: entry("guest", [0], ({ world, out }) =>
    out.field("replay_gain_mode", world.model.status().sound.loudness),
  ),
  setvol: entry("guest", [1], ({ act, args }) =>
    act({ kind: "volume", level: readCountUpTo(args[0] ?? "", 100) }),
  ),
  getvol: entry("guest", [0], ({ world, out }) => out.field("volume", world.model.status().volume)),
  volume: entry("guest", [1], ({ act, args }) => {
    const by = readInt(args[0] ?? "");
    if (Math.abs(by) > 100) throw new MpdError("argument", `Number too large: ${by}`);
    return act({ kind: "volume-by", by });
  }),
  outputs: entry("guest", [0], ({ world, out }) => {
    out.field("outputid", 0);
    out.field("outputname", world.speaker.name);
    out.field("plugin", "nightjar");
    out.field("outputenabled", world.model.status().muted ? 0 : 1);
  }),
  enableoutput: entry("guest", [1], (call) => mute(call, false)),
  disableoutput: entry("guest", [1], (call) => mute(call, true)),
  toggleoutput: entry("guest", [1], (call) => mute(call, !call.world.model.status().muted)),
};

function resume({ world, act }: Call): Promise<void> | void {
  if (isPlaying(world.model.status())) return;
  if (world.queue().rows.length === 0) return;
  return act({ kind: "resume" });
}

function playRow(
  { act }: Call,
  { item }: { readonly item: { readonly id: string } },
  positionMs = 0,
): Promise<void> {
  if (positionMs < 0) throw new MpdError("argument", "Number is negative");
  return act({ kind: "queue-play", id: item.id, positionMs });
}

/** Without an argument it is the other way. */
async function pause({ world, act, args: [to] }: Call): Promise<void> {
  const { state } = world.model.status();
  const shall = to === undefined ? state !== "paused" : readBoolean(to);
  if (state === "stopped" || shall === (state === "paused")) return;
  await act({ kind: shall ? "pause" : "resume" });
}

function step({ world, act }: Call, kind: "next" | "previous"): Promise<void> {
  mustPlay(world);
  return act({ kind });
}

async function seekCurrent({ world, act, args: [text = ""] }: Call): Promise<void> {
  const ms = readSeconds(text);
  mustPlay(world);
  const { positionMs, track } = world.model.status();
  const wanted = /^[+-]/.test(text) ? positionMs + ms : ms;
  const end = track === null || track.durationMs === 0 ? wanted : track.durationMs;
  await act({ kind: "seek", positionMs: Math.min(end, Math.max(0, wanted)) });
}

async function currentSong(call: Call): Promise<void> {
  const { world, out, client } = call;
  const row = world.queue().rows[currentIndex(world)];
  if (row !== undefined) return await showRows(call, [row]);
  const { track } = world.model.status();
  const tree = await world.library.tree();
  if (track !== null) songLines(out, { uri: tree.uriOf(track), track }, client.tags);
}

function status({ world, out }: Call): void {
  const now = world.model.status();
  const { version, rows } = world.queue();
  out.field("volume", now.volume);
  out.field("repeat", now.repeat === "off" ? 0 : 1);
  out.field("random", now.shuffle ? 1 : 0);
  out.field("single", singleOf(now));
  out.field("consume", 0);
  out.field("partition", "default");
  out.field("playlist", version);
  out.field("playlistlength", rows.length);
  out.field("mixrampdb", "0.000000");
  out.field("state", isPlaying(now) ? "play" : now.state === "paused" ? "pause" : "stop");
  const index = currentIndex(world);
  songFields(world, "", index);
  if (now.state !== "stopped" && now.track !== null) placeFields({ world, out }, now);
  const next = nextIndex(now, index, rows.length);
  songFields(world, "next", next);
  if (now.trouble !== null) out.field("error", now.trouble);

  function songFields({ queue }: MpdWorld, prefix: string, position: number): void {
    const row = queue().rows[position];
    if (row === undefined) return;
    out.field(`${prefix}song`, position);
    out.field(`${prefix}songid`, row.id);
  }
}

function placeFields({ out }: Pick<Call, "world" | "out">, now: SpeakerStatus): void {
  const { positionMs, track, rung, output } = now;
  const durationMs = track?.durationMs ?? 0;
  const [at, length] = [positionMs, durationMs].map((ms) => Math.round(ms / 1000));
  out.field("time", `${at}:${length}`);
  out.field("elapsed", seconds(positionMs));
  out.field("bitrate", Number(/\d+$/.exec(rung ?? "")?.[0] ?? 0));
  if (durationMs > 0) out.field("duration", seconds(durationMs));
  if (output.rate > 0) out.field("audio", `${output.rate}:f:2`);
}

/** −1 where nothing follows. */
function nextIndex({ repeat }: SpeakerStatus, index: number, length: number): number {
  if (index < 0) return -1;
  if (repeat === "one") return index;
  if (index + 1 < length) return index + 1;
  return repeat === "all" ? 0 : -1;
}

async function stats({ world, out }: Call): Promise<void> {
  const { library, model } = world;
  const tree = await library.tree();
  const { artists, albums, durationMs } = tree.sums;
  const { speaker, totals } = model.status();
  out.field("artists", artists);
  out.field("albums", albums);
  out.field("songs", tree.tracks.length);
  out.field("uptime", Math.floor(speaker.uptimeS));
  out.field("db_playtime", Math.floor(durationMs / 1000));
  out.field("db_update", library.changedS);
  out.field("playtime", Math.floor(totals.playedMs / 1000));
}

async function repeat({ world, act, args: [text = ""] }: Call): Promise<void> {
  const now = world.model.status().repeat;
  const mode: Repeat = !readBoolean(text) ? "off" : now === "off" ? "all" : now;
  await act({ kind: "repeat", mode });
}

/** With repeat it is the one song again and again; `oneshot` is the end of this song. */
async function single({ world, act, args: [text = ""] }: Call): Promise<void> {
  const { repeat: now, sound } = world.model.status();
  if (text === "oneshot") return await act({ kind: "sleep", end: "track-end" });
  if (text !== "0" && text !== "1")
    throw new MpdError("argument", "Unrecognized single mode, expected 0, 1, or oneshot");
  const on = text === "1";
  if (on && now === "off")
    throw notHere("single without repeat: say oneshot to stop after this song");
  if (!on && sound.sleep?.mode === "track-end") await act({ kind: "sleep", end: "off" });
  if (on || now === "one") await act({ kind: "repeat", mode: on ? "one" : "all" });
}

function singleOf({ repeat: mode, sound }: SpeakerStatus): string {
  if (mode === "one") return "1";
  return sound.sleep?.mode === "track-end" ? "oneshot" : "0";
}

function mute({ act, args: [id = ""] }: Call, muted: boolean): Promise<void> {
  if (readCount(id) !== 0) throw new MpdError("no-exist", "No such audio output");
  return act({ kind: "mute", muted });
}

function mustPlay({ model }: MpdWorld): void {
  if (model.status().state === "stopped") throw new MpdError("player-sync", "Not playing");
}

function isPlaying({ state }: SpeakerStatus): boolean {
  return state === "playing" || state === "buffering";
}

function loudnessOf(text: string): LoudnessMode {
  if (text === "off" || text === "track" || text === "album") return text;
  if (text === "auto") return "track";
  throw new MpdError("argument", `Unrecognized replay gain mode: ${quoted(text)}`);
}

/** Something of MPD's that this speaker has not. */
function notHere(what: string): MpdError {
  return new MpdError("argument", `this speaker has no ${what}`);
}
