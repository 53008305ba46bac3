/**
 * Brings play events to the origin's ledger: at least once, in order, and told
 * to the spool only when the ledger says that it has them durably.
 */
import { deferred } from "../base/signal.ts";
import { joinSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import { decodeEventAck, type EncodedEvent, encodeEventBatch } from "../wire/play-event.ts";
import { chunkPatienceUs, eventBatchMax, eventCourierUs } from "./limits.ts";

/** The spool as the courier sees it (storage/event-spool.ts). */
export interface PendingEvents {
  pending(max: number): readonly EncodedEvent[];
  acknowledge(epoch: string, upToSeq: number): void;
}

export class EventCourier {
  readonly #ports: { readonly clock: Clock; readonly log: Log; readonly source: ObjectSource };
  readonly #events: PendingEvents;
  #woken = deferred<void>();

  constructor(
    ports: { readonly clock: Clock; readonly log: Log; readonly source: ObjectSource },
    events: PendingEvents,
  ) {
    this.#ports = ports;
    this.#events = events;
  }

  /** There is something new: do not wait for the next round. */
  wake(): void {
    this.#woken.resolve();
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      // Before the look, so that a wake during it is not lost.
      this.#woken = deferred<void>();
      while (this.#ports.source.ready && (await this.#deliver(signal)));
      const waiting = new AbortController();
      const stop = (): void => waiting.abort(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
      await Promise.race([
        this.#woken.promise,
        sleep(this.#ports.clock, eventCourierUs, waiting.signal).catch(aborted),
      ]);
      signal.removeEventListener("abort", stop);
      waiting.abort(new Error("woken"));
      signal.throwIfAborted();
    }
  }

  /** True when something was acknowledged, so that there may be more to bring. */
  async #deliver(signal: AbortSignal): Promise<boolean> {
    const events = this.#events.pending(eventBatchMax);
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

/** The wait was ended on purpose: by a wake or by the caller's signal, which is looked at next. */
function aborted(): void {
  return;
}
