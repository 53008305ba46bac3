/** Lists of the remote, as tables for people. Pure. */
import type { ClientRow } from "../control/remote.ts";
import type { TrackInfo } from "../media/track.ts";
import type { EventsReport, QueueItem, SeenSpeaker } from "../player/model.ts";
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

export function renderLibrary(tracks: readonly TrackInfo[], page: Page): string[] {
  if (tracks.length === 0) return ["no tracks"];
  const rows = tracks.map((track) => [...trackCells(track), track.id]);
  return table([...trackColumns, { title: "ID" }], rows, page);
}

/** `current`: the index of the item that plays, -1 for none. */
export function renderQueue(items: readonly QueueItem[], current: number, page: Page): string[] {
  if (items.length === 0) return ["the queue is empty"];
  const rows = items.map(({ id, track }, at) => [
    `${at === current ? "▶ " : ""}${at + 1}`,
    ...trackCells(track),
    id,
  ]);
  return table([{ title: "#", align: "right" }, ...trackColumns, { title: "ID" }], rows, page);
}

export function renderSpeakers(speakers: readonly SeenSpeaker[], page: Page): string[] {
  if (speakers.length === 0) return ["no speakers"];
  const columns = ["NAME", "ADDRESS", "SEEN", "MEMBER", "ID"].map((title) => ({ title }));
  const rows = speakers.map(({ id, name, address, via, member }) => [
    plainText(name),
    address === "" ? "-" : address,
    via,
    member ? "yes" : "no",
    id,
  ]);
  return table(columns, rows, page);
}

export function renderClients(clients: readonly ClientRow[], page: Page): string[] {
  const columns = ["NAME", "ROLE", "KIND", "CONNECTED", "ID"].map((title) => ({ title }));
  const rows = clients.map(({ id, name, role, kind, connections, peer }) => [
    name,
    role,
    kind,
    connections === 0 ? "no" : peer,
    id === "" ? "(owner of the socket)" : id,
  ]);
  return table(columns, rows, page);
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
