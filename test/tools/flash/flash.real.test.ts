import assert from "node:assert/strict";
import { once } from "node:events";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  watch,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { parseProvisioning } from "../../../src/household/provisioning.ts";
import {
  Folder,
  flash,
  flashOnTerminal,
  flashWhileMounted,
  isHere,
  LoopCard,
  loopTrouble,
  must,
  startFlash,
} from "./loop-card.ts";

const mib = 2 ** 20;
const trouble = loopTrouble();
const timeout = 240_000;

describe.skipIf(trouble !== undefined)(
  `flash on loop devices${trouble === undefined ? "" : ` (skipped: ${trouble})`}`,
  { timeout },
  () => {
    it("writes raw images and packed ones byte for byte, over what was there", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 9 * mib + 700, 1);
      const packed = ["a.img", "a.img.gz"];
      writeFileSync(folder.file("a.img.gz"), gzipSync(readFileSync(image), { level: 1 }));
      for (const [program, name] of [
        ["zstd", "a.img.zst"],
        ["xz", "a.img.xz"],
      ] as const) {
        if (!isHere(program)) continue;
        must(program, ["-q", "-k", "-1", image]);
        packed.push(name);
      }
      for (const [index, name] of packed.entries()) {
        using card = new LoopCard(
          randomFile(folder.file(`card${index}`), 16 * mib, 10 + index),
          16 * mib,
        );
        const before = readFileSync(card.file);
        const { status, stdout, stderr } = write(folder, folder.file(name), card, "--json");
        assert.equal(status, 0, stderr);
        const { ok, imageBytes, verified } = JSON.parse(stdout);
        assert.deepEqual(
          { ok, imageBytes, verified },
          { ok: true, imageBytes: 9 * mib + 700, verified: true },
        );
        const after = readFileSync(card.file);
        assert.ok(readFileSync(image).equals(after.subarray(0, 9 * mib + 700)), name);
        // Padded to a block, and not a byte further.
        assert.ok(before.subarray(9 * mib + 4096).equals(after.subarray(9 * mib + 4096)), name);
      }
    });

    it("goes on after kill -9 where it was, and begins anew on a card that was changed meanwhile", async () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 136 * mib, 2);
      using card = new LoopCard(folder.file("card"), 136 * mib);
      await killInMidWrite(folder, image, card);
      const { status, stdout, stderr } = write(folder, image, card, "--json");
      assert.equal(status, 0, stderr);
      assert.match(stderr, /goes on at/);
      assert.ok(JSON.parse(stdout).resumedAtStep >= 16);
      assert.ok(readFileSync(image).equals(readFileSync(card.file)));

      randomFile(card.file, 64 * mib, 3);
      await killInMidWrite(folder, image, card);
      randomFile(card.file, 64 * mib, 3);
      must("blockdev", ["--flushbufs", card.path]);
      const again = write(folder, image, card, "--json");
      assert.equal(again.status, 0, again.stderr);
      assert.match(again.stderr, /begins anew/);
      assert.ok(readFileSync(image).equals(readFileSync(card.file)));
    });

    it("refuses what is mounted, says how to unmount, and does so when told", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), mib, 4);
      using card = new LoopCard(folder.file("card"), 16 * mib);
      must("mke2fs", ["-q", card.path]);
      const point = folder.file("mounted here");
      mkdirSync(point);
      const args = ["write", image, card.path, "--fixed", card.name, "--yes"];
      const [refused = "", unmounted = ""] = flashWhileMounted(folder, card, point, args, [
        ...args,
        "--unmount",
      ]);
      assert.match(refused, /umount '.*mounted here'/);
      assert.match(unmounted, /read back and right/);
      assert.ok(readFileSync(image).equals(readFileSync(card.file).subarray(0, mib)));
    });

    it("says in one line why it cannot be: locked, too small, full, torn, the system's, not named twice", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 12 * mib, 5);
      const said = (card: LoopCard, file = image): string => {
        const { status, stderr } = write(folder, file, card);
        assert.equal(status, 1, stderr);
        assert.match(stderr, /^nightjar: flash: [^\n]+\n$/);
        return stderr;
      };
      {
        using locked = new LoopCard(folder.file("locked"), 16 * mib, ["--read-only"]);
        assert.match(said(locked), /write-protected/);
      }
      {
        using small = new LoopCard(folder.file("small"), 8 * mib);
        assert.match(said(small), /needs 12\.0 MiB, loop\d+ has 8\.0 MiB/);
        assert.equal(statSync(small.file).blocks, 0);
      }
      using card = new LoopCard(folder.file("card"), 16 * mib);
      const torn = gzipSync(readFileSync(image), { level: 1 }).subarray(0, 5 * mib);
      writeFileSync(folder.file("torn.gz"), torn);
      assert.match(said(card, folder.file("torn.gz")), /damaged/);
      assert.equal(statSync(card.file).blocks, 0, "the card was not touched");
      const once = flash(folder, "write", image, card.path, "--yes");
      assert.match(once.stderr, /--fixed loop/);
      const system = flash(folder, "write", image, systemDisk(), "--yes", "--fixed", systemDisk());
      assert.equal(system.status, 1);
    });

    it("says that a card failed which takes no more", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 12 * mib, 6);
      const place = folder.file("full");
      mkdirSync(place);
      must("mount", ["-t", "tmpfs", "-o", "size=6m", "none", place]);
      try {
        using card = new LoopCard(path.join(place, "card"), 16 * mib);
        const { status, stderr } = write(folder, image, card);
        assert.equal(status, 1);
        assert.match(stderr, /failed \(E[A-Z]+\)/);
      } finally {
        must("umount", [place]);
      }
    });

    it("asks for the disk's name on a terminal, and takes no other", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), mib, 7);
      using card = new LoopCard(folder.file("card"), 4 * mib);
      const args = ["write", image, card.path, "--fixed", card.name];
      assert.match(flashOnTerminal(folder, "yes\n", ...args), /was not confirmed/);
      assert.equal(statSync(card.file).blocks, 0);
      assert.match(flashOnTerminal(folder, `${card.name}\n`, ...args), /read back and right/);
      assert.ok(readFileSync(image).equals(readFileSync(card.file).subarray(0, mib)));
      assert.match(flash(folder, ...args).stderr, /no terminal to ask on/);
    });

    it("maps the holes of a raw image, and leaves them alone on the card", () => {
      using folder = new Folder();
      const image = folder.file("a.img");
      writeFileSync(image, "");
      truncateSync(image, 12 * mib);
      const file = openSync(image, "r+");
      for (const at of [0, 6 * mib]) writeSync(file, randomBytes(mib, at), 0, mib, at);
      closeSync(file);
      const mapped = flash(folder, "map", image);
      assert.equal(mapped.status, 0, mapped.stderr);
      const ranges = readFileSync(folder.file("a.bmap"), "utf8").match(/<Range /g)?.length;
      assert.equal(ranges, 2);
      using card = new LoopCard(randomFile(folder.file("card"), 12 * mib, 8), 12 * mib);
      const junk = readFileSync(card.file);
      const { status, stdout } = write(folder, image, card, "--json", "--probe");
      assert.equal(status, 0);
      assert.equal(JSON.parse(stdout).mappedBytes, 2 * mib);
      const after = readFileSync(card.file);
      assert.ok(
        after.subarray(6 * mib, 7 * mib).equals(readFileSync(image).subarray(6 * mib, 7 * mib)),
      );
      assert.ok(
        after
          .subarray(2 * mib + 8192, 2 * mib + 12_288)
          .equals(junk.subarray(2 * mib + 8192, 2 * mib + 12_288)),
      );
    });

    it("writes a file with --file, and lists no loop among what can be taken out", () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 5 * mib + 3, 9);
      const { status, stderr } = flash(
        folder,
        "write",
        image,
        folder.file("out"),
        "--file",
        "--yes",
      );
      assert.equal(status, 0, stderr);
      assert.ok(readFileSync(image).equals(readFileSync(folder.file("out"))));
      assert.doesNotMatch(flash(folder, "list", "--json").stdout, /loop/);
    });

    const noMtools = isHere("mcopy") ? "" : " (skipped: no mtools)";
    it.skipIf(noMtools !== "")(`lays the settings onto the boot partition${noMtools}`, () => {
      using folder = new Folder();
      const image = randomFile(folder.file("a.img"), 12 * mib, 10);
      bootPartition(image, 2048, 16_384);
      using card = new LoopCard(folder.file("card"), 16 * mib);
      writeFileSync(folder.file("secret"), "correct horse\n");
      const settings = ["--name", "Küche", "--wifi", "Zuhause", "--country", "DE"];
      const { status, stderr } = write(
        folder,
        image,
        card,
        ...settings,
        "--wifi-passphrase-file",
        folder.file("secret"),
      );
      assert.equal(status, 0, stderr);
      const text = must("mtype", ["-i", `${card.file}@@${2048 * 512}`, "::/nightjar-setup.json"]);
      assert.deepEqual(parseProvisioning(new TextEncoder().encode(text)), {
        name: "Küche",
        wifi: { ssid: "Zuhause", passphrase: "correct horse" },
        country: "DE",
      });
      const wrong = write(folder, image, card, "--country", "Germany");
      assert.equal(wrong.status, 1);
      assert.match(wrong.stderr, /"country"/);
    });
  },
);

function write(folder: Folder, image: string, card: LoopCard, ...more: readonly string[]) {
  return flash(folder, "write", image, card.path, "--fixed", card.name, "--yes", ...more);
}

/** Killed as soon as the card has promised to keep something. */
async function killInMidWrite(folder: Folder, image: string, card: LoopCard): Promise<void> {
  const states = folder.file("nightjar/flash");
  mkdirSync(states, { recursive: true });
  using watcher = disposable(watch(states));
  const child = startFlash(folder, "write", image, card.path, "--fixed", card.name, "--yes");
  const ended = once(child, "exit");
  while (!readdirSync(states).some((name) => name.endsWith(".json")))
    await once(watcher.it, "change");
  child.kill("SIGKILL");
  await ended;
  assert.equal(child.signalCode, "SIGKILL", "it was killed before its end");
}

function disposable<T extends { close(): void }>(it: T): Disposable & { readonly it: T } {
  return { it, [Symbol.dispose]: () => it.close() };
}

/** What `/` lies on; a name that no machine has where that is no disk. */
function systemDisk(): string {
  const root = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((line) => line.split(" ")[4] === "/");
  return / - \S+ (\/dev\/\S+)/.exec(root ?? "")?.[1] ?? "no-disk";
}

function randomBytes(length: number, seed: number): Uint8Array {
  const rng = new Rng(seed);
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let at = 0; at < words.length; at += 1) words[at] = rng.u32();
  return new Uint8Array(words.buffer, 0, length);
}

/** Written into the file, where there is one: a loop device over it sees it. */
function randomFile(file: string, length: number, seed: number): string {
  writeFileSync(file, "", { flag: "a" });
  const opened = openSync(file, "r+");
  writeSync(opened, randomBytes(length, seed), 0, length, 0);
  closeSync(opened);
  return file;
}

/** An MBR with one FAT16 partition, which mtools makes. */
function bootPartition(image: string, startSector: number, sectors: number): void {
  const table = new Uint8Array(512);
  const view = new DataView(table.buffer);
  table[446 + 4] = 0x0e;
  view.setUint32(446 + 8, startSector, true);
  view.setUint32(446 + 12, sectors, true);
  table.set([0x55, 0xaa], 510);
  const opened = openSync(image, "r+");
  writeSync(opened, table, 0, 512, 0);
  closeSync(opened);
  const place = `${image}@@${startSector * 512}`;
  must("mformat", ["-i", place, "-T", String(sectors), "-h", "16", "-s", "63", "::"]);
}
