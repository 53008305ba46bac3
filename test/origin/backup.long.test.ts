import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { backUp } from "../../src/origin/backup.ts";
import { Catalogue } from "../../src/origin/catalogue.ts";
import { catalogueEpoch } from "../../src/origin/database.ts";
import type { BackupError } from "../../src/origin/errors.ts";
import { FileRecords } from "../../src/origin/file-records.ts";
import { Ledger } from "../../src/origin/ledger.ts";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { restore } from "../../src/origin/restore.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { TempFolder } from "../programs/daemon.ts";
import { devicePlays, offer } from "./plays.ts";
import { silentLog } from "./silent-log.ts";

const disk = new NodeDisk(silentLog);
const databases = await SqliteDriver.load();
const ports = { disk, clock: new NodeClock(), entropy: new NodeEntropy(), databases };
const passphrase = "correct horse battery";
const program = "0.1.0";
const never = new AbortController().signal;
const spool = devicePlays(12);
const trackId = "cd".repeat(16);

async function withOrigin<T>(
  data: string,
  work: (records: OriginRecords) => Promise<T>,
): Promise<T> {
  await using records = await OriginRecords.open(ports, data, "Home");
  return await work(records);
}

/** An origin with a track, some plays and a token. */
async function makeOrigin(data: string): Promise<void> {
  await withOrigin(data, async (records) => {
    records.announce({ host: "127.0.0.1", port: 41_800 });
    const track = {
      id: trackId,
      title: "Blue Kettle",
      artist: "The Wrenfield Lamplighters",
      album: "",
      albumArtist: "",
      track: 1,
      disc: 1,
      year: 0,
      genre: "",
      durationMs: 1_000,
      rungs: [],
      artwork: undefined,
    };
    new Catalogue(records.database).put(track, Uint8Array.of(1, 2, 3));
    const file = { path: "a.flac", sizeBytes: 9, modifiedMs: 5, inode: "1" };
    new FileRecords(records.database).put(file, { track: trackId });
    offer(new Ledger(records.database), spool.slice(0, 8));
  });
  writeFileSync(path.join(data, "listenbrainz.json"), '{"token":"secret"}');
}

function make(folder: TempFolder, file = folder.in("home.njb")) {
  const options = { dataFolder: folder.in("a"), file, passphrase, program };
  return withOrigin(folder.in("a"), (records) => backUp(ports, records, options, never));
}

function putBack(folder: TempFolder, with_: { to?: string; passphrase?: string } = {}) {
  const dataFolder = with_.to ?? folder.in("b");
  const file = folder.in("home.njb");
  return restore(ports, { file, dataFolder, passphrase: with_.passphrase ?? passphrase }, never);
}

const refused = (code: BackupError["code"]) => (error: unknown) => {
  assert.equal((error as BackupError).code, code);
  return true;
};

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe("a backup of an origin", () => {
  it("is the same origin when it is put back: keys, ledger, catalogue, settings", async () => {
    using folder = new TempFolder();
    await makeOrigin(folder.in("a"));
    const made = await make(folder);
    assert.deepEqual([made.name, made.bytes], ["Home", statSync(made.file).size]);
    const about = await putBack(folder);
    assert.equal(about.origin, made.origin);
    const before = await withOrigin(folder.in("a"), async ({ keys, database }) => ({
      keys,
      epoch: catalogueEpoch(database),
    }));
    await withOrigin(folder.in("b"), async ({ keys, database, name, listen }) => {
      assert.deepEqual(keys, before.keys);
      assert.deepEqual([name, listen?.port], ["Home", 41_800]);
      const ledger = new Ledger(database);
      assert.equal(ledger.report().plays, 8);
      assert.equal(offer(ledger, spool.slice(6)), 12, "it takes on where it was");
      assert.deepEqual(
        [ledger.report().plays, ledger.report().gaps, ledger.report().duplicatesDropped],
        [12, [], 2],
      );
      const catalogue = new Catalogue(database);
      assert.equal(catalogue.track(trackId)?.title, "Blue Kettle");
      assert.equal(catalogue.manifest(trackId), undefined, "its chunks are to be made again");
      assert.equal(new FileRecords(database).all().get("a.flac")?.modifiedMs, -1);
      assert.notEqual(catalogueEpoch(database), before.epoch);
    });
    assert.equal(readFileSync(folder.in("b", "listenbrainz.json"), "utf8"), '{"token":"secret"}');
  });

  it("is readable by its owner alone, as is all that is made of it, and leaves nothing else", async () => {
    using folder = new TempFolder();
    await makeOrigin(folder.in("a"));
    await make(folder);
    await putBack(folder);
    assert.deepEqual(readdirSync(folder.path).sort(), ["a", "b", "home.njb"]);
    assert.equal(readdirSync(folder.in("a")).includes("backup.tmp"), false);
    assert.equal(mode(folder.in("home.njb")), "600");
    const keys = readdirSync(folder.in("b", "keys")).map((name) => `keys/${name}`);
    assert.deepEqual(keys.length, 6);
    for (const name of ["origin.db", "listenbrainz.json", ...keys])
      assert.equal(mode(folder.in("b", name)), "600", name);
    const sealed = readFileSync(folder.in("home.njb"));
    for (const word of ["Blue Kettle", "secret", "SQLite"])
      assert.equal(sealed.includes(word), false, `${word} is to be read in it`);
  });

  it("takes the place of the last one, but not of another file", async () => {
    using folder = new TempFolder();
    await makeOrigin(folder.in("a"));
    await make(folder);
    await make(folder);
    writeFileSync(folder.in("photo.jpg"), "a photo");
    await assert.rejects(make(folder, folder.in("photo.jpg")), refused("in-the-way"));
    await assert.rejects(make(folder, folder.in("a")), refused("in-the-way"));
    assert.equal(readFileSync(folder.in("photo.jpg"), "utf8"), "a photo");
  });

  it("wants a passphrase that is worth the name", async () => {
    using folder = new TempFolder();
    await makeOrigin(folder.in("a"));
    const options = {
      dataFolder: folder.in("a"),
      file: folder.in("x"),
      passphrase: "1234567",
      program,
    };
    const made = withOrigin(folder.in("a"), (records) => backUp(ports, records, options, never));
    await assert.rejects(made, refused("weak-passphrase"));
  });

  it("is put back whole or not at all", async () => {
    using folder = new TempFolder();
    await makeOrigin(folder.in("a"));
    await make(folder);
    await assert.rejects(
      putBack(folder, { passphrase: "another one" }),
      refused("wrong-passphrase"),
    );
    const whole = readFileSync(folder.in("home.njb"));
    const bad = Uint8Array.from(whole);
    bad[whole.length - 30] = (bad[whole.length - 30] ?? 0) ^ 1;
    writeFileSync(folder.in("home.njb"), bad);
    await assert.rejects(putBack(folder), refused("damaged"));
    writeFileSync(folder.in("home.njb"), whole.subarray(0, whole.length - 1));
    await assert.rejects(putBack(folder), refused("cut-short"));
    writeFileSync(folder.in("home.njb"), "a text that somebody wrote");
    await assert.rejects(putBack(folder), refused("not-a-backup"));
    assert.deepEqual(readdirSync(folder.path).sort(), ["a", "home.njb"]);
    writeFileSync(folder.in("home.njb"), whole);
    await assert.rejects(putBack(folder, { to: folder.in("a") }), refused("in-the-way"));
    mkdirSync(folder.in("empty"));
    await putBack(folder, { to: `${folder.in("empty")}/` });
    assert.ok(existsSync(folder.in("empty", "origin.db")));
  });

  it("is read in each form that it ever had", async () => {
    using folder = new TempFolder();
    const form = path.resolve(import.meta.dirname, "../fixtures/storage/origin.v1.njb");
    const to = folder.in("b");
    const about = await restore(ports, { file: form, dataFolder: to, passphrase }, never);
    assert.deepEqual([about.name, about.program], ["Home", "0.1.0"]);
    await withOrigin(to, async ({ database }) => {
      const ledger = new Ledger(database);
      assert.deepEqual([ledger.report().plays, ledger.report().gaps], [8, []]);
      assert.equal([...ledger.events()].length, 8);
    });
  });
});
