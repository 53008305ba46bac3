/**
 * A network on this machine: hosts in namespaces of their own, joined by emulated links
 * (docs/NETLAB.md). Root, /dev/net/tun, iproute2 and util-linux are needed.
 *
 *   await using lab = await openNetlab({ hosts: ["origin", "speaker"], profile: "busy-wifi" });
 *   const child = lab.exec("speaker", ["ping", lab.addressOf("origin")]);
 *
 * Everything goes when the lab is disposed of or this process ends, however it ends; what a killed
 * process could not take with it the next lab removes.
 */
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { Owner } from "../../src/base/owner.ts";
import { NetlabError } from "./errors.ts";
import { ipv4Of, ipv6Of } from "./forwarder/ip-address.ts";
import type { LabStats } from "./forwarder/messages.ts";
import { Children } from "./host/children.ts";
import { ForwarderProcess } from "./host/forwarder-process.ts";
import { Namespaces, removeStale } from "./host/namespaces.ts";
import { signalOne } from "./host/process-table.ts";
import { checkPrograms } from "./host/system.ts";
import { hostNameCharsMax, hostsMax } from "./limits.ts";
import { readProfile } from "./profiles.ts";
import { parseScript } from "./script/parse.ts";

export interface NetlabOptions {
  /** Names, the wired one first. Letters, digits and hyphens. */
  readonly hosts: readonly string[];
  /** By name, from tools/netlab/profiles; absent: links that do nothing. */
  readonly profile?: string;
  /** Lines laid over the profile, in the script's language. */
  readonly script?: string;
  /** Decides every loss, jitter, copy and missed beacon. */
  readonly seed?: number;
}

export class Netlab implements AsyncDisposable {
  readonly hosts: readonly string[];
  /** Whether hosts have IPv6 addresses too. */
  readonly ipv6: boolean;
  readonly #namespaces: Namespaces;
  readonly #forwarder: ForwarderProcess;
  readonly #children = new Children();
  readonly #atExit = () => this.#dropNow();
  #closing: Promise<void> | undefined;

  /** Takes over what openNetlab has opened. */
  constructor(hosts: readonly string[], parts: Parts) {
    this.hosts = hosts;
    this.ipv6 = parts.ipv6;
    this.#namespaces = parts.namespaces;
    this.#forwarder = parts.forwarder;
    process.once("exit", this.#atExit);
  }

  /** Starts a program on a host, with NETLAB_HOST and NETLAB_<NAME> (addresses) in its environment. */
  exec(host: string, argv: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const place = this.#placeOf(host);
    const env = { ...(options.env ?? process.env), ...this.#variables(), NETLAB_HOST: host };
    return this.#children.start(this.#namespaces.pathOf(place), argv, { ...options, env });
  }

  /** IPv4. */
  addressOf(host: string): string {
    return ipv4Of(this.#placeOf(host));
  }

  address6Of(host: string): string {
    return ipv6Of(this.#placeOf(host));
  }

  /** For programs outside the lab that enter it: `nsenter --net=PATH`. */
  namespacePathOf(host: string): string {
    return this.#namespaces.pathOf(this.#placeOf(host));
  }

  /**
   * Lines of a script whose time zero is now; what they say at once holds when this resolves.
   * Throws NetlabError `bad-script`.
   */
  async change(script: string, name = "change"): Promise<void> {
    parseScript(script, { name, hosts: this.hosts });
    await this.#forwarder.play(script);
  }

  stats(): Promise<LabStats> {
    return this.#forwarder.stats();
  }

  /** Safe to call twice. Programs are ended, interfaces and namespaces gone once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    await this.#children.stop();
    // What a program left behind in another process group would keep its namespace alive.
    for (const pid of this.#namespaces.processes()) signalOne(pid, "SIGKILL");
    await this.#forwarder[Symbol.asyncDispose]();
    await this.#namespaces[Symbol.asyncDispose]();
    process.off("exit", this.#atExit);
  }

  #dropNow(): void {
    this.#children.signal("SIGKILL");
    for (const pid of this.#namespaces.processes()) signalOne(pid, "SIGKILL");
    this.#namespaces.removeNow();
  }

  #variables(): Record<string, string> {
    const name = (host: string) => `NETLAB_${host.toUpperCase().replaceAll("-", "_")}`;
    return Object.fromEntries(this.hosts.map((host, i) => [name(host), ipv4Of(i)]));
  }

  #placeOf(host: string): number {
    const place = this.hosts.indexOf(host);
    if (place >= 0) return place;
    throw new NetlabError(
      "no-host",
      `there is no host ${host}; there are ${this.hosts.join(", ")}`,
    );
  }
}

interface Parts {
  readonly namespaces: Namespaces;
  readonly forwarder: ForwarderProcess;
  readonly ipv6: boolean;
}

/** Throws NetlabError: `bad-hosts`, `bad-script`, `no-profile`, or why this machine cannot. */
export async function openNetlab(options: NetlabOptions): Promise<Netlab> {
  const { hosts, seed = 1 } = options;
  checkHosts(hosts);
  const script = await scriptOf(options);
  checkMachine();
  removeStale();
  const owner = new Owner();
  try {
    const namespaces = owner.own(await Namespaces.open(hosts));
    const places = hosts.map((name, i) => ({ name, namespacePath: namespaces.pathOf(i) }));
    const forwarder = owner.own(await ForwarderProcess.start({ hosts: places, seed }));
    const ipv6 = await namespaces.configure();
    await forwarder.play(script);
    return new Netlab(hosts, { namespaces, forwarder, ipv6 });
  } catch (error) {
    await owner[Symbol.asyncDispose]();
    throw error;
  }
}

async function scriptOf({ hosts, profile, script = "" }: NetlabOptions): Promise<string> {
  const base = profile === undefined ? "" : await readProfile(profile);
  parseScript(base, { name: profile ?? "", hosts });
  parseScript(script, { name: "script", hosts });
  return `${base}\n${script}`;
}

/** Words of the script's language cannot be hosts. */
const reserved = ["shared", "up", "down", "at", "every", "for"];

function checkHosts(hosts: readonly string[]): void {
  const wrong = (why: string) => new NetlabError("bad-hosts", why);
  if (hosts.length < 1 || hosts.length > hostsMax) throw wrong(`a lab has 1 to ${hostsMax} hosts`);
  if (new Set(hosts).size < hosts.length) throw wrong("two hosts have one name");
  const bad = hosts.find(
    (host) =>
      !/^[a-z][a-z0-9-]*$/.test(host) || host.length > hostNameCharsMax || reserved.includes(host),
  );
  if (bad === undefined) return;
  throw wrong(
    `"${bad}" is no name for a host: up to ${hostNameCharsMax} small letters, digits and hyphens`,
  );
}

function checkMachine(): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new NetlabError("no-root", "netlab makes network namespaces and TUN interfaces", {
      remedy: "run it as root on Linux",
    });
  }
  checkPrograms();
}

/** Why there can be no lab on this machine; undefined: there can. Tries it. */
export async function whyNoLab(): Promise<string | undefined> {
  try {
    await using lab = await openNetlab({ hosts: ["a"] });
    await lab.stats();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
