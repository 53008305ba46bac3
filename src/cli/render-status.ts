/** The status of a speaker, and what changed in it, for people. Pure. */
import type { ToneSettings } from "../audio/model.ts";
import type { TrackInfo } from "../media/track.ts";
import { lineInId } from "../player/line-in.ts";
import type { PlayState, SpeakerStatus } from "../player/model.ts";
import {
  bar,
  bytesText,
  countText,
  cutTo,
  type Paint,
  plainText,
  sharesText,
  spanText,
  timeText,
} from "./format.ts";

const marks: Readonly<Record<PlayState, string>> = {
  playing: "▶",
  paused: "❚❚",
  stopped: "■",
  buffering: "…",
};

const barColumnsMax = 40;

export function stateText(state: PlayState): string {
  return `${marks[state]} ${state}`;
}

/** The state; where the music stands still for want of a card, that too. */
function standText({ state, output }: SpeakerStatus): string {
  const waits = state === "buffering" && output.missingS !== null;
  return `${stateText(state)}${waits ? ` (its sound card is away, ${spanText(output.missingS)})` : ""}`;
}

/** "Title – Artist", or what stands in for it. */
export function trackText(status: SpeakerStatus): string {
  if (status.track === null) return "nothing";
  const { title, artist } = status.track;
  return plainText(artist === "" ? title : `${title} – ${artist}`);
}

export function volumeText({ volume, muted }: SpeakerStatus): string {
  return `volume ${Math.round(volume)} %${muted ? " (muted)" : ""}`;
}

export function renderStatus(status: SpeakerStatus, columns: number, paint: Paint): string[] {
  const { speaker, state, queue, repeat, shuffle } = status;
  const order = `repeat ${repeat} · shuffle ${shuffle ? "on" : "off"} · quality ${qualityText(status.quality)}`;
  const place = queue.length === 0 ? "queue empty" : `queue ${queue.index + 1} of ${queue.length}`;
  return [
    `${paint("bold", plainText(speaker.name))}  ${paint(styleOf(state), standText(status))}  ${volumeText(status)}`,
    ...renderTrack(status, columns, paint),
    `${place} · ${order}`,
    ...renderPlay(status),
    ...renderPinned(status),
    ...renderTone(status),
    ...(status.clock.trusted ? [] : [timeUnknown]),
    `output ${plainText(status.output.device)} ${status.output.rate} Hz · up ${spanText(speaker.uptimeS)}`,
    ...troubles(status).map((trouble) => paint("red", `! ${trouble}`)),
  ];
}

/** "auto", or for each kind of source where they differ. */
export function qualityText({ origin, peer }: SpeakerStatus["quality"]): string {
  return origin === peer ? origin : `${origin} from the origin, ${peer} from peers`;
}

const why: Partial<Record<NonNullable<SpeakerStatus["rungWhy"]>, string>> = {
  link: " (the network carries no more)",
  cached: " (cached)",
};

function rungText({ rung, rungWhy }: SpeakerStatus): string {
  return rung === null ? "" : `  ${rung}${(rungWhy && why[rungWhy]) ?? ""}`;
}

/** One line for a log of changes. */
export function renderChange(status: SpeakerStatus): string {
  const { positionMs, track } = status;
  const time = track === null ? "" : ` ${placeText(positionMs, track)}`;
  const trouble = troubles(status).map((text) => ` · ! ${text}`);
  return `${standText(status)} ${trackText(status)}${time} · ${volumeText(status)}${trouble.join("")}`;
}

/** "0:12 / 3:45"; of what has no end, only how long it has played. */
export function placeText(positionMs: number, track: TrackInfo): string {
  const end = track.durationMs === 0 ? "" : ` / ${timeText(track.durationMs)}`;
  return `${timeText(positionMs)}${end}`;
}

function renderLineIn({ track, positionMs, input }: SpeakerStatus): string[] {
  if (track === null || input === null) return [];
  const { device, rate, dropouts } = input;
  const parts = [
    placeText(positionMs, track),
    rate === 0 ? plainText(device) : `${plainText(device)} ${rate} Hz`,
    input.latencyMs === 0 ? "" : `${Math.round(input.latencyMs)} ms from in to out`,
    dropouts === 0 ? "" : `${dropouts} dropouts`,
  ];
  return [plainText(track.title), parts.filter((part) => part !== "").join(" · ")];
}

function renderTrack(status: SpeakerStatus, columns: number, paint: Paint): string[] {
  const { track, positionMs } = status;
  if (track === null) return [];
  if (track.id === lineInId) return renderLineIn(status);
  const album = plainText(track.album);
  const times = placeText(positionMs, track);
  const width = Math.max(10, Math.min(barColumnsMax, columns - times.length - 14));
  const progress = bar(track.durationMs > 0 ? positionMs / track.durationMs : 0, width);
  return [
    cutTo(album === "" ? trackText(status) : `${trackText(status)} – ${album}`, columns),
    `${paint("cyan", progress)} ${times}${rungText(status)}`,
  ];
}

function renderPlay({ play, totals, bufferedMs, track }: SpeakerStatus): string[] {
  if (track === null || track.id === lineInId) return [];
  const parts = [
    play.startMs === null ? "" : `started in ${Math.round(play.startMs)} ms`,
    `buffer ${(bufferedMs / 1000).toFixed(1)} s`,
    play.stalls > 0
      ? `${play.stalls} ${play.stalls === 1 ? "stall" : "stalls"}, ${(play.stallMs / 1000).toFixed(1)} s`
      : "",
    play.concealedMs > 0 ? `${Math.round(play.concealedMs)} ms concealed` : "",
    sourcesText(totals.bytes),
  ];
  return [parts.filter((part) => part !== "").join(" · ")];
}

function renderPinned({ cache: { pinned } }: SpeakerStatus): string[] {
  if (pinned.tracks === 0) return [];
  const whole = pinned.whole === pinned.tracks ? "all" : String(pinned.whole);
  return [
    `pinned ${countText(pinned.tracks, "track")}, ${bytesText(pinned.bytes)}, ${whole} of them on the card`,
  ];
}

function renderTone({ sound: { tone } }: SpeakerStatus): string[] {
  const text = toneText(tone);
  return text === "flat" ? [] : [`tone ${text}`];
}

/** "bass +3 dB · mono"; "flat" where nothing is changed. */
export function toneText({ bass, treble, balance, mono }: ToneSettings): string {
  const signed = (db: number): string => `${db > 0 ? "+" : ""}${db} dB`;
  const parts = [
    bass === 0 ? "" : `bass ${signed(bass)}`,
    treble === 0 ? "" : `treble ${signed(treble)}`,
    balance === 0 ? "" : `balance ${Math.abs(balance)} ${balance < 0 ? "left" : "right"}`,
    mono ? "mono" : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "flat" : parts.join(" · ");
}

function sourcesText(bytes: SpeakerStatus["totals"]["bytes"]): string {
  const shares = sharesText(bytes);
  const all = bytes.cache + bytes.peer + bytes.origin;
  return shares === "" ? "" : `${bytesText(all)} so far: ${shares}`;
}

const timeUnknown = "the time of day is not known yet; what plays now is dated later";

/** What is wrong, each once. */
function troubles(status: SpeakerStatus): string[] {
  const { trouble, output, input, cache, events, settings } = status;
  const all = [
    trouble,
    output.trouble,
    input?.trouble,
    because(cache.enabled ? "nothing new is cached" : "playing without the cache", cache.trouble),
    because(`${countText(events.waiting, "play event")} in memory only`, events.trouble),
    because("queue and volume are not saved", settings.trouble),
  ];
  return [...new Set(all.map((text) => plainText(text ?? "")).filter((text) => text !== ""))];
}

/** The reason alone: what to do about a card is in the log, and the same for all of them. */
function because(what: string, why: string | null): string | null {
  return why === null ? null : `${what}: ${why.split("; ")[0]}`;
}

export function styleOf(state: PlayState): "green" | "yellow" | "dim" {
  if (state === "playing") return "green";
  return state === "buffering" ? "yellow" : "dim";
}
