/**
 * What users hold: a session to one peer that outlives the connection under it.
 * Fetches wait here for a connection, go through it, and come back when it
 * breaks, to start over on the next one.
 *
 * No I/O: the endpoint attaches and detaches cores, and is poked when there is
 * something to send. Bounds: `fetchesWaitingMax` fetches that wait.
 */
import { emptyBytes } from "../base/bytes.ts";
import { usPerMs } from "../base/units.ts";
import type { Address } from "../ports/network.ts";
import { requestClasses } from "../wire/link-frames.ts";
import { encodeEarly } from "./early.ts";
import { FetchRecord } from "./fetch-record.ts";
import { earlyRequestsMax, fetchesWaitingMax } from "./limits.ts";
import {
  type Fetch,
  type FetchRequest,
  type LinkSession,
  type LinkStats,
  linkRefusals,
  type PeerIdentity,
} from "./link-types.ts";
import type { SessionCore } from "./session-core.ts";

export interface KeptSessionHooks {
  readonly nowUs: () => number;
  /** There is something to send, or something became due sooner. */
  readonly poke: (session: KeptSession) => void;
  /** `close` was called. */
  readonly closed: (session: KeptSession) => void;
}

const noTotals = {
  datagramsLost: 0,
  datagramsRepaired: 0,
  datagramsRestored: 0,
  symbolBytes: 0,
  parityBytes: 0,
  bytesReceived: 0,
  bytesSent: 0,
};

export class KeptSession implements LinkSession {
  readonly #hooks: KeptSessionHooks;
  readonly #waiting = new Set<FetchRecord>();
  readonly #asked = new Set<FetchRecord>();
  readonly #listeners = new Set<() => void>();
  #core: SessionCore | undefined;
  #state: LinkSession["state"] = "connecting";
  #closed = false;
  #remoteKey: Uint8Array;
  #peer: PeerIdentity | undefined;
  #address: Address;
  #waitDueUs = Number.POSITIVE_INFINITY;
  /** Those whose requests are in the handshake under way, in the order of their ids. */
  #early: readonly FetchRecord[] = [];
  #before = noTotals;
  #lastRttMs = 0;

  constructor(hooks: KeptSessionHooks, remoteKey: Uint8Array | undefined, address: Address) {
    this.#hooks = hooks;
    this.#remoteKey = remoteKey ?? emptyBytes;
    this.#address = address;
  }

  get state(): LinkSession["state"] {
    return this.#state;
  }
  get remoteKey(): Uint8Array {
    return this.#remoteKey;
  }
  get peer(): PeerIdentity | undefined {
    return this.#peer;
  }
  get address(): Address {
    return this.#core?.path.address ?? this.#address;
  }
  get core(): SessionCore | undefined {
    return this.#core;
  }
  get isClosed(): boolean {
    return this.#closed;
  }
  /** The earliest deadline of a waiting fetch. */
  get waitDueUs(): number {
    return this.#waitDueUs;
  }

  fetch(request: FetchRequest): Fetch {
    const record = new FetchRecord(request, (over) => this.#over(over));
    if (this.#closed) record.settle({ kind: "lost" });
    else if (this.#waiting.size >= fetchesWaitingMax) {
      const message = "too many fetches wait";
      record.settle({ kind: "refused", code: linkRefusals.busy, message });
    } else {
      this.#waiting.add(record);
      this.#waitDueUs = Math.min(this.#waitDueUs, request.deadlineUs);
      this.#hooks.poke(this);
    }
    return { done: record.promise, cancel: () => this.#cancel(record) };
  }

  stats(): LinkStats {
    const core = this.#core;
    const before = this.#before;
    if (core !== undefined) this.#lastRttMs = core.rtt.smoothedUs / usPerMs;
    return {
      rttMs: this.#lastRttMs,
      presentRttMs: core === undefined ? this.#lastRttMs : core.rtt.presentUs / usPerMs,
      datagramMs: (core?.rtt.fullUs ?? 0) / usPerMs,
      lossPct: core?.received.lossPct ?? 0,
      rateBps: core?.received.rateBps(this.#hooks.nowUs()) ?? 0,
      datagramsLost: before.datagramsLost + (core?.datagramsLost ?? 0),
      datagramsRepaired: before.datagramsRepaired + (core?.asker.repaired ?? 0),
      datagramsRestored: before.datagramsRestored + (core?.asker.restored ?? 0),
      symbolBytes: before.symbolBytes + (core?.asker.symbolBytes ?? 0),
      parityBytes: before.parityBytes + (core?.asker.parityBytes ?? 0),
      bytesReceived: before.bytesReceived + (core?.received.bytes ?? 0),
      bytesSent: before.bytesSent + (core?.bytesSent ?? 0),
    };
  }

  onState(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#hooks.closed(this);
    this.#setState("lost");
  }

  /** Requests for the first message of a handshake, the most urgent first; undefined for none. */
  takeEarly(isRead: (object: Uint8Array) => boolean, bytesMax: number): Uint8Array | undefined {
    const records = this.#reads(isRead).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const requests = records.map(({ request }) => request);
    const { bytes, count } = encodeEarly(requests, bytesMax, this.#hooks.nowUs());
    this.#early = records.slice(0, count);
    return count > 0 ? bytes : undefined;
  }

  /** Whether something that someone waits for is not in the handshake under way. */
  hasNewRead(isRead: (object: Uint8Array) => boolean): boolean {
    return (
      this.#early.length < earlyRequestsMax &&
      this.#reads(isRead).some(
        (record) =>
          requestClasses.indexOf(record.request.class) < requestClasses.indexOf("prefetch") &&
          !this.#early.includes(record),
      )
    );
  }

  #reads(isRead: (object: Uint8Array) => boolean): FetchRecord[] {
    return [...this.#waiting, ...this.#asked].filter(({ request }) => isRead(request.object));
  }

  /** A handshake is through: all fetches go to the new connection. */
  attach(core: SessionCore, remoteKey: Uint8Array, peer: PeerIdentity): void {
    if (this.#core !== undefined) this.detach();
    this.#core = core;
    this.#remoteKey = remoteKey;
    this.#peer = peer;
    for (const record of this.#early) this.#askEarly(core, record);
    this.#early = [];
    this.#setState("ready");
  }

  /** It has its id already; one that is over only uses its id up. */
  #askEarly(core: SessionCore, record: FetchRecord): void {
    if (!record.settled) this.#ask(core, record);
    else core.asker.cancel(core.asker.ask(record.request, record));
  }

  #ask(core: SessionCore, record: FetchRecord): void {
    this.#waiting.delete(record);
    this.#asked.add(record);
    record.handle = core.asker.ask(record.request, record);
    const { needBps } = record.request;
    if (needBps !== undefined) core.needs(Math.ceil(needBps / 8));
  }

  /** The connection is gone: its fetches wait again. */
  detach(): void {
    const core = this.#core;
    if (core === undefined) return;
    this.#before = this.stats();
    this.#address = core.path.address;
    this.#core = undefined;
    for (const record of this.#asked) {
      record.handle = undefined;
      this.#waiting.add(record);
      this.#waitDueUs = Math.min(this.#waitDueUs, record.request.deadlineUs);
    }
    this.#asked.clear();
  }

  /** The connection does not answer, or answers again. */
  markLost(lost: boolean): void {
    if (this.#core !== undefined || lost) this.#setState(lost ? "lost" : "ready");
  }

  /** No connection will ever come again. */
  abandon(): void {
    this.#closed = true;
    this.detach();
    for (const record of [...this.#waiting]) record.settle({ kind: "lost" });
    this.#setState("lost");
  }

  /** Expires what waited too long and hands over what the connection can take, the most urgent first. */
  pump(nowUs: number): void {
    if (nowUs >= this.#waitDueUs) this.#expire(nowUs);
    const core = this.#core;
    while (core !== undefined && this.#waiting.size > 0 && !core.asker.full) {
      const record = mostUrgent(this.#waiting);
      if (record === undefined) return;
      this.#ask(core, record);
    }
    if (this.#waiting.size === 0) this.#waitDueUs = Number.POSITIVE_INFINITY;
  }

  #cancel(record: FetchRecord): void {
    if (record.settled) return;
    const handle = record.handle;
    record.settle({ kind: "cancelled" });
    if (handle !== undefined) this.#core?.asker.cancel(handle);
    this.#hooks.poke(this);
  }

  #over(record: FetchRecord): void {
    this.#waiting.delete(record);
    this.#asked.delete(record);
    record.handle = undefined;
  }

  #expire(nowUs: number): void {
    let dueUs = Number.POSITIVE_INFINITY;
    for (const record of [...this.#waiting]) {
      if (nowUs >= record.request.deadlineUs) record.settle({ kind: "expired" });
      else dueUs = Math.min(dueUs, record.request.deadlineUs);
    }
    this.#waitDueUs = dueUs;
  }

  #setState(state: LinkSession["state"]): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function mostUrgent(records: Iterable<FetchRecord>): FetchRecord | undefined {
  let best: FetchRecord | undefined;
  for (const record of records) if (best === undefined || isBefore(record, best)) best = record;
  return best;
}

function isBefore({ request: a }: FetchRecord, { request: b }: FetchRecord): boolean {
  if (a.class !== b.class) return requestClasses.indexOf(a.class) < requestClasses.indexOf(b.class);
  return a.deadlineUs < b.deadlineUs;
}
