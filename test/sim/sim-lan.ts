/**
 * netlab's own model of a network (tools/netlab/model) between the hosts of the simulated LAN: rates
 * with queues, bursts of losses, jitter, power saving, scripts, all as the real emulation has them.
 *
 *   const lan = new SimLan(clock, { hosts: ["10.0.0.1", "10.0.0.2"], seed: 7 });
 *   network.carrier = lan.carry;
 *   lan.play("delay 20ms, rate 2mbit/s\nat 3s: loss 100% for 1s");
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Cancel, Clock } from "../../src/ports/clock.ts";
import { Lan, type LanCounts } from "../../tools/netlab/model/lan.ts";
import type { Packet } from "../../tools/netlab/model/packet.ts";
import { parseScript } from "../../tools/netlab/script/parse.ts";
import type { Flight } from "./sim-network.ts";

/** UDP and IPv4 around each datagram. */
const headerBytes = 28;
/** What hosts are called in scripts: an address is no word of theirs. */
const nameOf = (_: string, place: number): string => `host${place}`;

interface Carried extends Packet {
  readonly arrive: () => void;
}

export class SimLan {
  readonly #clock: Clock;
  readonly #hosts: readonly string[];
  readonly #lan: Lan<Carried>;
  /** Out of the model, not yet taken in: who gets a datagram may send one at once, and the model is not to be entered twice. */
  readonly #arrived: Carried[] = [];
  #flushing = false;
  #armedUs = Number.POSITIVE_INFINITY;
  #cancel: Cancel | undefined;

  /** `hosts`: addresses, the wired one first; in scripts they are host0, host1, … */
  constructor(clock: Clock, options: { readonly hosts: readonly string[]; readonly seed: number }) {
    this.#clock = clock;
    this.#hosts = options.hosts;
    this.#lan = new Lan<Carried>({
      hosts: options.hosts.map(nameOf),
      seed: options.seed,
      output: { deliver: (packet) => void this.#arrived.push(packet), free: () => undefined },
    });
  }

  /** For SimNetwork.carrier. What goes to or comes from no host of the LAN vanishes. */
  readonly carry = (flight: Flight, arrive: () => void): void => {
    const from = this.#hosts.indexOf(flight.from.host);
    const to = this.#hosts.indexOf(flight.to.host);
    if (from < 0 || to < 0) return;
    const sizeBytes = flight.bytes.length + headerBytes;
    this.#lan.send({ sizeBytes, arrive, from, to, holders: 0 }, from, to, this.#clock.nowUs());
    this.#flush();
  };

  /** Lines of netlab's language; times count from now. */
  play(script: string): void {
    const hosts = this.#hosts.map(nameOf);
    this.#lan.play(parseScript(script, { name: "script", hosts }), this.#clock.nowUs());
    this.#arm();
  }

  counts(): LanCounts {
    return this.#lan.counts();
  }

  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    for (let packet = this.#arrived.shift(); packet !== undefined; packet = this.#arrived.shift())
      packet.arrive();
    this.#flushing = false;
    this.#arm();
  }

  #arm(): void {
    const nextUs = this.#lan.nextUs;
    if (nextUs === this.#armedUs) return;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedUs = nextUs;
    if (nextUs === Number.POSITIVE_INFINITY) return;
    this.#cancel = this.#clock.after(nextUs - this.#clock.nowUs(), () => {
      this.#armedUs = Number.POSITIVE_INFINITY;
      this.#lan.advance(this.#clock.nowUs());
      this.#flush();
    });
  }
}

const folder = path.resolve(import.meta.dirname, "../../tools/netlab/profiles");

/** The text of one of netlab's profiles. */
export function labProfile(name: string): string {
  return readFileSync(path.join(folder, `${name}.netlab`), "utf8");
}
