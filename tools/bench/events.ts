/**
 * Bench `events`: bytes that reach the device for a play event and for a saved
 * state, and the time until an event is durable; beside a file that grows with
 * each event and a row in SQLite, each on a file system of its own. And how many
 * events a second the origin's ledger makes durable.
 *
 * All take turns, so that a noisy machine is noisy for all of them.
 */
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { mib } from "../../src/base/units.ts";
import { openOriginDatabase } from "../../src/origin/database.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { JsonLog } from "../../src/platform/log.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { EventSpool } from "../../src/storage/event-spool.ts";
import { StateRing } from "../../src/storage/state-ring.ts";
import {
  type EncodedEvent,
  encodeEventBatch,
  encodePlayEvent,
  firstChain,
  nextChain,
  type PlayEvent,
} from "../../src/wire/play-event.ts";
import { type CountedFolder, countedFolder } from "./loop-disk.ts";
import { round, type Summary, summarize } from "./statistics.ts";

const rounds = 2;
const events = 600;
const deviceBytes = 512 * mib;
/** A queue of 80 tracks with positions and settings. */
const stateBytes = 2_000;
const ledgerDevices = 200;
const ledgerEventsPerDevice = 1_500;

/** Bytes of the device for each, and the time until it is durable. */
interface Cost {
  readonly deviceBytes: number;
  readonly ms: Summary | undefined;
}

export interface EventsBench {
  readonly deviceBytesPerEvent: number;
  /** The same with two copies of each page. */
  readonly mirrored: number;
  readonly appendMs: Summary | undefined;
  readonly mirroredAppendMs: Summary | undefined;
  readonly deviceBytesPerStateUpdate: number;
  readonly stateMs: Summary | undefined;
  readonly countedBy: CountedFolder["countedBy"];
  /** A file that grows by each event, and fdatasync. */
  readonly growingFile: Cost;
  /** A row for each event: WAL, synchronous=FULL. */
  readonly sqlite: Cost;
  readonly ledger: {
    readonly eventsPerS: number;
    /** Processor time of one event: what is left to be said where others use the machine. */
    readonly cpuUsPerEvent: number;
    readonly batch: number;
    /** Each delivery its own commit, instead of those that are there together. */
    readonly oneByOnePerS: number;
  };
}

export async function benchEvents(): Promise<EventsBench> {
  const runs = { spool: [], mirrored: [], state: [], growing: [], sqlite: [] } as Record<
    "spool" | "mirrored" | "state" | "growing" | "sqlite",
    Run[]
  >;
  for (let turn = 0; turn < rounds; turn++) {
    runs.spool.push(await measured((folder) => spool(folder, false)));
    runs.mirrored.push(await measured((folder) => spool(folder, true)));
    runs.state.push(await measured(state));
    runs.growing.push(await measured(growing));
    runs.sqlite.push(await measured(sqlite));
  }
  const [ours, mirrored, ring] = [costOf(runs.spool), costOf(runs.mirrored), costOf(runs.state)];
  return {
    deviceBytesPerEvent: ours.deviceBytes,
    mirrored: mirrored.deviceBytes,
    appendMs: ours.ms,
    mirroredAppendMs: mirrored.ms,
    deviceBytesPerStateUpdate: ring.deviceBytes,
    stateMs: ring.ms,
    countedBy: runs.spool[0]?.countedBy ?? "process",
    growingFile: costOf(runs.growing),
    sqlite: costOf(runs.sqlite),
    ledger: await ledger(),
  };
}

interface Run {
  readonly bytes: number;
  readonly ms: readonly number[];
  readonly countedBy: CountedFolder["countedBy"];
}

/** Something that was opened: what is done once for each event, and how it ends. */
interface Subject extends AsyncDisposable {
  readonly each: (n: number) => Promise<unknown>;
}

/** Opening is not counted: it happens once, the events go on for years. */
async function measured(make: (folder: string) => Promise<Subject>): Promise<Run> {
  using counted = countedFolder(deviceBytes);
  await using subject = await make(counted.folder);
  const before = counted.writtenBytes();
  const ms: number[] = [];
  for (let n = 0; n < events; n++) {
    const from = performance.now();
    await subject.each(n);
    ms.push(performance.now() - from);
  }
  return { bytes: (counted.writtenBytes() - before) / events, ms, countedBy: counted.countedBy };
}

function costOf(runs: readonly Run[]): Cost {
  const mean = runs.reduce((sum, { bytes }) => sum + bytes, 0) / runs.length;
  return { deviceBytes: Math.round(mean), ms: summarize(runs.flatMap(({ ms }) => ms)) };
}

const never = new AbortController().signal;

function ports() {
  const clock = new NodeClock();
  const log = new JsonLog({ clock, level: "warn", component: "bench" });
  return { disk: new NodeDisk(log), clock, entropy: new NodeEntropy(), log };
}

async function spool(folder: string, mirrored: boolean): Promise<Subject> {
  const opened = await EventSpool.open(ports(), { folder, mirrored }, never);
  return {
    each: async (n) => {
      const seq = await opened.append(play(n));
      // The ledger answers after each play.
      if (n % 3 === 2) opened.acknowledge(opened.epoch ?? "", seq);
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

async function state(folder: string): Promise<Subject> {
  const ring = await StateRing.open(ports(), { path: path.join(folder, "state.ring") }, never);
  const value = new Uint8Array(stateBytes);
  return {
    each: (n) => ring.save(value.fill(n)),
    [Symbol.asyncDispose]: () => ring[Symbol.asyncDispose](),
  };
}

async function growing(folder: string): Promise<Subject> {
  const file = await open(path.join(folder, "events"), "a");
  return {
    each: async (n) => {
      await file.write(encodePlayEvent(play(n)));
      await file.datasync();
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function sqlite(folder: string): Promise<Subject> {
  const database = (await SqliteDriver.load()).open(path.join(folder, "events.db"));
  database.exec("CREATE TABLE events (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)");
  const insert = database.prepare("INSERT INTO events VALUES (?, ?)");
  return {
    each: async (n) => insert.run(n, encodePlayEvent(play(n))),
    [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
  };
}

/** Batches as the link brings them, from many devices, on this machine's disk. */
async function ledger(): Promise<EventsBench["ledger"]> {
  using counted = countedFolder(deviceBytes);
  const batches: { readonly device: string; readonly batch: Uint8Array }[] = [];
  const perDevice = Array.from({ length: ledgerDevices }, (_, device) => batchesOf(device));
  for (let at = 0; perDevice.some((of) => at < of.length); at++)
    for (const [device, of] of perDevice.entries()) {
      const batch = of[at];
      if (batch !== undefined) batches.push({ device: `device-${device}`, batch });
    }
  const driver = await SqliteDriver.load();
  const run = (name: string, together: number): { perS: number; cpuUs: number } => {
    const folder = path.join(counted.folder, name);
    mkdirSync(folder);
    using database = openOriginDatabase(driver, path.join(folder, "origin.db"), new NodeEntropy());
    const subject = new Ledger(database);
    // One delivery at a time costs a sync each: a tenth of them says as much.
    const some = together === 1 ? batches.slice(0, batches.length / 10) : batches;
    const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
    for (let at = 0; at < some.length; at += together)
      subject.appendAll(some.slice(at, at + together));
    const s = (performance.now() - from) / 1_000;
    const { user, system } = process.cpuUsage(cpuFrom);
    const count = ledgerDevices * ledgerEventsPerDevice * (some.length / batches.length);
    return { perS: round(count / s, 0), cpuUs: round((user + system) / count, 1) };
  };
  const batch = Math.round((ledgerDevices * ledgerEventsPerDevice) / batches.length);
  const [together, alone] = [run("together", 128), run("one", 1)];
  return {
    eventsPerS: together.perS,
    cpuUsPerEvent: together.cpuUs,
    batch,
    oneByOnePerS: alone.perS,
  };
}

function batchesOf(device: number): Uint8Array[] {
  const pending: EncodedEvent[] = [];
  let chain: Uint8Array = firstChain;
  for (let n = 0; n < ledgerEventsPerDevice; n++) {
    const bytes = encodePlayEvent(play(device * ledgerEventsPerDevice + n));
    pending.push({ epoch: "0123456789abcdef", seq: n + 1, chain, bytes });
    chain = nextChain(chain, bytes);
  }
  const batches: Uint8Array[] = [];
  while (pending.length > 0) {
    const { batch, count } = encodeEventBatch(pending);
    pending.splice(0, count);
    batches.push(batch);
  }
  return batches;
}

const kinds = ["start", "checkpoint", "end"] as const;

function play(n: number): PlayEvent {
  const kind = kinds[n % 3] ?? "end";
  const id = Math.floor(n / 3)
    .toString(16)
    .padStart(32, "0");
  return {
    kind,
    playId: id,
    track: id,
    rung: 2,
    wallMs: 1_800_000_000_000 + n,
    wallTrusted: true,
    monotonicMs: n,
    playedMs: kind === "start" ? 0 : 30_000,
    reason: kind === "end" ? "finished" : "none",
    bytes: { cache: 1, peer: 2, origin: 3 },
  };
}
