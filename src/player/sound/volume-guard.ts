/**
 * The volume guard: how loud it may be, and how loud a new sender may make it. The
 * same for every remote (docs/SOUND.md, "Volume guard"); what guests may is
 * control/permissions.ts. Pure.
 *
 * Invariants:
 *   I1  what is granted is never above the limit
 *   I2  turning down is always granted
 */

import type { Actor } from "../actor.ts";

export interface QuietHours {
  /** Minutes of the day, local time; from 22:00 to 07:00 they span midnight. Equal: all day. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** 0…100. */
  readonly cap: number;
}

export interface GuardSettings {
  /** 0…100; nothing is louder than this, nobody can set more. */
  readonly cap: number;
  readonly quiet: QuietHours | null;
}

export const guardUsual: GuardSettings = { cap: 100, quiet: null };

/** What holds the volume down. */
export type LimitedBy = "cap" | "quiet" | "session";

export interface Limit {
  readonly level: number;
  readonly by: "cap" | "quiet";
}

/** `minute` of the local day; undefined where nobody knows what time it is: then quiet hours are not guessed. */
export function limitAt({ cap, quiet }: GuardSettings, minute: number | undefined): Limit {
  if (quiet === null || minute === undefined || !isWithin(quiet, minute))
    return { level: cap, by: "cap" };
  return quiet.cap < cap ? { level: quiet.cap, by: "quiet" } : { level: cap, by: "cap" };
}

function isWithin({ fromMinute, toMinute }: QuietHours, minute: number): boolean {
  if (fromMinute === toMinute) return true;
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute || minute < toMinute;
}

export interface Wish {
  /** 0…100. */
  readonly level: number;
  /** What it is set to now. */
  readonly now: number;
  readonly limit: Limit;
  readonly actor: Actor | undefined;
}

/** What becomes of a wish; `by` where that is less than was wished for. */
export function granted({ level, now, limit, actor }: Wish): {
  readonly level: number;
  readonly by: LimitedBy | undefined;
} {
  if (level <= now && level <= limit.level) return { level, by: undefined };
  // What a sender says first of all is its own idea of full volume, not anybody's wish.
  if (actor?.firstVolume === true && level > now)
    return { level: Math.min(now, limit.level), by: "session" };
  if (level <= limit.level) return { level, by: undefined };
  return { level: limit.level, by: limit.by };
}
