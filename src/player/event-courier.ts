/**
 * Brings play events to the origin's ledger: at least once, in order, and told
 * to the spool only when the ledger says that it has them durably.
 */
import { joinSymbols } from "../media/symbols.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import { decodeEventAck, type EncodedEvent, encodeEventBatch } from "../wire/play-event.ts";
import { chunkPatienceUs, eventBatchMax, eventCourierUs } from "./limits.ts";
import { Waker } from "./waker.ts";

/** The spool as the courier sees it (storage/event-spool.ts). */
export interface PendingEvents {
  pending(max: number): readonly EncodedEvent[];
  /** Those that no card takes. */
  pendingInRam(max: number): readonly EncodedEvent[];
  acknowledge(epoch: string, upToSeq: number): void;
}

export class EventCourier {
  readonly #ports: { readonly clock: Clock; readonly log: Log; readonly source: ObjectSource };
  readonly #events: PendingEvents;
  readonly #waker = new Waker();

  constructor(
    ports: { readonly clock: Clock; readonly log: Log; readonly source: ObjectSource },
    events: PendingEvents,
  ) {
    this.#ports = ports;
    this.#events = events;
  }

  /** There is something new: do not wait for the next round. */
  wake(): void {
    this.#waker.wake();
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      while (this.#ports.source.ready && (await this.#deliver(signal)));
      await this.#waker.pause(this.#ports.clock, eventCourierUs, signal);
    }
  }

  /** What is durable first: it is older. */
  #pending(): readonly EncodedEvent[] {
    const durable = this.#events.pending(eventBatchMax);
    return durable.length > 0 ? durable : this.#events.pendingInRam(eventBatchMax);
  }

  /** True when something was acknowledged, so that there may be more to bring. */
  async #deliver(signal: AbortSignal): Promise<boolean> {
    const events = this.#pending();
    if (events.length === 0) return false;
    const { batch } = encodeEventBatch(events);
    const deadlineUs = this.#ports.clock.nowUs() + chunkPatienceUs;
    try {
      const symbols = await this.#ports.source.fetch(
        { kind: "events", batch },
        { class: "play", deadlineUs },
        signal,
      );
      const ack = decodeEventAck(joinSymbols(symbols));
      if (ack === undefined) return false;
      this.#events.acknowledge(ack.epoch, ack.seq);
      return ack.seq >= (events[0]?.seq ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      if (error.code === "refused" || error.code === "unreadable")
        this.#ports.log.error("play-events-refused", { why: error.message });
      return false;
    }
  }
}
