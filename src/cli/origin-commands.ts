/** `nightjar origin library|events|stats`: beside the running daemon, and without it. */
import { Catalogue } from "../origin/catalogue.ts";
import { databaseFile } from "../origin/database.ts";
import { FileRecords } from "../origin/file-records.ts";
import { LedgerReports } from "../origin/ledger-reports.ts";
import { figuresSocket } from "../origin/origin.ts";
import { OriginRecords } from "../origin/origin-records.ts";
import { askFigures, type Figures } from "../origin/stats-socket.ts";
import { sleep } from "../ports/clock.ts";
import { DiskError } from "../ports/errors.ts";
import { exportLines } from "./export-events.ts";
import { painter } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";
import type { EventsView, OriginQuery } from "./options.ts";
import { type Page, renderLibrary } from "./render-lists.ts";
import { renderDevicePlays, renderEvents, renderStats, renderTrackPlays } from "./render-origin.ts";

/** What a pipe takes at once. */
const pieceChars = 65_536;

export async function library(machine: Machine, query: OriginQuery, search: string): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const tracks = new Catalogue(records.database).search(search);
  print(machine, query, tracks, () => renderLibrary(tracks, pageOf(machine)));
}

export async function events(
  machine: Machine,
  query: OriginQuery,
  view: EventsView,
  signal: AbortSignal,
): Promise<void> {
  await using records = await openRecords(machine, query.dataDir);
  const ledger = new LedgerReports(records.database);
  if (view === "track") {
    const rows = ledger.byTrack();
    print(machine, query, rows, () => renderTrackPlays(rows, pageOf(machine)));
  } else if (view === "device") {
    const rows = ledger.byDevice();
    print(machine, query, rows, () => renderDevicePlays(rows, pageOf(machine)));
  } else if (view === "report") {
    const report = ledger.report();
    print(machine, query, report, () => renderEvents(report));
  } else {
    await printExport(machine, exportLines(ledger.events(), view), signal);
  }
}

/** In pieces, with a pause behind each: else nobody would hear Ctrl-C, or that `head` has enough. */
async function printExport(
  { terminal, clock }: Machine,
  lines: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceChars) continue;
    terminal.out.write(piece);
    piece = "";
    await sleep(clock, 0, signal);
    if (terminal.closed.aborted) return;
  }
  terminal.out.write(piece);
}

/** The running daemon's figures; without it what the database knows. */
export async function stats(
  machine: Machine,
  query: OriginQuery,
  signal: AbortSignal,
): Promise<void> {
  const socket = machine.disk.join(query.dataDir, figuresSocket);
  const figures =
    (await askFigures(machine.network, socket, signal)) ?? (await figuresAtRest(machine, query));
  print(machine, query, figures, () => renderStats(figures));
}

async function figuresAtRest(machine: Machine, query: OriginQuery): Promise<Figures> {
  await using records = await openRecords(machine, query.dataDir);
  const tracks = new Catalogue(records.database).count;
  const failed = new FileRecords(records.database).failed();
  const idle = { sessions: 0, connected: [], bytesServed: 0, rateBps: 0, datagramsDropped: 0 };
  const done = tracks + failed.length;
  return { ...idle, tracks, ingest: { done, total: done, failed } };
}

/** Throws DiskError where no origin ever was. */
export async function openRecords(machine: Machine, dataDir: string): Promise<OriginRecords> {
  const { disk } = machine;
  if ((await disk.stat(disk.join(dataDir, databaseFile))) === undefined) {
    throw new DiskError("not-found", `there is no origin in ${dataDir}`, {
      remedy: "start one with: nightjar origin --data DIR --library FOLDER",
    });
  }
  const databases = await machine.openDatabases();
  return OriginRecords.openBeside({ ...machine, databases }, dataDir);
}

function print(
  machine: Machine,
  { json }: OriginQuery,
  document: unknown,
  lines: () => readonly string[],
): void {
  const { out } = machine.terminal;
  out.write(json ? jsonLine(document) : `${lines().join("\n")}\n`);
}

function pageOf({ terminal: { out } }: Machine): Page {
  // What reads a pipe wants whole names.
  return { width: out.isTty ? out.columns : Number.POSITIVE_INFINITY, paint: painter(out.colour) };
}
