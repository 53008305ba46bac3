import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { deferred } from "../../src/base/signal.ts";
import { framesOf, symbolsOf } from "../../src/media/chunk.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { framesInChunk, verifyManifest } from "../../src/media/manifest.ts";
import { leafHash, verifyLeaves } from "../../src/media/merkle.ts";
import { joinSymbols } from "../../src/media/symbols.ts";
import { DiskError, ProcessError } from "../../src/ports/errors.ts";
import { fakeFrames } from "./fake-sound.ts";
import { dataFolder, LibraryWorld, musicFolder } from "./library-world.ts";

describe("the library", () => {
  it("takes in what is in the folder, nested and with any name, and leaves the rest", async () => {
    await using world = await LibraryWorld.make({
      "one.flac": { sound: "1", title: "One", artist: "A" },
      "Björk/1997 – Homogenic/02 Jóga 🎵.OPUS": { sound: "2", artist: "B" },
      "deep/er/and/deeper/three.m4a": { sound: "3", title: "Three", artist: "C" },
      "notes.txt": { sound: "4" },
      ".hidden/four.mp3": { sound: "5" },
      "._one.flac": { sound: "6" },
    });
    await world.start();
    assert.deepEqual(world.titles(), ["One", "Jóga 🎵", "Three"]);
    const { tracks, ingest, trouble } = world.library.stats();
    assert.deepEqual(
      { tracks, ...ingest, trouble },
      { tracks: 3, done: 3, total: 3, failed: [], trouble: undefined },
    );
    assert.deepEqual(world.transcoder.encoded.sort(), ["1", "2", "3"]);
  });

  it("serves manifests, leaves and chunks that verify down to the frame", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    const [track] = world.library.catalogue.search("one");
    assert.ok(track);
    const { objects } = world.library;
    const fetch = async (name: Parameters<typeof objects.answer>[0]) => {
      const symbols = await world.clock.settle(objects.answer(name));
      assert.ok(symbols);
      return symbols;
    };
    const bytes = joinSymbols(await fetch({ kind: "manifest", track: track.id }));
    const manifest = verifyManifest(bytes, () => true);
    assert.ok(manifest);
    assert.deepEqual(manifest.tags.title, "One");
    assert.equal(manifest.loudnessLufs, -18);
    const rung = manifest.rungs[1];
    assert.ok(rung);
    assert.equal(rung.chunkCount, 3);
    const leaves = joinSymbols(await fetch({ kind: "leaves", track: track.id, rung: 2 }));
    const hashes = verifyLeaves(leaves, rung.chunkCount, rung.root);
    assert.ok(hashes);
    const heard: string[] = [];
    for (let index = 0; index < rung.chunkCount; index++) {
      const symbols = await fetch({ kind: "chunk", track: track.id, rung: 2, index });
      const chunk = await world.library.chunks.readChunk(track.id, "opus-160", index);
      assert.deepEqual(chunk && leafHash(chunk), hashes[index]);
      assert.deepEqual(chunk && symbolsOf(chunk), symbols);
      for (const frame of framesOf(symbols, framesInChunk(rung, index))) {
        heard.push(utf8Text(frame ?? new Uint8Array(0)) ?? "");
      }
    }
    assert.deepEqual(
      heard,
      Array.from({ length: fakeFrames }, (_, i) => `1 opus-160 ${i}`),
    );
    assert.equal(
      await objects.answer({ kind: "chunk", track: track.id, rung: 2, index: 3 }),
      undefined,
    );
  });

  it("opens nothing the second time", async () => {
    await using world = await LibraryWorld.make({
      "one.flac": { sound: "1", title: "One" },
      "bad.mp3": { sound: "2" },
    });
    await world.write("bad.mp3", "no sound");
    await world.clock.advance(10_000_000);
    await world.start();
    await world.stop();
    await world.start();
    assert.equal(world.transcoder.opened, 0);
    assert.deepEqual(world.titles(), ["One"]);
    assert.equal(world.library.stats().ingest.failed.length, 1);
  });

  it("keeps a track that was retagged, and encodes nothing", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    const [before] = world.library.catalogue.search("");
    await world.write("one.flac", { sound: "1", title: "Eins, anders" });
    await world.rescan();
    const [after] = world.library.catalogue.search("");
    assert.equal(after?.id, before?.id);
    assert.equal(after?.title, "Eins, anders");
    assert.deepEqual(world.transcoder.encoded, ["1"]);
    assert.equal(world.transcoder.digested, 1);
    const kinds = world.library.catalogue.changes(1, 9).map(({ change }) => change.kind);
    assert.deepEqual(kinds, ["track"], "it never left the catalogue");
  });

  it("notices that a file moved without opening it", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    await world.move("one.flac", "A/B/uno.flac");
    await world.rescan();
    assert.equal(world.transcoder.opened, 1);
    assert.deepEqual(world.titles(), ["One"]);
    assert.equal(world.library.catalogue.version, 1);
    await world.remove("A/B/uno.flac");
    await world.rescan();
    assert.deepEqual(world.titles(), []);
  });

  it("encodes a sound once, however many files hold it, and keeps it until the last is gone", async () => {
    const gate = deferred<void>();
    await using world = await LibraryWorld.make({
      "a.flac": { sound: "1", title: "First" },
      "b.flac": { sound: "1", title: "Other tags" },
      "c.wav": { sound: "1", container: "wav", title: "Another format" },
    });
    await world.startOnly();
    world.transcoder.gate = gate;
    await world.clock.advance(1_000_000);
    gate.resolve();
    await world.settled();
    assert.deepEqual(world.transcoder.encoded, ["1"]);
    assert.deepEqual(world.titles(), ["First"]);
    for (const path of ["a.flac", "b.flac"]) await world.remove(path);
    await world.rescan();
    assert.deepEqual(world.titles(), ["First"]);
    await world.remove("c.wav");
    await world.rescan();
    assert.deepEqual(world.titles(), []);
    await world.write("d.flac", { sound: "1", title: "Back" });
    await world.rescan();
    assert.deepEqual(world.titles(), ["Back"]);
    assert.deepEqual(world.transcoder.encoded, ["1"]);
  });

  it("replaces the track of a file that holds another sound now", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    await world.write("one.flac", { sound: "2", title: "Two, longer" });
    await world.rescan();
    assert.deepEqual(world.titles(), ["Two, longer"]);
    await world.write("one.flac", "garbage that is no sound");
    await world.rescan();
    assert.deepEqual(world.titles(), []);
  });

  it("lists a broken file with the reason, and tries it again only when it changes", async () => {
    await using world = await LibraryWorld.make({ "good.flac": { sound: "1", title: "Good" } });
    await world.write("Album/bad.mp3", "no sound");
    await world.clock.advance(10_000_000);
    await world.start();
    const failed = [{ file: "Album/bad.mp3", why: "it is no sound file" }];
    assert.deepEqual(world.library.stats().ingest, { done: 2, total: 2, failed });
    await world.rescan();
    assert.equal(world.transcoder.opened, 2);
    await world.write("Album/bad.mp3", { sound: "2", title: "Mended" });
    await world.rescan();
    assert.deepEqual(world.library.stats().ingest.failed, []);
    assert.deepEqual(world.titles(), ["Good", "Mended"]);
  });

  it("waits until a file has been still for two seconds", async () => {
    await using world = await LibraryWorld.make();
    await world.start();
    for (let i = 0; i < 5; i++) {
      await world.write("copying.flac", { sound: "1", title: "x".repeat(i + 1) });
      await world.clock.advance(1_000_000);
      assert.equal(world.transcoder.opened, 0);
    }
    await world.clock.advance(4_000_000);
    assert.deepEqual(world.titles(), ["xxxxx"]);
  });

  it("leaves no trace of a file that changed while it was read", async () => {
    const gate = deferred<void>();
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.startOnly();
    world.transcoder.gate = gate;
    await world.clock.advance(1_000_000);
    await world.write("one.flac", { sound: "22", title: "Two" });
    world.transcoder.gate = undefined;
    gate.resolve();
    await world.clock.advance(500_000);
    assert.deepEqual(world.titles(), []);
    await world.rescan();
    assert.deepEqual(world.titles(), ["Two"]);
  });

  it("says what is missing without ffmpeg, and goes on by itself once it is there", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    await world.write("two.flac", { sound: "2", title: "Two" });
    world.transcoder.trouble = new ProcessError("not-installed", "ffmpeg is not installed", {
      remedy: "install it: apt install ffmpeg",
    });
    await world.clock.advance(40_000_000);
    const { trouble, ingest } = world.library.stats();
    assert.equal(trouble, "ffmpeg is not installed; install it: apt install ffmpeg");
    assert.deepEqual(ingest, { done: 1, total: 2, failed: [] });
    assert.deepEqual(world.titles(), ["One"]);
    world.transcoder.trouble = undefined;
    await world.clock.advance(61_000_000);
    assert.deepEqual(world.titles(), ["One", "Two"]);
    assert.equal(world.library.stats().trouble, undefined);
  });

  it("blames the disk and not the file when the disk is full", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.startOnly();
    world.disk.fault = (call, path) =>
      call === "write" && path.startsWith(dataFolder) ? "no-space" : undefined;
    await world.clock.advance(5_000_000);
    assert.match(world.library.stats().trouble ?? "", /no-space/);
    assert.deepEqual(world.library.stats().ingest.failed, []);
    world.disk.fault = undefined;
    await world.clock.advance(61_000_000);
    assert.deepEqual(world.titles(), ["One"]);
  });

  it("lives on when the full disk takes no note of a file that left, and notes it later", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    await world.remove("one.flac");
    const full = (): never => {
      throw new DiskError("no-space", "the disk is full");
    };
    const { transaction } = world.database;
    Object.assign(world.database, { transaction: full });
    await world.rescan();
    assert.match(world.library.stats().trouble ?? "", /the disk is full/);
    assert.deepEqual(world.titles(), ["One"]);
    Object.assign(world.database, { transaction });
    await world.rescan();
    assert.equal(world.library.stats().trouble, undefined);
    assert.deepEqual(world.titles(), []);
  });

  it("keeps the catalogue while the folder is away", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    world.disk.fault = (call, path) =>
      call === "list" && path === musicFolder ? "not-found" : undefined;
    await world.clock.advance(40_000_000);
    assert.match(world.library.stats().trouble ?? "", /not-found/);
    assert.deepEqual(world.titles(), ["One"]);
    world.disk.fault = undefined;
    await world.rescan();
    assert.equal(world.library.stats().trouble, undefined);
  });

  it("keeps the tracks of a folder that cannot be read just now", async () => {
    await using world = await LibraryWorld.make({
      "A/one.flac": { sound: "1", title: "One" },
      "B/two.flac": { sound: "2", title: "Two" },
    });
    await world.start();
    world.disk.fault = (call, path) =>
      call === "list" && path === `${musicFolder}/A` ? "io-error" : undefined;
    await world.remove("B/two.flac");
    await world.rescan();
    assert.deepEqual(world.titles(), ["One"]);
    assert.equal(world.library.stats().ingest.failed[0]?.file, "A");
  });

  it("goes on where it was killed, and clears away the halves", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`${i}.flac`, { sound: `${i}`, title: `T${i}` }]),
    );
    await using world = await LibraryWorld.make(files);
    await world.startOnly();
    world.library.onChange(() => {
      if (world.library.catalogue.count >= 3) world.transcoder.gate ??= deferred<void>();
    });
    await world.clock.advance(1_000_000);
    assert.equal(world.library.catalogue.count, 4);
    assert.equal((await world.disk.list(`${dataFolder}/tmp`)).length, 2);
    const kept = world.titles();
    // The power goes: nothing of the running process gets to clean up.
    world.disk.cut();
    await world.stop();
    await world.start();
    assert.deepEqual(await world.disk.list(`${dataFolder}/tmp`), []);
    assert.equal(world.transcoder.encoded.length, 2);
    assert.equal(world.titles().length, 6);
    assert.ok(kept.every((title) => world.titles().includes(title)));
    for (const { id } of world.library.catalogue.search("")) {
      assert.ok(await world.library.chunks.readChunk(id, "opus-96", 2), "its chunks survived");
    }
  });

  it("works on as many files at once as the transcoder can", async () => {
    const gate = deferred<void>();
    const files = Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`${i}.flac`, { sound: `${i}` }]),
    );
    await using world = await LibraryWorld.make(files);
    await world.startOnly();
    world.transcoder.gate = gate;
    await world.clock.advance(1_000_000);
    assert.deepEqual(world.library.stats().current, ["0.flac", "1.flac"]);
    assert.equal(world.library.stats().ingest.done, 0);
    gate.resolve();
    await world.settled();
    assert.equal(world.transcoder.concurrent, 2);
  });

  it("deletes the data of files that left a week ago, at a start", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    const id = world.library.catalogue.search("")[0]?.id ?? "";
    await world.remove("one.flac");
    await world.rescan();
    await world.stop();
    world.clock.stepWall(6 * 24 * 3_600_000);
    await world.start();
    assert.ok(world.library.catalogue.manifest(id));
    await world.stop();
    world.clock.stepWall(2 * 24 * 3_600_000);
    await world.start();
    assert.equal(world.library.catalogue.manifest(id), undefined);
    assert.equal(await world.library.chunks.readChunk(id, "opus-96", 0), undefined);
    await world.write("one.flac", { sound: "1", title: "One" });
    await world.rescan();
    assert.deepEqual(world.transcoder.encoded, ["1"]);
  });

  it("signs everything anew when its key was replaced", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    await world.stop();
    world.signer = ed25519KeyPair(new Uint8Array(32).fill(2));
    await world.start();
    const [track] = world.library.catalogue.search("");
    const manifest = verifyManifest(
      world.library.catalogue.manifest(track?.id ?? "") ?? new Uint8Array(0),
      () => true,
    );
    assert.deepEqual(manifest?.signer, world.signer.publicKey);
    assert.deepEqual(world.transcoder.encoded, []);
  });

  it("keeps covers once, scales large ones down, and leaves out what is no image", async () => {
    const jpeg = "\u0000".repeat(8);
    await using world = await LibraryWorld.make({
      "a.flac": { sound: "1", title: "A", cover: "large image" },
      "b.flac": { sound: "2", title: "B", cover: "large image" },
      "c.flac": { sound: "3", title: "C", cover: jpeg },
    });
    await world.start();
    const covers = world.library.catalogue.search("").map(({ artwork }) => artwork);
    assert.equal(covers[0], covers[1]);
    assert.equal(covers[2], undefined);
    const symbols = await world.library.objects.answer({ kind: "artwork", hash: covers[0] ?? "" });
    assert.deepEqual(symbols && joinSymbols(symbols), utf8Bytes("shrunk"));
  });

  it("gives a miss and never wrong bytes for a chunk that the disk has damaged", async () => {
    await using world = await LibraryWorld.make({ "one.flac": { sound: "1", title: "One" } });
    await world.start();
    const id = world.library.catalogue.search("")[0]?.id ?? "";
    const path = `${dataFolder}/tracks/${id.slice(0, 2)}/${id}/opus-96.chunks`;
    world.disk.flip(path, 40, 1);
    const { chunks } = world.library;
    assert.equal(await chunks.readChunk(id, "opus-96", 0), undefined);
    assert.ok(await chunks.readChunk(id, "opus-96", 1));
    await world.stop();
    world.disk.flip(path, world.disk.sizeOf(path) - 40, 1);
    await world.start();
    assert.equal(await world.library.chunks.readChunk(id, "opus-96", 1), undefined);
  });

  it("makes a track anew whose chunks are damaged or gone, once", async () => {
    await using world = await LibraryWorld.make({
      "one.flac": { sound: "1", title: "One" },
      "two.flac": { sound: "2", title: "Two" },
    });
    await world.start();
    const [one = "", two = ""] = world.library.catalogue.search("").map(({ id }) => id);
    const folderOf = (id: string) => `${dataFolder}/tracks/${id.slice(0, 2)}/${id}`;
    const { chunks } = world.library;
    world.disk.flip(`${folderOf(one)}/opus-96.chunks`, 40, 1);
    await world.clock.settle(world.disk.remove(folderOf(two)));
    assert.equal(await chunks.readChunk(one, "opus-96", 0), undefined);
    assert.equal(await chunks.readChunk(two, "opus-96", 0), undefined);
    await world.rescan();
    assert.ok(await chunks.readChunk(one, "opus-96", 0));
    assert.ok(await chunks.readChunk(two, "opus-96", 0));
    assert.deepEqual(world.titles(), ["One", "Two"]);
    assert.equal(world.transcoder.encoded.length, 4);
    world.disk.flip(`${folderOf(one)}/opus-160.chunks`, 40, 1);
    assert.equal(await chunks.readChunk(one, "opus-160", 0), undefined);
    await world.rescan();
    // A disk that goes on failing is not written on and on.
    assert.equal(world.transcoder.encoded.length, 4);
  });
});
