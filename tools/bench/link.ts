/**
 * Bench `link`: packets received per second over the secure link, beside bare
 * node:dgram in the same call. Two processes, one sending and one receiving.
 * Runs alternate, and each is compared with its neighbour, because the machine
 * has fast and slow minutes; medians count.
 */
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PeerReport } from "./link-peer.ts";

export interface LinkBenchResults {
  readonly rawPps: number;
  readonly linkPps: number;
  /** Median of the ratios of neighbouring runs. */
  readonly ratio: number;
  /** Payload of symbols over the link. */
  readonly mbitPerS: number;
  /** Of one core, the busier process of the link runs; then each. */
  readonly cpuPct: number;
  readonly cpuSendPct: number;
  readonly cpuReceivePct: number;
  readonly aead: string;
  readonly runs: number;
}

interface Run {
  readonly pps: number;
  readonly sendPct: number;
  readonly receivePct: number;
  readonly aead: string;
}

const symbolBytes = 1_140;
const warmUpMs = 1_000;
const measureMs = 2_000;

/** `runs` of each kind, three seconds apiece. */
export async function benchLink(runs = 7): Promise<LinkBenchResults> {
  const raw: Run[] = [];
  const link: Run[] = [];
  for (let i = 0; i < runs; i++) {
    raw.push(await run("raw-receive", "raw-send", "first"));
    link.push(await run("link-serve", "link-fetch", "second"));
  }
  const linkPps = median(link.map(({ pps }) => pps));
  const ratios = link.map(({ pps }, i) => pps / (raw[i]?.pps ?? Number.NaN));
  const cpuSendPct = median(link.map(({ sendPct }) => sendPct));
  const cpuReceivePct = median(link.map(({ receivePct }) => receivePct));
  return {
    rawPps: Math.round(median(raw.map(({ pps }) => pps))),
    linkPps: Math.round(linkPps),
    ratio: round(median(ratios), 3),
    mbitPerS: round((linkPps * symbolBytes * 8) / 1e6, 1),
    cpuPct: round(Math.max(cpuSendPct, cpuReceivePct), 1),
    cpuSendPct: round(cpuSendPct, 1),
    cpuReceivePct: round(cpuReceivePct, 1),
    aead: link[0]?.aead ?? "",
    runs,
  };
}

/** Starts `first`, then `second` at its port, and measures at the one that receives. */
async function run(first: string, second: string, receiver: "first" | "second"): Promise<Run> {
  const a = start(first);
  try {
    const port = await readyOf(a);
    const b = start(second, String(port));
    try {
      await readyOf(b);
      await pause(warmUpMs);
      const before = await Promise.all([reportOf(a), reportOf(b)]);
      await pause(measureMs);
      const after = await Promise.all([reportOf(a), reportOf(b)]);
      const [one, two] = [between(before[0], after[0]), between(before[1], after[1])];
      const [receive, send] = receiver === "first" ? [one, two] : [two, one];
      return { pps: receive.pps, sendPct: send.cpuPct, receivePct: receive.cpuPct, aead: two.aead };
    } finally {
      b.kill();
    }
  } finally {
    a.kill();
  }
}

function start(...args: string[]): ChildProcess {
  // Beside this file, compiled or not; a loader for TypeScript is inherited.
  const self = fileURLToPath(import.meta.url);
  const child = fork(path.join(path.dirname(self), `link-peer${path.extname(self)}`), args);
  // Reports are read at all times: a channel that fills up slows its process down, by a tenth.
  child.on("message", () => undefined);
  return child;
}

function messageOf<T>(child: ChildProcess, field: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error("a bench process ended early"));
    const onMessage = (message: unknown): void => {
      if (typeof message !== "object" || message === null || !(field in message)) return;
      child.off("message", onMessage);
      child.off("exit", onExit);
      // Our own process sends what PeerReport says.
      resolve(message as T);
    };
    child.on("message", onMessage);
    child.once("exit", onExit);
  });
}

async function readyOf(child: ChildProcess): Promise<number> {
  return (await messageOf<{ readonly ready: number }>(child, "ready")).ready;
}

function reportOf(child: ChildProcess): Promise<PeerReport> {
  return messageOf<PeerReport>(child, "packets");
}

function between(before: PeerReport, after: PeerReport) {
  const timeS = after.timeS - before.timeS;
  return {
    pps: (after.packets - before.packets) / timeS,
    cpuPct: (100 * (after.cpuS - before.cpuS)) / timeS,
    aead: after.aead,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
