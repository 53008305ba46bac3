/** A card and bundles in memory, for tests of updates: three megabytes of a system that does nothing. */
import { createHash } from "node:crypto";
import { concatBytes, toHex } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import type { DiskFile } from "../../src/ports/disk.ts";
import { type BundleSource, bundleHead } from "../../src/update/bundle.ts";
import type { Card } from "../../src/update/card.ts";
import { chunkBytes } from "../../src/update/limits.ts";
import { type Manifest, type Part, signManifest } from "../../src/update/manifest.ts";
import {
  encodeRecord,
  newest,
  recordBytes,
  recordPlaces,
  type SlotRecords,
} from "../../src/update/slot-record.ts";
import type { Slot, SlotState } from "../../src/update/slots.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimDisk } from "../sim/sim-disk.ts";

export const seed = new Uint8Array(32).fill(1);
export const { publicKey } = ed25519KeyPair(seed);
export const noSignal = new AbortController().signal;

export function hashesOf(bytes: Uint8Array): string[] {
  const hashes = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    hashes.push(toHex(createHash("sha256").update(chunk).digest()));
  }
  return hashes;
}

export interface TestSystem {
  readonly manifest: Manifest;
  readonly contents: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly bundle: Uint8Array;
}

export function testSystem(version: string, fields: Partial<Manifest> = {}): TestSystem {
  const filled = (bytes: number, byte: number) =>
    new Uint8Array(bytes).fill(byte + version.charCodeAt(version.length - 1));
  const contents = [
    { path: "vmlinuz", bytes: filled(chunkBytes + 77, 3) },
    { path: "overlays/dac.dtbo", bytes: filled(200, 5) },
    { path: "", bytes: filled(2 * chunkBytes + 4_096, 9) },
  ];
  const parts = contents.map(({ path, bytes }): Part => {
    const kind = path === "" ? "root" : "file";
    return { kind, path, bytes: bytes.length, chunks: hashesOf(bytes) };
  });
  const manifest: Manifest = {
    ...{ format: 1, version, target: "test", minimum: "1.0.0", floor: "1.0.0", parts },
    ...fields,
  };
  const signed = signManifest(manifest, seed);
  const bundle = concatBytes([bundleHead(signed), signed, ...contents.map(({ bytes }) => bytes)]);
  return { manifest, contents, bundle };
}

/** Counts what is read of it. */
export class MemorySource implements BundleSource {
  readonly name = "the test's bundle";
  readBytes = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    this.readBytes += length;
    return this.#bytes.slice(at, at + length);
  }
}

/** A card whose partitions are files of a simulated disk. */
export class SimCardOfTwo implements Card {
  readonly disk = new SimDisk({ clock: new SimClock(), rng: new Rng(1) });
  running: Slot = "a";

  async records(): Promise<SlotRecords> {
    await using file = await this.disk.open("/device", "create");
    const sectors = [new Uint8Array(recordBytes), new Uint8Array(recordBytes)] as const;
    await file.read(sectors[0], recordPlaces[0]);
    await file.read(sectors[1], recordPlaces[1]);
    return newest(...sectors);
  }

  async note(state: SlotState): Promise<void> {
    const { record, next } = await this.records();
    await using file = await this.disk.open("/device", "create");
    const bytes = encodeRecord({ ...state, generation: record.generation + 1 });
    await file.write(bytes, recordPlaces[next]);
    await file.sync();
    await this.disk.syncFolder("/");
  }

  openRoot(slot: Slot): Promise<DiskFile> {
    return this.disk.open(`/root-${slot}`, "create");
  }

  async inFolder<T>(slot: Slot, work: (folder: string) => Promise<T>): Promise<T> {
    await this.disk.makeFolder(`/boot/${slot}`);
    return work(`/boot/${slot}`);
  }
}
