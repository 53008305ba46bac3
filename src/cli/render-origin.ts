/** Reports of the origin for people (CONTRACT of `nightjar origin …`). Pure. */
import type { DevicePlays, LedgerReport, TrackPlays } from "../origin/ledger-reports.ts";
import { bytesText, countText, plainText, table, timeText } from "./format.ts";
import type { Page } from "./render-lists.ts";

/** `nightjar origin stats --json`. */
export interface OriginStats {
  readonly sessions: number;
  readonly bytesServed: number;
  readonly rateBps: number;
  readonly datagramsDropped: number;
  readonly tracks: number;
  readonly ingest: {
    readonly done: number;
    readonly total: number;
    readonly failed: readonly { readonly file: string; readonly why: string }[];
  };
}

/** Gaps and failed files that are shown; JSON has all. */
const rowsMax = 20;

export function renderStats(stats: OriginStats): string[] {
  const { sessions, bytesServed, rateBps, datagramsDropped, tracks, ingest } = stats;
  const failed = ingest.failed.length === 0 ? "" : `, ${ingest.failed.length} failed`;
  return [
    `${countText(tracks, "track")}, ${ingest.done} of ${countText(ingest.total, "file")} read${failed}`,
    [
      countText(sessions, "session"),
      `${bytesText(bytesServed)} served`,
      `${(rateBps / 1000).toFixed(0)} kbit/s now`,
      `${countText(datagramsDropped, "datagram")} dropped`,
    ].join(", "),
    ...some(ingest.failed, ({ file, why }) => `! ${plainText(file)}: ${plainText(why)}`),
  ];
}

export function renderEvents(report: LedgerReport): string[] {
  const { plays, counted, duplicatesDropped, gaps, devices, chainBreaks } = report;
  return [
    `${countText(plays, "play")}, ${counted} of at least 30 s, from ${countText(devices, "device")}`,
    `${countText(duplicatesDropped, "duplicate")} dropped, ${gaps.length === 0 ? "no gaps" : countText(gaps.length, "gap")}`,
    ...(chainBreaks === 0 ? [] : [`! ${chainBreaks} times a device's history was another one`]),
    ...some(
      gaps,
      ({ device, epoch, from, to }) => `! ${device} epoch ${epoch}: ${from} to ${to} missing`,
    ),
  ];
}

export function renderTrackPlays(rows: readonly TrackPlays[], page: Page): string[] {
  if (rows.length === 0) return ["no plays yet"];
  const columns = [
    { title: "PLAYS", align: "right" },
    { title: "COUNTED", align: "right" },
    { title: "TIME", align: "right" },
    { title: "TITLE", shrinks: true },
    { title: "ARTIST", shrinks: true },
    { title: "ID" },
  ] as const;
  const cells = rows.map(({ id, title, artist, plays, counted, playedMs }) => [
    String(plays),
    String(counted),
    timeText(playedMs),
    title,
    artist,
    id,
  ]);
  return table(columns, cells, page);
}

export function renderDevicePlays(rows: readonly DevicePlays[], page: Page): string[] {
  if (rows.length === 0) return ["no plays yet"];
  const columns = [
    { title: "NAME", shrinks: true },
    { title: "PLAYS", align: "right" },
    { title: "COUNTED", align: "right" },
    { title: "TIME", align: "right" },
    { title: "TWICE", align: "right" },
    { title: "GAPS", align: "right" },
    { title: "BREAKS", align: "right" },
    { title: "DEVICE" },
  ] as const;
  const cells = rows.map((row) => [
    row.name === "" ? "?" : row.name,
    String(row.plays),
    String(row.counted),
    timeText(row.playedMs),
    String(row.duplicatesDropped),
    String(row.gaps),
    String(row.chainBreaks),
    row.device,
  ]);
  return table(columns, cells, page);
}

function some<Row>(rows: readonly Row[], line: (row: Row) => string): string[] {
  const shown = rows.slice(0, rowsMax).map(line);
  const more = rows.length - shown.length;
  return more === 0 ? shown : [...shown, `… and ${more} more; --json has all`];
}
