/** The place in the track, from its anchor (docs/CONTROL.md §4). Pure; milliseconds. */
import { placeBackMsMax } from "../limits.ts";
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

/** The place as people see it: the speaker's clock is only reckoned, and a better guess of it must not look like a jump back. */
export class SteadyPlace {
  #shown: { readonly track: string; readonly ms: number } | undefined;

  /** What to show for `ms` of the track: that, or what was shown before where it is ahead by `placeBackMsMax` at most. */
  shown(track: string, ms: number): number {
    const before = this.#shown;
    const waits = before?.track === track && before.ms > ms && before.ms - ms <= placeBackMsMax;
    if (waits) return before.ms;
    this.#shown = { track, ms };
    return ms;
  }

  /** Somebody here chose a place: what was shown before is no measure. */
  forget(): void {
    this.#shown = undefined;
  }
}
