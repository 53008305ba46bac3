/**
 * The trial of a new system: it has to be healthy for a while within two minutes of its start,
 * or the old one is back (docs/UPDATES.md §3).
 *
 * Who cannot even run this is rolled back by the unit `nightjar-update-deadline` and by the boot
 * loader's counter.
 */
import { type Clock, sleep } from "../ports/clock.ts";
import type { Card } from "./card.ts";
import { healthyLookUs, healthySteadyUs, healthyWithinUs } from "./limits.ts";
import { confirmed, failed } from "./slots.ts";

export interface TrialPorts {
  readonly card: Card;
  readonly clock: Clock;
  /** Whether the speaker is ready now. Never rejects but with `signal.reason`. */
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
}

/** `upUs`: how long the system had run when this began. What was noted on the card; the caller starts it anew after "failed". */
export async function stand(
  { card, clock, isReady }: TrialPorts,
  upUs: number,
  signal: AbortSignal,
): Promise<"no-trial" | "confirmed" | "failed"> {
  const { record } = await card.records();
  if (record.trying !== card.running) return "no-trial";
  const endUs = clock.nowUs() + Math.max(0, healthyWithinUs - upUs);
  let readySinceUs: number | undefined;
  while (clock.nowUs() < endUs) {
    readySinceUs = (await isReady(signal)) ? (readySinceUs ?? clock.nowUs()) : undefined;
    if (readySinceUs !== undefined && clock.nowUs() - readySinceUs >= healthySteadyUs) {
      await card.note(confirmed(record, card.running));
      return "confirmed";
    }
    await sleep(clock, healthyLookUs, signal);
  }
  await card.note(failed(record));
  return "failed";
}
