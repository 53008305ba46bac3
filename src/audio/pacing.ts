/**
 * How much sound the card is to hold. While nothing plays little, so that a
 * start is heard soon; while music plays as much as it can, so that a busy board
 * is not heard; at a start, when little music is at hand yet, half of that
 * little, so that the card and the network share what there is to lose. More
 * than a command may wait for only where it can be had back.
 */
import { deepQueueUs, idleQueueUs, queueUsMax, refillPart } from "./limits.ts";

export interface CardShape {
  readonly rate: number;
  readonly periodFrames: number;
  readonly bufferFrames: number;
}

/** In frames: refill at `low`, up to `high`. */
export interface QueueBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * `aheadUs`: music at hand behind what the card holds; undefined while nothing plays. `deep`: what
 * the card holds can be taken back.
 */
export function queueBounds(
  card: CardShape,
  aheadUs: number | undefined,
  deep = false,
): QueueBounds {
  const framesOf = (us: number): number => Math.round((us * card.rate) / 1e6);
  const most = Math.min(card.bufferFrames, framesOf(deep ? deepQueueUs : queueUsMax));
  const idle = Math.min(most, card.periodFrames + framesOf(idleQueueUs));
  if (aheadUs === undefined && deep) return { low: Math.round(most * refillPart), high: most };
  if (aheadUs === undefined) return { low: Math.min(card.periodFrames, idle), high: idle };
  const high = Math.min(most, idle + framesOf(aheadUs / 2));
  return { low: Math.max(card.periodFrames, Math.round(high * refillPart)), high };
}
