/**
 * The play events that no ledger has acknowledged yet, as they lie on the card,
 * safe from power cuts (docs/STORAGE.md §4). Append resolves when the event is
 * durable; an event goes only under the ledger's acknowledgement.
 *
 * It needs a card that works: event-spool.ts rides out one that does not.
 *
 * Invariants:
 *   I1  an event whose append resolved is pending, here and after any restart,
 *       until it is acknowledged
 *   I2  seq counts without gaps; one that was handed out by `pending` is never
 *       used for another event
 *   I3  one write is in flight at a time
 * Bounds: 2,048 pages; RAM for as many events of some 100 bytes.
 */
import { assert } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import {
  decodePlayEvent,
  type EncodedEvent,
  encodePlayEvent,
  nextChain,
  type PlayEvent,
} from "../wire/play-event.ts";
import { StorageError } from "./errors.ts";
import { spoolRestartsMax } from "./limits.ts";
import { SpoolFile, type SpoolShape, spoolNames } from "./spool-file.ts";
import type { SpoolPage } from "./spool-page.ts";
import { openSpool, type RecoveredSpool } from "./spool-recovery.ts";

export interface SpoolPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

export interface SpoolLogStats {
  readonly pending: number;
  /** Age of the oldest pending event in seconds; 0 where none is pending. */
  readonly oldestS: number;
  /** Events of this epoch, ever; and how many of them the ledger has. */
  readonly appended: number;
  readonly acknowledged: number;
  /** Since the start. */
  readonly deviceBytesWritten: number;
  /** New plays are refused until the ledger acknowledges. */
  readonly full: boolean;
}

export class SpoolLog implements AsyncDisposable {
  readonly #ports: SpoolPorts;
  readonly #shape: SpoolShape;
  readonly #epoch: string;
  readonly #openedUs: number;
  #file: SpoolFile;
  /** Of the newest file that was ever begun: a number is never used twice. */
  #number: number;
  #pending: EncodedEvent[];
  /** The last event, acknowledged or not: what was playing is known by it. */
  #newest: EncodedEvent | undefined;
  #last: number;
  #acked: number;
  /** What the newest page says of `#acked`. */
  #ackedOnDisk: number;
  #chain: Uint8Array;
  #work: Promise<unknown> = Promise.resolve();
  #writtenBefore = 0;
  #closing: Promise<void> | undefined;

  /** The folder must exist; the spool's files in it are nobody else's. Throws DiskError, or `signal.reason`. */
  static async open(ports: SpoolPorts, shape: SpoolShape, signal: AbortSignal): Promise<SpoolLog> {
    signal.throwIfAborted();
    const epoch = toHex(ports.entropy.bytes(8));
    const found = await openSpool(ports, shape, epoch);
    const spool = new SpoolLog(ports, shape, found);
    try {
      await spool.#settle(found.older);
      signal.throwIfAborted();
      return spool;
    } catch (error) {
      await spool.#file[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(ports: SpoolPorts, shape: SpoolShape, found: Omit<RecoveredSpool, "older">) {
    this.#ports = ports;
    this.#shape = shape;
    this.#openedUs = ports.clock.nowUs();
    this.#epoch = found.epoch;
    this.#file = found.file;
    this.#number = found.file.number;
    this.#pending = [...found.pending];
    this.#newest = found.newest;
    this.#last = found.last;
    this.#acked = found.acked;
    this.#ackedOnDisk = found.acked;
    this.#chain = found.chain;
  }

  get epoch(): string {
    return this.#epoch;
  }
  /** The event that was appended last, in this life or an earlier one. */
  get newest(): PlayEvent | undefined {
    return this.#newest === undefined ? undefined : decodePlayEvent(this.#newest.bytes);
  }

  /**
   * Resolves to the event's seq when it is durable. Rejects with StorageError `spool-full`: a new play
   * earlier than what belongs to one that was begun. Rejects with DiskError where no file takes it: the
   * event may then still turn up after a restart, under the number that the next append gets.
   */
  async append(event: PlayEvent): Promise<number> {
    if (this.#closing !== undefined)
      throw new StorageError("closed", "the play log is closed", {
        remedy: "start the speaker again",
      });
    const forNewPlay = event.kind === "start";
    return this.#inTurn(() => this.#append(encodePlayEvent(event), forNewPlay));
  }

  /** Puts a file that works in the place of one that failed, where that is possible again. Throws DiskError. */
  mend(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#file.poisoned) await this.#startAnew();
    });
  }

  /** The oldest events that are durable and not acknowledged. */
  pending(max: number): readonly EncodedEvent[] {
    return this.#pending.slice(0, max);
  }

  /** The ledger has everything up to `upToSeq`. Another epoch's acknowledgement is ignored. */
  acknowledge(epoch: string, upToSeq: number): void {
    if (epoch !== this.#epoch || upToSeq <= this.#acked) return;
    if (upToSeq > this.#last) {
      // This card is an old copy of itself. New events must not take numbers that the ledger has.
      this.#ports.log.error("ledger-is-ahead", { appended: this.#last, acknowledged: upToSeq });
      this.#last = upToSeq;
    }
    this.#acked = upToSeq;
    this.#pending = this.#pending.filter(({ seq }) => seq > upToSeq);
  }

  stats(): SpoolLogStats {
    return {
      pending: this.#pending.length,
      oldestS: this.#oldestS(),
      appended: this.#last,
      acknowledged: this.#acked,
      deviceBytesWritten: this.#writtenBefore + this.#file.deviceBytesWritten,
      full: !this.#file.hasRoom(this.#acked, "later"),
    };
  }

  /** Notes what is acknowledged, so that it is not sent again, and closes. Safe to call twice. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#inTurn(() => this.#close());
    return this.#closing;
  }

  #oldestS(): number {
    const oldest = this.#pending[0];
    const event = oldest === undefined ? undefined : decodePlayEvent(oldest.bytes);
    if (event === undefined) return 0;
    const { clock } = this.#ports;
    const byWall = event.wallTrusted ? (clock.wallMs() - event.wallMs) / 1_000 : 0;
    // Without a trusted clock: since it happened, where that was in this run; else since this run began.
    const nowMs = clock.nowUs() / 1_000;
    const hereMs = Math.max(this.#openedUs / 1_000, Math.min(event.monotonicMs, nowMs));
    return Math.max(0, Math.round(event.wallTrusted ? byWall : (nowMs - hereMs) / 1_000));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(work);
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  async #append(bytes: Uint8Array, forNewPlay: boolean): Promise<number> {
    for (;;) {
      const seq = this.#last + 1;
      const event = { epoch: this.#epoch, seq, chain: this.#chain, bytes };
      await this.#commit({ ...event, acked: this.#acked }, forNewPlay);
      this.#newest = event;
      this.#last = Math.max(this.#last, seq);
      this.#chain = nextChain(event.chain, bytes);
      // The ledger turned out to be ahead meanwhile: it has another event under this number.
      if (seq <= this.#acked) continue;
      this.#pending.push(event);
      return seq;
    }
  }

  /** Into this file; after an error into a new one, with everything that is pending. */
  async #commit(page: SpoolPage, forNewPlay: boolean): Promise<void> {
    for (let restarts = 0; ; restarts++) {
      try {
        if (this.#file.poisoned) await this.#startAnew();
        if (!this.#file.hasRoom(this.#acked, forNewPlay ? "new" : "begun")) throw full();
        await this.#file.commit(page);
        this.#ackedOnDisk = page.acked;
        return;
      } catch (error) {
        if (error instanceof StorageError || restarts >= spoolRestartsMax) throw error;
        this.#ports.log.error("spool-file-failed", { why: describeError(error) });
      }
    }
  }

  /** Leaves a file that failed. It is removed when its successor is durable, never before. */
  async #startAnew(): Promise<void> {
    const old = this.#file;
    this.#number += 1;
    const file = await SpoolFile.open(this.#ports.disk, this.#shape, this.#number);
    try {
      await file.fill(this.#heirloom());
    } catch (error) {
      await this.#discard(file);
      throw error;
    }
    this.#writtenBefore += old.deviceBytesWritten;
    this.#file = file;
    await this.#discard(old);
  }

  /** What a fresh file begins with: all that is pending, else what tells number, chain and the last play. */
  #heirloom(): SpoolPage[] {
    // Where the ledger is ahead of the last event (`acknowledge`), only a mark knows the number.
    const behind = this.#newest?.seq === this.#last ? this.#newest : this.#mark();
    const events = this.#pending.length > 0 ? this.#pending : [behind];
    return events.map((event) => ({ ...event, acked: this.#acked }));
  }

  /** A leftover costs space until the next start finds and removes it; nothing more. */
  async #discard(old: SpoolFile): Promise<void> {
    const { disk, log } = this.#ports;
    try {
      await old[Symbol.asyncDispose]();
      for (const name of spoolNames(old.number))
        await disk.remove(disk.join(this.#shape.folder, name));
    } catch (error) {
      log.warn("spool-leftover", { number: old.number, why: describeError(error) });
    }
  }

  /** After recovery: all that is pending is durable in one file, and there is no other. */
  async #settle(older: readonly SpoolFile[]): Promise<void> {
    let whole = older.length === 0 && !this.#file.uneven;
    if (whole) whole = await this.#secureNewest();
    if (!whole) await this.#startAnew();
    for (const file of older) await this.#discard(file);
  }

  /**
   * The newest page may be one that only the kernel has: its sync failed, or nobody lived to ask for it.
   * Syncing now proves nothing, because after a failure the kernel takes its copy for written. So the
   * event is written once more, behind itself. False where that is not possible.
   */
  async #secureNewest(): Promise<boolean> {
    const newest = this.#pending.at(-1);
    if (newest === undefined) return true;
    if (this.#file.crowded || !this.#file.hasRoom(this.#acked)) return false;
    try {
      await this.#file.commit({ ...newest, acked: this.#acked });
      return true;
    } catch (error) {
      this.#ports.log.error("spool-file-failed", { why: describeError(error) });
      return false;
    }
  }

  async #close(): Promise<void> {
    const { log } = this.#ports;
    try {
      if (this.#acked > this.#ackedOnDisk && !this.#file.poisoned) await this.#noteAcked();
      await this.#file[Symbol.asyncDispose]();
    } catch (error) {
      log.warn("spool-close-failed", { why: describeError(error) });
    }
  }

  async #noteAcked(): Promise<void> {
    if (this.#file.hasRoom(this.#acked)) await this.#file.commit(this.#mark());
  }

  /** A page without an event, for what must be known although nothing is pending. */
  #mark(): SpoolPage {
    assert(this.#last >= this.#acked, "what is acknowledged was appended");
    return {
      epoch: this.#epoch,
      seq: this.#last,
      acked: this.#acked,
      chain: this.#chain,
      bytes: new Uint8Array(0),
    };
  }
}

function full(): StorageError {
  return new StorageError("spool-full", "every page of the play log waits for the origin", {
    remedy: "connect this speaker to its origin",
  });
}
