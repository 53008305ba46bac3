/** Pinned tracks, as a table for people and as rows for programs. Pure. */
import type { PinReport } from "../player/model.ts";
import { bytesText, countText, plainText, table, timeText } from "./format.ts";
import type { Page } from "./render-lists.ts";

/** A row of `ctl pins --json`: `id` is the track's. */
export function pinRow({ track, ...pin }: PinReport): object {
  return { id: track.id, track, ...pin };
}

export function renderPins(pins: readonly PinReport[], page: Page): string[] {
  if (pins.length === 0) return ["nothing is pinned"];
  const columns = [
    { title: "TITLE", shrinks: true },
    { title: "ARTIST", shrinks: true },
    { title: "TIME", align: "right" },
    { title: "KBPS" },
    { title: "SIZE", align: "right" },
    { title: "THERE", align: "right" },
    { title: "STATE" },
    { title: "ID" },
  ] as const;
  const rows = pins.map(({ track, quality, bytes, state, ...pin }) => [
    track.title,
    track.artist,
    timeText(track.durationMs),
    quality,
    bytesText(bytes),
    shareText(pin),
    state,
    track.id,
  ]);
  const reasons = [...new Set(pins.flatMap(({ why }) => (why === null ? [] : [why])))];
  return [...table(columns, rows, page), ...reasons.map((why) => `! ${plainText(why)}`)];
}

/** One line of all of them. */
export function pinsText(pins: readonly PinReport[]): string {
  const whole = pins.filter(({ state }) => state === "whole").length;
  const bytes = pins.reduce((sum, pin) => sum + pin.bytes, 0);
  if (pins.length === 0) return "nothing is pinned";
  return `pinned: ${countText(pins.length, "track")}, ${bytesText(bytes)}, ${whole} of them on the card`;
}

/** Rounded down, so that what is not whole is never 100 %. */
function shareText({ chunks, held }: Pick<PinReport, "chunks" | "held">): string {
  return chunks === null ? "?" : `${Math.floor((100 * held) / chunks)} %`;
}
