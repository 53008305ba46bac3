/**
 * Bench `control`: a command's way over TLS on loopback to its result, and until
 * the last of 32 remotes has seen the change. Server and remotes share one
 * process, so the fan-out includes the work of all remotes.
 *
 * The player behind it only keeps a volume: measured is control, not sound.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ControlClient } from "../../src/control/client.ts";
import { DiskClientStore } from "../../src/control/client-store.ts";
import { Remote } from "../../src/control/remote.ts";
import { Replica } from "../../src/control/replica.ts";
import { ControlServer } from "../../src/control/server.ts";
import { keyHashOf, makeTlsIdentity } from "../../src/control/tls-identity.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { connectTls, connectUnix, listenTls, listenUnix } from "../../src/platform/streams.ts";
import type { PlayerCommand, SpeakerModel, SpeakerStatus, Topic } from "../../src/player/model.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Network } from "../../src/ports/network.ts";
import { BenchError } from "./errors.ts";
import { type Summary, summarize } from "./statistics.ts";

const remotes = 32;
const commands = 400;
const warmUps = 20;

export interface ControlBench {
  readonly commandMs: Summary | undefined;
  readonly fanOutMs: Summary | undefined;
  readonly clients: number;
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
    const model = new VolumeModel();
    const options = { model, clients, socketPath, tls, speaker };
    await using server = await ControlServer.open(ports, options, signal);
    const key = ed25519KeyPair(entropy.bytes(32));
    const who = { name: "bench", kind: "bench" };
    const owner = await ControlClient.connect(
      ports,
      { kind: "unix", path: socketPath },
      who,
      signal,
    );
    await new Remote(owner).pair(key.publicKey, "bench");
    const address = server.local.tls;
    if (address === undefined)
      throw new BenchError("no-listener", "the server has no TLS listener");
    const target = { kind: "tls", address, keyHashes: [keyHashOf(identity)], ...key } as const;
    const all: ControlClient[] = [];
    for (let at = 0; at < remotes; at++) {
      all.push(await ControlClient.connect(ports, target, who, signal));
    }
    return await measure(all, clock);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(all: readonly ControlClient[], clock: NodeClock): Promise<ControlBench> {
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
  listenTls,
  connectTls,
  bindUdp: () => Promise.reject(new BenchError("no-datagrams", "this bench has no datagrams")),
  resolve: async (host) => [host],
  interfaces: () => [],
};

/** A speaker with a volume and nothing else. */
class VolumeModel implements SpeakerModel {
  readonly #watchers = new Set<(topics: readonly Topic[]) => void>();
  #volume = 0;

  status(): SpeakerStatus {
    return { ...silent, volume: this.#volume };
  }

  async execute(command: PlayerCommand): Promise<{ code: "ok"; message: string }> {
    if (command.kind === "volume") this.#volume = command.level;
    for (const watcher of this.#watchers) watcher(["volume"]);
    return { code: "ok", message: "" };
  }

  subscribe(changed: (topics: readonly Topic[]) => void): () => void {
    this.#watchers.add(changed);
    return () => {
      this.#watchers.delete(changed);
    };
  }

  leave = async () => ({ code: "ok" as const, message: "" });
  queue = () => [];
  queueWindow = () => [];
  queueMeta = () => ({ revision: 1, undo: null });
  history = () => [];
  browse = async () => undefined;
  search = async () => [];
  pins = () => [];
  say = () => undefined;
  whereIs = () => null;
  artwork = async () => undefined;
  library = () => [];
  speakers = () => [];
  diagnostics = () => ({});
  firstSample = async (): Promise<boolean> => true;
}

const silent: SpeakerStatus = {
  speaker: { id: "bench", name: "bench", version: "0", uptimeS: 0 },
  state: "stopped",
  positionMs: 0,
  volume: 0,
  muted: false,
  repeat: "off",
  shuffle: false,
  track: null,
  rung: null,
  rungWhy: null,
  quality: { origin: "auto", peer: "auto" },
  queue: { length: 0, index: 0 },
  play: { startMs: null, stalls: 0, stallMs: 0, playedMs: 0, concealedMs: 0 },
  totals: {
    plays: 0,
    stalls: 0,
    playedMs: 0,
    concealedMs: 0,
    bytes: { cache: 0, peer: 0, origin: 0 },
    underruns: 0,
    datagramsLost: 0,
    datagramsRepaired: 0,
    verifyFailures: 0,
    rungChanges: 0,
  },
  cache: {
    sizeBytes: 0,
    usedBytes: 0,
    chunks: 0,
    hitBytes: 0,
    missBytes: 0,
    payloadBytesWritten: 0,
    deviceBytesWritten: 0,
    enabled: false,
    trouble: null,
    pinned: { tracks: 0, whole: 0, bytes: 0 },
  },
  events: {
    pending: 0,
    oldestS: 0,
    appended: 0,
    acknowledged: 0,
    waiting: 0,
    full: false,
    trouble: null,
  },
  link: [],
  output: { device: "", rate: 0, bufferMs: 0, delayMs: 0, trouble: null, missingS: null, peak: 0 },
  input: null,
  group: null,
  settings: { trouble: null },
  clock: { trusted: true, source: "own", aheadMs: 0 },
  bufferedMs: 0,
  trouble: null,
};
