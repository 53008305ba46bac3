/** `origin events --export`: every event of the ledger, one a line, for other programs. Pure. */
import { rungOfCode } from "../media/rung.ts";
import { type PlacedEvent, placeInTime } from "../origin/events-in-time.ts";
import type { ExportedEvent } from "../origin/ledger-reports.ts";

const header =
  "device,epoch,seq,kind,reason,play,track,rung,wall,wallTrusted,monotonicMs,playedMs,cacheBytes,peerBytes,originBytes,boot,at,rungName";

/**
 * CSV as in RFC 4180, with a header line; JSON lines with the same fields as the ledger's events. `at` is
 * when it happened as well as can be known: `wall` where that was trusted, else told by its boot's other events. `rungName` is empty for a rung that this version does not know.
 */
export function* exportLines(
  events: Iterable<ExportedEvent>,
  format: "csv" | "jsonl",
): Generator<string> {
  if (format === "csv") yield header;
  for (const event of placeInTime(events))
    yield format === "csv"
      ? csvLine(event)
      : JSON.stringify({ ...event, rungName: rungNameOf(event) });
}

function csvLine(event: PlacedEvent<ExportedEvent>): string {
  const { bytes } = event;
  const fields = [
    event.device,
    event.epoch,
    event.seq,
    event.kind,
    event.reason,
    event.playId,
    event.track,
    event.rung,
    isoTime(event.wallMs),
    event.wallTrusted,
    event.monotonicMs,
    event.playedMs,
    bytes.cache,
    bytes.peer,
    bytes.origin,
    event.boot ?? "",
    event.atMs === null ? "" : isoTime(event.atMs),
    rungNameOf(event),
  ];
  return fields.map((field) => csvField(String(field))).join(",");
}

function rungNameOf({ rung }: ExportedEvent): string {
  return rungOfCode(rung) ?? "";
}

/** Empty for what no calendar has: a device may say anything. */
function isoTime(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}

function csvField(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
