/**
 * Reports of the ledger: one pass over it for each, because the ledger keeps no
 * sums (what is kept must be kept right, at the price of every append). A million
 * events take about a second.
 *
 * A play's events arrive one soon after the other, also where a card that failed
 * gave some of them names of another epoch; `PlaySums` brings them together
 * without holding all plays of years.
 */
import type { TrackId } from "../media/track-id.ts";
import type { Database } from "../ports/database.ts";
import type { PlayEvent } from "../wire/play-event.ts";
import { DeviceNames } from "./device-names.ts";
import { LedgerRuns, type Stream } from "./ledger-runs.ts";
import { countedPlayMs, reportRowsMax } from "./limits.ts";
import { type Play, PlaySums } from "./play-sums.ts";

/** CONTRACT.md `origin events`. */
export interface LedgerReport {
  /** All plays. */
  readonly plays: number;
  /** Those of at least 30 s. */
  readonly counted: number;
  readonly duplicatesDropped: number;
  /** Events that are missing, both ends included; at most reportRowsMax. */
  readonly gaps: readonly Gap[];
  readonly devices: number;
  /** Batches that did not continue what the device had sent before: a card was put back, or worse. */
  readonly chainBreaks: number;
}

export interface Gap {
  readonly device: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
}

/** CONTRACT.md `origin events --by track`. */
export interface TrackPlays {
  readonly id: TrackId;
  /** Empty where the catalogue does not know the track. */
  readonly title: string;
  readonly artist: string;
  readonly plays: number;
  readonly counted: number;
  readonly playedMs: number;
}

/** What one device's plays come to. */
export interface DevicePlays {
  readonly device: string;
  /** Empty where the origin has not met it since names are kept. */
  readonly name: string;
  readonly plays: number;
  readonly counted: number;
  readonly playedMs: number;
  readonly duplicatesDropped: number;
  readonly gaps: number;
  readonly chainBreaks: number;
}

/** An event as it is exported: what was recorded, with its name. */
export interface ExportedEvent extends PlayEvent {
  readonly device: string;
  readonly epoch: string;
  readonly seq: number;
}

interface Sums {
  plays: number;
  counted: number;
  playedMs: number;
}

export class LedgerReports {
  readonly #database: Database;
  readonly #runs: LedgerRuns;

  constructor(database: Database) {
    this.#database = database;
    this.#runs = new LedgerRuns(database);
  }

  report(): LedgerReport {
    const streams = this.#runs.streams();
    const sums = noSums();
    const gaps: Gap[] = [];
    for (const device of byDevice(streams)) {
      this.#eachPlay(device, (play) => addTo(sums, play));
      for (const stream of device)
        for (const gap of this.#gapsOf(stream)) if (gaps.length < reportRowsMax) gaps.push(gap);
    }
    return {
      plays: sums.plays,
      counted: sums.counted,
      duplicatesDropped: streams.reduce((sum, { duplicates }) => sum + duplicates, 0),
      gaps,
      devices: new Set(streams.map(({ device }) => device)).size,
      chainBreaks: streams.reduce((sum, { breaks }) => sum + breaks, 0),
    };
  }

  /** Most played first. */
  byTrack(): TrackPlays[] {
    const tracks = new Map<TrackId, Sums>();
    for (const device of byDevice(this.#runs.streams()))
      this.#eachPlay(device, (play) => {
        const sums = tracks.get(play.track) ?? noSums();
        addTo(sums, play);
        tracks.set(play.track, sums);
      });
    const name = this.#database.prepare("SELECT title, artist FROM tracks WHERE id = ?");
    const rows = [...tracks].map(([id, sums]) => {
      const known = name.get(id);
      const [title, artist] = [String(known?.["title"] ?? ""), String(known?.["artist"] ?? "")];
      return { id, title, artist, ...sums };
    });
    return rows
      .sort((a, b) => b.plays - a.plays || order(a.title, b.title) || order(a.id, b.id))
      .slice(0, reportRowsMax);
  }

  /** Most played first. */
  byDevice(): DevicePlays[] {
    const names = new DeviceNames(this.#database);
    const rows = byDevice(this.#runs.streams()).map((device) => {
      const sums = noSums();
      this.#eachPlay(device, (play) => addTo(sums, play));
      const id = device[0]?.device ?? "";
      return {
        device: id,
        name: names.get(id),
        ...sums,
        duplicatesDropped: device.reduce((sum, { duplicates }) => sum + duplicates, 0),
        gaps: device.reduce((sum, stream) => sum + [...this.#gapsOf(stream)].length, 0),
        chainBreaks: device.reduce((sum, { breaks }) => sum + breaks, 0),
      };
    });
    return rows
      .sort((a, b) => b.plays - a.plays || order(a.device, b.device))
      .slice(0, reportRowsMax);
  }

  /** Every event, by device, epoch and seq; read in pages, so that a ledger of years fits. */
  *events(): Generator<ExportedEvent> {
    for (const { id, device, epoch } of this.#runs.streams())
      for (const event of this.#runs.events(id)) yield { device, epoch, ...event };
  }

  /** Each play of a device once, whatever of its events came. */
  #eachPlay(device: readonly Stream[], visit: (play: Play) => void): void {
    const plays = new PlaySums(visit);
    for (const event of this.#runs.merged(device.map(({ id }) => id))) plays.add(event);
    plays.end();
  }

  *#gapsOf({ id, device, epoch }: Stream): Generator<Gap> {
    let expected = 1;
    for (const { first, last } of this.#runs.spans(id)) {
      if (first > expected) yield { device, epoch, from: expected, to: first - 1 };
      expected = last + 1;
    }
  }
}

/** Streams of one device are neighbours. */
function byDevice(streams: readonly Stream[]): Stream[][] {
  const devices: Stream[][] = [];
  for (const stream of streams) {
    const group = devices.at(-1);
    if (group?.[0]?.device === stream.device) group.push(stream);
    else devices.push([stream]);
  }
  return devices;
}

function noSums(): Sums {
  return { plays: 0, counted: 0, playedMs: 0 };
}

function addTo(sums: Sums, { playedMs }: Play): void {
  sums.plays += 1;
  sums.counted += playedMs >= countedPlayMs ? 1 : 0;
  sums.playedMs += playedMs;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
