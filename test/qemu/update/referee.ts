/**
 * Judges a card as the boot loader meets it: which slot it would start, whether that one is whole, and
 * whether the file systems can be used. What did not change since the last card is not judged again.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashOf } from "../../../src/update/bundle.ts";
import { manifestFile, rootOf } from "../../../src/update/manifest.ts";
import { newest, recordBytes, recordPlaces } from "../../../src/update/slot-record.ts";
import { otherSlot, type Slot, started } from "../../../src/update/slots.ts";
import type { CutCard } from "./cut-card.ts";
import { places, type System } from "./disk.ts";
import { Fat } from "./fat.ts";

export interface Judgement {
  readonly slot: Slot;
  /** What the other slot holds; undefined while it is no whole system. */
  readonly other: string | undefined;
}

export class Referee implements Disposable {
  readonly #systems: Readonly<Record<Slot, System>>;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "nightjar-referee-"));
  readonly #hashes = new Map<string, string>();
  readonly #mended = new Map<string, string>();
  /** How often each program was really asked. */
  readonly asked = { fat: 0, ext4: 0 };

  constructor(systems: Readonly<Record<Slot, System>>) {
    this.#systems = systems;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Fails with what is wrong. */
  judge(card: CutCard): Judgement {
    const [first, second] = recordPlaces.map((at) => card.bytes.subarray(at, at + recordBytes));
    assert.ok(first !== undefined && second !== undefined);
    const { record } = newest(first, second);
    const { slot } = started(record);
    const fat = new Fat(this.#part(card, "boot"));
    assert.ok(fat.extents("boot.scr") !== undefined, "the boot script is there");
    this.#assertWhole(card, fat, slot);
    const other = otherSlot(slot);
    if (record.usable[other]) this.#assertWhole(card, fat, other);
    this.#checkFat(card);
    this.#checkExt4(card);
    return {
      slot,
      other: record.usable[other] ? this.#systems[other].manifest.version : undefined,
    };
  }

  #assertWhole(card: CutCard, fat: Fat, slot: Slot): void {
    const { manifest, signed } = this.#systems[slot];
    const root = rootOf(manifest);
    assert.equal(
      this.#hash(card, [{ at: places[slot].at, bytes: root.bytes }]),
      hashOfParts(this.#systems[slot], ""),
      `the root of slot ${slot} is whole`,
    );
    for (const part of manifest.parts) {
      if (part.kind === "root") continue;
      const extents = fat.extents(`${slot}/${part.path}`);
      assert.ok(extents !== undefined, `${slot}/${part.path} is there`);
      const moved = extents.map(({ at, bytes }) => ({ at: at + places.boot.at, bytes }));
      assert.equal(
        this.#hash(card, moved),
        hashOfParts(this.#systems[slot], part.path),
        `${slot}/${part.path} is whole`,
      );
    }
    const own = fat.extents(`${slot}/${manifestFile}`);
    assert.deepEqual(own && fat.read(own), Buffer.from(signed));
  }

  #hash(
    card: CutCard,
    extents: readonly { readonly at: number; readonly bytes: number }[],
  ): string {
    const key = extents
      .map(({ at, bytes }) => `${at}+${bytes}: ${card.version(at, bytes)}`)
      .join(", ");
    const known = this.#hashes.get(key);
    if (known !== undefined) return known;
    const pieces = extents.map(({ at, bytes }) => card.bytes.subarray(at, at + bytes));
    const hash = hashOf(Buffer.concat(pieces));
    this.#hashes.set(key, hash);
    return hash;
  }

  /** What is wrong with it may concern the slot that was being written, never what is started. */
  #checkFat(card: CutCard): void {
    const said = this.#once(card, "boot", (file) => {
      this.asked.fat += 1;
      const { status, stdout } = spawnSync("fsck.fat", ["-n", file], { encoding: "utf8" });
      assert.ok(status === 0 || status === 1, stdout);
      return stdout;
    });
    assert.ok(!/^\/(a|boot\.scr)\b/im.test(said), said);
    assert.ok(!/cannot|unable|logical sector size|seek/i.test(said), said);
  }

  /** Mended as device/image/init does it: its journal is replayed; a torn head is taken from its copy. Then it is clean. */
  #checkExt4(card: CutCard): void {
    this.#once(card, "data", (file) => {
      this.asked.ext4 += 1;
      const mend = (how: string) => spawnSync("e2fsck", [how, file], { encoding: "utf8" });
      if ((mend("-p").status ?? 9) > 1) {
        const { status, stdout } = mend("-y");
        assert.ok(status !== null && status <= 1, stdout);
      }
      const checked = spawnSync("e2fsck", ["-fn", file], { encoding: "utf8" });
      assert.equal(checked.status, 0, checked.stdout);
      return "";
    });
  }

  #once(card: CutCard, name: "boot" | "data", check: (file: string) => string): string {
    const { at, bytes } = places[name];
    const key = `${name} ${card.version(at, bytes)}`;
    const known = this.#mended.get(key);
    if (known !== undefined) return known;
    const file = path.join(this.#folder, name);
    writeFileSync(file, this.#part(card, name));
    const said = check(file);
    this.#mended.set(key, said);
    return said;
  }

  #part(card: CutCard, name: keyof typeof places): Uint8Array {
    const { at, bytes } = places[name];
    return card.bytes.subarray(at, at + bytes);
  }
}

const partHashes = new WeakMap<System, Map<string, string>>();

function hashOfParts(system: System, name: string): string {
  const hashes = partHashes.get(system) ?? new Map<string, string>();
  partHashes.set(system, hashes);
  const hash = hashes.get(name) ?? hashOf(system.contents.get(name) ?? new Uint8Array(0));
  hashes.set(name, hash);
  return hash;
}
