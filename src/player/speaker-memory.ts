/**
 * What a speaker remembers of its evenings for people: what was played lately. It
 * is told what happens, and keeps it over restarts.
 */
import type { KnownTime } from "../household/house-time.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { KeptFile, type KeptFilePorts } from "./kept-file.ts";
import { historySaveUs } from "./limits.ts";
import type { EndReason, PlayedTrack } from "./model.ts";
import { decodeHistory, historyBytesMax, PlayHistory } from "./play-history.ts";

export interface SpeakerMemoryPorts extends KeptFilePorts {
  readonly dataFolder: string;
  readonly time: { now(): KnownTime };
  readonly shown: (track: TrackId) => TrackInfo;
  readonly changed: () => void;
}

export class SpeakerMemory {
  readonly #ports: SpeakerMemoryPorts;
  readonly #history = new PlayHistory();
  readonly #played: KeptFile;

  constructor(ports: SpeakerMemoryPorts) {
    this.#ports = ports;
    this.#played = new KeptFile(ports, {
      path: ports.disk.join(ports.dataFolder, "played"),
      delayUs: historySaveUs,
      bytesMax: historyBytesMax,
      encode: () => this.#history.encode(),
    });
  }

  /** Latest first. */
  get history(): readonly PlayedTrack[] {
    const { shown } = this.#ports;
    return this.#history.plays.map(({ track, ...play }) => ({ ...play, track: shown(track) }));
  }

  /** Each track once, the one played last first. */
  get playedTracks(): readonly TrackInfo[] {
    const ids = new Set(this.#history.plays.map(({ track }) => track));
    return [...ids].map(this.#ports.shown);
  }

  /** Reads what was kept. Never rejects. */
  async load(): Promise<void> {
    const bytes = await this.#played.load();
    const plays = bytes && decodeHistory(bytes);
    if (plays === undefined) return;
    this.#history.restore(plays);
    this.#ports.changed();
  }

  began(track: TrackId): void {
    const { wallMs, trusted } = this.#ports.time.now();
    this.#history.began(track, trusted ? wallMs : null);
    this.#touched();
  }

  ended(reason: EndReason, playedMs: number): void {
    this.#history.ended(reason, playedMs);
    this.#touched();
  }

  clearHistory(): void {
    this.#history.clear();
    this.#touched();
  }

  /** What is not written yet is written. Never rejects. */
  close(): Promise<void> {
    return this.#played.flush();
  }

  /** The household is left. Never rejects. */
  async forget(): Promise<void> {
    this.#history.clear();
    await this.#played.forget();
  }

  #touched(): void {
    this.#played.changed();
    this.#ports.changed();
  }
}
