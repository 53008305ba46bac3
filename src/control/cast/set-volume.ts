/** SET_VOLUME of senders, whichever of the two they mean: the speaker has one volume. */
import type { CastClient } from "./app.ts";
import { flagAt, type JsonObject, numberAt } from "./json.ts";

/** False where nothing was asked for, or it may not be done. A level and a mute may come together, and nulls. */
export async function setVolume(
  client: CastClient,
  wanted: JsonObject,
  isFresh: boolean,
): Promise<boolean> {
  const level = numberAt(wanted, "level");
  const muted = flagAt(wanted, "muted");
  if (level === undefined && muted === undefined) return false;
  let done = true;
  if (level !== undefined) {
    const percent = Math.round(Math.min(1, Math.max(0, level)) * 100);
    const { code } = await client.act({ kind: "volume", level: percent }, isFresh);
    done = code === "ok" || code === "volume-limited";
  }
  if (muted !== undefined) {
    const { code } = await client.act({ kind: "mute", muted });
    done = done && code === "ok";
  }
  return done;
}
