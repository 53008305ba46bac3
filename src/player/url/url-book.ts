/**
 * The URLs that are or were in the queue, by the ids that stand for them there:
 * what is shown of each, and whether it may lead to the speaker itself. Kept over
 * restarts (docs/URLS.md §4).
 *
 * Bounds: urlsMax, the one unused for longest goes.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { utf8Bytes, utf8Text } from "../../base/bytes.ts";
import { type TrackInfo, untagged } from "../../media/track.ts";
import { type TrackId, trackIdOf } from "../../media/track-id.ts";
import { KeptFile, type KeptFilePorts } from "../kept-file.ts";
import type { UrlTitles } from "../model.ts";
import { urlFileBytesMax, urlSaveUs, urlsMax } from "./limits.ts";

export interface KnownUrl {
  readonly url: string;
  /** Who named it is on the speaker itself. */
  readonly loopback: boolean;
  readonly live: boolean;
  /** One can go to any place of it. */
  readonly seeks: boolean;
  /** Of a station; empty where it has none. */
  readonly name: string;
  /** What plays now, as the station says; empty where it does not. */
  readonly title: string;
  /** 0 where it is not known. */
  readonly durationMs: number;
  /** As who named it calls it; absent where it was named without more. */
  readonly told?: UrlTitles;
}

export class UrlBook {
  readonly #urls = new LRUCache<TrackId, KnownUrl>({ max: urlsMax });
  readonly #file: KeptFile;
  #kept: (id: TrackId) => Pick<KnownUrl, "url" | "name"> | undefined = () => undefined;

  /** Never rejects: what cannot be read is as if it were not there. */
  static async open(ports: KeptFilePorts, path: string): Promise<UrlBook> {
    const book = new UrlBook(ports, path);
    const bytes = await book.#file.load();
    for (const known of bytes === undefined ? [] : decode(bytes)) book.#set(known);
    return book;
  }

  private constructor(ports: KeptFilePorts, path: string) {
    this.#file = new KeptFile(ports, {
      path,
      delayUs: urlSaveUs,
      bytesMax: urlFileBytesMax,
      encode: () => utf8Bytes(JSON.stringify([...this.#urls.rvalues()])),
    });
  }

  /** `kept`: what ids stand for that the household keeps. */
  lookBeside(kept: (id: TrackId) => Pick<KnownUrl, "url" | "name"> | undefined): void {
    this.#kept = kept;
  }

  get(id: TrackId): KnownUrl | undefined {
    const known = this.#urls.get(id);
    if (known !== undefined) return known;
    const kept = this.#kept(id);
    // Who wrote it is anywhere in the house: it leads to no speaker itself.
    return (
      kept && { ...kept, loopback: false, live: false, seeks: false, title: "", durationMs: 0 }
    );
  }

  /** As a row of the queue. */
  info(id: TrackId): TrackInfo | undefined {
    const known = this.get(id);
    if (known === undefined) return undefined;
    const { url, live, name, title, durationMs, told = untold } = known;
    const base = { ...untagged, id, durationMs, url, live };
    // What it says of the moment itself counts for more than what it was called.
    if (title !== "") return { ...base, title, album: name || told.title || new URL(url).host };
    return { ...base, ...told, title: told.title || name || shortOf(url) };
  }

  /** Names it, or what is known of it anew; the id that stands for it. */
  learn(known: KnownUrl): TrackId {
    this.#file.changed();
    return this.#set(known);
  }

  /** What the id stands for was found out more about. */
  learnOf(id: TrackId, known: KnownUrl): void {
    this.#file.changed();
    this.#urls.set(id, known);
  }

  /** True when what is shown has changed. */
  retitle(id: TrackId, title: string): boolean {
    const known = this.get(id);
    if (known === undefined || known.title === title) return false;
    // Of the moment: it is not worth a write.
    this.#urls.set(id, { ...known, title });
    return true;
  }

  /** Resolves when it is kept, or cannot be. */
  close(): Promise<void> {
    return this.#file.flush();
  }

  /** The household is left. Never rejects. */
  async forget(): Promise<void> {
    this.#urls.clear();
    await this.#file.forget();
  }

  #set(known: KnownUrl): TrackId {
    const id = urlId(known);
    this.#urls.set(id, known);
    return id;
  }
}

const untold: UrlTitles = { title: "", artist: "", album: "" };

/** What may lead to the speaker itself is another thing than the same URL named from afar. */
function urlId({ url, loopback }: KnownUrl): TrackId {
  return trackIdOf(createHash("sha256").update(`url ${loopback} ${url}`).digest());
}

/** The last part of the path, else the host. */
function shortOf(text: string): string {
  const { pathname, host } = new URL(text);
  const last = pathname
    .split("/")
    .filter((part) => part !== "")
    .at(-1);
  if (last === undefined) return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** What is not of the right form is left out. */
function decode(bytes: Uint8Array): KnownUrl[] {
  let rows: unknown;
  try {
    rows = JSON.parse(utf8Text(bytes) ?? "");
  } catch {
    return [];
  }
  return Array.isArray(rows) ? rows.filter(isKnownUrl) : [];
}

function isKnownUrl(row: unknown): row is KnownUrl {
  if (typeof row !== "object" || row === null) return false;
  const { url, loopback, live, seeks, name, title, durationMs, told } = row as Record<
    string,
    unknown
  >; // checked below
  if (told !== undefined && !isTitles(told)) return false;
  const flags = [loopback, live, seeks].every((flag) => typeof flag === "boolean");
  const texts = [url, name, title].every((text) => typeof text === "string");
  return flags && texts && typeof durationMs === "number" && URL.canParse(String(url));
}

function isTitles(value: unknown): value is UrlTitles {
  if (typeof value !== "object" || value === null) return false;
  const { title, artist, album } = value as Record<string, unknown>; // checked at once
  return [title, artist, album].every((text) => typeof text === "string");
}
