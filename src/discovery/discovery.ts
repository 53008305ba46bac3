/**
 * Discovery with its socket and its clock: announces this process's services
 * and says what others announce. The rules are in core.ts.
 *
 * Where Multicast DNS cannot be had (the port is taken for one program alone,
 * no interface carries multicast) it says so once in the log and finds nothing:
 * addresses given by hand and those of last time go on working.
 */
import { describeError, SpeakerError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { MulticastSocket, OpenMulticast } from "../ports/multicast.ts";
import type { Advert, AdvertOptions } from "./advert.ts";
import { DiscoveryCore, type Outgoing, type ToldService } from "./core.ts";
import { changeDelayUs, interfacePollUs } from "./limits.ts";

export interface DiscoveryPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly openMulticast: OpenMulticast;
}

/** A service that is being announced. */
export interface Advertisement {
  /** Its name on the network: another than asked for where that was taken. */
  readonly label: string;
  setTxt(txt: readonly Uint8Array[]): void;
  /** Takes it back. */
  withdraw(): void;
}

export class Discovery implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #core: DiscoveryCore;
  readonly #socket: MulticastSocket | undefined;
  readonly #listeners = new Set<() => void>();
  #cancel: Cancel = () => undefined;
  #armedUs = Number.POSITIVE_INFINITY;
  #pollUs = 0;
  #toldVersion = 0;
  #tellUs = Number.POSITIVE_INFINITY;
  #alone = false;
  #open = true;

  /** Never fails for want of a network. Rejects with `signal.reason`. */
  static async open(ports: DiscoveryPorts, signal: AbortSignal): Promise<Discovery> {
    const log = ports.log.child("discovery");
    let socket: MulticastSocket | undefined;
    try {
      socket = await ports.openMulticast(signal);
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      log.warn("discovery-off", { why: describeError(error) });
    }
    return new Discovery(ports, log, socket);
  }

  private constructor(ports: DiscoveryPorts, log: Log, socket: MulticastSocket | undefined) {
    const { clock, entropy } = ports;
    this.#clock = clock;
    this.#log = log;
    this.#socket = socket;
    const seed = new DataView(entropy.bytes(4).buffer).getUint32(0);
    this.#core = new DiscoveryCore(seed, clock.nowUs());
    socket?.onDatagram((bytes, from) => {
      if (!this.#open) return;
      this.#send(this.#core.receive(bytes, from, clock.nowUs()));
      for (const { label, host } of this.#core.takeRenamed()) {
        this.#log.info("service-renamed", { label, host });
      }
      this.#noteChange();
    });
    if (socket !== undefined) this.#turn();
  }

  /** Announces a service; more than `advertsMax` are not announced. */
  advertise(options: AdvertOptions): Advertisement {
    const advert = this.#core.advertise(options, this.#clock.nowUs());
    this.#arm();
    return {
      get label() {
        return advert?.label ?? options.label;
      },
      setTxt: (txt) => this.#with(advert, (known, nowUs) => this.#core.setTxt(known, txt, nowUs)),
      withdraw: () => this.#with(advert, (known, nowUs) => this.#core.withdraw(known, nowUs)),
    };
  }

  /** Looks for services of this type from now on: "_nightjar._udp". */
  browse(type: string): void {
    this.#core.browse(type, this.#clock.nowUs());
    this.#arm();
  }

  /** What was found, link by link: suggestions of whoever is on the LAN. */
  services(): readonly ToldService[] {
    return this.#core.services();
  }

  /** Grows with each change of what is found. */
  get version(): number {
    return this.#core.version;
  }

  /** Called after changes of what is found, ten times a second at most. The result unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Counters, for engineers. */
  stats(): Readonly<Record<string, unknown>> {
    const { counts, dropped } = this.#core;
    return { on: this.#socket !== undefined, ...counts, dropped: { ...dropped } };
  }

  /** Says goodbye and frees the port. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#open) {
      this.#send(this.#core.close(this.#clock.nowUs()));
      this.#open = false;
      this.#cancel();
    }
    await this.#socket?.[Symbol.asyncDispose]();
  }

  #with(advert: Advert | undefined, act: (advert: Advert, nowUs: number) => void): void {
    if (advert === undefined || !this.#open) return;
    act(advert, this.#clock.nowUs());
    this.#arm();
  }

  /** All that is due: interfaces, packets, listeners. */
  #turn(): void {
    const nowUs = this.#clock.nowUs();
    this.#armedUs = Number.POSITIVE_INFINITY;
    if (nowUs >= this.#pollUs) this.#look(nowUs);
    this.#send(this.#core.tick(nowUs));
    if (nowUs >= this.#tellUs) this.#tell();
    this.#noteChange();
  }

  #look(nowUs: number): void {
    this.#pollUs = nowUs + interfacePollUs;
    const links = this.#socket?.refresh() ?? [];
    this.#core.setLinks(links, nowUs);
    if (links.length > 0) this.#alone = false;
    else if (!this.#alone) {
      this.#alone = true;
      this.#log.info("discovery-waits", { why: "no interface of this machine carries multicast" });
    }
  }

  #send(packets: readonly Outgoing[]): void {
    for (const { bytes, link, to } of packets) this.#socket?.send(bytes, link, to);
  }

  #noteChange(): void {
    if (this.#core.version !== this.#toldVersion && this.#tellUs === Number.POSITIVE_INFINITY) {
      this.#tellUs = this.#clock.nowUs() + changeDelayUs;
    }
    this.#arm();
  }

  #tell(): void {
    this.#tellUs = Number.POSITIVE_INFINITY;
    this.#toldVersion = this.#core.version;
    for (const listener of [...this.#listeners]) listener();
  }

  #arm(): void {
    if (!this.#open || this.#socket === undefined) return;
    const dueUs = Math.min(this.#core.dueUs, this.#pollUs, this.#tellUs);
    if (dueUs >= this.#armedUs) return;
    this.#cancel();
    this.#armedUs = dueUs;
    this.#cancel = this.#clock.after(Math.max(0, dueUs - this.#clock.nowUs()), () => this.#turn());
  }
}
