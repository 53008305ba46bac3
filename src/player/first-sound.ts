/**
 * Waits for the first sound of a play, for who wants to know when it is heard:
 * not longer than there is hope of it.
 *
 * It changes nothing: what it gives up is waited for by the player all the same,
 * and sounds when its device is there.
 */
import { deferred, orAbort } from "../base/signal.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import { cardPatienceS, deviceLookUs } from "./limits.ts";
import { lineInId } from "./line-in.ts";
import type { SpeakerModel, SpeakerStatus } from "./model.ts";

/** False when it stopped without one, or waits for a device that is not there; rejects with `signal.reason`. */
export async function firstSound(
  clock: Clock,
  model: Pick<SpeakerModel, "status" | "subscribe">,
  signal: AbortSignal,
): Promise<boolean> {
  const waiting = deferred<boolean>();
  const look = (): void => {
    const status = model.status();
    if (status.state === "stopped" || lacksDevice(status)) waiting.resolve(false);
    else if (status.play.startMs !== null) waiting.resolve(true);
  };
  const unsubscribe = model.subscribe(look);
  let cancel: Cancel | undefined;
  // A card that stays away says nothing more.
  const lookAgain = (): void => {
    look();
    cancel = clock.after(deviceLookUs, lookAgain);
  };
  lookAgain();
  try {
    return await orAbort(waiting.promise, signal);
  } finally {
    unsubscribe();
    cancel?.();
  }
}

/** An input that cannot be opened, or a sound card that is away for longer than it takes to open one. */
function lacksDevice({ state, track, input, output }: SpeakerStatus): boolean {
  if (state !== "buffering") return false;
  if (track?.id === lineInId && input !== null && input.trouble !== null) return true;
  return output.missingS !== null && output.missingS >= cardPatienceS;
}
