/** The place in the track, from its anchor (docs/CONTROL.md §4). Pure; milliseconds. */
import { type PlayerState, playStatus } from "../wire/messages.ts";

type Anchor = Pick<PlayerState, "status" | "anchorPosMs" | "anchorMonoUs" | "track">;

/** `speakerMs` is what the speaker's clock says now. */
export function positionMs(player: Anchor, speakerMs: number): number {
  const { status, anchorPosMs, anchorMonoUs, track } = player;
  if (status !== playStatus.playing) return anchorPosMs;
  const moved = Math.max(0, speakerMs - anchorMonoUs / 1000);
  // Line-in has no end.
  const endMs = track?.durationMs || Number.POSITIVE_INFINITY;
  return Math.min(anchorPosMs + moved, Math.max(endMs, anchorPosMs));
}
