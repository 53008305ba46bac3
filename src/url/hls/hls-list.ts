/**
 * Playlists of HTTP Live Streaming (RFC 8216): which streams there are, and which
 * parts a stream has. Tags that tell nothing about sound are passed over. Pure.
 *
 * Bounds: hlsPartsMax parts, hlsVariantsMax streams.
 */
import { usPerS } from "../../base/units.ts";
import { MediaUrlError } from "../errors.ts";
import { plainText, shownText } from "../icy.ts";
import { hlsPartsMax, hlsPartUsMax, hlsTargetUsMax, hlsVariantsMax } from "../limits.ts";
import { parseMediaUrl } from "../media-url.ts";

/** Some bytes of a resource (§4.3.2.2). */
export interface ByteSpan {
  readonly from: number;
  readonly bytes: number;
}

/** What is fetched; the whole of it where it has no span. */
export interface HlsResource {
  readonly url: URL;
  readonly span: ByteSpan | undefined;
}

export interface HlsPart extends HlsResource {
  readonly us: number;
  /** What decoders need before it (§4.3.2.5). */
  readonly map: HlsResource | undefined;
  /** What follows has nothing to do with what came before (§4.3.2.3). */
  readonly breaks: boolean;
  /** What a station says of it; empty where it does not. */
  readonly title: string;
}

export interface HlsMediaList {
  readonly kind: "media";
  readonly targetUs: number;
  /** Number of the first part. */
  readonly sequence: number;
  /** No part comes behind these. */
  readonly ended: boolean;
  /** Undefined: one that is not there to be fetched. */
  readonly parts: readonly (HlsPart | undefined)[];
}

export interface HlsVariant {
  readonly url: URL;
  /** At most, bit/s, pictures included. */
  readonly bandwidth: number;
  /** It has no pictures, as far as it says. */
  readonly isSound: boolean;
}

export interface HlsMasterList {
  readonly kind: "master";
  /** At least one. */
  readonly variants: readonly HlsVariant[];
}

/** Whether the text of a playlist is one of HLS: others are lists of stations or songs. */
export function isHls(text: string): boolean {
  return /^#EXT-X-/m.test(text);
}

/** Against the URL that it came from. Throws MediaUrlError. */
export function parseHls(bytes: Uint8Array, base: URL): HlsMediaList | HlsMasterList {
  const text = plainText(bytes).replace(/^\ufeff/, "");
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const variants = variantsOf(lines, base);
  return variants.length > 0 ? { kind: "master", variants } : new MediaReading(base).read(lines);
}

/** The first `#EXT-X-` of each kind of stream is all that is heard of it. */
function variantsOf(lines: readonly string[], base: URL): HlsVariant[] {
  const sounds = lines.flatMap((line) => {
    const tag = tagOf(line);
    const about = tag?.name === "MEDIA" ? attributesOf(tag.value) : {};
    return about["TYPE"] === "AUDIO" && about["URI"] !== undefined ? [about] : [];
  });
  const variants: HlsVariant[] = [];
  for (let i = 0; i < lines.length && variants.length < hlsVariantsMax; i++) {
    const tag = tagOf(lines[i] ?? "");
    const uri = nextUri(lines, i + 1);
    if (tag?.name !== "STREAM-INF" || uri === undefined) continue;
    const about = attributesOf(tag.value);
    const own = sounds.filter((sound) => sound["GROUP-ID"] === about["AUDIO"]);
    // A sound that comes by itself (§4.3.4.1): the default one, else the first.
    const alone = (own.find((sound) => sound["DEFAULT"] === "YES") ?? own[0])?.["URI"];
    variants.push({
      url: parseMediaUrl(alone ?? uri, base),
      bandwidth: Number(about["BANDWIDTH"]) || 0,
      isSound: alone !== undefined || !hasPictures(about),
    });
  }
  return variants;
}

function nextUri(lines: readonly string[], from: number): string | undefined {
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line !== "" && !line.startsWith("#")) return line;
  }
  return undefined;
}

function hasPictures(about: Readonly<Record<string, string>>): boolean {
  const codecs = about["CODECS"] ?? "";
  return (
    about["RESOLUTION"] !== undefined || /\b(avc|hvc|hev|dvh|vp0?[89]|av01|mp4v)/i.test(codecs)
  );
}

/** One list, line by line. */
class MediaReading {
  readonly #base: URL;
  readonly #parts: (HlsPart | undefined)[] = [];
  #targetUs = 0;
  #sequence = 0;
  #ended = false;
  #map: HlsResource | undefined;
  /** Of the next part. */
  #us = 0;
  #title = "";
  #span: string | undefined;
  #breaks = false;
  #isGap = false;
  /** Where the last span ended, and of what. */
  #last = { href: "", end: 0 };

  constructor(base: URL) {
    this.#base = base;
  }

  read(lines: readonly string[]): HlsMediaList {
    for (const line of lines) {
      if (this.#parts.length >= hlsPartsMax || this.#ended) break;
      if (line === "") continue;
      if (line.startsWith("#")) this.#tag(line);
      else this.#part(line);
    }
    if (this.#targetUs === 0)
      throw new MediaUrlError(
        "undecodable",
        "the HLS playlist does not tell how long its parts are",
      );
    const [targetUs, sequence, ended] = [this.#targetUs, this.#sequence, this.#ended];
    return { kind: "media", targetUs, sequence, ended, parts: this.#parts };
  }

  #tag(line: string): void {
    const inf = /^#EXTINF:([\d.]+)[^,]*,?(.*)$/.exec(line);
    if (inf !== null) {
      this.#us = bounded(Number(inf[1]) * usPerS, hlsPartUsMax);
      this.#title = titleOf(inf[2] ?? "");
    }
    const { name, value } = tagOf(line) ?? { name: "", value: "" };
    if (name === "TARGETDURATION")
      this.#targetUs = Math.max(usPerS, bounded(Number(value) * usPerS, hlsTargetUsMax));
    if (name === "MEDIA-SEQUENCE")
      this.#sequence = bounded(Number(value), Number.MAX_SAFE_INTEGER / 2);
    if (name === "ENDLIST") this.#ended = true;
    if (name === "DISCONTINUITY") this.#breaks = true;
    if (name === "GAP") this.#isGap = true;
    if (name === "BYTERANGE") this.#span = value;
    if (name === "MAP") this.#map = this.#mapOf(attributesOf(value));
    if (name === "KEY" && attributesOf(value)["METHOD"] !== "NONE")
      throw new MediaUrlError(
        "undecodable",
        "this HLS stream is encrypted, which is not played here",
      );
  }

  #mapOf({ URI: uri, BYTERANGE: text }: Readonly<Record<string, string>>): HlsResource | undefined {
    if (uri === undefined) return undefined;
    const url = parseMediaUrl(uri, this.#base);
    const [, bytes, from = "0"] = /^(\d+)(?:@(\d+))?$/.exec(text ?? "") ?? [];
    const span = bytes === undefined ? undefined : spanOf(Number(from), Number(bytes));
    return { url, span };
  }

  #part(uri: string): void {
    const url = parseMediaUrl(uri, this.#base);
    const span = this.#spanIn(url);
    const [us, title, map] = [this.#us, this.#title, this.#map];
    const part = { url, span, us, title, map, breaks: this.#breaks };
    this.#parts.push(this.#isGap ? undefined : part);
    // What is missing breaks, too.
    this.#breaks = this.#isGap;
    this.#isGap = false;
    this.#span = undefined;
    this.#title = "";
  }

  /** Without a place it follows the one before (§4.3.2.2). */
  #spanIn({ href }: URL): ByteSpan | undefined {
    const found = /^(\d+)(?:@(\d+))?$/.exec(this.#span ?? "");
    if (found === null) return undefined;
    const follows = this.#last.href === href ? this.#last.end : 0;
    const span = spanOf(found[2] === undefined ? follows : Number(found[2]), Number(found[1]));
    this.#last = { href, end: span.from + span.bytes };
    return span;
  }
}

function spanOf(from: number, bytes: number): ByteSpan {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(from + bytes))
    throw new MediaUrlError("undecodable", "the HLS playlist names bytes that no file has");
  return { from, bytes };
}

function bounded(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0;
}

function tagOf(line: string): { readonly name: string; readonly value: string } | undefined {
  const found = /^#EXT-X-([A-Z-]+)(?::(.*))?$/.exec(line);
  return found === null ? undefined : { name: found[1] ?? "", value: found[2] ?? "" };
}

/** NAME=value and NAME="value" (§4.2). */
function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))/g);
  return Object.fromEntries(
    [...found].map(([, name, quoted, plain]) => [name, quoted ?? plain ?? ""]),
  );
}

/** Some stations write attributes where a title belongs: title="…",artist="…". */
function titleOf(text: string): string {
  const named = (name: string): string =>
    new RegExp(`(?:^|[ ,])${name}="([^"]*)"`).exec(text)?.[1] ?? "";
  if (!/^[a-z_]+="/.test(text.trim())) return shownText(text);
  return shownText([named("artist"), named("title")].filter((part) => part !== "").join(" - "));
}
