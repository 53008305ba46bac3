/**
 * Play events on their way from the player to the ledger: durable as soon as a
 * card takes them, in RAM while none does (docs/STORAGE.md §4).
 *
 * It does not send: the caller asks for what is pending, delivers it as often
 * as it likes, and hands in the acknowledgement. And it never stops the music:
 * a card that fails is reported once and tried again, at first soon, then rarely.
 *
 * Invariants:
 *   I1  append resolves only when its event is durable: on the card, or in the ledger
 *   I2  events become durable in the order of their appends; none gets its name on the card before.
 *       While the card takes nothing they have names in RAM, of that life alone (ram-spool.ts)
 *   I3  a play that the power cut ended has an end event, `lost`, before the next play begins
 * Bounds: `waitingEventsMax` events in RAM; what spool-log.ts says.
 */
import { describeError } from "../base/errors.ts";
import type { Cancel } from "../ports/clock.ts";
import { DiskError } from "../ports/errors.ts";
import type { EncodedEvent, PlayEvent } from "../wire/play-event.ts";
import { StorageError } from "./errors.ts";
import {
  pageBytes,
  retryFirstUs,
  retryLastUs,
  spoolBytes,
  spoolPlayEvents,
  waitingEventsMax,
} from "./limits.ts";
import { RamSpool } from "./ram-spool.ts";
import type { SpoolShape } from "./spool-file.ts";
import { SpoolLog, type SpoolLogStats, type SpoolPorts } from "./spool-log.ts";

export interface SpoolOptions {
  /** Made where it is missing; the spool's files in it are nobody else's. */
  readonly folder: string;
  /** A second copy of each page, against blocks that rot. Costs a second page and a second sync. Default: false. */
  readonly mirrored?: boolean;
  /** Pages of the file, the same in every life of it. Default: 2,048. */
  readonly pages?: number;
}

export interface SpoolStats extends SpoolLogStats {
  /** Events in RAM that are not durable yet. */
  readonly waiting: number;
  /** Handed out from RAM since the start, because the card took none. */
  readonly offeredFromRam: number;
  /** Why the card takes no events, for people; null while it does. */
  readonly trouble: string | null;
}

interface Waiting {
  readonly event: PlayEvent;
  /** What it is called in RAM, once it was handed out from there. */
  named?: EncodedEvent;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: unknown) => void;
}

const nothing: SpoolLogStats = {
  pending: 0,
  oldestS: 0,
  appended: 0,
  acknowledged: 0,
  deviceBytesWritten: 0,
  full: false,
};

export class EventSpool implements AsyncDisposable {
  readonly #ports: SpoolPorts;
  readonly #shape: SpoolShape;
  readonly #waiting: Waiting[] = [];
  #log: SpoolLog | undefined;
  #working: Promise<void> | undefined;
  #retry: Cancel | undefined;
  #retryUs = retryFirstUs;
  #trouble: string | null = null;
  #ram: RamSpool | undefined;
  #offeredFromRam = 0;
  #closing: Promise<void> | undefined;

  /** A card that does not work gives a spool that waits for it. Rejects only with `signal.reason`. */
  static async open(
    ports: SpoolPorts,
    options: SpoolOptions,
    signal: AbortSignal,
  ): Promise<EventSpool> {
    signal.throwIfAborted();
    const spool = new EventSpool(ports, options);
    await spool.#work(signal);
    if (signal.aborted) await spool[Symbol.asyncDispose]();
    signal.throwIfAborted();
    return spool;
  }

  private constructor(ports: SpoolPorts, { folder, mirrored = false, pages }: SpoolOptions) {
    this.#ports = ports;
    this.#shape = { folder, mirrored, pages: pages ?? spoolBytes / pageBytes };
  }

  /** Undefined while no card was found that holds the spool. */
  get epoch(): string | undefined {
    return this.#log?.epoch;
  }

  /**
   * Resolves to the event's seq when it is durable, which may take as long as the card is in trouble.
   * Rejects with StorageError `spool-full`: a new play earlier than what belongs to one that was begun.
   */
  append(event: PlayEvent): Promise<number> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const roomMax = event.kind === "start" ? waitingEventsMax / 2 : waitingEventsMax;
    if (this.#waiting.length >= roomMax) return Promise.reject(noCard());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (this.#retry === undefined) this.#kick();
    });
  }

  /** The oldest events that are durable and not acknowledged. */
  pending(max: number): readonly EncodedEvent[] {
    return this.#log?.pending(max) ?? [];
  }

  /** The oldest events that no card takes, while none does: a ledger in reach can have them from RAM. */
  pendingInRam(max: number): readonly EncodedEvent[] {
    if (this.#trouble === null) return [];
    return this.#waiting.slice(0, max).map((waiting) => this.#offer(waiting));
  }

  /** The ledger has everything up to `upToSeq`. Another epoch's acknowledgement is ignored. */
  acknowledge(epoch: string, upToSeq: number): void {
    if (epoch !== this.#ram?.epoch) {
      this.#log?.acknowledge(epoch, upToSeq);
      return;
    }
    for (const taken of this.#waiting.filter(({ named }) => named && named.seq <= upToSeq)) {
      this.#forget(taken);
      taken.resolve(taken.named?.seq ?? 0);
    }
  }

  stats(): SpoolStats {
    const stats = this.#log?.stats() ?? nothing;
    const waiting = this.#waiting.length;
    const full = stats.full || waiting + spoolPlayEvents >= waitingEventsMax / 2;
    const offeredFromRam = this.#offeredFromRam;
    return { ...stats, full, waiting, offeredFromRam, trouble: this.#trouble };
  }

  /** Tries once more to write what waits, then closes. Safe to call twice. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#retry?.();
    this.#retry = undefined;
    await this.#working;
    if (this.#waiting.length > 0) await this.#work(undefined);
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    await this.#log?.[Symbol.asyncDispose]();
  }

  #kick(): void {
    this.#working ??= this.#work(undefined).finally(() => {
      this.#working = undefined;
      // What came while the last one was being written.
      if (this.#waiting.length > 0 && this.#retry === undefined) this.#kick();
    });
  }

  /** Writes what waits, in order, until nothing does or the card fails. */
  async #work(signal: AbortSignal | undefined): Promise<void> {
    try {
      const log = this.#log ?? (await this.#openLog(signal));
      this.#log = log;
      // Where nothing waits any more, nothing else would find out whether the card works.
      if (this.#trouble !== null) await log.mend();
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await this.#write(log, next);
        if (this.#forget(next) && next.named !== undefined) this.#nameAnew();
      }
      this.#recovered();
    } catch (error) {
      if (signal?.aborted === true) return;
      if (!(error instanceof DiskError)) throw error;
      this.#failed(error);
    }
  }

  #offer(waiting: Waiting): EncodedEvent {
    if (waiting.named === undefined) {
      this.#ram ??= new RamSpool(this.#ports.entropy);
      waiting.named = this.#ram.name(waiting.event);
      this.#offeredFromRam += 1;
    }
    return waiting.named;
  }

  /** False where the ledger has taken it while it was being written. */
  #forget(waiting: Waiting): boolean {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }

  /** The card has one of those that have names in RAM: to the ledger it would be a gap before the rest. */
  #nameAnew(): void {
    this.#ram = undefined;
    for (const waiting of this.#waiting) delete waiting.named;
  }

  /** Throws DiskError: the event waits on. */
  async #write(log: SpoolLog, { event, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(await log.append(event));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      reject(error);
    }
  }

  async #openLog(signal: AbortSignal | undefined): Promise<SpoolLog> {
    await this.#ports.disk.makeFolder(this.#shape.folder);
    const log = await SpoolLog.open(
      this.#ports,
      this.#shape,
      signal ?? new AbortController().signal,
    );
    try {
      await this.#endLostPlay(log);
      return log;
    } catch (error) {
      await log[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** I3. The play's last event stands for its end: what was played after it nobody knows. */
  async #endLostPlay(log: SpoolLog): Promise<void> {
    const { newest } = log;
    if (newest === undefined || newest.kind === "end") return;
    try {
      await log.append({ ...newest, kind: "end", reason: "lost" });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Not even the reserve has a page left. Its start and checkpoint are there; they count the play.
      this.#ports.log.warn("lost-play-without-end", { why: error.message });
    }
  }

  #recovered(): void {
    this.#retryUs = retryFirstUs;
    if (this.#trouble === null) return;
    this.#trouble = null;
    // Its last names may never have arrived: a later one behind them would look like a gap.
    this.#ram = undefined;
    this.#ports.log.info("spool-works-again", { pending: this.stats().pending });
  }

  #failed(error: unknown): void {
    const why = describeError(error);
    if (this.#trouble === null) this.#ports.log.error("spool-cannot-write", { why });
    this.#trouble = why;
    if (this.#closing !== undefined) return;
    this.#retry = this.#ports.clock.after(this.#retryUs, () => {
      this.#retry = undefined;
      this.#kick();
    });
    this.#retryUs = Math.min(this.#retryUs * 2, retryLastUs);
  }
}

function closed(): StorageError {
  return new StorageError("closed", "the play log is closed", {
    remedy: "start the speaker again",
  });
}

function noCard(): StorageError {
  return new StorageError("spool-full", "the card takes no play events, and RAM holds no more", {
    remedy: "check the card or disk of this speaker",
  });
}
