/**
 * Bench `control`: a command's way over TLS on loopback to its result, and until
 * the last of 32 remotes has seen the change. Server and remotes share one
 * process, so the fan-out includes the work of all remotes.
 *
 * Then pages of a long queue and of a large library, and searches in it. The player
 * behind it plays nothing: measured is control, not sound.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Owner } from "../../src/base/owner.ts";
import { ControlClient, type ControlTarget } from "../../src/control/client.ts";
import { DiskClientStore } from "../../src/control/client-store.ts";
import type { Rates } from "../../src/control/limits.ts";
import { Remote } from "../../src/control/remote.ts";
import { Replica } from "../../src/control/replica.ts";
import { ControlServer } from "../../src/control/server.ts";
import { keyHashOf, makeTlsIdentity } from "../../src/control/tls-identity.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { connectTls, connectUnix, listenTls, listenUnix } from "../../src/platform/streams.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Network } from "../../src/ports/network.ts";
import { BenchModel, libraryTracks, queuedItems } from "./control-model.ts";
import { BenchError } from "./errors.ts";
import { type LibrarySlices, measureSlices } from "./library-slices.ts";
import { type Summary, summarize } from "./statistics.ts";

const remotes = 32;
const commands = 400;
const warmUps = 20;
const pages = 200;

export interface ControlBench {
  readonly commandMs: Summary | undefined;
  readonly fanOutMs: Summary | undefined;
  readonly clients: number;
  /** A page of the queue, of the library from anywhere in it, and the first page of a search that is new. */
  readonly queuePageMs: Summary | undefined;
  readonly libraryPageMs: Summary | undefined;
  readonly searchMs: Summary | undefined;
  /** Of the library: how long music and commands wait for it at a time. */
  readonly heldUp: LibrarySlices;
  readonly libraryTracks: number;
  readonly queuedItems: number;
}

export async function benchControl(): Promise<ControlBench> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nj-bench-"));
  const signal = new AbortController().signal;
  const { clock, entropy } = { clock: new NodeClock(), entropy: new NodeEntropy() };
  const ports = { network, clock, entropy, log: quiet };
  const identity = makeTlsIdentity(entropy.bytes(32), "bench");
  try {
    const clients = await DiskClientStore.open(new NodeDisk(quiet), path.join(folder, "clients"));
    const socketPath = path.join(folder, "control.sock");
    const tls = { at: { host: "127.0.0.1", port: 0 }, identity };
    const speaker = { id: "bench", name: "bench" };
    const model = new BenchModel();
    const options = { model, clients, socketPath, tls, speaker, rates: unlimited };
    await using server = await ControlServer.open(ports, options, signal);
    const key = ed25519KeyPair(entropy.bytes(32));
    const who = { name: "bench", kind: "bench" };
    // Closed before the server, which otherwise waits for those that do not answer.
    await using opened = new Owner();
    const connect = async (target: ControlTarget): Promise<ControlClient> =>
      opened.own(await ControlClient.connect(ports, target, who, signal));
    const owner = await connect({ kind: "unix", path: socketPath });
    await new Remote(owner).pair(key.publicKey, "bench");
    const address = server.local.tls;
    if (address === undefined)
      throw new BenchError("no-listener", "the server has no TLS listener");
    const target = { kind: "tls", address, keyHashes: [keyHashOf(identity)], ...key } as const;
    const all: ControlClient[] = [];
    for (let at = 0; at < remotes; at++) {
      all.push(await connect(target));
    }
    const lists = await measureLists(all, clock);
    const quick = await measure(all, clock);
    // The last: it sets the heap up as a speaker does.
    const heldUp = await measureSlices(model.tracks);
    return { ...quick, ...lists, heldUp, libraryTracks, queuedItems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Query = Parameters<ControlClient["query"]>[0];

/** One page after the other, from remotes in turn; what a remote shows fits 50 rows. */
async function measureLists(all: readonly ControlClient[], clock: NodeClock) {
  const timed = async (queryOf: (turn: number) => Query): Promise<Summary | undefined> => {
    const took: number[] = [];
    for (let turn = -warmUps; turn < pages; turn++) {
      const startUs = clock.nowUs();
      await all[Math.abs(turn) % all.length]?.query(queryOf(Math.abs(turn)));
      if (turn >= 0) took.push((clock.nowUs() - startUs) / 1000);
    }
    return summarize(took);
  };
  const offsetOf = (turn: number, length: number): number => (turn * 7_919) % length;
  const limit = 50;
  return {
    queuePageMs: await timed((turn) => ({ queue: { offset: offsetOf(turn, queuedItems), limit } })),
    libraryPageMs: await timed((turn) => ({
      library: { query: "", window: { offset: offsetOf(turn, libraryTracks), limit } },
    })),
    searchMs: await timed((turn) => ({
      library: { query: `song ${turn}`, window: { offset: 0, limit } },
    })),
  };
}

async function measure(
  all: readonly ControlClient[],
  clock: NodeClock,
): Promise<Pick<ControlBench, "commandMs" | "fanOutMs" | "clients">> {
  let waiting = 0;
  let everyone: () => void = () => undefined;
  const onChange = (): void => {
    waiting -= 1;
    if (waiting === 0) everyone();
  };
  await Promise.all(all.map((client) => client.subscribe({ replica: new Replica(), onChange })));
  const commandMs: number[] = [];
  const fanOutMs: number[] = [];
  for (let turn = -warmUps; turn < commands; turn++) {
    waiting = all.length;
    const seen = new Promise<void>((resolve) => {
      everyone = resolve;
    });
    const startUs = clock.nowUs();
    const sender = all[Math.abs(turn) % all.length];
    await sender?.command({ kind: "volume", level: Math.abs(turn % 2) + 1 });
    const doneUs = clock.nowUs();
    await seen;
    if (turn < 0) continue;
    commandMs.push((doneUs - startUs) / 1000);
    fanOutMs.push((clock.nowUs() - startUs) / 1000);
  }
  return { commandMs: summarize(commandMs), fanOutMs: summarize(fanOutMs), clients: all.length };
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const network: Network = {
  listenUnix,
  connectUnix,
  listenTcp: () => Promise.reject(new BenchError("no-tcp", "this bench listens by TLS alone")),
  listenTls,
  connectTls,
  bindUdp: () => Promise.reject(new BenchError("no-datagrams", "this bench has no datagrams")),
  resolve: async (host) => [host],
  interfaces: () => [],
};

/** Measured is how fast commands can be, not how many a client may send. */
const endless = { perS: 1_000_000, burst: 1_000_000 };
const unlimited: Rates = {
  commands: endless,
  searches: endless,
  requests: endless,
  guestVolume: endless,
};
