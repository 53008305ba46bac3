/**
 * Asks the speakers of the house for chunks: the one that says it has it and
 * will have sent it soonest (DESIGN §6), over sessions that are open anyway.
 *
 * A chunk from a neighbour is bytes and a claim: the caller checks the proof, and
 * says `blame` where it is false. Who is blamed is not asked again, and shown.
 *
 * Deliberately not here: when an origin is the better source (player/).
 */
import { CompletionTimes } from "../base/completion-times.ts";
import { usPerMs } from "../base/units.ts";
import { chunkOfSymbols } from "../media/chunk.ts";
import { symbolBytesMax, symbolsPerChunkMax } from "../media/limits.ts";
import { hashBytes } from "../media/merkle.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import {
  type Fetch,
  type FetchOutcome,
  type LinkSession,
  linkRefusals,
  type RequestClass,
} from "../transport/endpoint.ts";
import { encodeObject, type ObjectName } from "../wire/objects.ts";
import type { ChunkPlace, PeerBook } from "./book.ts";
import {
  askedOfOneMax,
  banUs,
  busyPauseUs,
  guessRoundTrips,
  guessUs,
  handsFullUs,
  lateRestUs,
  lateRestUsMax,
  objectPatienceUs,
} from "./limits.ts";

/** A chunk as it came, not checked. */
export interface OfferedChunk {
  readonly peer: string;
  readonly bytes: Uint8Array;
  readonly symbols: readonly Uint8Array[];
  /** Audit path, from the leaf up. */
  readonly path: readonly Uint8Array[];
}

export interface NeighbourPorts {
  readonly clock: Clock;
  readonly ownId: string;
  readonly book: PeerBook;
  /** Ready sessions to speakers of the household. */
  readonly sessions: () => readonly LinkSession[];
}

/** What is known of one neighbour as a source. */
interface Source {
  readonly times: CompletionTimes;
  /** Chunks under way. */
  readonly fetches: Set<Fetch>;
  /** Not asked before; clock time. */
  restUs: number;
  /** It said that it has its hands full: until then. */
  busyUs: number;
  blamed: number;
  /** Times in a row that it failed to answer. */
  late: number;
  chunks: number;
}

export interface ChunkRequest {
  readonly class: RequestClass;
  /** Clock time; asked for again and again. */
  readonly deadlineUs: () => number;
}

export interface NeighbourFigures {
  readonly id: string;
  readonly chunks: number;
  /** Chunks that did not verify; above 0 it is not asked any more. */
  readonly forged: number;
}

export class Neighbours {
  readonly #ports: NeighbourPorts;
  readonly #sources = new Map<string, Source>();

  constructor(ports: NeighbourPorts) {
    this.#ports = ports;
  }

  get figures(): readonly NeighbourFigures[] {
    return [...this.#sources].map(([id, { chunks, blamed }]) => ({ id, chunks, forged: blamed }));
  }

  /** There is somebody to share with. */
  get any(): boolean {
    return this.#ports.sessions().length > 0;
  }

  /** Some neighbour that is worth asking says that it has it. */
  has(place: ChunkPlace): boolean {
    return this.#best(place, nobody) !== undefined;
  }

  /** Within this it will be here, nineteen times in twenty; microseconds, Infinity where nobody has it. */
  expectedUs(place: ChunkPlace): number {
    const best = this.#best(place, nobody);
    return best === undefined ? Number.POSITIVE_INFINITY : this.#costUs(best);
  }

  /** How many neighbours come before this speaker when it is not known yet who of them gets the same. */
  rank({ index }: ChunkPlace): number {
    const own = draw(this.#ports.ownId, index);
    const before = this.#ports.sessions().filter(({ peer }) => draw(peer?.id ?? "", index) > own);
    return before.length;
  }

  /**
   * Some neighbour gets the same rung right now, and this chunk is for it to fetch from the origin: of all that
   * are at it each takes a share, by an order that all of them see alike.
   */
  brings(place: ChunkPlace): boolean {
    const own = draw(this.#ports.ownId, place.index);
    const atIt = this.#ports.book.atIt(place, this.#ports.clock.nowUs());
    return this.#here(atIt).some((id) => draw(id, place.index) > own);
  }

  /** How many neighbours get the same rung right now, and have this chunk or come to it. */
  company(place: ChunkPlace): number {
    return this.#here(this.#ports.book.along(place, this.#ports.clock.nowUs())).length;
  }

  /** Those of them that can be asked. */
  #here(ids: readonly string[]): readonly string[] {
    if (ids.length === 0) return ids;
    const nowUs = this.#ports.clock.nowUs();
    const here = new Set(this.#ports.sessions().map(({ peer }) => peer?.id));
    return ids.filter((id) => here.has(id) && this.#isFree(id, nowUs));
  }

  /**
   * Asks one after the other until `deadlineUs` (it may move), the likeliest first; waits while they have
   * their hands full. Undefined where none has it in time. Rejects with `signal.reason`.
   */
  async fetch(
    place: ChunkPlace,
    request: ChunkRequest,
    signal: AbortSignal,
  ): Promise<OfferedChunk | undefined> {
    const { clock } = this.#ports;
    const failed = new Set<string>();
    for (;;) {
      signal.throwIfAborted();
      const session = this.#best(place, failed);
      if (session?.peer === undefined) return undefined;
      const source = this.#source(session.peer.id);
      const leftUs = request.deadlineUs() - clock.nowUs();
      if (leftUs <= 0 || (this.#isFull(source) && leftUs < this.#costUs(session))) return undefined;
      if (this.#isFull(source)) {
        await sleep(clock, handsFullUs, signal);
        continue;
      }
      const answer = await this.#ask(session, place, request, signal);
      if (typeof answer === "object") return answer;
      if (answer === "failed") failed.add(session.peer.id);
    }
  }

  /**
   * What a track is known by (manifest, leaf hashes, cover): asks one after the other, those first that
   * say that they have something of the track. Undefined where nobody has it.
   */
  async object(
    name: ObjectName,
    request: {
      readonly class: RequestClass;
      readonly deadlineUs: number;
      readonly onSymbol?: ((index: number, count: number, symbol: Uint8Array) => void) | undefined;
      /** Who sends something else is blamed, and the next one asked. */
      readonly isRight?: ((symbols: readonly Uint8Array[]) => boolean) | undefined;
    },
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[] | undefined> {
    const nowUs = this.#ports.clock.nowUs();
    const asked = this.#ports.sessions().filter(({ peer }) => this.#isFree(peer?.id, nowUs));
    const likely = (session: LinkSession): boolean =>
      "track" in name && this.#ports.book.knows(session.peer?.id ?? "", name.track);
    for (const session of [...asked].sort((a, b) => Number(likely(b)) - Number(likely(a)))) {
      const { onSymbol } = request;
      const fetch = session.fetch({
        object: encodeObject(name),
        class: request.class,
        deadlineUs: Math.min(request.deadlineUs, this.#ports.clock.nowUs() + objectPatienceUs),
        ...(onSymbol === undefined ? {} : { onSymbol }),
      });
      const outcome = await settled(fetch, signal);
      if (outcome.kind !== "complete") continue;
      if (request.isRight?.(outcome.symbols) !== false) return outcome.symbols;
      this.blame(session.peer?.id ?? "");
    }
    return undefined;
  }

  /** What it sent was not what its proof says, or the proof is none. What else it was asked for is called off. */
  blame(peer: string): void {
    const source = this.#source(peer);
    source.blamed += 1;
    source.restUs = this.#ports.clock.nowUs() + banUs;
    for (const fetch of source.fetches) fetch.cancel();
  }

  async #ask(
    session: LinkSession,
    place: ChunkPlace,
    request: ChunkRequest,
    signal: AbortSignal,
  ): Promise<OfferedChunk | "busy" | "failed"> {
    const { clock } = this.#ports;
    const id = session.peer?.id ?? "";
    const source = this.#source(id);
    const fromUs = clock.nowUs();
    const fetch = session.fetch({
      object: encodeObject({ kind: "proven-chunk", ...place }),
      class: request.class,
      get deadlineUs() {
        return request.deadlineUs();
      },
    });
    source.fetches.add(fetch);
    const outcome = await settled(fetch, signal).finally(() => source.fetches.delete(fetch));
    const nowUs = clock.nowUs();
    if (outcome.kind !== "complete") return this.#failed(id, place, outcome, nowUs);
    source.times.took(nowUs - fromUs);
    source.late = 0;
    const offered = offeredOf(id, outcome.symbols);
    if (offered === undefined) {
      this.blame(id);
      return "failed";
    }
    source.chunks += 1;
    return offered;
  }

  #failed(id: string, place: ChunkPlace, outcome: FetchOutcome, nowUs: number): "busy" | "failed" {
    const source = this.#source(id);
    if (outcome.kind === "refused" && outcome.code === linkRefusals.busy) {
      source.busyUs = nowUs + busyPauseUs;
      return "busy";
    }
    if (outcome.kind === "refused") this.#ports.book.withdraw(id, place);
    else {
      // Each time in a row twice as long: who stalls must not cost its patience again and again.
      const restUs = Math.min(lateRestUsMax, lateRestUs * 2 ** source.late);
      source.late += 1;
      source.restUs = Math.max(source.restUs, nowUs + restUs);
    }
    return "failed";
  }

  #best(place: ChunkPlace, but: ReadonlySet<string>): LinkSession | undefined {
    const holders = new Set(this.#ports.book.holders(place));
    if (holders.size === 0) return undefined;
    const nowUs = this.#ports.clock.nowUs();
    let best: LinkSession | undefined;
    for (const session of this.#ports.sessions()) {
      const id = session.peer?.id;
      if (id === undefined || !holders.has(id) || but.has(id)) continue;
      if (!this.#isFree(id, nowUs)) continue;
      if (best === undefined || this.#costUs(session) < this.#costUs(best)) best = session;
    }
    return best;
  }

  #isFree(id: string | undefined, nowUs: number): boolean {
    return id !== undefined && nowUs >= this.#source(id).restUs;
  }

  #isFull({ fetches, busyUs }: Source): boolean {
    return fetches.size >= askedOfOneMax || this.#ports.clock.nowUs() < busyUs;
  }

  /** Outstanding chunks at its pace, its slow twentieth, and the rest that it asked for. */
  #costUs(session: LinkSession): number {
    const { times, fetches, busyUs } = this.#source(session.peer?.id ?? "");
    const usualUs = guessUs + guessRoundTrips * session.stats().rttMs * usPerMs;
    const waitUs = Math.max(0, busyUs - this.#ports.clock.nowUs());
    return waitUs + fetches.size * times.within(0.5, usualUs) + times.within(0.95, usualUs);
  }

  #source(id: string): Source {
    const known = this.#sources.get(id);
    if (known !== undefined) return known;
    const made = {
      times: new CompletionTimes(),
      fetches: new Set<Fetch>(),
      restUs: 0,
      busyUs: 0,
      blamed: 0,
      late: 0,
      chunks: 0,
    };
    this.#sources.set(id, made);
    return made;
  }
}

const nobody: ReadonlySet<string> = new Set();

/** Whose draw is the highest fetches: with one more or less of them only its own share changes hands. */
function draw(id: string, index: number): number {
  let hash = fnvBasis;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), fnvPrime);
  hash = Math.imul(hash ^ index, fnvPrime);
  // The last bytes hardly reach the upper bits otherwise.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, mixPrime);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** FNV-1a, 32 bits, and a finishing step. */
const fnvBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;
const mixPrime = 0x85ebca6b;

/** Calls the fetch off when the caller does not want it any more; then rejects with `signal.reason`. */
async function settled(fetch: Fetch, signal: AbortSignal): Promise<FetchOutcome> {
  const cancel = (): void => fetch.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const outcome = await fetch.done;
    signal.throwIfAborted();
    return outcome;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function offeredOf(
  peer: string,
  [proof, ...symbols]: readonly Uint8Array[],
): OfferedChunk | undefined {
  if (proof === undefined || proof.length % hashBytes !== 0) return undefined;
  if (symbols.length === 0 || symbols.length > symbolsPerChunkMax) return undefined;
  if (symbols.some(({ length }) => length === 0 || length > symbolBytesMax)) return undefined;
  const path = Array.from({ length: proof.length / hashBytes }, (_, i) =>
    proof.subarray(i * hashBytes, (i + 1) * hashBytes),
  );
  return { peer, bytes: chunkOfSymbols(symbols), symbols, path };
}
