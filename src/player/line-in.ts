/**
 * Line-in as the player has it: whether it is chosen in place of the queue, since
 * when it sounds, and what is shown of it (docs/LINE-IN.md §1).
 *
 * The input is open only while it plays: nobody listens to it while it is paused.
 * No play event is written for it; the queue stands still meanwhile.
 */
import type { AudioSink } from "../audio/model.ts";
import { foldText, searchWords } from "../base/fold.ts";
import { usPerMs } from "../base/units.ts";
import { type TrackInfo, untagged } from "../media/track.ts";
import type { PlayReport } from "./model.ts";
import { PlayMeter } from "./play-meter.ts";

export const lineInId = "line-in";

/** Stands where a track would. */
export const lineInTrack: TrackInfo = { ...untagged, id: lineInId, title: "Line-in" };

/** Whether a search of the library finds it; `query` as CatalogueMirror takes it. */
export function isLineIn(query: string): boolean {
  const name = foldText(`${lineInTrack.title} ${lineInTrack.title.replace("-", " ")}`);
  return searchWords(query).every((word) => name.includes(word));
}

export class LineIn {
  readonly #sink: AudioSink;
  readonly #meter = new PlayMeter();
  #chosen = false;
  /** It has played since it was chosen. */
  #begun = false;
  #sounding = false;
  /** Of the input's running total, where position 0 is. */
  #fromUs = 0;

  constructor(sink: AudioSink) {
    this.#sink = sink;
  }

  /** Whether this speaker has one. */
  get exists(): boolean {
    return this.#sink.status().input !== undefined;
  }
  get chosen(): boolean {
    return this.#chosen;
  }
  get sounding(): boolean {
    return this.#sounding;
  }
  get positionMs(): number {
    return Math.max(0, Math.floor((this.#playedUs - this.#fromUs) / usPerMs));
  }
  get stalls(): number {
    return this.#meter.totalStalls;
  }
  report(nowUs: number): PlayReport {
    return this.#meter.report(nowUs, this.#totals);
  }

  /** In place of the queue, from now on; to be heard once it plays. */
  choose(): void {
    this.#chosen = true;
    this.#begun = false;
    this.#fromUs = this.#playedUs;
  }

  /** Opens it, and lets it be heard as soon as there is something. */
  play(nowUs: number): void {
    if (!this.#begun) this.#meter.accepted(nowUs, this.#totals);
    this.#begun = true;
    this.#sink.setLive(true);
    this.#sink.setPaused(false);
  }

  pause(): void {
    this.#sounding = false;
    // The other way round the music would be heard for a moment.
    this.#sink.setPaused(true);
    this.#sink.setLive(false);
  }

  /** The queue has its place again. Whoever calls says first what of the queue is to be heard. */
  leave(): void {
    this.#chosen = false;
    this.#sounding = false;
    this.#sink.setLive(false);
  }

  /** `playing`: it should sound. */
  heard(kind: "live-started" | "live-stopped", atUs: number, playing: boolean): void {
    this.#sounding = playing && kind === "live-started";
    if (!playing) return;
    if (kind === "live-stopped") this.#meter.starving(atUs);
    else {
      this.#meter.fed(atUs);
      this.#meter.firstSample(atUs);
    }
  }

  get #playedUs(): number {
    return this.#sink.status().input?.playedUs ?? 0;
  }
  get #totals() {
    return { playedUs: this.#playedUs, concealedUs: 0 };
  }
}
