/**
 * Answers neighbours from what this speaker holds: chunks with their proof, and
 * what is needed to check them. Verified before it was kept, verified again by
 * whoever asks.
 *
 * Deliberately not here: who may ask at all. The caller lets members ask.
 */
import { concatBytes } from "../base/bytes.ts";
import { symbolsOf } from "../media/chunk.ts";
import { merkleProof } from "../media/merkle.ts";
import { splitSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import { linkRefusals, type ServedAnswer } from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import type { ChunkPlace } from "./book.ts";
import type { UploadClass, Uploads } from "./uploads.ts";

/** What this speaker keeps; each undefined where it is not there. */
export interface HeldObjects {
  chunk(place: ChunkPlace): Promise<Uint8Array | undefined>;
  /** Leaf hashes of a rung, checked. */
  leaves(track: string, rung: number): Promise<readonly Uint8Array[] | undefined>;
  leafBytes(track: string, rung: number): Promise<Uint8Array | undefined>;
  manifest(track: string): Promise<Uint8Array | undefined>;
  artwork(hash: string): Promise<Uint8Array | undefined>;
}

export interface PeerServerPorts {
  readonly clock: Clock;
  readonly held: HeldObjects;
  readonly uploads: Uploads;
  /** The own music has little at hand: who fetches ahead is sent nothing, the others one chunk after the other. */
  readonly isHungry: () => boolean;
}

/** PROTOCOL.md §6.1. */
const notHeld = 16;

export interface PeerRequest {
  readonly name: ObjectName;
  readonly class: UploadClass;
}

export class PeerServer {
  readonly #ports: PeerServerPorts;
  #chunks = 0;
  #bytes = 0;

  constructor(ports: PeerServerPorts) {
    this.#ports = ports;
  }

  /** Chunks and their bytes that were sent to neighbours. */
  get figures(): { readonly chunks: number; readonly bytes: number } {
    return { chunks: this.#chunks, bytes: this.#bytes };
  }

  /** Undefined for what a speaker does not serve. Rejects as `held` does. */
  async answer({ name, class: kind }: PeerRequest): Promise<ServedAnswer | undefined> {
    const { held } = this.#ports;
    switch (name.kind) {
      case "manifest":
        return whole(await held.manifest(name.track));
      case "leaves":
        return whole(await held.leafBytes(name.track, name.rung));
      case "artwork":
        return whole(await held.artwork(name.hash));
      case "proven-chunk":
        return this.#upload(name, kind);
      default:
        return undefined;
    }
  }

  async #upload(place: ChunkPlace, kind: UploadClass): Promise<ServedAnswer> {
    const { clock, uploads, isHungry } = this.#ports;
    if (isHungry() && !isAwaited(kind)) return busy("its own music comes first");
    const waiting = uploads.join(kind, clock.nowUs());
    if (waiting === undefined) return busy("too many ask");
    try {
      for (;;) {
        const turn = uploads.turn(waiting, isHungry(), clock.nowUs());
        if (turn === undefined) return busy("too much is on its way");
        if (turn === "go") break;
        await sleep(clock, turn, forever);
      }
      const symbols = await this.#proven(place);
      if (symbols === undefined) return missing;
      const bytes = symbols.reduce((sum, { length }) => sum + length, 0);
      uploads.began(bytes, clock.nowUs());
      this.#chunks += 1;
      this.#bytes += bytes;
      return { kind: "symbols", symbols };
    } finally {
      uploads.leave(waiting);
    }
  }

  async #proven(place: ChunkPlace): Promise<readonly Uint8Array[] | undefined> {
    const { held } = this.#ports;
    const bytes = await held.chunk(place);
    const symbols = bytes === undefined ? undefined : symbolsOf(bytes);
    const leaves = await held.leaves(place.track, place.rung);
    if (symbols === undefined || leaves === undefined || place.index >= leaves.length)
      return undefined;
    return [concatBytes(merkleProof(leaves, place.index)), ...symbols];
  }
}

/** For music that plays: what it does not get here it takes from the link that this speaker may be waiting for. */
function isAwaited(kind: UploadClass): boolean {
  return kind === "urgent" || kind === "play";
}

/** A wait here is short, and who waits has a time limit. */
const forever = new AbortController().signal;

const missing: ServedAnswer = {
  kind: "refused",
  code: notHeld,
  message: "this speaker does not have it (any more)",
};

function whole(bytes: Uint8Array | undefined): ServedAnswer {
  return bytes === undefined ? missing : { kind: "symbols", symbols: splitSymbols(bytes) };
}

function busy(message: string): ServedAnswer {
  return { kind: "refused", code: linkRefusals.busy, message };
}
