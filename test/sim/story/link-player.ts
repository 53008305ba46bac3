/**
 * A model of a player for stories of the link alone: fetches a track's seconds ahead, hears them in
 * real time, stands still where one is missing, and checks every byte.
 */
import assert from "node:assert/strict";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import type { Cancel, Clock } from "../../../src/ports/clock.ts";
import type {
  Fetch,
  FetchOutcome,
  LinkSession,
  RequestClass,
  ServedAnswer,
} from "../../../src/transport/endpoint.ts";

const us = 1_000_000;
const symbolBytes = 1_100;
/** A second at 160 kbit/s. */
const chunkSymbols = 18;
const chunksAhead = 8;
const inFlightMax = 4;
/** After the time at which it is needed, a chunk is asked for anew. */
const patienceUs = 2 * us;
const urgentChunks = 2;

/** `track/chunk/symbols`: bytes that name it. */
export function linkObject(track: number, chunk: number, symbols = chunkSymbols): Uint8Array {
  return utf8Bytes(`${track}/${chunk}/${symbols}`);
}

/** The answer to `linkObject`; each symbol says whose it is. */
export function linkAnswer(object: Uint8Array): ServedAnswer {
  const [track = 0, chunk = 0, count = 0] = new TextDecoder().decode(object).split("/").map(Number);
  return { kind: "symbols", symbols: symbolsOf(track, chunk, count) };
}

function symbolsOf(track: number, chunk: number, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const symbol = new Uint8Array(symbolBytes).fill((track + 3 * chunk + i) & 0xff);
    new DataView(symbol.buffer).setUint32(0, (track << 20) | (chunk << 10) | i);
    return symbol;
  });
}

export function assertWhole(
  outcome: FetchOutcome,
  track: number,
  chunk: number,
  count: number,
): void {
  if (outcome.kind !== "complete") return;
  const wanted = symbolsOf(track, chunk, count);
  assert.equal(outcome.symbols.length, wanted.length, "all symbols of what was asked for");
  for (const [i, symbol] of outcome.symbols.entries())
    assert.ok(wanted[i] !== undefined && sameBytes(symbol, wanted[i]), `symbol ${i} is its own`);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export class LinkPlayer {
  readonly #clock: Clock;
  readonly #session: () => LinkSession;
  readonly #failed: (error: unknown) => void;
  readonly #open = new Set<Fetch>();
  readonly #whole = new Set<number>();
  /** −1: it wants nothing. */
  #track = -1;
  #next = 0;
  #heard = -1;
  #endsUs = 0;
  #cancel: Cancel | undefined;
  /** Seconds that were heard. */
  chunks = 0;
  /** Fetches that were begun, and that ended. */
  readonly fetches = { begun: 0, ended: 0 };

  constructor(
    clock: Clock,
    options: {
      /** The one of the moment. */
      readonly session: () => LinkSession;
      readonly failed: (error: unknown) => void;
    },
  ) {
    this.#clock = clock;
    this.#session = options.session;
    this.#failed = options.failed;
  }

  /** Whether a second is being heard now. */
  get sounds(): boolean {
    return this.#clock.nowUs() < this.#endsUs;
  }

  /** Somebody wants this track: what was asked for before is called off. */
  play(track: number): void {
    for (const fetch of this.#open) fetch.cancel();
    this.#open.clear();
    this.#whole.clear();
    this.#track = track;
    this.#next = 0;
    this.#heard = -1;
    this.#endsUs = 0;
    this.#turn();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const fetch of this.#open) fetch.cancel();
    this.#track = -1;
  }

  #turn(): void {
    if (this.#track < 0) return;
    const nowUs = this.#clock.nowUs();
    if (!this.sounds && this.#whole.delete(this.#heard + 1)) {
      this.#heard += 1;
      this.chunks += 1;
      // Without a pause where the next one was there in time.
      this.#endsUs = (nowUs - this.#endsUs < us / 100 ? this.#endsUs : nowUs) + us;
      this.#cancel?.();
      this.#cancel = this.#clock.after(this.#endsUs - nowUs, () => this.#turn());
    }
    this.#fill();
  }

  #fill(): void {
    while (this.#next <= this.#heard + chunksAhead && this.#open.size < inFlightMax) {
      this.#ask(this.#next);
      this.#next += 1;
    }
  }

  #ask(chunk: number): void {
    const track = this.#track;
    const leadUs = Math.max(0, this.#endsUs - this.#clock.nowUs()) + (chunk - this.#heard) * us;
    const urgent = chunk < urgentChunks || chunk <= this.#heard + 1;
    const fetch = this.#begin(linkObject(track, chunk), urgent ? "urgent" : "play", leadUs);
    this.#open.add(fetch);
    void fetch.done.then((outcome) => this.#ended(fetch, outcome, { track, chunk }));
  }

  #begin(object: Uint8Array, requestClass: RequestClass, leadUs: number): Fetch {
    this.fetches.begun += 1;
    const deadlineUs = this.#clock.nowUs() + leadUs + patienceUs;
    return this.#session().fetch({ object, class: requestClass, deadlineUs });
  }

  #ended(
    fetch: Fetch,
    outcome: FetchOutcome,
    of: { readonly track: number; readonly chunk: number },
  ): void {
    this.fetches.ended += 1;
    const current = this.#open.delete(fetch) && of.track === this.#track;
    try {
      assertWhole(outcome, of.track, of.chunk, chunkSymbols);
      if (!current) return;
      if (outcome.kind === "complete") this.#whole.add(of.chunk);
      else {
        assert.ok(outcome.kind !== "refused", `refused: ${JSON.stringify(outcome)}`);
        // A session that was closed is replaced in a moment.
        this.#clock.after(outcome.kind === "lost" ? us / 10 : 0, () => {
          if (of.track === this.#track) this.#ask(of.chunk);
        });
      }
      this.#turn();
    } catch (error) {
      this.#failed(error);
    }
  }
}
