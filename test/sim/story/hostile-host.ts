/**
 * A stranger on the simulated LAN: hears everything, and sends what it makes up,
 * what it cut or changed, and what was delivered before, under any address.
 *
 * Bounds: it remembers `heardMax` datagrams.
 */
import type { Rng } from "../../../src/base/rng.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Address } from "../../../src/ports/network.ts";
import type { Arrival, SimNetwork } from "../sim-network.ts";
import { spoil } from "./weather.ts";

interface Heard {
  readonly from: Address;
  readonly to: Address;
  readonly bytes: Uint8Array;
}

const heardMax = 64;
const own: Address = { host: "10.0.0.66", port: 6_666 };
/** Of the first byte: the kinds of the link, and what is none. */
const kindsMax = 16;

export class HostileHost {
  readonly #network: SimNetwork;
  readonly #rng: Rng;
  readonly #clock: Clock;
  readonly #heard: Heard[] = [];
  #active = 0;

  constructor(network: SimNetwork, clock: Clock, rng: Rng) {
    this.#network = network;
    this.#clock = clock;
    this.#rng = rng;
  }

  /** To be told of what arrived, so that a replay is one. */
  hear({ from, to, bytes, taint }: Arrival): void {
    if (taint !== undefined) return;
    if (this.#heard.length < heardMax) this.#heard.push({ from, to, bytes });
    else if (this.#rng.chance(0.05)) this.#heard[this.#rng.below(heardMax)] = { from, to, bytes };
  }

  /** Sends `perS` datagrams a second from now on, until the result is called. */
  attack(perS: number): () => void {
    this.#active += 1;
    let on = true;
    const again = (): void => {
      if (!on) return;
      this.#send();
      this.#clock.after(this.#rng.exponential(1e6 / perS), again);
    };
    again();
    return () => {
      on = false;
      this.#active -= 1;
    };
  }

  #send(): void {
    const heard = this.#heard[this.#rng.below(this.#heard.length)];
    if (heard === undefined) return;
    const { to, bytes } = heard;
    const from = this.#rng.chance(0.7) ? heard.from : own;
    const draw = this.#rng.float();
    if (draw < 0.35) this.#network.inject({ from, to, bytes });
    else if (draw < 0.75) this.#network.inject({ from, to, bytes: spoil(bytes, this.#rng) });
    else this.#network.inject({ from, to, bytes: this.#madeUp() });
  }

  #madeUp(): Uint8Array {
    const bytes = Uint8Array.from({ length: this.#rng.below(1_300) }, () => this.#rng.below(256));
    if (bytes.length > 0 && this.#rng.chance(0.8)) bytes[0] = this.#rng.below(kindsMax);
    return bytes;
  }
}
