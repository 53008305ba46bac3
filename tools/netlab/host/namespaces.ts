/**
 * Named network namespaces of a lab, one a host. Their names carry the number and the start time of
 * the process that made them, so that what a killed run left behind is known as such and removed.
 *
 * A namespace has lo and lan0 and no way out: what no host of the lab takes is dropped by the lab.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { ipv4Of, ipv6Of, linkLocalOf } from "../forwarder/ip-address.ts";
import { interfaceName } from "../forwarder/tun.ts";
import { tunQueuePackets } from "../limits.ts";
import { processesIn, signalOne, startTicks } from "./process-table.ts";
import { runProgram, systemEnvironment } from "./system.ts";

const folder = "/run/netns";
const prefix = "netlab";

let labs = 0;

export class Namespaces implements AsyncDisposable {
  /** In the order of the hosts. */
  readonly names: readonly string[];
  #open = true;

  /** Throws NetlabError. */
  static async open(hosts: readonly string[]): Promise<Namespaces> {
    labs += 1;
    const lab = [prefix, process.pid, startTicks(process.pid) ?? 0, labs].join(".");
    const opened = new Namespaces(hosts.map((host) => `${lab}.${host}`));
    try {
      const lines = opened.names.map((name) => `netns add ${name}\n`);
      await runProgram("ip", ["-batch", "-"], lines.join(""));
      return opened;
    } catch (error) {
      opened.removeNow();
      throw error;
    }
  }

  private constructor(names: readonly string[]) {
    this.names = names;
  }

  pathOf(host: number): string {
    return `${folder}/${this.names[host]}`;
  }

  /** Addresses and routes, once the interfaces are there. False: without IPv6. */
  async configure(): Promise<boolean> {
    await Promise.all(
      this.names.map((name, host) => runProgram("ip", inside(name), settings4(host))),
    );
    try {
      await Promise.all(
        this.names.map((name, host) => runProgram("ip", inside(name), settings6(host))),
      );
      return true;
    } catch {
      return false; // A kernel without IPv6, or with it switched off.
    }
  }

  /** Processes in the lab's namespaces, whoever started them. */
  processes(): number[] {
    return this.names.flatMap(processesInNamed);
  }

  /** For an exit that cannot wait. Safe to call twice. */
  removeNow(): void {
    if (!this.#open) return;
    this.#open = false;
    remove(this.names);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.removeNow();
  }
}

/** Removes what runs that are no more have left, processes included; says how many namespaces. */
export function removeStale(): number {
  const stale = listNames().filter(isStale);
  for (const pid of stale.flatMap(processesInNamed)) signalOne(pid, "SIGKILL");
  remove(stale);
  return stale.length;
}

function isStale(name: string): boolean {
  const [kind, pid, ticks] = name.split(".");
  return kind === prefix && ticks !== undefined && startTicks(Number(pid)) !== ticks;
}

function listNames(): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Nobody has made a namespace since the machine was started.
  }
}

function processesInNamed(name: string): number[] {
  const stat = statSync(`${folder}/${name}`, { throwIfNoEntry: false });
  return stat === undefined ? [] : processesIn(stat.ino);
}

function remove(names: readonly string[]): void {
  const there = new Set(listNames());
  const lines = names.filter((name) => there.has(name)).map((name) => `netns del ${name}\n`);
  if (lines.length > 0)
    spawnSync("ip", ["-force", "-batch", "-"], { input: lines.join(""), env: systemEnvironment });
}

function inside(name: string): string[] {
  return ["-netns", name, "-batch", "-"];
}

/** The default route is for what looks for one: the packets go to the lab and end there. */
function settings4(host: number): string {
  return `link set lo up
link set ${interfaceName} addrgenmode none
link set ${interfaceName} txqueuelen ${tunQueuePackets} up
addr add ${ipv4Of(host)}/24 broadcast + dev ${interfaceName}
route add default dev ${interfaceName}
`;
}

function settings6(host: number): string {
  return `addr add ${linkLocalOf(host)}/64 dev ${interfaceName} nodad
addr add ${ipv6Of(host)}/64 dev ${interfaceName} nodad
route add default dev ${interfaceName}
`;
}
