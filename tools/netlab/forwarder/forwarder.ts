/**
 * Carries packets between TUN descriptors: reads what hosts send, asks the model when it arrives,
 * and writes it then. One loop, synchronous, asleep in ppoll(2) until a packet, an order or a due
 * time: no event loop, no pool threads, so that what it adds to a delay is tens of microseconds.
 */
import { pollMsMax, readBatchMax } from "../limits.ts";
import { Lan } from "../model/lan.ts";
import type { Script } from "../script/script.ts";
import { routeOf } from "./ip-address.ts";
import { Lateness } from "./lateness.ts";
import type { Libc } from "./libc.ts";
import type { LabStats } from "./messages.ts";
import { PacketPool, Slot } from "./packet-pool.ts";

/** struct pollfd: int fd, short events, short revents. */
const pollBytes = 8;
const pollIn = 0x001;
/** Of errno.h: nothing to read now; anything else means that the interface is gone. */
const tryAgain = 11;
const interrupted = 4;

export interface ForwarderParts {
  readonly libc: Libc;
  /** Of the hosts, in their order. */
  readonly tuns: readonly number[];
  /** Readable when there are orders. */
  readonly wakeFd: number;
  readonly names: readonly string[];
  readonly seed: number;
  /** Microseconds, monotonic. */
  readonly nowUs: () => number;
}

export class Forwarder {
  readonly #parts: ForwarderParts;
  readonly #lan: Lan<Slot>;
  readonly #pool = new PacketPool();
  readonly #late = new Lateness();
  readonly #polled: Uint8Array;
  readonly #poll: DataView;
  readonly #timeout = new BigInt64Array(2);
  readonly #startUs: number;
  /** Where a packet is read to that there is no room for. */
  readonly #spare = new Slot();
  #nowhere = 0;
  #overflow = 0;
  #refused = 0;

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
    this.#startUs = parts.nowUs();
    this.#lan = new Lan<Slot>({
      hosts: parts.names,
      seed: parts.seed,
      output: {
        deliver: (slot, host, dueUs) => this.#deliver(slot, host, dueUs),
        free: (slot) => this.#pool.put(slot),
      },
    });
    const watched = [...parts.tuns, parts.wakeFd];
    this.#polled = new Uint8Array(watched.length * pollBytes);
    this.#poll = new DataView(this.#polled.buffer);
    for (const [i, fd] of watched.entries()) {
      this.#poll.setInt32(i * pollBytes, fd, true);
      this.#poll.setInt16(i * pollBytes + 4, pollIn, true);
    }
  }

  play(script: Script): void {
    this.#lan.play(script, this.#nowUs());
  }

  stats(): LabStats {
    return {
      seconds: this.#nowUs() / 1e6,
      links: this.#lan.counts(),
      nowhere: this.#nowhere,
      overflow: this.#overflow,
      refused: this.#refused,
      held: this.#pool.held,
      late: this.#late.report(),
    };
  }

  /** One turn: sleeps until something is to do, does it. True: there are orders. */
  turn(): boolean {
    const { libc, tuns } = this.#parts;
    this.#lan.advance(this.#nowUs());
    this.#setTimeout();
    const ready = libc.ppoll(this.#polled, tuns.length + 1, this.#timeout, null);
    // Due packets go before new ones are read: they are late already.
    this.#lan.advance(this.#nowUs());
    if (ready <= 0) return false;
    for (const host of tuns.keys()) if (this.#isReadable(host)) this.#receive(host);
    return this.#isReadable(tuns.length);
  }

  /** The lab's own time: a script's times count from its start. */
  #nowUs(): number {
    return this.#parts.nowUs() - this.#startUs;
  }

  #setTimeout(): void {
    const waitUs = Math.min(Math.max(0, this.#lan.nextUs - this.#nowUs()), pollMsMax * 1e3);
    this.#timeout[0] = BigInt(Math.floor(waitUs / 1e6));
    this.#timeout[1] = BigInt(Math.floor((waitUs % 1e6) * 1e3));
  }

  #isReadable(place: number): boolean {
    return this.#poll.getInt16(place * pollBytes + 6, true) !== 0;
  }

  #receive(host: number): void {
    const { libc, tuns } = this.#parts;
    const fd = tuns[host] ?? -1;
    for (let i = 0; i < readBatchMax; i++) {
      const slot = this.#pool.take();
      const { bytes } = slot ?? this.#spare;
      const sizeBytes = libc.read(fd, bytes, bytes.length);
      if (slot === undefined) {
        if (sizeBytes > 0) this.#overflow += 1;
      } else if (sizeBytes <= 0) this.#pool.put(slot);
      else this.#send(slot, sizeBytes, host);
      if (sizeBytes < 0) this.#lookAtError(host, libc.errno());
      if (sizeBytes <= 0) return;
    }
  }

  /** An interface that somebody has taken away would be readable for ever: it is not polled any more. */
  #lookAtError(host: number, errno: number): void {
    if (errno !== tryAgain && errno !== interrupted) {
      this.#poll.setInt32(host * pollBytes, -1, true);
    }
  }

  #send(slot: Slot, sizeBytes: number, host: number): void {
    slot.sizeBytes = sizeBytes;
    const route = routeOf(slot.bytes, sizeBytes, this.#parts.tuns.length);
    if (route === "nowhere") {
      this.#nowhere += 1;
      this.#pool.put(slot);
    } else this.#lan.send(slot, host, route, this.#nowUs());
  }

  #deliver(slot: Slot, host: number, dueUs: number): void {
    const { libc, tuns } = this.#parts;
    this.#late.add(this.#nowUs() - dueUs);
    const written = libc.write(tuns[host] ?? -1, slot.bytes, slot.sizeBytes);
    if (written !== slot.sizeBytes) this.#refused += 1;
  }
}
