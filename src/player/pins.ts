/**
 * Pinned tracks as the rest of the speaker sees them: what remotes ask for and
 * are shown, what is remembered, what is known of them while no origin answers.
 * Which they are is pin-list.ts, how they come to the card pin-keeper.ts.
 */
import type { RungName } from "../media/rung.ts";
import { rungNames } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import { CatalogueMirror } from "./catalogue-mirror.ts";
import type { CommandOutcome, PinReport, PinSums } from "./model.ts";
import { PinKeeper, type PinKeeperPorts } from "./pin-keeper.ts";
import { type Pin, PinList, pinBytes, type SavedPin } from "./pin-list.ts";
import type { PinQuality } from "./quality.ts";

export interface PinsPorts extends PinKeeperPorts {
  /** What a track is called, as far as is known. */
  readonly shown: (track: TrackId) => TrackInfo;
  /** The list is to be saved. */
  readonly save: () => void;
}

export class Pins {
  readonly #ports: PinsPorts;
  readonly #list = new PinList();
  readonly #keeper: PinKeeper;

  constructor(ports: PinsPorts) {
    this.#ports = ports;
    this.#keeper = new PinKeeper(ports, this.#list);
  }

  restore(saved: readonly SavedPin[]): void {
    this.#list.restore(saved, this.#ports.shown);
    this.#keeper.keep();
  }

  save(): readonly SavedPin[] {
    return this.#list.save();
  }

  /** Rejects with `signal.reason`. */
  run(signal: AbortSignal): Promise<void> {
    return this.#keeper.run(signal);
  }

  /** An origin came or went. */
  wake(): void {
    this.#keeper.wake();
  }

  add(tracks: readonly TrackInfo[], quality: PinQuality): CommandOutcome {
    const outcome = this.#list.add(tracks, quality, this.#ports.cache.stats());
    if (outcome.code === "ok") this.#changed();
    return outcome;
  }

  /** A track by its id, or all pinned ones that a search finds. */
  remove(what: readonly string[]): CommandOutcome {
    const tracks = what.map((text) =>
      this.#list.get(text) === undefined ? this.search(text).map(({ id }) => id) : [text],
    );
    const nothing = what.find((_, i) => tracks[i]?.length === 0);
    if (nothing !== undefined) {
      const message = `nothing that is pinned matches "${nothing}"; see what is with: nightjar ctl pins`;
      return { code: "not-found", message };
    }
    this.#list.remove(tracks.flat());
    this.#changed();
    return { code: "ok", message: "" };
  }

  /** They were another household's. */
  forget(): void {
    this.#list.remove(this.#list.tracks);
    this.#changed();
  }

  get(track: TrackId): TrackInfo | undefined {
    return this.#list.get(track)?.info;
  }

  /** As in the library, among what is pinned: all that is known of while no origin was ever met. */
  search(query: string): readonly TrackInfo[] {
    const found = new CatalogueMirror();
    const changes = this.#list.all.map(({ info }) => ({ kind: "track" as const, track: info }));
    found.apply({ epoch: "", version: 1, more: false, changes });
    return found.search(query);
  }

  /**
   * The one rung to play a pinned track in: it lies here whole, and is as good as `best`, what would be
   * fetched; or nobody is there to fetch from. Undefined where there is a choice.
   */
  rungOf(track: TrackId, best: RungName | undefined): RungName | undefined {
    const pin = this.#list.get(track);
    if (pin?.exact === undefined || !this.#keeper.isWhole(pin)) return undefined;
    const { rung } = pin.exact;
    const asGood = best === undefined || rungNames.indexOf(rung) >= rungNames.indexOf(best);
    return asGood || !this.#ports.isReachable() ? rung : undefined;
  }

  sums(): PinSums {
    const { all } = this.#list;
    const bytes = all.reduce((sum, pin) => sum + pinBytes(pin), 0);
    return { tracks: all.length, whole: all.filter(({ whole }) => whole).length, bytes };
  }

  report(): readonly PinReport[] {
    return this.#list.all.map((pin) => this.#reportOf(pin));
  }

  #reportOf(pin: Pin): PinReport {
    const { info, exact, quality, why } = pin;
    const chunks = exact?.chunkCount ?? null;
    const held = this.#keeper.held(pin);
    const whole = this.#keeper.isWhole(pin);
    const fetching = this.#keeper.fetching === pin.track;
    return {
      track: info,
      quality,
      rung: exact?.rung ?? null,
      bytes: pinBytes(pin),
      chunks,
      held,
      state: whole ? "whole" : fetching ? "fetching" : "waiting",
      why: whole ? null : why,
    };
  }

  #changed(): void {
    this.#keeper.keep();
    this.#ports.save();
    this.#ports.changed();
  }
}
