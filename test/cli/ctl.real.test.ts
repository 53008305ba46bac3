import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { runCtl } from "../../src/cli/ctl.ts";
import { type CtlPorts, knownSpeakers } from "../../src/cli/ctl-open.ts";
import { isUsageError } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { DiskClientStore } from "../../src/control/client-store.ts";
import { ControlServer } from "../../src/control/server.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { NodeProcessRunner } from "../../src/platform/process.ts";
import { topics } from "../../src/player/model.ts";
import { FakeModel, fakeTrack } from "../control/fake-model.ts";
import { realStreams } from "../control/real-streams.ts";
import { identity, quietLog } from "../control/world.ts";
import { FakeTerminal } from "./fake-terminal.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-"));
const data = path.join(folder, "data", "speaker-1");
const clock = new NodeClock();
const disk = new NodeDisk(quietLog);
const entropy = new NodeEntropy();
const model = new FakeModel(clock);
const signal = new AbortController().signal;
let server: ControlServer;

async function openServer(): Promise<ControlServer> {
  return await ControlServer.open(
    { network: realStreams, clock, entropy, log: quietLog },
    {
      model,
      clients: await DiskClientStore.open(disk, path.join(data, "clients.json")),
      socketPath: path.join(data, "control.sock"),
      tls: { at: { host: "0.0.0.0", port: 0 }, identity },
      speaker: { id: "aa11", name: "Kitchen" },
    },
    signal,
  );
}

beforeAll(async () => {
  await disk.makeFolder(data);
  server = await openServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function portsOf(terminal: FakeTerminal): CtlPorts {
  const variables = { HOME: folder, NIGHTJAR_DATA: path.join(folder, "data") };
  const environment = { variables, userName: "anna", hostName: "laptop" };
  // Nobody sits at a terminal here.
  const secrets = { ask: async () => undefined, readAll: async () => new Uint8Array(0) };
  const processes = new NodeProcessRunner();
  const keys = {
    open: (onText: (text: string) => void) => {
      typed = onText;
      return { [Symbol.dispose]: () => (typed = undefined) };
    },
  };
  const means = { clock, entropy, disk, processes };
  return { network: realStreams, ...means, terminal, secrets, keys, environment };
}

/** Hears keys while a full-screen remote is there. */
let typed: ((text: string) => void) | undefined;

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ctl(line: string, stop: AbortSignal = signal): Promise<Run> {
  const parsed = parseCommandLine(["ctl", ...line.split(" ")]);
  assert.ok(!isUsageError(parsed) && parsed.kind === "ctl", line);
  const terminal = new FakeTerminal();
  const code = await runCtl(portsOf(terminal), parsed.options, stop);
  return { code, out: terminal.out.text, err: terminal.err.text };
}

async function json(line: string): Promise<unknown> {
  const { code, out, err } = await ctl(`--json ${line}`);
  assert.deepEqual([code, err], [0, ""], line);
  assert.equal(out.trimEnd().split("\n").length, 1, "one document on one line");
  return JSON.parse(out);
}

describe("ctl over a real Unix socket", () => {
  it("plays, seeks, sets the volume, and shows the status that CONTRACT names", async () => {
    const played = await json(`play ${fakeTrack(3).id} --wait`);
    assert.ok(
      typeof played === "object" && played !== null && "ok" in played && "startMs" in played,
    );
    await json("seek 10");
    await json("seek +5");
    await json("volume 40");
    await json("volume -5");
    await json("repeat all");
    await json("shuffle on");
    await json("mute");
    const status = await json("status");
    assert.deepEqual(Object.keys(status ?? {}).slice(0, 8), [
      "speaker",
      "state",
      "positionMs",
      "volume",
      "muted",
      "repeat",
      "shuffle",
      "track",
    ]);
    const { volume, muted, repeat, shuffle, positionMs, group } = status as Record<string, unknown>;
    assert.deepEqual([volume, muted, repeat, shuffle, group], [35, true, "all", true, null]);
    assert.ok(Number(positionMs) >= 15_000 && Number(positionMs) < 25_000);
    await json("unmute");
    const { out } = await ctl("status");
    assert.match(out, /^Kitchen {2}▶ playing {2}volume 35 %\nSong 3 – The Ånd – Album 0\n█/);
  });

  it("says where a seek beyond the end has led", async () => {
    await json(`play ${fakeTrack(3).id}`);
    assert.equal((await ctl("seek 0:10")).out, "0:10\n");
    assert.match((await ctl("seek 5:00")).out, /^Song 3 .* 0:00\n$/);
    const { positionMs } = (await json("seek 300")) as { positionMs: number };
    assert.ok(positionMs < 5_000, `${positionMs} ms`);
  });

  it("says with a pin that the cache takes nothing just now", async () => {
    const pin = {
      rung: null,
      quality: "160",
      bytes: 5,
      chunks: 9,
      held: 0,
      state: "waiting",
      why: null,
    } as const;
    model.pinned = [{ ...pin, track: fakeTrack(1) }];
    model.cacheTrouble = "the card is gone";
    const { out } = await ctl(`pin ${fakeTrack(1).id}`);
    model.cacheTrouble = null;
    assert.match(out, /^pinned: .*\n! the cache takes nothing now: the card is gone\n$/);
    assert.doesNotMatch((await ctl(`pin ${fakeTrack(1).id}`)).out, /takes nothing/);
    model.pinned = [];
  });

  it("lists shelves and plays, and plays an item and undoes a step by number", async () => {
    const shelves = await json("browse");
    assert.ok(Array.isArray(shelves));
    assert.deepEqual(
      shelves.map(({ id, title }) => [id, title]),
      [
        ["artist:0", "Björk"],
        ["artist:1", "The Ånd"],
      ],
    );
    assert.match((await ctl("browse")).out, /^NAME +ALBUMS +TRACKS +TIME +REF\nBjörk/);
    assert.match((await ctl("browse nowhere")).err, /the library has nothing there/);
    model.played = [{ track: fakeTrack(2), startedMs: 0, playedMs: 61_000, ended: "skipped" }];
    assert.match((await ctl("history")).out, /Song 2 +Björk +1:01 +skipped/);
    await json("play song");
    await json("queue play 2");
    assert.ok(model.ran.some(({ kind }) => kind === "queue-play"));
    await json("queue undo 3");
    assert.deepEqual(model.ran.at(-1), { kind: "queue-undo", step: 3 });
  });

  it("edits the queue by row number or id", async () => {
    await json("play song");
    assert.equal((await ctl("queue add Björk --next")).out, "added\n");
    const before = model.items.map(({ id }) => id);
    await json("queue move 8 --first");
    await json(`queue remove 2 ${before[3]}`);
    const after = model.items.map(({ id }) => id);
    assert.deepEqual(after, [
      before[7],
      ...before.slice(1, 3),
      ...before.slice(4, 7),
      ...before.slice(8),
    ]);
    const rows = await json("queue");
    assert.ok(Array.isArray(rows) && rows.length === after.length);
    assert.deepEqual(Object.keys(rows[0]), ["id", "index", "track", "here", "addedBy"]);
    const { out } = await ctl("queue");
    assert.match(out, /# {2}TITLE +ARTIST +ALBUM +TIME {2}ID\n/);
    const wrong = await ctl("queue remove 99");
    assert.deepEqual([wrong.code, wrong.out], [1, ""]);
    assert.match(
      wrong.err,
      /^nightjar: the queue has \d+ items and no row 99; see: nightjar ctl queue\n$/,
    );
    await json("queue clear");
    assert.deepEqual(await json("queue"), []);
  });

  it("lists and searches the library, more than one page of it", async () => {
    model.tracks = Array.from({ length: 3000 }, (_, at) => fakeTrack(at));
    const all = await json("library");
    assert.ok(Array.isArray(all) && all.length === 3000);
    assert.deepEqual(Object.keys(all[0]).includes("rungs"), true);
    const found = await json("library bjork 2998");
    assert.ok(Array.isArray(found) && found.length === 1);
    assert.deepEqual(await json("library nothing-like-this"), []);
    model.tracks = model.tracks.slice(0, 8);
  });

  it("answers the rest: speakers, clients, events, diag", async () => {
    const speakers = await json("speakers");
    assert.ok(Array.isArray(speakers) && speakers[0].name === "Kitchen");
    // Where it listens for remotes, at an address that one can type; this machine has no other here.
    assert.equal(speakers[0].address, `127.0.0.1:${server.local.tls?.port}`);
    const diag = await json("diag");
    assert.ok(JSON.stringify(diag).length > 100_000, "pages of diagnostics are put together");
    assert.deepEqual(await json("events"), {
      pending: 1,
      oldestS: 2.5,
      appended: 4,
      acknowledged: 3,
      waiting: 0,
      full: false,
      trouble: null,
    });
    assert.match(
      (await ctl("clients")).out,
      /anna@laptop +admin +cli +unix +\(owner of the socket\)/,
    );
  });

  it("says in one line what could not be done, and exits 1", async () => {
    const unknown = await ctl("play nothing-like-this");
    assert.deepEqual(unknown, {
      code: 1,
      out: "",
      err: "nightjar: no track matches nothing-like-this\n",
    });
    const nobody = await ctl(`--data ${folder}/none status`);
    assert.equal(nobody.code, 1);
    assert.match(nobody.err, /^nightjar: no speaker is running in .*\/none; start one with: .*\n$/);
    const origin = path.join(folder, "origin");
    await disk.makeFolder(origin);
    const figures = await realStreams.listenUnix(
      path.join(origin, "control.sock"),
      (socket) => {
        socket.write(new TextEncoder().encode('{"sessions":1}\n'));
        socket.close();
      },
      signal,
    );
    const wrong = await ctl(`--data ${origin} status`);
    assert.match(wrong.err, /does not speak the control protocol; name the data folder/);
    await figures[Symbol.asyncDispose]();
    const stranger = await ctl("--speaker Kitchen status");
    assert.match(
      stranger.err,
      /paired with no speaker; run on the speaker: nightjar ctl --data DIR pair\n$/,
    );
  });

  it("pairs, then reaches the speaker by name and by address, until it is revoked", async () => {
    const paired = await json("pair");
    const { id } = paired as { id: string };
    assert.equal(statSync(path.join(folder, ".config/nightjar/control-key")).mode & 0o777, 0o600);
    const port = server.local.tls?.port;
    assert.equal((await ctl("--speaker kitchen volume 21")).out, "21\n");
    assert.equal((await ctl(`--speaker localhost:${port} volume`)).out, "21\n");
    assert.match(
      (await ctl("--speaker Bath status")).err,
      /no paired speaker is called "Bath"; paired/,
    );
    assert.match(
      (await ctl("--speaker kitchn status")).err,
      /^nightjar: no paired speaker is called "kitchn"; did you mean "Kitchen"\? paired are: Kitchen;/,
    );
    await refusesTwoOfOneName();
    const clients = await json("clients");
    assert.ok(Array.isArray(clients) && clients[0].id === id && clients[0].role === "admin");
    await json(`revoke ${id}`);
    const out = await ctl("--speaker Kitchen volume");
    assert.equal(out.code, 1);
    assert.match(out.err, /does not know your key; pair first; run on the speaker/);
    assert.match((await ctl(`revoke ${id}`)).err, /there is no client.*ctl clients/);
  });

  it("puts itself out over the network and says that it is done", async () => {
    const { id } = (await json("pair")) as { id: string };
    assert.equal((await ctl(`--speaker kitchen revoke ${id}`)).out, `${id} is out\n`);
    assert.equal((await ctl("--speaker kitchen status")).code, 1);
  });

  it("says what to do where nobody answers at the address", async () => {
    const { id } = (await json("pair")) as { id: string };
    const { code, err } = await ctl("--speaker 127.0.0.1:9 status");
    assert.equal(code, 1);
    assert.match(err, /nobody answers at 127\.0\.0\.1:9; is the speaker running/);
    await json(`revoke ${id}`);
  });

  it("watches: a document at once and at each change, and stops cleanly", async () => {
    const stop = new AbortController();
    const watching = ctl("--json watch", stop.signal);
    await until(() => server.counts.connections === 1);
    for (const level of [11, 12]) {
      await json(`volume ${level}`);
    }
    await until(() => model.volume === 12);
    await new Promise((resolve) => setTimeout(resolve, 50));
    stop.abort(new Error("SIGINT"));
    const { code, out } = await watching;
    assert.equal(code, 0);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.ok(lines.length >= 2);
    assert.deepEqual([lines[0].changed.length, lines.at(-1).volume], [topics.length, 12]);
    assert.deepEqual(lines.at(-1).changed, ["volume"]);
    assert.equal(lines.at(-1).undo, null);
  });

  it("that is stopped before it was done says so and is no success: a script must see it", async () => {
    let go: () => void = () => undefined;
    model.gate = new Promise((resolve) => {
      go = resolve;
    });
    const stop = new AbortController();
    const playing = ctl("play viaduct", stop.signal);
    await until(() => server.counts.connections === 1);
    stop.abort(new Error("SIGINT"));
    const { code, out, err } = await playing;
    go();
    assert.deepEqual([code, out, err], [1, "", "nightjar: interrupted before it was done\n"]);
  });

  it("is a remote of the whole terminal, which is left as it was", async () => {
    assert.match((await ctl("remote")).err, /no terminal to draw on; .*ctl watch/);
    model.ran = [];
    const terminal = new FakeTerminal();
    Object.assign(terminal.out, { isTty: true, columns: 60, rows: 16 });
    const parsed = parseCommandLine(["ctl", "remote"]);
    assert.ok(!isUsageError(parsed) && parsed.kind === "ctl");
    const running = runCtl(portsOf(terminal), parsed.options, signal);
    await until(() => terminal.out.text.includes("q quit"));
    typed?.("m/so");
    await until(
      () => terminal.out.text.includes("search: so▏") && terminal.out.text.includes("› "),
    );
    typed?.("\x1b[B\r");
    await until(() => model.ran.some(({ kind }) => kind === "play"));
    assert.equal(model.ran[0]?.kind, "mute");
    typed?.("q");
    assert.equal(await running, 0);
    assert.equal(typed, undefined);
    assert.ok(terminal.out.text.startsWith("\x1b[?1049h"));
    assert.ok(terminal.out.text.endsWith("\x1b[?1049l"));
    assert.equal(terminal.err.text, "");
  });

  it("ends a watch with an error when the speaker stops", async () => {
    const watching = ctl("watch");
    await until(() => server.counts.connections === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server[Symbol.asyncDispose]();
    const { code, err } = await watching;
    assert.equal(code, 1);
    assert.equal(err, "nightjar: the speaker is shutting down\n");
    server = await openServer();
  });
});

async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !done(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(done());
}

/** A second speaker of the name is paired too, and forgotten again. */
async function refusesTwoOfOneName(): Promise<void> {
  const known = knownSpeakers(portsOf(new FakeTerminal()));
  const other = { id: "bb22", name: "KITCHEN", address: "10.0.0.7:7646" };
  await known.remember({ ...other, keyHash: new Uint8Array(32) });
  const port = server.local.tls?.port;
  const { code, err } = await ctl("--speaker kitchen volume 1");
  assert.equal(code, 1);
  assert.equal(
    err,
    'nightjar: 2 paired speakers are called "kitchen"; say which by its id: ' +
      `aa11 (127.0.0.1:${port}) or bb22 (10.0.0.7:7646)\n`,
  );
  assert.equal((await ctl("--speaker aa11 volume")).out, "21\n");
  const unknown = await ctl("--speaker Attic status");
  assert.match(unknown.err, /paired are: Kitchen \(aa11\), KITCHEN \(bb22\)/);
  await disk.remove(path.join(folder, ".config/nightjar/speakers.json"));
  await ctl("pair");
}
