/** Lists of the remote, as tables for people. Pure. */
import { deedText, doerText } from "../base/deeds.ts";
import type { AuditRow, ClientRow } from "../control/remote.ts";
import type { TrackInfo } from "../media/track.ts";
import type {
  EventsReport,
  Here,
  ListedItem,
  PlayedTrack,
  SeenSpeaker,
  Shelf,
} from "../player/model.ts";
import { Zone } from "../player/sound/local-time.ts";
import type { AlarmReport } from "../player/sound/model.ts";
import { type Paint, plainText, spanText, table, timeText } from "./format.ts";

export interface Page {
  readonly width: number;
  readonly paint: Paint;
}

const trackColumns = [
  { title: "TITLE", shrinks: true },
  { title: "ARTIST", shrinks: true },
  { title: "ALBUM", shrinks: true },
  { title: "TIME", align: "right" },
] as const;

function trackCells({ title, artist, album, durationMs }: TrackInfo): string[] {
  return [title, artist, album, timeText(durationMs)];
}

/** `here` is undefined where nobody asked a speaker. */
export function renderLibrary(
  tracks: readonly (TrackInfo & { readonly here?: Here | null })[],
  page: Page,
): string[] {
  if (tracks.length === 0) return ["no tracks"];
  const marks = marksOf(tracks.map(({ here = null }) => here));
  const rows = tracks.map((track, at) => [...trackCells(track), ...marks.cells(at), track.id]);
  return table([...trackColumns, ...marks.columns, { title: "ID" }], rows, page);
}

/** What can be played without an origin: a column only while there is none. */
function marksOf(here: readonly (Here | null)[]): {
  readonly columns: readonly { readonly title: string }[];
  readonly cells: (at: number) => string[];
} {
  if (here.every((where) => where === null)) return { columns: [], cells: () => [] };
  return { columns: [{ title: "HERE" }], cells: (at) => [here[at] ?? "-"] };
}

/** `current`: the index of the item that plays, -1 for none. */
export function renderQueue(items: readonly ListedItem[], current: number, page: Page): string[] {
  if (items.length === 0) return ["the queue is empty"];
  const marks = marksOf(items.map(({ here }) => here));
  const rows = items.map(({ id, track }, at) => [
    `${at === current ? "▶ " : ""}${at + 1}`,
    ...trackCells(track),
    ...marks.cells(at),
    id,
  ]);
  const number = { title: "#", align: "right" } as const;
  return table([number, ...trackColumns, ...marks.columns, { title: "ID" }], rows, page);
}

export function renderShelves(shelves: readonly Shelf[], page: Page): string[] {
  if (shelves.length === 0) return ["nothing there"];
  const albums = shelves.some(({ artist }) => artist !== "");
  const columns = [
    { title: albums ? "ALBUM" : "NAME", shrinks: true },
    ...(albums ? [{ title: "ARTIST", shrinks: true }, { title: "YEAR" }] : [{ title: "ALBUMS" }]),
    { title: "TRACKS", align: "right" } as const,
    { title: "TIME", align: "right" } as const,
    { title: "REF" },
  ];
  const rows = shelves.map(({ ref, title, artist, year, albums: count, tracks, durationMs }) => [
    title === "" ? "-" : title,
    ...(albums ? [artist, year === 0 ? "-" : String(year)] : [String(count)]),
    ...[String(tracks), timeText(durationMs), ref],
  ]);
  return table(columns, rows, page);
}

export function renderHistory(plays: readonly PlayedTrack[], page: Page): string[] {
  if (plays.length === 0) return ["nothing was played yet"];
  const rows = plays.map(({ track, startedMs, playedMs, ended }) => [
    startedMs === null ? "-" : new Date(startedMs).toISOString().slice(0, 16).replace("T", " "),
    ...[track.title, track.artist, timeText(playedMs), ended, track.id],
  ]);
  const columns = [
    { title: "BEGAN (UTC)" },
    { title: "TITLE", shrinks: true },
    { title: "ARTIST", shrinks: true },
    { title: "HEARD", align: "right" } as const,
    { title: "ENDED" },
    { title: "ID" },
  ];
  return table(columns, rows, page);
}

export function renderSpeakers(speakers: readonly SeenSpeaker[], page: Page): string[] {
  if (speakers.length === 0) return ["no speakers"];
  const columns = ["NAME", "ADDRESS", "SEEN", "MEMBER", "ID"].map((title) => ({ title }));
  const rows = speakers.map(({ id, name, address, via, seen, member }) => [
    name === "" ? "-" : plainText(name),
    address === "" ? "-" : address,
    seen.length === 0 ? via : seen.join(" "),
    member ? "yes" : "no",
    id,
  ]);
  const notes = speakers.flatMap(({ id, name, blocked }) =>
    blocked === null ? [] : [`! ${plainText(name) || id}: ${plainText(blocked)}`],
  );
  return [...table(columns, rows, page), ...notes];
}

export function renderClients(clients: readonly ClientRow[], page: Page): string[] {
  const visits = clients.some(({ expiresMs }) => expiresMs !== null);
  const titles = ["NAME", "ROLE", "KIND", "CONNECTED", ...(visits ? ["UNTIL"] : []), "ID"];
  const rows = clients.map(({ id, name, role, kind, connections, peer, expiresMs }) => [
    plainText(name),
    role,
    plainText(kind),
    connections === 0 ? "no" : peer,
    ...(visits ? [expiresMs === null ? "-" : momentText(expiresMs)] : []),
    id === "" ? "(owner of the socket)" : id,
  ]);
  const columns = titles.map((title) => ({ title }));
  return table(columns, rows, page);
}

export function renderAudit(entries: readonly AuditRow[], page: Page): string[] {
  if (entries.length === 0) return ["nobody did anything yet"];
  const columns = [
    { title: "WHEN" },
    { title: "WHO", shrinks: true },
    { title: "WHAT" },
    { title: "", shrinks: true },
  ] as const;
  const rows = entries.map(({ atMs, actor, name, what, detail, times }) => [
    momentText(atMs),
    plainText(
      name === "" || actor === "client" ? name || doerText(actor) : `${name} (${doerText(actor)})`,
    ),
    deedText(what),
    plainText(times > 1 ? `${detail} (${times} times)`.trim() : detail),
  ]);
  return table(columns, rows, page);
}

/** In this machine's time zone; 0 is a time that nobody knew. */
function momentText(wallMs: number): string {
  if (wallMs === 0) return "?";
  const at = new Date(wallMs);
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function renderEvents(events: EventsReport): string[] {
  const { pending, oldestS, appended, acknowledged, trouble, full } = events;
  const waiting = pending === 0 ? "none wait" : `${pending} wait, the oldest ${spanText(oldestS)}`;
  return [
    `play events: ${appended} written, ${acknowledged} acknowledged, ${waiting}`,
    ...(trouble === null ? [] : [`! ${events.waiting} in memory only: ${plainText(trouble)}`]),
    ...(full ? ["! no room for more: no new play begins until the origin takes some"] : []),
  ];
}

type AlarmRow = AlarmReport & { readonly ringing: boolean };

/** Times are of the speaker's `zone`. */
export function renderAlarms(rows: readonly AlarmRow[], zone: string): string[] {
  if (rows.length === 0) return ["no alarms; set one with: nightjar ctl alarm set 07:00"];
  const lines = rows.map((row) => {
    const { id, time, what, volume, enabled, ringing } = row;
    const when = alarmDays(row);
    const plays = what.length === 0 ? "tone" : plainText(what.join(", "));
    const state = ringing ? "sounds" : enabled ? "on" : "off";
    return `${id}  ${time}  ${when}  ${plays}  ${volume} %  ${state}${alarmTimes(row, zone)}`;
  });
  return [...lines, `times of ${plainText(zone)}`];
}

const dayNames = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/** "mo,fr", or the one day of it. */
export function alarmDays({ days, date }: Pick<AlarmReport, "days" | "date">): string {
  return date ?? days.map((day) => dayNames[day]).join(",");
}

function alarmTimes({ nextMs, skippedMs, missedMs }: AlarmRow, zone: string): string {
  const told = { next: nextMs, not: skippedMs, missed: missedMs };
  return Object.entries(told)
    .map(([word, ms]) => (ms === null ? "" : `  ${word} ${zoneTimeText(ms, zone)}`))
    .join("");
}

/** "2026-01-31 07:00" there; a zone that this machine does not know is UTC's. */
export function zoneTimeText(wallMs: number, zone: string): string {
  const known = Zone.of(zone) ?? Zone.of("UTC");
  const local = new Date(wallMs + (known?.offsetMs(wallMs) ?? 0));
  return local.toISOString().slice(0, 16).replace("T", " ");
}
