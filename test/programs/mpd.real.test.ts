/**
 * The MPD protocol with clients that others wrote, against the real program: what
 * they show and do, and for mpc what is heard of it.
 */
import assert from "node:assert/strict";
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { readCapture } from "../../tools/listen/wav.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";
import { decodeSource, findStart, secondBySecond } from "./sound.ts";

const run = promisify(execFile);

/** Empty where all of these are there; else what to append to a test's name. */
function without(...files: readonly string[]): string {
  const missing = files.filter((file) => !existsSync(file));
  return missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;
}
const noMpc = without("/usr/bin/mpc");
const noPython = without("/usr/lib/python3/dist-packages/mpd");
const noNcmpc = without("/usr/bin/ncmpc", "/usr/bin/tmux");
const noNcmpcpp = without("/usr/bin/ncmpcpp", "/usr/bin/tmux");
const noDris = without("/usr/bin/mpDris2", "/usr/bin/dbus-run-session", "/usr/bin/dbus-send");

const songs = [
  { title: 'It\'s a "long" way', artist: "AC/DC", album: "Live", seconds: 6 },
  { title: "Песня", artist: "Слон", album: "Дом", seconds: 30 },
  { title: "Dōngzhí 冬至", artist: "Слон", album: "Дом", seconds: 30 },
] as const;

/** A sweep, of which no second sounds like another. */
function makeSong(file: string, at: number): void {
  const { title, artist, album, seconds } = songs[at] ?? songs[0];
  const sweep = `0.4*sin(2*PI*(${200 + 50 * at}*t+90*t*t))*(0.6+0.4*sin(2*PI*1.3*t))`;
  const graph = `aevalsrc=${sweep}|${sweep}:s=48000:d=${seconds}`;
  const tags = { title, artist, album, track: at + 1 };
  const words = Object.entries(tags).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]);
  execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", graph, ...words, file]);
}

class House implements AsyncDisposable {
  readonly folder = new TempFolder();
  #origin: Daemon | undefined;
  #speaker: Daemon | undefined;
  port = "";

  /** `more`: options of the speaker. */
  async start(...more: readonly string[]): Promise<void> {
    const { folder } = this;
    mkdirSync(folder.in("music"));
    mkdirSync(folder.in("home"));
    for (const at of songs.keys()) makeSong(folder.in("music", `${at}.flac`), at);
    const data = ["--data", folder.in("o")];
    this.#origin = await Daemon.start([
      ...["origin", ...data, "--library", folder.in("music"), "--listen", "127.0.0.1:0"],
    ]);
    const { uri } = await json<{ uri: string }>(["origin", "invite", ...data, "--json"]);
    const at = ["--origin", String(this.#origin.ready["udp"]), "--join", uri];
    this.#speaker = await Daemon.start([
      ...["speaker", "--data", folder.in("s"), "--output", `wav:${folder.in("out.wav")}`],
      ...["--name", "Küche", "--listen", "127.0.0.1:0", "--control", "off"],
      ...["--mpd", "127.0.0.1:0", ...at, ...more],
    ]);
    this.port = String(this.#speaker.ready["mpd"]).split(":")[1] ?? "";
    await until("the library is known", async () => {
      const all = await json<unknown[]>(this.ctl("library"));
      return all.length === songs.length ? all : undefined;
    });
  }

  ctl(...words: readonly string[]): readonly string[] {
    return ["ctl", "--data", this.folder.in("s"), "--json", ...words];
  }

  get env(): NodeJS.ProcessEnv {
    const where = { MPD_HOST: "127.0.0.1", MPD_PORT: this.port };
    return { PATH: "/usr/bin:/bin", HOME: this.folder.in("home"), LANG: "C.UTF-8", ...where };
  }

  async mpc(...words: readonly string[]): Promise<string> {
    return (await run("/usr/bin/mpc", words, { env: this.env })).stdout;
  }

  status(): Promise<SpeakerStatus> {
    return json<SpeakerStatus>(this.ctl("status"));
  }

  /** The third song of the album, alone in the queue, stopped. */
  async fresh(): Promise<void> {
    assert.equal((await nightjar(this.ctl("queue", "clear"))).code, 0);
    assert.equal((await nightjar(this.ctl("queue", "add", "Песня"))).code, 0);
    assert.equal((await nightjar(this.ctl("queue", "add", "冬至"))).code, 0);
  }

  async until(what: string, is: (status: SpeakerStatus) => boolean): Promise<SpeakerStatus> {
    return await until(what, async () => {
      const status = await this.status();
      return is(status) ? status : undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#speaker?.[Symbol.asyncDispose]();
    await this.#origin?.[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }
}

/** A program on a terminal of its own. */
class OnTerminal implements Disposable {
  readonly #socket: string;

  constructor(house: House, command: string) {
    this.#socket = house.folder.in("tmux");
    const size = ["-x", "120", "-y", "30"];
    const words = ["-S", this.#socket, "-f", "/dev/null", "new-session", "-d", ...size, command];
    execFileSync("tmux", words, { env: house.env });
  }

  press(...keys: readonly string[]): void {
    execFileSync("tmux", ["-S", this.#socket, "send-keys", ...keys]);
  }

  async shows(text: string): Promise<void> {
    let seen = "";
    try {
      await until(`"${text}" is on the screen`, async () => {
        const { stdout } = await run("tmux", ["-S", this.#socket, "capture-pane", "-p"]);
        seen = stdout;
        return stdout.includes(text) || undefined;
      });
    } catch (error) {
      throw new Error(`the screen was\n${seen}`, { cause: error });
    }
  }

  [Symbol.dispose](): void {
    spawnSync("tmux", ["-S", this.#socket, "kill-server"]);
  }
}

describe("clients of MPD and a real speaker", { timeout: 120_000 }, () => {
  const house = new House();
  beforeAll(() => house.start(), 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it.skipIf(noMpc !== "")(
    `mpc plays the first thing, and that is what is heard${noMpc}`,
    async () => {
      await house.mpc("clear");
      await house.mpc("volume", "100");
      await house.until("it is that loud", ({ sound }) => sound.applied === 100);
      assert.equal(await house.mpc("ls"), "AC∕DC\nСлон\n");
      assert.match(await house.mpc("outputs"), /Output 1 \(Küche\) is enabled/);
      const found = await house.mpc("search", "title", "LONG");
      assert.equal(found, 'AC∕DC/Live/It\'s a "long" way\n');
      await house.mpc("add", found.trimEnd());
      // A stranger's server, by URL.
      const server = http.createServer((_, response) => response.writeHead(404).end());
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo; // it listens by TCP
      await house.mpc("add", `http://127.0.0.1:${port}/none.mp3`);
      await assert.rejects(house.mpc("add", "ftp://127.0.0.1/x"), /nothing is played from ftp/);
      assert.match(await house.mpc("playlist", "-f", "%file%"), /^AC∕DC.*\nhttp:.*\n$/);
      await house.mpc("play", "1");
      assert.match(await house.mpc("current"), /^AC\/DC - It's a "long" way/);
      await house.until("it is over", ({ state }) => state === "stopped");
      server.close();
      const [by] = await json<{ actor: string; name: string }[]>(house.ctl("audit"));
      assert.match(JSON.stringify(by), /mpd/);
      const source = decodeSource(house.folder.in("music", "0.flac"));
      const capture = readCapture(house.folder.in("out.wav"));
      const start = findStart(capture, source);
      const heard = secondBySecond(capture, source, start).filter((value) => value > 0.95);
      assert.ok(heard.length >= 5, `${heard.length} of 6 seconds were heard as they were made`);
    },
  );

  it.skipIf(noPython !== "")(`python3-mpd reads, plays and idles${noPython}`, async () => {
    await house.fresh();
    const script = house.folder.in("client.py");
    writeFileSync(
      script,
      `
import os, mpd
def client():
    c = mpd.MPDClient()
    c.connect(os.environ["MPD_HOST"], int(os.environ["MPD_PORT"]))
    return c
c, other = client(), client()
assert c.list("artist") == [{"artist": "AC/DC"}, {"artist": "Слон"}], c.list("artist")
assert c.list("album", "group", "artist")[1] == {"artist": "Слон", "album": "Дом"}
assert [s["title"] for s in c.find("album", "Дом")] == ["Песня", "Dōngzhí 冬至"]
assert [s["title"] for s in c.search("any", "DONGZHI")] == ["Dōngzhí 冬至"]
assert c.find("(title == 'It\\\\'s a \\"long\\" way')")[0]["artist"] == "AC/DC"
assert c.count("artist", "Слон") == {"songs": "2", "playtime": "60"}
assert c.lsinfo("Слон") == [{"directory": "Слон/Дом"}]
uri = c.find("artist", "AC/DC")[0]["file"]
song = c.addid(uri, 0)
assert c.playlistid(song)[0]["pos"] == "0"
version = c.status()["playlist"]
c.command_list_ok_begin()
c.moveid(song, 2); c.status()
assert c.command_list_end()[1]["playlistlength"] == "3"
assert [s["id"] for s in c.plchanges(version)][-1] == song
c.save("вечер"); assert [s["title"] for s in c.listplaylistinfo("вечер")][2] == 'It\\'s a "long" way'
c.clear(); c.load("вечер"); c.rm("вечер"); assert c.listplaylists() == []
c.playid(c.playlistinfo()[1]["id"])
other.setvol(17)
assert "mixer" in c.idle("mixer")
assert c.status()["volume"] == "17" and c.status()["state"] == "play"
assert c.currentsong()["title"] == "Dōngzhí 冬至"
c.seekcur(12.5); assert float(c.status()["elapsed"]) >= 12.5
c.pause(1); assert c.status()["state"] == "pause"
try:
    c.play(99); assert False
except mpd.CommandError as e:
    assert e.errno == mpd.FailureResponseCode.ARG, e
c.stop(); c.close(); print("all of it")
`,
    );
    const { stdout } = await run("/usr/bin/python3", [script], { env: house.env });
    assert.equal(stdout, "all of it\n");
    const { volume, state } = await house.status();
    assert.deepEqual([volume, state], [17, "stopped"]);
  });

  it.skipIf(noNcmpc !== "")(`ncmpc shows the queue, and plays from it${noNcmpc}`, async () => {
    await house.fresh();
    using screen = new OnTerminal(house, `/usr/bin/ncmpc -h 127.0.0.1 -p ${house.port}`);
    await screen.shows("Слон - Песня");
    screen.press("j", "Enter");
    await house.until("it plays the second", ({ state, track }) => {
      return state === "playing" && track?.title === "Dōngzhí 冬至";
    });
    screen.press("P");
    await house.until("it pauses", ({ state }) => state === "paused");
    // What another remote does is on the screen at once.
    await nightjar(house.ctl("queue", "add", "long"));
    await screen.shows('AC/DC - It\'s a "long" way');
  });

  it.skipIf(noNcmpcpp !== "")(`ncmpcpp browses, searches and plays${noNcmpcpp}`, async () => {
    await house.fresh();
    const command = `/usr/bin/ncmpcpp -h 127.0.0.1 -p ${house.port}`;
    using screen = new OnTerminal(house, command);
    await screen.shows("Песня");
    screen.press("2");
    await screen.shows("[AC∕DC]");
    screen.press("4");
    await screen.shows("Слон");
    screen.press("1");
    await screen.shows("Dōngzhí");
    screen.press("Enter");
    await house.until("it plays", ({ state }) => state === "playing");
    screen.press(">");
    await house.until("it plays the next", ({ track }) => track?.title === "Dōngzhí 冬至");
    screen.press("c");
    await screen.shows("clear");
    screen.press("y");
    await house.until("it is empty", ({ queue }) => queue.length === 0);
  });

  it.skipIf(noDris !== "")(`mpDris2 makes it a player of the desktop${noDris}`, async () => {
    await house.fresh();
    const script = house.folder.in("desktop.sh");
    writeFileSync(
      script,
      `/usr/bin/mpDris2 2>&1 & P=$!
bus() { dbus-send --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.mpris.MediaPlayer2.mpd; }
for i in $(seq 100); do bus | grep -q true && break; sleep 0.2; done
to() { dbus-send --print-reply --dest=org.mpris.MediaPlayer2.mpd /org/mpris/MediaPlayer2 "$@"; }
player=org.mpris.MediaPlayer2.Player
get() { to org.freedesktop.DBus.Properties.Get string:$player string:$1; }
to $player.Play; for i in $(seq 50); do get PlaybackStatus | grep -q Playing && break; sleep 0.2; done
get PlaybackStatus; get Metadata
to $player.Next; to $player.Pause
for i in $(seq 50); do get PlaybackStatus | grep -q Paused && break; sleep 0.2; done
get PlaybackStatus; kill $P
`,
    );
    const bus = ["--", "bash", script];
    const { stdout } = await run("dbus-run-session", bus, { env: house.env });
    assert.match(stdout, /"Playing"[\s\S]*string "Песня"[\s\S]*"Paused"/);
    const { track, state } = await house.status();
    assert.deepEqual([track?.title, state], ["Dōngzhí 冬至", "paused"]);
  });
});
