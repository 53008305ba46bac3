/**
 * Fetching with a deadline that is true: each request says when its sound is
 * needed, and what is still wanted when that time has passed is asked for again
 * at once.
 *
 * No request has less than its patience, which doubles with each try: what is
 * needed at once could never be in time.
 */
import { type Clock, sleep } from "../ports/clock.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectRequest, ObjectSource } from "../stream/origin-client.ts";
import type { RequestClass } from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import {
  patienceUs,
  patienceUsMax,
  retryDelayUs,
  unreadableRetriesMax,
  unreadableRetryUs,
} from "./limits.ts";

/** How badly something is wanted: the origin serves by class, then by deadline. */
export interface Want {
  /** Asked at each request. */
  readonly class: () => RequestClass;
  /** Clock time at which the last of it is needed; it moves with what plays. */
  readonly neededUs: () => number;
  /** False when it will not be played any more: then it is not asked for again. */
  readonly isWanted: () => boolean;
}

export interface FetchPorts {
  readonly source: ObjectSource;
  readonly clock: Clock;
}

export interface Wanted extends Pick<ObjectRequest, "onSymbol" | "isRight"> {
  readonly name: ObjectName;
  readonly want: Want;
}

/**
 * Fetches until it is there: a link that broke or was slow is tried again, a refusal is final, and so is
 * a failure to read that lasts. Throws StreamError `refused`, `unreadable`, or `expired` for what is not
 * wanted any more; `signal.reason`.
 */
export async function fetchWanted(
  { source, clock }: FetchPorts,
  { name, want, onSymbol, isRight }: Wanted,
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  let unreadable = 0;
  for (let tries = 0; ; tries++) {
    const patientUs = clock.nowUs() + Math.min(patienceUsMax, patienceUs * 2 ** tries);
    const request = {
      class: want.class(),
      get deadlineUs() {
        return Math.max(patientUs, want.neededUs());
      },
      onSymbol,
      isRight,
    };
    try {
      return await source.fetch(name, request, signal);
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      if (error.code === "unreadable") unreadable += 1;
      const pauseUs = pauseAfter(error, unreadable, want);
      if (pauseUs === undefined) throw error;
      if (pauseUs > 0) await sleep(clock, pauseUs, signal);
    }
  }
}

/** Until it is asked for again; undefined for never. */
function pauseAfter({ code }: StreamError, unreadable: number, want: Want): number | undefined {
  switch (code) {
    case "refused":
      return undefined;
    case "unreadable":
      return unreadable > unreadableRetriesMax ? undefined : unreadableRetryUs;
    case "expired":
      return want.isWanted() ? 0 : undefined;
    case "lost":
      return retryDelayUs;
  }
}
