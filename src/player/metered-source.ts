/**
 * A source that keeps the delivery trace: notes when somebody waits for sound
 * and what comes meanwhile. What is fetched ahead of time for its own sake is
 * slow by intent and says nothing of the link.
 */
import type { Clock } from "../ports/clock.ts";
import type { ObjectRequest, ObjectSource } from "../stream/origin-client.ts";
import type { ObjectName } from "../wire/objects.ts";
import type { DeliveryTrace } from "./delivery-trace.ts";

/** A source that knows its way to the origin. */
export interface LinkedSource extends ObjectSource {
  /** Of the session that the next request takes, microseconds; 0 while it is not known. */
  readonly rttUs: number;
  /** The smallest of its last one or two: what a repair takes. */
  readonly presentRttUs: number;
  /** What a full datagram takes on the way to the origin, microseconds; 0 while it is not known. */
  readonly datagramUs: number;
  /** Of what was sent to us lately, per cent. */
  readonly lossPct: number;
}

export class MeteredSource implements ObjectSource {
  readonly #source: LinkedSource;
  readonly #clock: Clock;
  readonly #trace: DeliveryTrace;

  constructor(source: LinkedSource, clock: Clock, trace: DeliveryTrace) {
    this.#source = source;
    this.#clock = clock;
    this.#trace = trace;
  }

  get ready(): boolean {
    return this.#source.ready;
  }

  async fetch(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[]> {
    const waited = request.class === "urgent" || request.class === "play";
    if (!waited) return this.#source.fetch(name, request, signal);
    const metered = {
      class: request.class,
      get deadlineUs() {
        return request.deadlineUs;
      },
      onSymbol: (index: number, count: number, symbol: Uint8Array): void => {
        this.#trace.arrived(symbol.length, this.#clock.nowUs());
        request.onSymbol?.(index, count, symbol);
      },
    };
    this.#trace.asked(this.#clock.nowUs() + this.#source.rttUs);
    try {
      return await this.#source.fetch(name, metered, signal);
    } finally {
      this.#trace.ended(this.#clock.nowUs());
    }
  }
}
