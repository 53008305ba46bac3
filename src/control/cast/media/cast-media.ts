/**
 * What senders ask to be played: the media of LOAD and of queue items, as far as
 * a speaker has use for it (docs/CAST.md §5). Pure; all of it comes from strangers.
 */
import type { Repeat, ToldUrls, UrlTitles } from "../../../player/model.ts";
import { MediaUrlError } from "../../../url/errors.ts";
import { shownText } from "../../../url/icy.ts";
import { parseMediaUrl } from "../../../url/media-url.ts";
import { isRecord } from "../../client-store.ts";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "../json.ts";
import { imagesMax, itemsPerMessageMax, metadataCharsMax, urlCharsMax } from "../limits.ts";

export interface CastMedia {
  /** As the speaker knows it. */
  readonly url: string;
  /** As people are told of it. */
  readonly titles: UrlTitles;
  /** As senders are told of it: contentId, contentType, streamType, metadata. */
  readonly told: JsonObject;
  readonly isLive: boolean;
  /** As the sender says, seconds; undefined where it does not. */
  readonly durationS: number | undefined;
}

export interface LoadPlan {
  /** At least one. */
  readonly items: readonly CastMedia[];
  readonly startIndex: number;
  readonly startS: number;
  readonly autoplay: boolean;
  readonly mode: QueueMode | undefined;
}

export interface QueueMode {
  readonly repeat: Repeat;
  readonly shuffle: boolean;
}

const titleKeys = ["title", "subtitle", "artist", "albumName", "albumArtist"] as const;
const genericMetadata = 0;

/** Undefined where it names nothing that could be played. */
export function readMedia(value: unknown): CastMedia | undefined {
  if (!isRecord(value)) return undefined;
  const contentId = textAt(value, "contentId", urlCharsMax);
  const text = textAt(value, "contentUrl", urlCharsMax) || contentId || "";
  const url = urlOf(text);
  if (url === undefined) return undefined;
  const isLive = value["streamType"] === "LIVE";
  const metadata = readMetadata(objectAt(value, "metadata") ?? {});
  const durationS = numberAt(value, "duration");
  return {
    ...{ url, isLive, durationS: durationS !== undefined && durationS > 0 ? durationS : undefined },
    titles: titlesOf(metadata),
    told: {
      contentId: contentId || text,
      contentType: textAt(value, "contentType", metadataCharsMax) ?? "audio/*",
      // Told as one of the two even where nobody said: some senders take nothing else.
      streamType: isLive ? "LIVE" : "BUFFERED",
      metadata,
    },
  };
}

/** LOAD, with or without a queue, and QUEUE_LOAD; undefined where any of it cannot be played. */
export function readLoad(content: JsonObject): LoadPlan | undefined {
  const queue = objectAt(content, "queueData") ?? content;
  const list = "items" in queue ? listAt(queue, "items", itemsPerMessageMax) : [content];
  const rows = list?.filter(isRecord) ?? [];
  const items = rows.map(({ media }) => readMedia(media)).filter((media) => media !== undefined);
  if (list === undefined || items.length === 0 || items.length < list.length) return undefined;
  const wanted = numberAt(queue, "startIndex") ?? 0;
  const startIndex = Number.isInteger(wanted) && items[wanted] !== undefined ? wanted : 0;
  const first = rows[startIndex] ?? {};
  const startS = numberAt(content, "currentTime") ?? numberAt(first, "startTime") ?? 0;
  // VLC says "false", the word, and waits for the sound.
  const autoplay = (content["autoplay"] ?? first["autoplay"]) !== false;
  const mode = readMode(queue["repeatMode"] ?? content["repeatMode"]);
  return { items, startIndex, startS: Math.max(0, startS), autoplay, mode };
}

/** Items to be inserted; undefined where any of them cannot be played. */
export function readItems(content: JsonObject): readonly CastMedia[] | undefined {
  const list = listAt(content, "items", itemsPerMessageMax) ?? [];
  const items = list.map((row) => (isRecord(row) ? readMedia(row["media"]) : undefined));
  const known = items.filter((media) => media !== undefined);
  return known.length > 0 && known.length === items.length ? known : undefined;
}

export function readMode(value: unknown): QueueMode | undefined {
  switch (value) {
    case "REPEAT_OFF":
      return { repeat: "off", shuffle: false };
    case "REPEAT_ALL":
      return { repeat: "all", shuffle: false };
    case "REPEAT_SINGLE":
      return { repeat: "one", shuffle: false };
    case "REPEAT_ALL_AND_SHUFFLE":
      return { repeat: "all", shuffle: true };
    default:
      return undefined;
  }
}

export function modeWord({ repeat, shuffle }: QueueMode): string {
  if (repeat === "one") return "REPEAT_SINGLE";
  if (repeat === "off") return "REPEAT_OFF";
  return shuffle ? "REPEAT_ALL_AND_SHUFFLE" : "REPEAT_ALL";
}

function urlOf(text: string): string | undefined {
  try {
    return parseMediaUrl(text).href;
  } catch (error) {
    if (error instanceof MediaUrlError) return undefined;
    throw error;
  }
}

/** What other senders may show of it, each part bounded. */
function readMetadata(metadata: JsonObject): JsonObject {
  const titles = titleKeys.flatMap((key) => {
    const text = textAt(metadata, key, metadataCharsMax);
    return text === undefined ? [] : [[key, text]];
  });
  const images = (listAt(metadata, "images", Number.MAX_SAFE_INTEGER) ?? [])
    .slice(0, imagesMax)
    .flatMap((image) => {
      const url = isRecord(image) ? textAt(image, "url", urlCharsMax) : undefined;
      return url === undefined ? [] : [{ url }];
    });
  const metadataType = numberAt(metadata, "metadataType") ?? genericMetadata;
  return { metadataType, ...Object.fromEntries(titles), images };
}

/** What is not music has its performers in the subtitle. */
function titlesOf(metadata: JsonObject): UrlTitles {
  const text = (key: (typeof titleKeys)[number]): string =>
    shownText(textAt(metadata, key, metadataCharsMax) ?? "");
  const artist = text("artist") || text("albumArtist") || text("subtitle");
  return { title: text("title"), artist, album: text("albumName") };
}

/** What a command that names them says of them. */
export function toldOf(items: readonly CastMedia[]): {
  readonly what: readonly string[];
  readonly told: ToldUrls;
} {
  return {
    what: items.map(({ url }) => url),
    told: new Map(items.map(({ url, titles }) => [url, titles])),
  };
}
