/**
 * What MEDIA_STATUS says of the speaker (docs/CAST.md §5). Pure: it reads the model
 * and what was cast.
 */
import type { QueueItem, SpeakerModel, SpeakerStatus } from "../../../player/model.ts";
import type { JsonObject } from "../json.ts";
import { itemsTold } from "../limits.ts";
import { type CastMedia, modeWord } from "./cast-media.ts";
import type { ItemNumbers } from "./item-numbers.ts";

export type IdleReason = "FINISHED" | "CANCELLED" | "INTERRUPTED" | "ERROR";

export interface StatusParts {
  readonly model: SpeakerModel;
  readonly numbers: ItemNumbers;
  /** What was cast, by its URL. */
  readonly mediaOf: (url: string) => CastMedia | undefined;
}

/** As it is told: the position apart, because it moves by itself. */
export interface ToldStatus {
  readonly status: JsonObject;
  readonly positionMs: number;
  readonly moves: boolean;
}

const playerStates = {
  playing: "PLAYING",
  buffering: "BUFFERING",
  paused: "PAUSED",
  stopped: "IDLE",
} as const;

/** Bits of supportedMediaCommands. */
const commands = {
  pause: 1,
  seek: 2,
  volume: 4,
  mute: 8,
  next: 64,
  previous: 128,
  shuffle: 256,
  repeatAll: 1_024,
  repeatOne: 2_048,
} as const;
const always =
  commands.pause +
  commands.volume +
  commands.mute +
  commands.shuffle +
  commands.repeatAll +
  commands.repeatOne;

/** `idle`: why the session plays nothing; undefined while what the speaker plays is the session's. */
export function mediaStatus(
  parts: StatusParts,
  mediaSessionId: number,
  idle: IdleReason | undefined,
): ToldStatus {
  const { model } = parts;
  const status = model.status();
  const { volume, muted, positionMs } = status;
  const base = { mediaSessionId, playbackRate: 1, activeTrackIds: [] };
  const loud = { volume: { level: volume / 100, muted } };
  if (idle !== undefined) {
    const nothing = { playerState: "IDLE", idleReason: idle, currentTime: 0 };
    const can = { supportedMediaCommands: commandsOf(status, false), repeatMode: modeWord(status) };
    return { status: { ...base, ...nothing, ...loud, ...can }, positionMs: 0, moves: false };
  }
  const items = shownItems(model, status.queue.index);
  const current = items.find(({ place }) => place === status.queue.index)?.item;
  const media = current && toldMedia(parts, current);
  const isLive = media?.["streamType"] === "LIVE";
  const shown = {
    playerState: playerStates[status.state],
    currentTime: positionMs / 1_000,
    supportedMediaCommands: commandsOf(status, isLive),
    repeatMode: modeWord(status),
    ...(media === undefined ? {} : { media }),
    ...(current === undefined ? {} : { currentItemId: parts.numbers.of(current.id) }),
    items: items.map(({ item }) => toldItem(parts, item)),
  };
  return {
    ...{ status: { ...base, ...loud, ...shown }, positionMs },
    moves: status.state === "playing",
  };
}

/** An item as QUEUE_ITEMS and MEDIA_STATUS tell it. */
export function toldItem(parts: StatusParts, item: QueueItem): JsonObject {
  const media = toldMedia(parts, item);
  return { itemId: parts.numbers.of(item.id), autoplay: true, startTime: 0, media };
}

/** As the sender told it, else as the speaker knows it. */
function toldMedia({ mediaOf }: StatusParts, { track }: QueueItem): JsonObject {
  const { url, title, artist, album, live, durationMs } = track;
  const cast = url === undefined ? undefined : mediaOf(url);
  const streamType = live === true ? "LIVE" : "BUFFERED";
  const metadata = { metadataType: 3, title, artist, albumName: album, images: [] };
  const own = { contentId: url ?? track.id, contentType: "audio/*", streamType, metadata };
  const seconds = durationMs > 0 ? durationMs / 1_000 : cast?.durationS;
  const duration = seconds === undefined ? {} : { duration: seconds };
  return { ...(cast?.told ?? own), ...duration };
}

function shownItems(
  model: SpeakerModel,
  index: number,
): readonly { readonly place: number; readonly item: QueueItem }[] {
  const from = Math.max(0, index - 1);
  return model.queueWindow(from, itemsTold).map((item, i) => ({ place: from + i, item }));
}

function commandsOf({ queue }: SpeakerStatus, isLive: boolean): number {
  const skips = queue.length > 1 ? commands.next + commands.previous : 0;
  return always + skips + (isLive ? 0 : commands.seek);
}
