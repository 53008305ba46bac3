/**
 * The catalogue among neighbours (PROTOCOL.md §6.6): a speaker without an origin
 * asks them for theirs, and answers with its own.
 *
 * What a neighbour tells is a claim of a member: it is good for finding music by
 * name until an origin is there, which then tells all of it (CatalogueMirror I1).
 * What is played is checked by its signed manifest either way.
 *
 * Bounds: catalogueTracksMax tracks, catalogueCopyStartsMax beginnings, a page at a time.
 */
import { describeError } from "../base/errors.ts";
import { decodeCataloguePage, encodeCatalogueChange } from "../media/catalogue-page.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { CataloguePage, TrackInfo } from "../media/track.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { encodePage } from "../wire/catalogue.ts";
import type { ObjectName } from "../wire/objects.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import type { TellingNeighbours } from "./house/household-source.ts";
import {
  catalogueCopyAgainUs,
  catalogueCopyBytes,
  catalogueCopyStartsMax,
  catalogueCopyTracks,
  catalogueCopyUs,
  catalogueTracksMax,
  chunkPatienceUs,
} from "./limits.ts";
import { SharedTexts } from "./shared-texts.ts";
import { inSlices } from "./slices.ts";

export type CopyName = Extract<ObjectName, { kind: "catalogue-copy" }>;

/** The answer to `name`; undefined where nothing is known. */
export function catalogueCopyPage(
  mirror: CatalogueMirror,
  { epoch, version, offset }: CopyName,
): Uint8Array | undefined {
  if (mirror.isUnknown) return undefined;
  const from = epoch === mirror.epoch && version === mirror.version ? offset : 0;
  const encoded: Uint8Array[] = [];
  let bytes = 0;
  for (const track of mirror.rowsFrom(from, catalogueCopyTracks)) {
    const change = encodeCatalogueChange({ kind: "track", track });
    bytes += change.length;
    if (encoded.length > 0 && bytes > catalogueCopyBytes) break;
    encoded.push(change);
  }
  const more = from + encoded.length < mirror.size;
  return encodePage({ epoch: mirror.epoch, version: mirror.version, more }, encoded);
}

export interface CatalogueCopyPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly near: TellingNeighbours;
  readonly origin: { readonly ready: boolean };
}

export class CatalogueCopy {
  readonly #ports: CatalogueCopyPorts;
  readonly #mirror: CatalogueMirror;
  readonly #changed: () => void;

  constructor(ports: CatalogueCopyPorts, mirror: CatalogueMirror, changed: () => void) {
    this.#ports = ports;
    this.#mirror = mirror;
    this.#changed = changed;
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    const { clock, origin } = this.#ports;
    for (;;) {
      const again = this.#mirror.isUnknown ? catalogueCopyUs : catalogueCopyAgainUs;
      await sleep(clock, again, signal);
      if (!origin.ready) await this.#look(signal);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    try {
      const found = await this.#copy(signal);
      // An origin that came meanwhile knows better.
      if (found === undefined) return;
      const isWanted = (): boolean => !this.#ports.origin.ready && this.#isNewer(found);
      const replacing = this.#mirror.replacing({ ...found, borrowed: true }, isWanted);
      if (!isWanted() || !(await inSlices(this.#ports.clock, replacing))) return;
      this.#ports.log.info("catalogue-from-neighbour", { tracks: found.tracks.length });
      this.#changed();
    } catch (error) {
      signal.throwIfAborted();
      this.#ports.log.warn("catalogue-not-copied", { why: describeError(error) });
    }
  }

  /** Of two epochs nobody here can say which one is the newer. */
  #isNewer({ epoch, version }: Pick<CataloguePage, "epoch" | "version">): boolean {
    if (this.#mirror.isUnknown) return true;
    return epoch === this.#mirror.epoch && version > this.#mirror.version;
  }

  /** Undefined where no neighbour has another one, or it cannot be had whole. */
  async #copy(
    signal: AbortSignal,
  ): Promise<{ epoch: string; version: number; tracks: TrackInfo[] } | undefined> {
    let { epoch, version } = this.#mirror;
    let tracks: TrackInfo[] = [];
    const texts = new SharedTexts();
    let offset = this.#mirror.size;
    for (let starts = 0; starts <= catalogueCopyStartsMax; ) {
      const page = await this.#ask({ kind: "catalogue-copy", epoch, version, offset }, signal);
      if (page === undefined) return undefined;
      const other = page.epoch !== epoch || page.version !== version;
      if (starts === 0 && (!other || !this.#isNewer(page))) return undefined;
      if (other) {
        starts += 1;
        tracks = [];
        ({ epoch, version } = page);
      }
      if (!takeRows(tracks, page, texts)) return undefined;
      if (!page.more) return { epoch, version, tracks };
      if (page.changes.length === 0 || tracks.length >= catalogueTracksMax) return undefined;
      offset = tracks.length;
    }
    return undefined;
  }

  async #ask(name: CopyName, signal: AbortSignal): Promise<CataloguePage | undefined> {
    const deadlineUs = this.#ports.clock.nowUs() + chunkPatienceUs;
    const request = { class: "play" as const, deadlineUs };
    const symbols = await this.#ports.near.object(name, request, signal);
    return symbols && decodeCataloguePage(joinSymbols(symbols));
  }
}

/** False where they are not in order, so that nobody tells one track for ever. */
function takeRows(tracks: TrackInfo[], { changes }: CataloguePage, texts: SharedTexts): boolean {
  for (const change of changes) {
    const last = tracks.at(-1)?.id ?? "";
    if (change.kind !== "track" || change.track.id <= last) return false;
    tracks.push(texts.track(change.track));
  }
  return true;
}
