/**
 * A LAN of network namespaces: hosts joined by a switch, all of it on this
 * machine and cut off from every other network. Needs root and `ip`.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** Why there can be no lab here; undefined where there can. */
export function labTrouble(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  if (!isInstalled("ip")) return "ip is not installed";
  const name = `njtry${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return undefined;
  } catch {
    return "no network namespaces here";
  }
}

export function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(":").concat("/usr/sbin", "/sbin");
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

function ip(...args: readonly string[]): string {
  return execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

let labs = 0;

export class NetLab implements AsyncDisposable {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-lab-"));
  readonly #prefix = `nj${process.pid}x${labs++}`;
  readonly #namespaces: string[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #switch: string;
  #hosts = 0;

  constructor() {
    this.#switch = this.#namespace("sw");
    // Snooping would hold back IPv6 groups until a querier has spoken.
    ip("-n", this.#switch, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    ip("-n", this.#switch, "link", "set", "br0", "up");
  }

  /** A machine on the LAN: 10.77.0.N and fd77::N on eth0. Without `wired` it has loopback alone. */
  host(wired = true): LabHost {
    this.#hosts += 1;
    const n = this.#hosts;
    const namespace = this.#namespace(`h${n}`);
    ip("-n", namespace, "link", "set", "lo", "up");
    const port = `port${n}`;
    const host = new LabHost(this, namespace, { port, switchIs: this.#switch, n });
    if (wired) host.plugIn();
    return host;
  }

  /** A child that ends with the lab. */
  adopt(child: ChildProcess): ChildProcess {
    this.#children.push(child);
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = this.#children.filter(
      ({ exitCode, signalCode, pid }) => exitCode === null && signalCode === null && pid,
    );
    const ends = running.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(ends);
    for (const namespace of this.#namespaces) ip("netns", "del", namespace);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #namespace(name: string): string {
    const namespace = `${this.#prefix}${name}`;
    ip("netns", "add", namespace);
    this.#namespaces.push(namespace);
    return namespace;
  }
}

export class LabHost {
  readonly address: string;
  /** Begins a command line that runs on this host. */
  readonly through: readonly string[];
  readonly #lab: NetLab;
  readonly #namespace: string;
  readonly #wire: { readonly port: string; readonly switchIs: string; readonly n: number };
  #env: NodeJS.ProcessEnv = {};

  constructor(
    lab: NetLab,
    namespace: string,
    wire: { readonly port: string; readonly switchIs: string; readonly n: number },
  ) {
    this.#lab = lab;
    this.#namespace = namespace;
    this.#wire = wire;
    this.address = `10.77.0.${wire.n}`;
    this.through = ["ip", "netns", "exec", namespace];
  }

  plugIn(): void {
    const { port, switchIs, n } = this.#wire;
    const peer = ["type", "veth", "peer", "name", "eth0", "netns", this.#namespace];
    ip("link", "add", "name", port, "netns", switchIs, ...peer);
    ip("-n", switchIs, "link", "set", port, "master", "br0", "up");
    this.ip("link", "set", "eth0", "up");
    this.ip("addr", "add", `${this.address}/24`, "dev", "eth0");
    this.ip("-6", "addr", "add", `fd77::${n}/64`, "dev", "eth0", "nodad");
  }

  ip(...args: readonly string[]): string {
    return ip("-n", this.#namespace, ...args);
  }

  /** Runs it to its end. */
  run(command: readonly string[], limitMs = 20_000): string {
    const [program = "", ...args] = [...this.through, ...command];
    const options = { encoding: "utf8", timeout: limitMs, stdio: "pipe" } as const;
    return execFileSync(program, args, { ...options, env: { ...process.env, ...this.#env } });
  }

  /** Starts it; its lines are collected. */
  start(command: readonly string[]): { readonly child: ChildProcess; readonly lines: string[] } {
    const [program = "", ...args] = [...this.through, ...command];
    const env = { ...process.env, ...this.#env };
    const child = this.#lab.adopt(spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] }));
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on("line", (line) => lines.push(line));
    }
    return { child, lines };
  }

  /** avahi-daemon with a bus of its own; commands of this host find it. Resolves when it serves. */
  async startAvahi(): Promise<void> {
    const folder = path.join(this.#lab.folder, this.#namespace);
    mkdirSync(folder);
    const bus = `unix:path=${folder}/bus`;
    const conf = path.join(folder, "avahi.conf");
    writeFileSync(
      conf,
      `[server]\nhost-name=box${this.#wire.n}\n[publish]\npublish-workstation=no\n`,
    );
    this.start(["dbus-daemon", "--session", "--nofork", `--address=${bus}`]);
    this.#env = { DBUS_SYSTEM_BUS_ADDRESS: bus };
    await until("the bus", () => existsSync(path.join(folder, "bus")));
    // Its pid file is in /run, which the namespaces share: it gets one of its own.
    const script = `mount -t tmpfs tmpfs /run && mkdir -p /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f ${conf}`;
    const { lines } = this.start(["sh", "-c", script]);
    await until("avahi", () => lines.some((line) => line.includes("startup complete")));
  }
}

/** Looks again until it is so. */
export async function until(
  what: string,
  look: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`it took longer than ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
