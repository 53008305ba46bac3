/**
 * Asks an origin where the other speakers are, while the roll names one that
 * there is no session to (PROTOCOL.md §6.7): what helps where the network lets
 * no multicast through.
 */
import { describeError } from "../../base/errors.ts";
import { joinSymbols } from "../../media/symbols.ts";
import { type Clock, sleep } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ObjectSource } from "../../stream/origin-client.ts";
import { decodeMeeting, type MeetingPlace } from "../../wire/meeting.ts";
import { chunkPatienceUs } from "../limits.ts";
import { meetingUs, peerLookUs } from "./limits.ts";

export interface MeetingPointPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly origin: ObjectSource;
  /** Some speaker of the roll has no session here. */
  readonly isSomeoneMissing: () => boolean;
  readonly learn: (places: readonly MeetingPlace[]) => void;
}

export class MeetingPoint {
  readonly #ports: MeetingPointPorts;

  constructor(ports: MeetingPointPorts) {
    this.#ports = ports;
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    const { clock, origin, isSomeoneMissing } = this.#ports;
    // Those that multicast shows are met by then.
    await sleep(clock, 2 * peerLookUs, signal);
    for (;;) {
      const asks = origin.ready && isSomeoneMissing();
      if (asks) await this.#ask(signal);
      await sleep(clock, asks ? meetingUs : peerLookUs, signal);
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { clock, origin, log, learn } = this.#ports;
    try {
      const deadlineUs = clock.nowUs() + chunkPatienceUs;
      const request = { class: "prefetch" as const, deadlineUs };
      const symbols = await origin.fetch({ kind: "meeting" }, request, signal);
      const places = decodeMeeting(joinSymbols(symbols));
      if (places !== undefined) learn(places);
    } catch (error) {
      signal.throwIfAborted();
      // An origin of before has no such object.
      log.debug("no-meeting-point", { why: describeError(error) });
    }
  }
}
