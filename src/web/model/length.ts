/** How long a track is, in words. Pure. */
import { text } from "../text.ts";
import type { Track } from "../wire/messages.ts";

/** "3:45"; what has no end is live; of a file whose length nobody knows, nothing. */
export function lengthText({ durationMs, url, live }: Track): string {
  if (durationMs > 0) return text.units.time(durationMs);
  return url !== "" && !live ? "" : text.now.live;
}
