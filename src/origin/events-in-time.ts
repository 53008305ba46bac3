/**
 * Places plays in time that were made before the device's clock could be trusted:
 * by how far, on the device's monotonic clock, they are from an event of the same
 * boot whose time is known (docs/STORAGE.md §6).
 *
 * Pure, and lazy: events go through in the order of the ledger, those that wait for
 * a known time behind them are held.
 *
 * Invariants:
 *   I1  every event comes out once, in the order in which it came
 *   I2  a time that the device knew stays as it is
 * Bounds: `unplacedEventsMax` events held.
 */
import type { PlayEvent } from "../wire/play-event.ts";
import { unplacedEventsMax } from "./limits.ts";

/** An event as the ledger has it. Events of one boot lie side by side in (device, epoch, seq). */
export interface RecordedEvent extends PlayEvent {
  readonly device: string;
  readonly epoch: string;
}

/** `atMs`: when it happened, ms since 1970; null where nothing known of that boot says so. */
export type PlacedEvent<T> = T & { readonly atMs: number | null };

export function* placeInTime<T extends RecordedEvent>(
  events: Iterable<T>,
): Generator<PlacedEvent<T>> {
  let run: Run<T> | undefined;
  for (const event of events) {
    if (run === undefined || !run.continues(event)) {
      yield* run?.finish() ?? [];
      run = new Run(event);
    }
    yield* run.take(event);
  }
  yield* run?.finish() ?? [];
}

/** Events of one device, epoch and boot. */
class Run<T extends RecordedEvent> {
  readonly #first: T;
  #held: T[] = [];
  /** The last event before those held whose time is known. */
  #before: T | undefined;

  constructor(first: T) {
    this.#first = first;
  }

  continues({ device, epoch, boot }: T): boolean {
    const first = this.#first;
    return first.device === device && first.epoch === epoch && first.boot === boot;
  }

  *take(event: T): Generator<PlacedEvent<T>> {
    if (event.wallTrusted) {
      yield* this.#place(event);
      this.#before = event;
      yield { ...event, atMs: event.wallMs };
      return;
    }
    this.#held.push(event);
    if (this.#held.length > unplacedEventsMax) yield* this.#place(undefined);
  }

  *finish(): Generator<PlacedEvent<T>> {
    yield* this.#place(undefined);
  }

  /** `after`: the next event whose time is known. */
  *#place(after: T | undefined): Generator<PlacedEvent<T>> {
    const held = this.#held;
    this.#held = [];
    for (const event of held) yield { ...event, atMs: placeOf(event, this.#before, after) };
  }
}

function placeOf(
  event: RecordedEvent,
  before: RecordedEvent | undefined,
  after: RecordedEvent | undefined,
): number | null {
  if (event.boot === undefined) return null;
  const away = (known: RecordedEvent): number => Math.abs(known.monotonicMs - event.monotonicMs);
  const known =
    before === undefined || (after !== undefined && away(after) < away(before)) ? after : before;
  return known === undefined ? null : known.wallMs - (known.monotonicMs - event.monotonicMs);
}
