/**
 * From whom a chunk comes that is not in the cache: a neighbour that has it and
 * will be in time, else an origin; and a neighbour in place of an origin that is
 * gone (DESIGN §6).
 *
 * Knows sources, not music: what a chunk is, and whether it is the right one,
 * the caller says.
 */
import { CompletionTimes } from "../../base/completion-times.ts";
import type { OfferedChunk } from "../../peer/neighbours.ts";
import { type Clock, sleep } from "../../ports/clock.ts";
import type { RequestClass } from "../../transport/endpoint.ts";
import { lateUs } from "../limits.ts";
import type { Want } from "../want.ts";
import {
  aloneFactor,
  alonePatienceUs,
  emptyHouseLookUs,
  houseLookUs,
  lookRoundStepUs,
  lookRoundUs,
  lookRoundUsMax,
  metMax,
  nearEnoughUs,
  originReserveUs,
  sharedLookUs,
  sharedReserveUs,
  surelyFactor,
  surelyUsMax,
} from "./limits.ts";
import { Shelf, type ShelfList } from "./shelf.ts";

export interface NearPlace {
  readonly track: string;
  readonly rung: number;
  readonly index: number;
}

/** The neighbours as this sees them (peer/neighbours.ts). */
export interface NearSources {
  /** There is one at least. */
  readonly any: boolean;
  has(place: NearPlace): boolean;
  /** How many of them get the same rung right now. */
  company(place: NearPlace): number;
  /** One of them is getting it from the origin, or will soon. */
  brings(place: NearPlace): boolean;
  /** How many come before this speaker where it is not known who gets it; 0 where there is nobody else. */
  rank(place: NearPlace): number;
  expectedUs(place: NearPlace): number;
  fetch(
    place: NearPlace,
    request: { readonly class: RequestClass; readonly deadlineUs: () => number },
    signal: AbortSignal,
  ): Promise<OfferedChunk | undefined>;
  blame(peer: string): void;
}

export interface HouseChunksPorts {
  readonly clock: Clock;
  readonly near: NearSources;
  readonly origin: { readonly ready: boolean; readonly rttUs: number };
  /** Of what neighbours are told. */
  readonly list: ShelfList;
  /** Hears of each rung of a track that is begun. */
  readonly began?: () => void;
}

/** The two ways to a chunk. */
export interface Ways<T> {
  /** Goes on until it is there; rejects when it cannot be had or its signal aborts. */
  readonly origin: (signal: AbortSignal) => Promise<T>;
  /** Checks what a neighbour sent; undefined where it is not that chunk. Rejects with `signal.reason`. */
  readonly near: (offered: OfferedChunk) => Promise<T | undefined>;
}

export class HouseChunks {
  readonly #ports: HouseChunksPorts;
  /** When a rung of a track was first wanted; the latest ones. */
  readonly #metUs = new Map<string, number>();

  /** What a chunk takes from an origin. */
  readonly #originTimes = new CompletionTimes();

  /** What waits in memory and neighbours may have. */
  readonly shelf: Shelf;

  constructor(ports: HouseChunksPorts) {
    this.#ports = ports;
    this.shelf = new Shelf(ports.list);
  }

  /** Somebody else may want what this speaker has. */
  get hasNeighbours(): boolean {
    return this.#ports.near.any;
  }

  /** Whether some neighbour has it: for choosing a rung. */
  has(place: NearPlace): boolean {
    return this.#ports.near.has(place);
  }

  /** How many neighbours share with this speaker what is asked of the origin of that rung. */
  company(place: NearPlace): number {
    return this.#ports.near.company(place);
  }

  /** Rejects as `ways.origin` does, and with `signal.reason`. */
  async fetch<T>(place: NearPlace, want: Want, ways: Ways<T>, signal: AbortSignal): Promise<T> {
    this.#meet(place);
    const near =
      (await this.#ask(place, want, ways, signal)) ??
      (await this.#shared(place, want, ways, signal));
    if (near !== undefined) return near;
    const inner = new AbortController();
    const stop = (): void => inner.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await this.#fromOrigin(place, want, ways, inner, signal);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Waits while another speaker of the house gets it anyway; undefined where it is to be asked for. */
  async #shared<T>(
    place: NearPlace,
    want: Want,
    ways: Ways<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    while (this.#mayWait(place, want)) {
      await sleep(this.#ports.clock, sharedLookUs, signal);
      const near = await this.#ask(place, want, ways, signal);
      if (near !== undefined) return near;
    }
    return undefined;
  }

  #mayWait(place: NearPlace, want: Want): boolean {
    const { clock, near, origin } = this.#ports;
    const rank = near.rank(place);
    if (!origin.ready || rank === 0 || !want.isWanted()) return false;
    const nowUs = clock.nowUs();
    if (soundUs(want) < nowUs + sharedReserveUs) return false;
    const metUs = this.#metUs.get(rungOf(place)) ?? Number.NEGATIVE_INFINITY;
    return (
      nowUs < metUs + Math.min(lookRoundUsMax, lookRoundUs + rank * lookRoundStepUs) ||
      near.brings(place)
    );
  }

  #meet(place: NearPlace): void {
    const name = rungOf(place);
    if (this.#metUs.has(name)) return;
    this.#metUs.set(name, this.#ports.clock.nowUs());
    this.#ports.began?.();
    const [oldest] = this.#metUs.keys();
    if (oldest !== undefined && this.#metUs.size > metMax) this.#metUs.delete(oldest);
  }

  /** The origin is asked, and waited for; meanwhile the neighbours are looked at again and again. */
  async #fromOrigin<T>(
    place: NearPlace,
    want: Want,
    ways: Ways<T>,
    inner: AbortController,
    signal: AbortSignal,
  ): Promise<T> {
    const fromUs = this.#ports.clock.nowUs();
    const asked = ways.origin(inner.signal).then((value) => {
      this.#originTimes.took(this.#ports.clock.nowUs() - fromUs);
      return { value };
    });
    // It is awaited below, unless a neighbour was sooner.
    asked.catch(() => undefined);
    for (;;) {
      const lookUs = this.hasNeighbours ? houseLookUs : emptyHouseLookUs;
      const came = await this.#beside(asked, (pause) =>
        sleep(this.#ports.clock, lookUs, pause).then(() => undefined),
      );
      if (came !== undefined) return came.value;
      signal.throwIfAborted();
      const near = await this.#beside(asked, async (stop) => {
        const value = await this.#ask(place, want, ways, stop, true);
        return value === undefined ? undefined : { value };
      });
      if (near === undefined) continue;
      inner.abort(new Error("a neighbour was sooner"));
      return near.value;
    }
  }

  /** What is there first; the other is called off where it is not the origin. */
  async #beside<T>(
    asked: Promise<T>,
    other: (stop: AbortSignal) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const stop = new AbortController();
    const second = other(stop.signal);
    second.catch(() => undefined);
    return await Promise.race([asked, second]).finally(() =>
      stop.abort(new Error("the chunk is here")),
    );
  }

  /** Undefined where no neighbour has the right bytes in time. `isLate`: an origin was asked, and takes its time. */
  async #ask<T>(
    place: NearPlace,
    want: Want,
    ways: Ways<T>,
    signal: AbortSignal,
    isLate = false,
  ): Promise<T | undefined> {
    const { near } = this.#ports;
    for (;;) {
      const deadlineUs = this.#deadlineUs(place, want, isLate);
      if (deadlineUs === undefined) return undefined;
      const request = { class: want.class(), deadlineUs };
      const offered = await near.fetch(place, request, signal);
      if (offered === undefined) return undefined;
      const right = await ways.near(offered);
      if (right !== undefined) return right;
      near.blame(offered.peer);
    }
  }

  /** Until when a neighbour may try; undefined where an origin is the better choice. */
  #deadlineUs(place: NearPlace, want: Want, isLate: boolean): (() => number) | undefined {
    const { clock, near, origin } = this.#ports;
    const expectedUs = near.expectedUs(place);
    if (expectedUs === Number.POSITIVE_INFINITY) return undefined;
    const nowUs = clock.nowUs();
    // Nobody better can be asked. Not for as long as it is of use: the music waits for it, and another may have it.
    if (!origin.ready || isLate) {
      const halfUs = (soundUs(want) - nowUs) / 2;
      const aloneUs = Math.max(alonePatienceUs, aloneFactor * expectedUs, halfUs);
      return () => nowUs + aloneUs;
    }
    if (want.class() !== "urgent" && soundUs(want) - originReserveUs > nowUs + expectedUs)
      return () => soundUs(want) - originReserveUs;
    // Somebody waits: only who is surely as quick as the origin, and no longer than that takes twice.
    const originUs = this.#originTimes.within(0.5, origin.rttUs);
    if (expectedUs > Math.max(originUs, origin.rttUs + nearEnoughUs)) return undefined;
    const patienceUs = Math.min(surelyUsMax, surelyFactor * expectedUs);
    return () => nowUs + patienceUs;
  }
}

/** When it should sound: what is needed may still come `lateUs` later, and stops the music until then. */
function soundUs(want: Want): number {
  return want.neededUs() - lateUs;
}

function rungOf({ track, rung }: NearPlace): string {
  return `${track}/${rung}`;
}
