/**
 * What a speaker remembers of its evenings for people: what was played lately, who
 * added what to the queue, and what of that can be undone. It is told what happens,
 * and keeps it over restarts.
 */
import type { KnownTime } from "../household/house-time.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { KeptFile, type KeptFilePorts } from "./kept-file.ts";
import { historySaveUs, notesBytesMax, notesSaveUs } from "./limits.ts";
import type { EndReason, PlayedTrack } from "./model.ts";
import { decodeHistory, historyBytesMax, PlayHistory } from "./play-history.ts";
import type { QueueEdits } from "./queue-edits.ts";
import { decodeNotes, encodeNotes } from "./queue-notes.ts";

export interface SpeakerMemoryPorts extends KeptFilePorts {
  readonly dataFolder: string;
  readonly time: { now(): KnownTime };
  readonly shown: (track: TrackId) => TrackInfo;
  readonly changed: (topic: "history" | "queue") => void;
  readonly queue: () => Pick<QueueEdits, "notes" | "restore" | "revision">;
}

export class SpeakerMemory {
  readonly #ports: SpeakerMemoryPorts;
  readonly #history = new PlayHistory();
  readonly #played: KeptFile;
  readonly #notes: KeptFile;
  /** Nothing is written over what was not read yet. */
  #loaded = false;
  #revision = 0;

  constructor(ports: SpeakerMemoryPorts) {
    this.#ports = ports;
    this.#played = new KeptFile(ports, {
      path: ports.disk.join(ports.dataFolder, "played"),
      delayUs: historySaveUs,
      bytesMax: historyBytesMax,
      encode: () => this.#history.encode(),
    });
    this.#notes = new KeptFile(ports, {
      path: ports.disk.join(ports.dataFolder, "queue-notes"),
      delayUs: notesSaveUs,
      bytesMax: notesBytesMax,
      encode: () => encodeNotes(ports.queue().notes()),
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
    const [played, notes] = [await this.#played.load(), await this.#notes.load()];
    this.#loaded = true;
    const plays = played && decodeHistory(played);
    const kept = notes && decodeNotes(notes);
    if (plays !== undefined) this.#history.restore(plays);
    if (kept !== undefined) this.#ports.queue().restore(kept);
    this.#ports.changed("history");
    this.#ports.changed("queue");
  }

  /** The queue may have been edited. */
  edited(): void {
    const { revision } = this.#ports.queue();
    if (!this.#loaded || revision === this.#revision) return;
    this.#revision = revision;
    this.#notes.changed();
  }

  /** Told by whoever tells it, once the speaker's state is whole again; the end of a play, too. */
  began(track: TrackId): void {
    const { wallMs, trusted } = this.#ports.time.now();
    this.#history.began(track, trusted ? wallMs : null);
    this.#keepHistory();
  }

  ended(reason: EndReason, playedMs: number): void {
    this.#history.ended(reason, playedMs);
    this.#keepHistory();
  }

  clearHistory(): void {
    this.#history.clear();
    this.#keepHistory();
    this.#ports.changed("history");
  }

  /** What is not written yet is written. Never rejects. */
  async close(): Promise<void> {
    await this.#played.flush();
    await this.#notes.flush();
  }

  /** The household is left. Never rejects. */
  async forget(): Promise<void> {
    this.#history.clear();
    await this.#played.forget();
    await this.#notes.forget();
  }

  #keepHistory(): void {
    if (this.#loaded) this.#played.changed();
  }
}
