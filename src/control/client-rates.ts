/**
 * How much one client may ask for, over all of its connections (docs/CONTROL.md
 * §8). Pure: the caller passes the time.
 *
 * Invariant: a client that connects anew goes on with what it has left.
 */
import { TokenBucket } from "../base/token-bucket.ts";
import { clientsMax, type Rates } from "./limits.ts";

export type RateKind = keyof Rates;

export class ClientRates {
  readonly #rates: Rates;
  /** By client id, the one that was looked for longest ago first. */
  readonly #clients = new Map<string, ClientRate>();

  constructor(rates: Rates) {
    this.#rates = rates;
  }

  /** Of a paired client; of one connection where the id is empty, as the owner of the socket has. */
  of(clientId: string, nowUs: number): ClientRate {
    if (clientId === "") return new ClientRate(this.#rates, nowUs);
    const rate = this.#clients.get(clientId) ?? new ClientRate(this.#rates, nowUs);
    this.#clients.delete(clientId);
    this.#clients.set(clientId, rate);
    const [oldest] = this.#clients.keys();
    if (this.#clients.size > clientsMax && oldest !== undefined) this.#clients.delete(oldest);
    return rate;
  }
}

export class ClientRate {
  readonly #buckets: Readonly<Record<RateKind, TokenBucket>>;

  constructor(rates: Rates, nowUs: number) {
    this.#buckets = {
      commands: new TokenBucket(rates.commands, nowUs),
      searches: new TokenBucket(rates.searches, nowUs),
      requests: new TokenBucket(rates.requests, nowUs),
      guestVolume: new TokenBucket(rates.guestVolume, nowUs),
    };
  }

  /** 0 where it may; else after how many milliseconds it may. */
  retryMs(kind: RateKind, nowUs: number): number {
    return Math.ceil(this.#buckets[kind].take(1, nowUs) / 1_000);
  }

  /** How many of `points` a guest may make it louder by now. */
  louder(points: number, nowUs: number): number {
    return Math.floor(this.#buckets.guestVolume.takeUpTo(points, nowUs));
  }
}
