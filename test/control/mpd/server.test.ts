import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import {
  clientsMax,
  clientsPerAddressMax,
  lineBytesMax,
  listBytesMax,
  listCommandsMax,
  silentUs,
  unreadUsMax,
} from "../../../src/control/mpd/limits.ts";
import type { TrackInfo } from "../../../src/media/track.ts";
import { fakeTrack } from "../fake-model.ts";
import { MpdWorld } from "./mpd-world.ts";

const ok = "OK\n";

describe("the MPD server", () => {
  it("plays what a client adds, and says where it is", async () => {
    await using world = await MpdWorld.open();
    const client = await world.connect();
    assert.equal(
      await client.ask('add "Björk/Album 0/Song 0"', "add Björk", "play 1"),
      ok.repeat(3),
    );
    assert.equal(world.model.state, "playing");
    assert.equal(world.model.items.length, 5);
    await world.clock.advance(1_500_000);
    const status = new Map(await client.fields("status"));
    assert.equal(status.get("state"), "play");
    assert.equal(status.get("song"), "1");
    assert.equal(status.get("nextsong"), "2");
    assert.equal(status.get("elapsed"), "1.500");
    assert.equal(status.get("playlistlength"), "5");
    assert.equal(status.get("volume"), "30");
    const song = new Map(await client.fields("currentsong"));
    assert.deepEqual(
      [song.get("file"), song.get("Pos"), song.get("Id")],
      ["Björk/Album 0/Song 0", "1", "2"],
    );
    assert.equal(await client.ask("seekcur +10", "pause", "seekcur -100"), ok.repeat(3));
    const paused = new Map(await client.fields("status"));
    assert.deepEqual([paused.get("state"), paused.get("elapsed")], ["pause", "0.000"]);
  });

  it("answers what is wrong with the number and the words of MPD", async () => {
    await using world = await MpdWorld.open();
    const client = await world.connect();
    const wrong: readonly (readonly [line: string, ack: string])[] = [
      ["nonsense", 'ACK [5@0] {} unknown command "nonsense"\n'],
      ["play x", "ACK [2@0] {play} Integer expected: x\n"],
      ["play 7", "ACK [2@0] {play} Bad song index\n"],
      ["playid 7", "ACK [50@0] {playid} No such song\n"],
      ["play 1 2", 'ACK [2@0] {play} too many arguments for "play"\n'],
      ["setvol", 'ACK [2@0] {setvol} wrong number of arguments for "setvol"\n'],
      ["setvol 101", "ACK [2@0] {setvol} Number too large: 101\n"],
      ["next", "ACK [55@0] {next} Not playing\n"],
      ['add "Björk', "ACK [5@0] {} Missing closing '\"'\n"],
      ["add nobody", "ACK [50@0] {add} No such directory\n"],
      ["load nothing", "ACK [50@0] {load} No such playlist\n"],
      ["find artist", "ACK [2@0] {find} Incorrect number of filter arguments\n"],
      ["find shoe size", "ACK [2@0] {find} Unknown filter type: shoe\n"],
      ["repeat 2", "ACK [2@0] {repeat} Boolean (0/1) expected: 2\n"],
      ["password x", "ACK [3@0] {password} incorrect password\n"],
      ["enableoutput 1", "ACK [50@0] {enableoutput} No such audio output\n"],
    ];
    for (const [line, ack] of wrong) assert.equal(await client.ask(line), ack);
  });

  it("runs lists, tells each command's end where asked, and stops at the first that fails", async () => {
    await using world = await MpdWorld.open();
    const client = await world.connect();
    assert.equal(
      await client.ask("command_list_ok_begin", "ping", "setvol 20", "command_list_end"),
      "list_OK\nlist_OK\nOK\n",
    );
    const failed = await client.ask(
      ...["command_list_begin", "setvol 21", "play 9", "setvol 22", "command_list_end"],
    );
    assert.equal(failed, "ACK [2@1] {play} Bad song index\n");
    assert.equal(world.model.volume, 21);
  });

  it("adds the songs of a list at once, those before one that is not there among them", async () => {
    await using world = await MpdWorld.open();
    const client = await world.connect();
    const songs = [0, 2, 4].map((number) => `add "Björk/Album ${number % 3}/Song ${number}"`);
    const lines = ["command_list_ok_begin", ...songs, "status", "add nobody", "command_list_end"];
    const answer = await client.ask(...lines);
    assert.match(answer, /^list_OK\nlist_OK\nlist_OK\nvolume/);
    assert.match(answer, /list_OK\nACK \[50@4\] \{add\}/);
    assert.deepEqual(
      world.model.items.map(({ track }) => track.title),
      ["Song 0", "Song 2", "Song 4"],
    );
    assert.deepEqual(
      world.model.ran.map(({ kind }) => kind),
      ["queue-add"],
    );
  });

  it("tells the numbers of songs that a list adds", async () => {
    await using world = await MpdWorld.open();
    const client = await world.connect();
    const add = (number: number): string => `addid "Björk/Album ${number % 3}/Song ${number}"`;
    const lines = ["command_list_ok_begin", add(0), add(2), add(4), "addid Björk"];
    const answer = await client.ask(...lines, "command_list_end");
    const done = [1, 2, 3].map((id) => `Id: ${id}\nlist_OK\n`).join("");
    assert.equal(answer, `${done}ACK [50@3] {addid} No such song\n`);
    assert.deepEqual(await client.values("playlistinfo", "Id"), ["1", "2", "3"]);
    assert.equal(world.model.ran.length, 1);
  });

  it("sorts a whole queue by the moves of one list at once, however many they are", async () => {
    await using world = await MpdWorld.open();
    world.model.tracks = Array.from({ length: 2_000 }, (_, at) => fakeTrack(at));
    const client = await world.connect();
    await client.ask("add /", "play 3");
    const ids = await client.values("playlistinfo", "Id");
    const from = world.clock.nowUs();
    // Backwards, as a client sorts: each song to the front, and a swap that is undone again.
    const moves = ids.map((id) => `moveid ${id} 0`);
    const swaps = ["swap 0 1", `swapid ${ids.at(-1)} ${ids.at(-2)}`];
    const before = world.model.ran.length;
    const lines = ["command_list_begin", ...moves, ...swaps, "move 5 +0", "command_list_end"];
    assert.equal(await client.ask(...lines), ok);
    assert.equal(world.model.ran.length, before + 1);
    assert.equal(world.clock.nowUs(), from);
    const after = ids.toReversed();
    // The one that plays stands still: what is to come next lies behind it.
    const [moved = ""] = after.splice(5, 1);
    after.splice(after.indexOf(ids[3] ?? "") + 1, 0, moved);
    assert.deepEqual(await client.values("playlistinfo", "Id"), after);
    const failed = await client.ask(
      ...["command_list_begin", "move 0 1", "move 9999 0", "move 0 5", "command_list_end"],
    );
    assert.match(failed, /^ACK \[2@1\] \{move\}/);
    assert.equal((await client.values("playlistinfo", "Id"))[1], after[0]);
  });

  it("mixes a part of the queue in place, by one change", async () => {
    await using world = await MpdWorld.open();
    world.model.tracks = Array.from({ length: 600 }, (_, at) => fakeTrack(at));
    const client = await world.connect();
    await client.ask("add /");
    const ids = await client.values("playlistinfo", "Id");
    const before = world.model.ran.length;
    assert.equal(await client.ask("shuffle 10:590"), ok);
    assert.equal(world.model.ran.length, before + 1);
    const mixed = await client.values("playlistinfo", "Id");
    assert.deepEqual(
      [...mixed.slice(0, 10), ...mixed.slice(590)],
      [...ids.slice(0, 10), ...ids.slice(590)],
    );
    assert.notDeepEqual(mixed, ids);
    assert.deepEqual(new Set(mixed), new Set(ids));
  });

  it("tells who idles what changed, also what changed before", async () => {
    await using world = await MpdWorld.open();
    const [listener, other] = [await world.connect(), await world.connect()];
    assert.equal(await listener.ask("idle playlist player"), "");
    assert.equal(await other.ask("setvol 10"), ok);
    assert.equal(await listener.read(), "");
    assert.equal(await other.ask("add Björk"), ok);
    assert.equal(await listener.read(), "changed: playlist\nOK\n");
    assert.equal(await listener.ask("idle"), "changed: mixer\nOK\n");
    assert.equal(await listener.ask("idle"), "");
    assert.equal(await listener.ask("noidle"), ok);
    await other.ask("idle shoes");
    assert.equal(await listener.ask("random 1", "idle options"), `${ok}changed: options\nOK\n`);
  });

  it("lets a client go that does not speak the protocol, says nothing, or does not read", async () => {
    await using world = await MpdWorld.open();
    const browser = await world.connect();
    await browser.ask("POST / HTTP/1.1", "", "clear");
    assert.equal(browser.ended, true);
    const impatient = await world.connect();
    await impatient.ask("idle", "status");
    assert.equal(impatient.ended, true);
    const [silent, idle] = [await world.connect(), await world.connect()];
    await idle.ask("idle message");
    const slow = await world.connect();
    world.model.tracks = Array.from({ length: 8_000 }, (_, at) => fakeTrack(at));
    await world.model.execute({ kind: "mute", muted: true });
    const other = world.world.network.lastServer;
    assert.ok(other !== undefined);
    other.stalled = true;
    await slow.ask("listallinfo");
    await world.clock.advance(unreadUsMax + 1_000_000);
    assert.equal(slow.ended, true);
    assert.equal(silent.ended, false);
    await world.clock.advance(silentUs);
    assert.deepEqual([silent.ended, idle.ended], [true, false]);
  });

  it("tells each of many that idle once, however much changed until it asks again", async () => {
    await using world = await MpdWorld.open();
    const clients = [];
    for (let i = 0; i < clientsMax; i++) {
      world.world.network.from = `10.0.0.${20 + (i % 4)}`;
      clients.push(await world.connect());
    }
    const [editor, ...listeners] = clients;
    assert.ok(editor !== undefined);
    for (const listener of listeners) assert.equal(await listener.ask("idle playlist"), "");
    for (let i = 0; i < 20; i++) await editor.ask("add Björk", "delete 0");
    for (const listener of listeners)
      assert.equal(await listener.read(), "changed: playlist\nOK\n");
    await world.clock.advance(2_000_000);
    for (const listener of listeners) {
      assert.equal(await listener.ask("idle playlist"), "changed: playlist\nOK\n");
      assert.equal(await listener.ask("idle playlist"), "");
    }
  });

  it("lets a client go whose line or list has no end, and no other", async () => {
    await using world = await MpdWorld.open();
    const other = await world.connect();
    const line = await world.connect();
    await line.ask(`add ${"x".repeat(lineBytesMax)}`);
    assert.equal(line.ended, true);
    const many = await world.connect();
    await many.ask("command_list_begin", ...Array.from({ length: listCommandsMax }, () => "ping"));
    assert.equal(many.ended, false);
    await many.ask("ping");
    assert.equal(many.ended, true);
    const long = await world.connect();
    const song = `add ${"y".repeat(lineBytesMax - 100)}`;
    const lines = Math.ceil(listBytesMax / song.length);
    await long.ask("command_list_begin", ...Array.from({ length: lines }, () => song));
    assert.equal(long.ended, true);
    const never = await world.connect();
    never.stream.write(utf8Bytes("z".repeat(lineBytesMax + 1)));
    await never.read();
    assert.equal(never.ended, true);
    assert.equal(await other.ask("ping"), ok);
  });

  it("has places for so many of one address alone", async () => {
    await using world = await MpdWorld.open();
    for (let i = 0; i < clientsPerAddressMax; i++) await world.connect();
    const stream = await world.world.network.connectTcp({ host: "0.0.0.0", port: 6_600 });
    await world.clock.advance(0);
    assert.equal((await stream.incoming[Symbol.asyncIterator]().next()).done, true);
    world.world.network.from = "10.0.0.77";
    await world.connect();
  });

  it("lets a guest do what guests do", async () => {
    await using world = await MpdWorld.open({ role: "guest" });
    const client = await world.connect();
    assert.equal(await client.ask("add Björk", "setvol 20", "setvol 100"), ok.repeat(3));
    assert.equal(world.model.volume, 30);
    assert.match(await client.ask("clear"), /ACK \[4@0\] \{clear\} you don't have permission/);
    assert.match(await client.ask("play 0"), /ACK \[4@0\] \{play\}/);
    assert.match(await client.ask("add http://radio.example/x"), /ACK \[4@0\] \{add\}/);
    const may = await client.values("commands", "command");
    assert.equal(may.includes("clear"), false);
    assert.ok((await client.values("notcommands", "command")).includes("clear"));
  });

  it("asks for the password first, and not for ever", async () => {
    await using world = await MpdWorld.open({ password: "open sesame" });
    const client = await world.connect();
    assert.match(await client.ask("status"), /ACK \[4@0\]/);
    assert.match(await client.ask("idle"), /ACK \[4@0\]/);
    assert.equal(await client.ask("ping", 'password "open sesame"', "setvol 5"), ok.repeat(3));
    const thief = await world.connect();
    for (let i = 0; i < 10; i++) assert.match(await thief.ask(`password ${i}`), /incorrect/);
    assert.match(await thief.ask('password "open sesame"'), /too many/);
    world.world.network.from = "10.0.0.78";
    const other = await world.connect();
    assert.equal(await other.ask('password "open sesame"'), ok);
  });

  it("tells covers in pieces of the size that the client takes", async () => {
    await using world = await MpdWorld.open();
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, ...Array.from({ length: 96 }, (_, at) => at));
    world.model.covers.set("aa", png);
    world.model.tracks = [{ ...fakeTrack(0), artwork: "aa" }, fakeTrack(1)];
    const client = await world.connect();
    await client.ask("binarylimit 64");
    client.stream.write(new TextEncoder().encode('readpicture "Björk/Album 0/Song 0" 0\n'));
    const first = new TextDecoder("latin1").decode(await client.bytes());
    assert.ok(first.startsWith("size: 100\ntype: image/png\nbinary: 64\n\x89PNG"), first);
    assert.ok(first.endsWith(";\nOK\n"));
    const rest = await client.ask('albumart "Björk/Album 0/Song 0" 64');
    assert.ok(rest.startsWith("size: 100\nbinary: 36\n"));
    assert.equal(await client.ask('readpicture "The Ånd/Album 1/Song 1" 0'), ok);
    assert.match(await client.ask('albumart "The Ånd/Album 1/Song 1" 0'), /ACK \[50@0\]/);
  });

  it("never lets a title speak the protocol", async () => {
    await using world = await MpdWorld.open();
    const evil: TrackInfo = { ...fakeTrack(0), title: "x\nOK\nfile: y", artist: "a/b\r\n" };
    world.model.tracks = [evil];
    const client = await world.connect();
    const answer = await client.ask("listallinfo");
    assert.equal(answer.split("\n").filter((line) => line === "OK").length, 1);
    assert.deepEqual(await client.values("listall", "file"), ["a∕b/Album 0/x OK file: y"]);
  });

  it("notes in the audit who did what", async () => {
    await using world = await MpdWorld.open();
    await (await world.connect()).ask("setvol 7");
    const [entry] = world.world.server.audit.list();
    assert.deepEqual([entry?.kind, entry?.what, entry?.detail], ["mpd", "volume", "7"]);
    assert.match(entry?.name ?? "", /^MPD /);
  });
});
