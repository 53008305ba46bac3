import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { decodeCataloguePage } from "../../src/media/catalogue-page.ts";
import { joinSymbols } from "../../src/media/symbols.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { Catalogue } from "../../src/origin/catalogue.ts";
import { ChunkStore } from "../../src/origin/chunk-store.ts";
import { CoverStore } from "../../src/origin/covers.ts";
import { catalogueEpoch } from "../../src/origin/database.ts";
import { Invites } from "../../src/origin/invites.ts";
import { OriginObjects } from "../../src/origin/objects.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import type { Database } from "../../src/ports/database.ts";
import { memoryDatabase } from "./memory-database.ts";
import { silentLog } from "./silent-log.ts";

describe("the catalogue", () => {
  it("finds tracks by every word in title, artist or album, accents and case folded", () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    put(catalogue, 1, { title: "Jóga", artist: "Björk", album: "Homogenic" });
    put(catalogue, 2, { title: "Army of Me", artist: "Björk", album: "Post" });
    put(catalogue, 3, { title: "Straße", artist: "Ø", album: "Æther" });
    const found = (query: string) => catalogue.search(query).map(({ title }) => title);
    assert.deepEqual(found("bjork"), ["Jóga", "Army of Me"]);
    assert.deepEqual(found("BJÖRK post"), ["Army of Me"]);
    assert.deepEqual(found("jog homo"), ["Jóga"]);
    assert.deepEqual(found("strasse aether o"), ["Straße"]);
    assert.deepEqual(found("bjork nobody"), []);
    assert.deepEqual(found("%"), []);
    assert.equal(found("  ").length, 3);
    assert.equal(catalogue.search("", 2).length, 2);
  });

  it("puts titles that begin with the query first, and otherwise keeps the order of the shelf", () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    put(catalogue, 1, { title: "Second", artist: "A", album: "Blue", track: 2 });
    put(catalogue, 2, { title: "First", artist: "A", album: "Blue", track: 1 });
    put(catalogue, 3, { title: "On disc two", artist: "A", album: "Blue", track: 1, disc: 2 });
    put(catalogue, 4, { title: "Blue Moon", artist: "Z", album: "Y" });
    put(catalogue, 5, { title: "Guest", artist: "M", albumArtist: "A", album: "Azure" });
    const titles = (query: string) => catalogue.search(query).map(({ title }) => title);
    assert.deepEqual(titles("blue"), ["Blue Moon", "First", "Second", "On disc two"]);
    assert.deepEqual(titles(""), ["Guest", "First", "Second", "On disc two", "Blue Moon"]);
  });

  it("gives each change a version of its own, and none to what is the same", () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    assert.equal(catalogue.version, 0);
    assert.ok(put(catalogue, 1, { title: "One" }));
    assert.ok(!put(catalogue, 1, { title: "One" }));
    assert.equal(catalogue.version, 1);
    put(catalogue, 2, { title: "Two" });
    put(catalogue, 1, { title: "Eins" });
    assert.ok(catalogue.remove(id(2), 5_000));
    assert.ok(!catalogue.remove(id(2), 6_000));
    const steps = catalogue.changes(1, 10).map(({ version, change }) => [version, change.kind]);
    assert.deepEqual(steps, [
      [3, "track"],
      [4, "removed"],
    ]);
    assert.equal(catalogue.count, 1);
    assert.equal(catalogue.track(id(2)), undefined);
    assert.ok(put(catalogue, 2, { title: "Two" }), "it comes back with the same manifest");
    assert.equal(catalogue.version, 5);
  });

  it("is read page by page, of at most 60 kB, to the end", () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    database.transaction(() => {
      for (let n = 1; n <= 700; n++)
        put(catalogue, n, { title: `Song ${n}`, album: "x".repeat(200) });
      catalogue.remove(id(5), 0);
    });
    const { objects, epoch } = objectsOver(database, catalogue);
    const seen = new Set<string>();
    let [version, pages] = [0, 0];
    for (let more = true; more; pages++) {
      const bytes = objects.page(epoch, version);
      assert.ok(bytes.length < 60_100);
      const page = decodeCataloguePage(bytes);
      assert.ok(page);
      for (const change of page.changes) if (change.kind === "track") seen.add(change.track.id);
      ({ version, more } = page);
    }
    assert.ok(pages > 2);
    assert.equal(seen.size, 699);
    assert.equal(version, catalogue.version);
    const last = decodeCataloguePage(objects.page(epoch, version - 1));
    assert.deepEqual(last?.changes, [{ kind: "removed", id: id(5) }]);
  });

  it("starts from the beginning for a reader of another epoch, or from the future", () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    put(catalogue, 1, { title: "One" });
    const { objects, epoch } = objectsOver(database, catalogue);
    const count = (bytes: Uint8Array) => decodeCataloguePage(bytes)?.changes.length;
    assert.equal(count(objects.page(epoch, 1)), 0);
    assert.equal(count(objects.page("ffffffffffffffff", 1)), 1);
    assert.equal(count(objects.page(epoch, 99)), 1);
    assert.equal(decodeCataloguePage(objects.page(epoch, 1))?.epoch, epoch);
  });

  it("answers with the manifest, and with nothing for what is not there", async () => {
    using database = memoryDatabase();
    const catalogue = new Catalogue(database);
    put(catalogue, 1, { title: "One" });
    const { objects } = objectsOver(database, catalogue);
    const symbols = await objects.answer({ kind: "manifest", track: id(1) });
    assert.deepEqual(symbols && joinSymbols(symbols), manifestOf({ title: "One" }));
    assert.equal(await objects.answer({ kind: "manifest", track: id(2) }), undefined);
    const chunk = { kind: "chunk", track: id(1), rung: 1, index: 0 } as const;
    assert.equal(await objects.answer(chunk), undefined);
    assert.equal(await objects.answer({ ...chunk, rung: 99 }), undefined);
    assert.equal(await objects.answer({ kind: "leaves", track: id(1), rung: 1 }), undefined);
    assert.equal(await objects.answer({ kind: "artwork", hash: "00".repeat(32) }), undefined);
  });
});

describe("invites", () => {
  it("admit one speaker, again if it asks again, until they expire", () => {
    using database = memoryDatabase();
    const invites = new Invites(database);
    const token = Uint8Array.of(1, 2);
    invites.add({ hash: token, role: "speaker", expiresMs: 1_000 }, 0);
    assert.equal(invites.redeem(Uint8Array.of(9), "a", 10), "unknown");
    assert.equal(invites.redeem(token, "a", 1_001), "expired");
    assert.equal(invites.redeem(token, "a", 999), "speaker");
    assert.equal(invites.redeem(token, "a", 999), "speaker");
    assert.equal(invites.redeem(token, "b", 999), "used");
    invites.add({ hash: Uint8Array.of(3), role: "origin", expiresMs: 9_000 }, 2_000);
    assert.equal(invites.redeem(token, "a", 999), "unknown");
    assert.equal(invites.redeem(Uint8Array.of(3), "c", 2_000), "origin");
    invites.voidOf("c");
    assert.equal(invites.redeem(Uint8Array.of(3), "c", 2_000), "unknown");
  });
});

function id(n: number): string {
  return n.toString(16).padStart(32, "0");
}

function manifestOf(change: Partial<TrackInfo>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(change));
}

function put(catalogue: Catalogue, n: number, change: Partial<TrackInfo>): boolean {
  const track: TrackInfo = {
    id: id(n),
    durationMs: 1_000,
    rungs: ["opus-96", "flac"],
    artwork: undefined,
    title: "",
    artist: "",
    album: "",
    albumArtist: "",
    genre: "",
    track: 0,
    disc: 1,
    year: 0,
    ...change,
  };
  return catalogue.put(track, manifestOf(change));
}

function objectsOver(database: Database, catalogue: Catalogue) {
  const disk = new NodeDisk(silentLog);
  const chunks = new ChunkStore({ disk, log: silentLog }, "/nonexistent/nightjar", () => undefined);
  const covers = new CoverStore(disk, "/nonexistent/nightjar");
  const epoch = catalogueEpoch(database);
  return { epoch, objects: new OriginObjects({ catalogue, chunks, covers, epoch }) };
}
