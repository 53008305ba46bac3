/**
 * Bench `share`: who gets how much of a link that several want. A `bulk` transfer of ours beside a TCP
 * download that was there first, or that comes later; a `play` fetch beside that download, and beside our
 * own bulk. Real processes in an emulated network, TCP of the kernel with BBR and with CUBIC.
 */
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Netlab, openNetlab, whyNoLab } from "../netlab/lab.ts";
import { BenchError } from "./errors.ts";
import { sleep } from "./harness.ts";
import type { ShareReport } from "./share-peer.ts";
import { round } from "./statistics.ts";
import {
  allowCongestionControls,
  type CongestionControl,
  setCongestionControl,
  whyNoCongestionControl,
} from "./web-server.ts";

/** A home's way to the internet: 10 Mbit/s, 40 ms, a tenth of a second of queue. */
const script = "delay 20ms\nrate 10mbit/s, queue 100ms";
const linkBps = 10e6;
const hosts = ["origin", "speaker"];
const linkPort = 41_000;
const tcpPort = 5_001;
/** By then a background transfer must have given way. */
const yieldMs = 2_000;
/** A download fills the link. */
const headStartMs = 3_000;
const goalBulkPct = 20;

interface ShareRow {
  readonly tcp: CongestionControl;
  readonly case: string;
  readonly bulkPct: number | null;
  readonly tcpMbitPerS: number | null;
  readonly ourMbitPerS: number;
  readonly playStalls: number | null;
  readonly playStallMs: number | null;
  readonly met: boolean;
}

export async function benchShare({ seconds }: { readonly seconds: number }): Promise<object> {
  const whyNot = await whyNoLab();
  if (whyNot !== undefined) return { emulatedNetwork: { skipped: whyNot } };
  await using _ = await allowCongestionControls();
  const rows: (ShareRow | { readonly tcp: string; readonly skipped: string })[] = [];
  for (const tcp of ["bbr", "cubic"] as const) {
    await using lab = await openNetlab({ hosts, script });
    const why = await whyNoCongestionControl(lab, "origin", tcp);
    if (why !== undefined) rows.push({ tcp, skipped: why });
    else rows.push(...(await casesOf(lab, tcp, seconds)));
  }
  return { linkMbitPerS: linkBps / 1e6, seconds, goalBulkPct, rows };
}

async function casesOf(
  lab: Netlab,
  tcp: CongestionControl,
  seconds: number,
): Promise<readonly ShareRow[]> {
  await setCongestionControl(lab, "origin", tcp);
  const servers = [
    await Peer.start(lab, "origin", "serve"),
    await Peer.start(lab, "origin", "tcp-serve"),
  ];
  const rows: ShareRow[] = [];
  for (const first of ["tcp-get", "bulk"] as const) {
    process.stderr.write(`bench: ${tcp}, ${first} first\n`);
    rows.push(await bulkBeside(lab, { tcp, first, seconds }));
  }
  for (const beside of ["tcp-get", "bulk"] as const) {
    process.stderr.write(`bench: ${tcp}, play beside ${beside}\n`);
    rows.push(await playBeside(lab, { tcp, beside, seconds }));
  }
  for (const server of servers) server.stop();
  return rows;
}

async function bulkBeside(
  lab: Netlab,
  run: {
    readonly tcp: CongestionControl;
    readonly first: "tcp-get" | "bulk";
    readonly seconds: number;
  },
): Promise<ShareRow> {
  const one = await Peer.start(lab, "speaker", run.first);
  await sleep(headStartMs);
  const two = await Peer.start(lab, "speaker", run.first === "bulk" ? "tcp-get" : "bulk");
  await sleep(yieldMs);
  const [bulk, get] = run.first === "bulk" ? [one, two] : [two, one];
  const before = [bulk.report.bytes, get.report.bytes] as const;
  await sleep(run.seconds * 1_000);
  const ours = bulk.report.bytes - before[0];
  const theirs = get.report.bytes - before[1];
  for (const peer of [one, two]) peer.stop();
  await sleep(1_000);
  const bulkPct = round((100 * ours) / Math.max(1, ours + theirs), 1);
  return {
    tcp: run.tcp,
    case: run.first === "bulk" ? "bulk, then a TCP download" : "a TCP download, then bulk",
    bulkPct,
    tcpMbitPerS: mbit(theirs, run.seconds),
    ourMbitPerS: mbit(ours, run.seconds),
    playStalls: null,
    playStallMs: null,
    met: bulkPct <= goalBulkPct,
  };
}

async function playBeside(
  lab: Netlab,
  run: {
    readonly tcp: CongestionControl;
    readonly beside: "tcp-get" | "bulk";
    readonly seconds: number;
  },
): Promise<ShareRow> {
  const other = await Peer.start(lab, "speaker", run.beside);
  await sleep(headStartMs);
  const play = await Peer.start(lab, "speaker", "play");
  const before = other.report.bytes;
  await sleep(run.seconds * 1_000);
  const { bytes, stalls, stallMs } = play.report;
  const others = other.report.bytes - before;
  for (const peer of [other, play]) peer.stop();
  await sleep(1_000);
  return {
    tcp: run.tcp,
    case: run.beside === "bulk" ? "play beside our bulk" : "play beside a TCP download",
    bulkPct: null,
    tcpMbitPerS: run.beside === "bulk" ? null : mbit(others, run.seconds),
    ourMbitPerS: mbit(bytes, run.seconds),
    playStalls: stalls,
    playStallMs: round(stallMs, 0),
    met: stalls === 0 && bytes > 0,
  };
}

function mbit(bytes: number, seconds: number): number {
  return round((bytes * 8) / seconds / 1e6, 2);
}

class Peer {
  readonly #child: ChildProcess;
  report: ShareReport = { bytes: 0, stalls: 0, stallMs: 0 };

  /** Resolves when it is ready. */
  static async start(lab: Netlab, host: string, role: string): Promise<Peer> {
    // Beside this file, compiled or not; a loader for TypeScript is inherited.
    const self = fileURLToPath(import.meta.url);
    const file = path.join(path.dirname(self), `share-peer${path.extname(self)}`);
    const port = role.startsWith("tcp") ? tcpPort : linkPort;
    const argv = [
      process.execPath,
      ...process.execArgv,
      file,
      role,
      lab.addressOf("origin"),
      String(port),
    ];
    const child = lab.exec(host, argv, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const peer = new Peer(child);
    await peer.#ready(role);
    return peer;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  #ready(role: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.on("message", (message: unknown) => {
        if (typeof message === "object" && message !== null && "ready" in message) resolve();
        else this.report = message as ShareReport; // our own process sends nothing else
      });
      this.#child.once("exit", () => reject(new BenchError("share", `${role} ended early`)));
      this.#child.once("error", reject);
    });
  }

  stop(): void {
    this.#child.kill("SIGTERM");
  }
}
