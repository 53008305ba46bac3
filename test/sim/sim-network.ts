/**
 * A simulated LAN: hosts by address, datagrams that are delayed, lost, doubled
 * and reordered by small filters, all drawn from one seed; changed on their way,
 * and sent by someone who is no host of the house.
 *
 * Only datagrams: byte streams are sim-tcp.ts, multicast is sim-multicast.ts.
 */
import { assert } from "../../src/base/assert.ts";
import type { Rng } from "../../src/base/rng.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import {
  type Address,
  addressText,
  type Network,
  type UdpSocket,
} from "../../src/ports/network.ts";

/** One datagram on its way, as filters see it. */
export interface Flight {
  readonly from: Address;
  readonly to: Address;
  readonly bytes: Uint8Array;
  readonly nowUs: number;
}

/** When copies of a datagram arrive, as delays in microseconds; none when it is lost. */
export type Filter = (flight: Flight, delays: readonly number[]) => readonly number[];

/** A datagram that reaches a socket. */
export interface Arrival {
  readonly from: Address;
  readonly to: Address;
  readonly bytes: Uint8Array;
  /** How it differs from what an honest host sent once; undefined where it does not. */
  readonly taint: "corrupted" | "hostile" | "copy" | undefined;
}

const firstFreePort = 40_000;

export class SimNetwork {
  readonly #clock: Clock;
  readonly #sockets = new Map<string, SimUdpSocket>();
  #filters: Filter[] = [];
  #nextPort = firstFreePort;
  /** Every datagram that was sent, for referees that look at what is on the wire. */
  onSend: (flight: Flight) => void = () => undefined;
  /** Every datagram that arrives; what it does not let `deliver` is lost. */
  onArrive: (arrival: Arrival, deliver: () => void) => void = (_, deliver) => deliver();
  /** What a copy of a datagram is changed into on its way; undefined for nothing. */
  tamper: ((flight: Flight) => Uint8Array | undefined) | undefined;
  /** A network behind the filters (sim-lan.ts): calls `arrive` for each copy that comes out of it. */
  carrier: ((flight: Flight, arrive: () => void) => void) | undefined;
  readonly counts = { sent: 0, delivered: 0, lost: 0 };
  /** What the name server says: addresses of names; undefined while it does not answer. What is in neither is an address itself. */
  names: ReadonlyMap<string, readonly string[]> | undefined = new Map();
  /** Hosts that have another address by now, by the one that they think they have, as behind a router that was restarted. */
  readonly moved = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The faults from now on, applied in order to a single copy with no delay. */
  setFilters(filters: readonly Filter[]): void {
    this.#filters = [...filters];
  }

  host(address: string): Network {
    const refuse = (): never => {
      throw new Error("assertion failed: streams are another part's (sim-tcp.ts)");
    };
    return {
      bindUdp: async (at) => this.#bind({ host: address, port: at.port }),
      resolve: async (host) => this.#resolve(host),
      interfaces: () => [address],
      // Nobody connects here: whoever wants streams lays SimTcp's over it.
      listenUnix: async (path) => ({ local: path, [Symbol.asyncDispose]: async () => undefined }),
      connectUnix: refuse,
      listenTcp: refuse,
      listenTls: refuse,
      connectTls: refuse,
    };
  }

  /** What the faults of the moment do to a datagram; multicast goes through the same. */
  delaysOf(flight: Flight): readonly number[] {
    return this.#filters.reduce<readonly number[]>((copies, filter) => filter(flight, copies), [0]);
  }

  #resolve(host: string): readonly string[] {
    if (/^[0-9.]+$/.test(host)) return [host];
    const found = this.names?.get(host);
    if (found === undefined) throw new NetworkError("host-unknown", `nobody knows ${host}`);
    return found;
  }

  #bind(at: Address): UdpSocket {
    const port = at.port === 0 ? this.#nextPort++ : at.port;
    const local = { host: at.host, port };
    const name = addressText(local);
    if (this.#sockets.has(name)) throw new NetworkError("port-in-use", `${name} is in use`);
    const socket = new SimUdpSocket(
      local,
      (bytes, to) => this.#send(local, to, bytes),
      () => this.#sockets.delete(name),
    );
    this.#sockets.set(name, socket);
    return socket;
  }

  #send(sender: Address, to: Address, bytes: Uint8Array): void {
    assert(bytes.length <= 1500, "a datagram fits an Ethernet frame");
    const from = { ...sender, host: this.moved.get(sender.host) ?? sender.host };
    const flight = { from, to, bytes: bytes.slice(), nowUs: this.#clock.nowUs() };
    this.counts.sent += 1;
    this.onSend(flight);
    const delays = this.delaysOf(flight);
    if (delays.length === 0) this.counts.lost += 1;
    let arrived = false;
    for (const delayUs of delays) {
      const changed = this.tamper?.(flight);
      const arrive = (): void => {
        const taint = changed !== undefined ? "corrupted" : arrived ? "copy" : undefined;
        const arrival = { from, to, bytes: changed ?? flight.bytes, taint } as const;
        arrived = this.#deliver(arrival) || arrived;
      };
      const { carrier } = this;
      if (carrier === undefined) this.#clock.after(delayUs, arrive);
      else if (delayUs === 0) carrier(flight, arrive);
      else this.#clock.after(delayUs, () => carrier(flight, arrive));
    }
  }

  /** As a host that is none of the house: it may give any sender's address. */
  inject(datagram: Omit<Arrival, "taint">): void {
    this.#deliver({ ...datagram, taint: "hostile" });
  }

  /** Where a host that moved listens; nobody listens where it was. */
  #bound(to: Address): Address {
    for (const [bound, now] of this.moved) {
      if (now === to.host) return { ...to, host: bound };
      if (bound === to.host) return { ...to, host: "nowhere" };
    }
    return to;
  }

  /** True where someone was there to take it. */
  #deliver(arrival: Arrival): boolean {
    const socket = this.#sockets.get(addressText(this.#bound(arrival.to)));
    if (socket === undefined) return false;
    this.counts.delivered += 1;
    this.onArrive(arrival, () => socket.deliver(arrival.bytes.slice(), arrival.from));
    return arrival.taint !== "corrupted";
  }
}

class SimUdpSocket implements UdpSocket {
  readonly local: Address;
  readonly #send: (bytes: Uint8Array, to: Address) => void;
  readonly #close: () => void;
  #receive: (bytes: Uint8Array, from: Address) => void = () => undefined;
  #open = true;

  constructor(local: Address, send: (bytes: Uint8Array, to: Address) => void, close: () => void) {
    this.local = local;
    this.#send = send;
    this.#close = close;
  }

  send(bytes: Uint8Array, to: Address): void {
    if (this.#open) this.#send(bytes, to);
  }

  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void {
    this.#receive = receive;
  }

  deliver(bytes: Uint8Array, from: Address): void {
    if (this.#open) this.#receive(bytes, from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false;
    this.#close();
  }
}

/** Each copy takes `baseUs` and up to `jitterUs` more: jitter above the spacing of datagrams reorders them. */
export function delay(rng: Rng, baseUs: number, jitterUs: number): Filter {
  return (_, delays) => delays.map((delayUs) => delayUs + baseUs + rng.below(jitterUs + 1));
}

export function loss(rng: Rng, probability: number): Filter {
  return (_, delays) => delays.filter(() => !rng.chance(probability));
}

/** Gilbert–Elliott: a bad state that loses everything, `burst` datagrams long on average, `share` of all lost. */
export function burstLoss(rng: Rng, share: number, burst: number): Filter {
  const leaveBad = 1 / burst;
  const enterBad = (share * leaveBad) / (1 - share);
  let bad = false;
  return (_, delays) =>
    delays.filter(() => {
      bad = bad ? !rng.chance(leaveBad) : rng.chance(enterBad);
      return !bad;
    });
}

export function duplicate(rng: Rng, probability: number): Filter {
  return (_, delays) =>
    delays.flatMap((delayUs) => (rng.chance(probability) ? [delayUs, delayUs + 500] : [delayUs]));
}

/** Nothing passes to or from these hosts while `cut()` says so. */
export function partition(hosts: ReadonlySet<string>, cut: () => boolean): Filter {
  return ({ from, to }, delays) =>
    cut() && (hosts.has(from.host) || hosts.has(to.host)) ? [] : delays;
}
