/**
 * Reads Matroska and WebM (RFC 9559) as they come over a network: live, without
 * sizes, cut anywhere. Of one track of sound it gives the frames.
 *
 * It does not keep a tree: segments, clusters and groups of blocks are entered and
 * never left, since no element within one means another thing elsewhere. So an
 * unknown size costs nothing, and a wrong one is met by looking for the next
 * cluster.
 *
 * Bounds: one element that is kept (matroskaHeadBytesMax, matroskaBlockBytesMax), and what
 * a push brings; everything else is passed over as it comes.
 */
import { concatBytes } from "../../base/bytes.ts";
import { MediaUrlError } from "../errors.ts";
import { headBytesMax, matroskaBlockBytesMax, matroskaHeadBytesMax } from "../limits.ts";
import { childrenOf, elementHead, floatOf, uintOf, vintAt } from "./ebml.ts";
import { readBlock } from "./lacing.ts";
import { type AudioTrack, audioTracksOf } from "./tracks.ts";

export type MatroskaEvent =
  /** A stream begins, the first or one behind another. */
  | { readonly kind: "begins"; readonly track: AudioTrack }
  /** A copy; `prefix` is put back. */
  | { readonly kind: "frame"; readonly bytes: Uint8Array };

/** Which of them is heard. */
export type ChooseTrack = (tracks: readonly AudioTrack[]) => AudioTrack | undefined;

const id = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const;

const entered: ReadonlySet<number> = new Set([id.segment, id.cluster, id.blockGroup]);
/** Of a track's number at the beginning of a block. */
const numberBytesMax = 8;
const scaleNsDefault = 1_000_000;
const clusterMark = Uint8Array.of(0x1f, 0x43, 0xb6, 0x75);

export class MatroskaReader {
  readonly #choose: ChooseTrack;
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of an element that nobody wants. */
  #skip = 0;
  /** Looking for a cluster since something was broken. */
  #lost = false;
  #garbage = 0;
  #track: AudioTrack | undefined;
  #scaleNs = scaleNsDefault;
  #duration = 0;

  constructor(choose: ChooseTrack) {
    this.#choose = choose;
  }

  /** Undefined where it does not tell. */
  get durationMs(): number | undefined {
    const ms = (this.#duration * this.#scaleNs) / 1e6;
    return ms > 0 && Number.isSafeInteger(Math.floor(ms)) ? Math.floor(ms) : undefined;
  }

  /** What `bytes` completes. Throws MediaUrlError where there is nothing to be heard in it. */
  push(bytes: Uint8Array): MatroskaEvent[] {
    const held = this.#held.length === 0 ? bytes : concatBytes([this.#held, bytes]);
    const events: MatroskaEvent[] = [];
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, held.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (this.#lost) at = this.#search(held, at);
      const next = this.#lost ? undefined : this.#element(held, at, events);
      if (next === undefined) break;
      at = next;
    }
    this.#held = held.slice(at);
    return events;
  }

  /** What follows comes from another place of the same file. */
  jump(): void {
    this.#held = new Uint8Array(0);
    this.#skip = 0;
    this.#lost = true;
    this.#garbage = 0;
  }

  /** The first cluster in these bytes of the file, and when it begins. */
  clusterIn(bytes: Uint8Array): { readonly at: number; readonly ms: number } | undefined {
    for (let at = findMark(bytes, 0); at >= 0; at = findMark(bytes, at + 1)) {
      const head = elementHead(bytes, at);
      if (typeof head === "string") continue;
      // Its time stands before its blocks (§5.1.3.1), behind a sum at most.
      for (const child of childrenOf(bytes.subarray(at + head.headBytes, at + 64))) {
        if (child.id === id.timestamp)
          return { at, ms: Math.floor((uintOf(child.body) * this.#scaleNs) / 1e6) };
      }
    }
    return undefined;
  }

  /** Where the next element begins; undefined: more bytes are needed. */
  #element(held: Uint8Array, at: number, events: MatroskaEvent[]): number | undefined {
    const head = elementHead(held, at);
    if (head === "more") return undefined;
    if (head === "bad") return this.#break(at);
    const from = at + head.headBytes;
    if (entered.has(head.id)) return from;
    const { size } = head;
    // Only what is entered may be without a size (RFC 9559 §5.1).
    if (size === undefined) return this.#break(at);
    const most = keptBytesMax(head.id);
    if (most === 0 || this.#isOther(head.id, held, from)) {
      this.#skip = size;
      return from;
    }
    if (size > most) return held.length - from < numberBytesMax ? undefined : this.#break(at);
    if (from + size > held.length) return undefined;
    this.#take(head.id, held.subarray(from, from + size), events);
    this.#garbage = 0;
    return from + size;
  }

  /** Of another track, which may be pictures. False while its number is not there. */
  #isOther(element: number, held: Uint8Array, from: number): boolean {
    if (element !== id.simpleBlock && element !== id.block) return false;
    const number = vintAt(held, from);
    return number !== undefined && number.value !== this.#track?.number;
  }

  #take(element: number, body: Uint8Array, events: MatroskaEvent[]): void {
    switch (element) {
      case id.ebml:
        this.#track = undefined;
        this.#scaleNs = scaleNsDefault;
        this.#duration = 0;
        return;
      case id.info:
        this.#info(body);
        return;
      case id.tracks:
        this.#tracks(body, events);
        return;
      default:
        this.#block(body, events);
    }
  }

  #info(body: Uint8Array): void {
    for (const child of childrenOf(body)) {
      if (child.id === id.timestampScale) this.#scaleNs = uintOf(child.body) || scaleNsDefault;
      if (child.id === id.duration) this.#duration = Math.max(0, floatOf(child.body));
    }
  }

  /** They may be said again (live streams do): only what is new begins anew. */
  #tracks(body: Uint8Array, events: MatroskaEvent[]): void {
    if (this.#track !== undefined) return;
    const tracks = audioTracksOf(body);
    if (tracks.length === 0)
      throw new MediaUrlError("undecodable", "there is no track of sound in this Matroska");
    this.#track = this.#choose(tracks);
    if (this.#track !== undefined) events.push({ kind: "begins", track: this.#track });
  }

  #block(body: Uint8Array, events: MatroskaEvent[]): void {
    const track = this.#track;
    const block = readBlock(body);
    if (track === undefined || block === undefined || block.track !== track.number) return;
    for (const frame of block.frames)
      events.push({ kind: "frame", bytes: concatBytes([track.prefix, frame]) });
  }

  #break(at: number): number {
    this.#lost = true;
    return at + 1;
  }

  #search(held: Uint8Array, from: number): number {
    const found = findMark(held, from);
    const at = found >= 0 ? found : Math.max(from, held.length - clusterMark.length + 1);
    this.#garbage += at - from;
    if (this.#garbage > headBytesMax)
      throw new MediaUrlError("undecodable", "the Matroska stream is damaged");
    this.#lost = found < 0;
    return at;
  }
}

/** 0 for what is passed over. */
function keptBytesMax(element: number): number {
  if (element === id.simpleBlock || element === id.block) return matroskaBlockBytesMax;
  return element === id.ebml || element === id.info || element === id.tracks
    ? matroskaHeadBytesMax
    : 0;
}

function findMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (clusterMark.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
