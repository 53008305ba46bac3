/**
 * Those whose starts are compared, each told in the same way: prepare, then one command, then wait
 * for the first sound. All live in the host `speaker` of one emulated network and fetch from its
 * host `origin`.
 */
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { symbolBytesMax } from "../../src/media/limits.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { qualities } from "../../src/player/quality.ts";
import type { Netlab } from "../netlab/lab.ts";
import type { Clip } from "./clips.ts";
import { BenchError } from "./errors.ts";
import { Daemon, Remote, runNightjar, sleep } from "./harness.ts";
import { linkAtRest } from "./lab-house.ts";
import { firstSampleMsMax, playedMs } from "./limits.ts";
import { type LongPlayer, type PlayerView, segmentsOf } from "./long-play.ts";
import { Mpd } from "./mpd.ts";
import type { PlainReport } from "./plain-player.ts";
import { nowMs, type SoundCapture, WavCapture } from "./sound-capture.ts";
import { type CongestionControl, httpPort, setCongestionControl, tlsPort } from "./web-server.ts";

export interface Contestant extends AsyncDisposable {
  /**
   * Milliseconds from the command to the first sound; `before` is done right before the command.
   * Throws BenchError `no-start`.
   */
  start(clip: Clip, before?: () => Promise<void>): Promise<number>;
  /** Ends what `start` began. */
  stop(): Promise<void>;
}

/** Where a contestant's files are, and at which bitrate it is played. */
export interface Seat {
  readonly folder: string;
  readonly kbps: number;
}

const originPort = 41_000;
/** IPv4, TCP, timestamps; and what is sent again at most. */
const segmentHeaderBytes = 52;
const segmentBytes = 1_448;
const flacKbps = 900;

/** Our origin over a folder that it has taken in before. */
export async function startOriginIn(lab: Netlab, data: string, library: string): Promise<Daemon> {
  const listen = ["--listen", `${lab.addressOf("origin")}:${originPort}`, "--mdns", "off"];
  const args = ["origin", "--data", data, "--library", library, ...listen];
  const { daemon } = await Daemon.nightjar(args, (...rest) => lab.exec("origin", ...rest));
  return daemon;
}

/** Our speaker, with a session that is warm. */
export class Ours implements LongPlayer {
  readonly remote: Remote;
  readonly sound: SoundCapture;
  /** When the last command was given. */
  toldMs = 0;
  readonly #daemon: Daemon;
  readonly #ids: ReadonlyMap<string, string>;
  /** Before and after the start last measured. */
  #before: SpeakerStatus | undefined;
  #after: SpeakerStatus | undefined;

  static async open(
    lab: Netlab,
    { data, originData, clips }: { data: string; originData: string; clips: number },
  ): Promise<Ours> {
    const invite = (await runNightjar(["origin", "invite", "--data", originData])).trim();
    const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
    const listen = ["--listen", `${lab.addressOf("speaker")}:0`, "--name", "Bench"];
    const wav = `${data}.wav`;
    const args = ["speaker", "--data", data, "--output", `wav:${wav}`, "--join", invite];
    const { daemon } = await Daemon.nightjar([...args, ...listen, ...off], (...rest) =>
      lab.exec("speaker", ...rest),
    );
    try {
      const remote = await Remote.connect(data);
      const ids = await remote.titles(clips);
      await remote.tell({ kind: "volume", level: 100 });
      return new Ours(daemon, remote, { sound: await WavCapture.open(wav), ids });
    } catch (error) {
      await daemon[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    daemon: Daemon,
    remote: Remote,
    made: { readonly sound: SoundCapture; readonly ids: ReadonlyMap<string, string> },
  ) {
    this.#daemon = daemon;
    this.remote = remote;
    this.sound = made.sound;
    this.#ids = made.ids;
  }

  get pid(): number {
    return this.#daemon.pid;
  }

  async start(clip: Clip, before?: () => Promise<void>): Promise<number> {
    const id = this.#ids.get(clip.title);
    if (id === undefined) throw new BenchError("no-clip", `the origin has no ${clip.title}`);
    this.#before = await this.remote.status();
    await this.sound.silent(playedMs, firstSampleMsMax);
    await before?.();
    this.toldMs = nowMs();
    await this.remote.tell({ kind: "play", what: [id] });
    const soundMs = await this.sound.firstSound(this.toldMs, firstSampleMsMax);
    this.#after = await this.remote.status();
    return soundMs - this.toldMs;
  }

  async view(): Promise<PlayerView> {
    const { bufferedMs, rung, play, totals } = await this.remote.status();
    const before = this.#before?.totals;
    const mediaBytes = totals.bytes.origin - (before?.bytes.origin ?? 0);
    const repaired = totals.datagramsRepaired - (before?.datagramsRepaired ?? 0);
    return {
      bufferS: bufferedMs / 1_000,
      kbps: kbpsOf(rung),
      concealedMs: play.concealedMs,
      repairedPct: (100 * repaired * symbolBytesMax) / Math.max(1, mediaBytes),
      mediaBytes,
    };
  }

  /** Plays the rung of this bitrate from now on, whatever the link is like. */
  async fix(kbps: number): Promise<void> {
    const quality = qualities.find((name) => name === String(kbps));
    if (quality === undefined)
      throw new BenchError("no-rung", `there is no rung of ${kbps} kbit/s`);
    await this.remote.tell({ kind: "quality", quality, source: undefined });
  }

  /** Whether the last start came from the cache, by the byte counters. */
  get wasCached(): boolean {
    return (this.#after?.cache.hitBytes ?? 0) > (this.#before?.cache.hitBytes ?? 0);
  }
  /** What the speaker itself says of the last start. */
  get said(): SpeakerStatus | undefined {
    return this.#after;
  }

  async stop(): Promise<void> {
    await this.remote.tell({ kind: "stop" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remote[Symbol.asyncDispose]();
    await this.#daemon[Symbol.asyncDispose]();
    await this.sound[Symbol.asyncDispose]();
  }
}

/** 0 while nothing is heard; lossless music takes about as much. */
function kbpsOf(rung: string | null): number {
  const kbps = Number(rung?.split("-")[1] ?? 0);
  return rung === "flac" ? flacKbps : kbps;
}

/** MPD over HTTP, on a connection that has been used before. */
export class OverHttp implements LongPlayer {
  readonly mpd: Mpd;
  toldMs = 0;
  #segments = { sent: 0, again: 0 };
  readonly #lab: Netlab;
  readonly #kbps: number;
  readonly #control: CongestionControl;

  static async open(
    lab: Netlab,
    seat: Seat,
    control: CongestionControl,
    name: string = control,
  ): Promise<OverHttp> {
    const mpd = await Mpd.open(lab, "speaker", { folder: seat.folder, name: `mpd-${name}` });
    return new OverHttp(lab, mpd, { kbps: seat.kbps, control });
  }

  private constructor(
    lab: Netlab,
    mpd: Mpd,
    made: { readonly kbps: number; readonly control: CongestionControl },
  ) {
    this.#lab = lab;
    this.mpd = mpd;
    this.#kbps = made.kbps;
    this.#control = made.control;
  }

  async start(clip: Clip, before?: () => Promise<void>): Promise<number> {
    // For the case that the connection has to be made anew.
    await setCongestionControl(this.#lab, "origin", this.#control);
    await this.mpd.prepare(urlOf(this.#lab, clip, this.#kbps));
    await this.mpd.sound.silent(playedMs, firstSampleMsMax);
    this.#segments = await segmentsOf(this.#lab, "origin");
    await before?.();
    this.toldMs = await this.mpd.play();
    return (await this.mpd.sound.firstSound(this.toldMs, firstSampleMsMax)) - this.toldMs;
  }

  get sound(): SoundCapture {
    return this.mpd.sound;
  }

  /** MPD does not say what it has fetched: what came down the link, less headers, stands for it. */
  async view(linkBytes: number): Promise<PlayerView> {
    const { sent, again } = await segmentsOf(this.#lab, "origin");
    const segments = sent - this.#segments.sent;
    const resent = again - this.#segments.again;
    const elapsedS = (await this.mpd.elapsedS()) ?? 0;
    const headers = segmentHeaderBytes * segments + segmentBytes * resent;
    const mediaBytes = Math.max(0, linkBytes - headers);
    return {
      bufferS: Math.max(0, (mediaBytes * 8) / (this.#kbps * 1_000) - elapsedS),
      kbps: this.#kbps,
      concealedMs: 0,
      repairedPct: (100 * resent) / Math.max(1, segments),
      mediaBytes,
    };
  }

  stop(): Promise<void> {
    return this.mpd.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.mpd[Symbol.asyncDispose]();
  }
}

/** How long the track that is skipped plays: long enough to be fetching, too short to be fetched. */
const skippedMs = 1_000;

/**
 * MPD when somebody skips: a long file is being fetched over HTTP, so its connection cannot be used
 * again and the next file needs a new one. The time is from the command for that next file.
 */
export class OverHttpSkip implements Contestant {
  readonly #http: OverHttp;
  readonly #lab: Netlab;
  readonly #long: string;

  /** `long`: a file that takes longer than this to fetch, or to be read. */
  static async open(lab: Netlab, seat: Seat, long: string): Promise<OverHttpSkip> {
    return new OverHttpSkip(lab, await OverHttp.open(lab, seat, "bbr", "skip"), long);
  }

  private constructor(lab: Netlab, http: OverHttp, long: string) {
    this.#lab = lab;
    this.#http = http;
    this.#long = long;
  }

  async start(clip: Clip): Promise<number> {
    const { mpd } = this.#http;
    await mpd.prepare(`http://${this.#lab.addressOf("origin")}:${httpPort}/${this.#long}`);
    const toldMs = await mpd.play();
    await mpd.sound.firstSound(toldMs, firstSampleMsMax);
    await sleep(skippedMs);
    await mpd.stop();
    // What is under way for the old file is not held against the new one.
    await linkAtRest(this.#lab, "speaker");
    return this.#http.start(clip);
  }

  stop(): Promise<void> {
    return this.#http.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#http[Symbol.asyncDispose]();
  }
}

function urlOf(lab: Netlab, { files }: Clip, kbps: number): string {
  return `http://${lab.addressOf("origin")}:${httpPort}/${files.get(kbps) ?? ""}`;
}

/** A plain player that opens TLS for each file. */
export class OverTls implements Contestant {
  readonly #lab: Netlab;
  readonly #child: ChildProcess;
  readonly #kbps: number;
  readonly #lines: AsyncIterator<string>;

  static async open(lab: Netlab, { kbps }: Seat): Promise<OverTls> {
    // Beside this file, compiled or not; a loader for TypeScript is inherited.
    const self = fileURLToPath(import.meta.url);
    const file = path.join(path.dirname(self), `plain-player${path.extname(self)}`);
    const argv = [process.execPath, ...process.execArgv, file];
    const child = lab.exec("speaker", [...argv, lab.addressOf("origin"), String(tlsPort)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const made = new OverTls(lab, child, kbps);
    await made.#report();
    return made;
  }

  private constructor(lab: Netlab, child: ChildProcess, kbps: number) {
    this.#lab = lab;
    this.#child = child;
    this.#kbps = kbps;
    const { stdout } = child;
    if (stdout === null) throw new BenchError("plain", "the plain player has no output");
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async start(clip: Clip): Promise<number> {
    await setCongestionControl(this.#lab, "origin", "bbr");
    const toldMs = nowMs();
    this.#child.stdin?.write(`${clip.files.get(this.#kbps) ?? ""}\n`);
    const { soundMs } = await this.#report();
    if (soundMs === undefined) throw new BenchError("no-start", "the plain player heard nothing");
    return soundMs - toldMs;
  }

  async stop(): Promise<void> {
    // `start` has waited for the end of the file.
  }

  async #report(): Promise<PlainReport> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new BenchError("plain", "the plain player ended");
    return JSON.parse(value) as PlainReport; // its own type
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    this.#child.kill("SIGTERM");
  }
}
