/**
 * A virtual LAN: each host hangs off a hub by a link up and a link down, with a shared medium in
 * the middle. A packet takes the sender's link up, the medium, then the link down of every host it is
 * for. Sans I/O: the caller says what comes from which host when, and is told what arrives where.
 *
 * Events are handled in the order of their own times, however late `advance` is called: lateness of
 * the caller delays what arrives and changes nothing else.
 */
import { assert } from "../../../src/base/assert.ts";
import { Rng } from "../../../src/base/rng.ts";
import { type LinkName, Schedule } from "../script/schedule.ts";
import type { Script } from "../script/script.ts";
import { Doze } from "./doze.ts";
import { Link, type LinkCounts, type LinkOutput } from "./link.ts";
import type { Destination, Packet } from "./packet.ts";
import type { LinkSettings } from "./settings.ts";

export interface LanOutput<P> {
  /** The packet arrives; it is not kept. `dueUs` is when it should. */
  deliver(packet: P, host: number, dueUs: number): void;
  /** Nobody holds the packet any more. */
  free(packet: P): void;
}

export interface LanOptions<P> {
  /** Their names, in order; a host's number is its place. */
  readonly hosts: readonly string[];
  readonly seed: number;
  readonly output: LanOutput<P>;
}

/** Counters of every link by its name: `shared`, `HOST.up`, `HOST.down`. */
export type LanCounts = Readonly<Record<string, Readonly<LinkCounts>>>;

interface Host<P extends Packet> {
  readonly up: Link<P>;
  readonly down: Link<P>;
  readonly doze: Doze;
}

interface NamedLink<P extends Packet> {
  readonly name: LinkName;
  readonly link: Link<P>;
}

export class Lan<P extends Packet> {
  readonly #output: LanOutput<P>;
  readonly #schedule = new Schedule();
  readonly #shared: Link<P>;
  readonly #hosts: readonly Host<P>[];
  readonly #links: readonly NamedLink<P>[];

  constructor({ hosts, seed, output }: LanOptions<P>) {
    this.#output = output;
    const rng = new Rng(seed);
    const lost = (packet: P) => this.#release(packet);
    const newLink = (out: LinkOutput<P>["out"]) =>
      new Link<P>(this.#schedule.settingsOf("shared"), rng.fork(), { out, lost });
    this.#shared = newLink((packet, atUs) => this.#fanOut(packet, atUs));
    this.#hosts = hosts.map((_, host) => ({
      up: newLink((packet, atUs) => this.#shared.push(packet, atUs)),
      down: newLink((packet, atUs) => {
        this.#output.deliver(packet, host, atUs);
        this.#release(packet);
      }),
      doze: new Doze(rng.fork()),
    }));
    this.#links = [
      { name: "shared", link: this.#shared },
      ...this.#hosts.flatMap(({ up, down }, i) => {
        const host = { host: hosts[i] ?? "", isFirst: i === 0 };
        return [
          { name: { ...host, direction: "up" }, link: up } as const,
          { name: { ...host, direction: "down" }, link: down } as const,
        ];
      }),
    ];
  }

  /** When `advance` has something to do. */
  get nextUs(): number {
    return Math.min(this.#schedule.nextUs, this.#nextLink().link.nextUs);
  }

  /** Starts a script now; what it says at once holds when this returns. */
  play(script: Script, nowUs: number): void {
    this.advance(nowUs);
    this.#schedule.add(script, nowUs);
    this.advance(nowUs);
  }

  /** Takes the packet until `free`; times never go back. */
  send(packet: P, from: number, to: Destination, nowUs: number): void {
    this.advance(nowUs);
    const host = this.#hosts[from];
    assert(host !== undefined && packet.holders === 0, "a new packet from a host of the lab");
    packet.from = from;
    packet.to = to;
    packet.holders = 1;
    if (Number.isFinite(host.down.settings.dozeAfterUs)) {
      host.doze.packetFrom(nowUs);
      host.down.holdUntil(nowUs, nowUs);
    }
    host.up.push(packet, nowUs);
  }

  /** Handles all that is due. */
  advance(nowUs: number): void {
    for (;;) {
      const { link } = this.#nextLink();
      // At one moment the script comes first: what it says at 20 s holds for a packet at 20 s.
      if (this.#schedule.nextUs <= Math.min(nowUs, link.nextUs)) this.#change();
      else if (link.nextUs <= nowUs) link.step();
      else return;
    }
  }

  counts(): LanCounts {
    return Object.fromEntries(this.#links.map(({ name, link }) => [labelOf(name), link.counts]));
  }

  settings(): Readonly<Record<string, LinkSettings>> {
    return Object.fromEntries(this.#links.map(({ name, link }) => [labelOf(name), link.settings]));
  }

  #change(): void {
    const atUs = this.#schedule.nextUs;
    this.#schedule.advance(atUs);
    for (const { name, link } of this.#links) {
      const settings = this.#schedule.settingsOf(name);
      if (!isEqual(settings, link.settings)) link.set(settings, atUs);
    }
  }

  #nextLink(): NamedLink<P> {
    let [next] = this.#links;
    assert(next !== undefined, "there is the shared medium at least");
    let nextUs = next.link.nextUs;
    for (const candidate of this.#links) {
      const candidateUs = candidate.link.nextUs;
      if (candidateUs < nextUs) [next, nextUs] = [candidate, candidateUs];
    }
    return next;
  }

  #fanOut(packet: P, atUs: number): void {
    if (packet.to === "all") {
      for (const host of this.#hosts.keys()) {
        if (host !== packet.from) this.#sendDown(packet, host, atUs);
      }
    } else this.#sendDown(packet, packet.to, atUs);
    this.#release(packet);
  }

  #sendDown(packet: P, to: number, atUs: number): void {
    const host = this.#hosts[to];
    if (host === undefined) return;
    packet.holders += 1;
    const { settings } = host.down;
    if (Number.isFinite(settings.dozeAfterUs)) {
      host.down.holdUntil(host.doze.packetForUs(settings, atUs), atUs);
    }
    host.down.push(packet, atUs);
  }

  #release(packet: P): void {
    packet.holders -= 1;
    assert(packet.holders >= 0, "a packet is held by whoever gives it back");
    if (packet.holders === 0) this.#output.free(packet);
  }
}

function labelOf(name: LinkName): string {
  return name === "shared" ? name : `${name.host}.${name.direction}`;
}

function isEqual(a: LinkSettings, b: LinkSettings): boolean {
  return (Object.keys(a) as (keyof LinkSettings)[]).every((key) => a[key] === b[key]); // a record's own keys
}
