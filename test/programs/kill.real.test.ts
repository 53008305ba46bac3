/**
 * Real speaker processes, killed with SIGKILL at random moments of their plays,
 * again and again on the same data folder. What was heard (the captures of each
 * life) is compared with what the origin's ledger has in the end: nothing that
 * was heard is missing, nothing is there twice, nothing was made up.
 *
 * KILLS=1000 makes it longer; SEED draws other moments.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { ControlClient } from "../../src/control/client.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { nodeNetwork } from "../../src/platform/network.ts";
import { rate, readCapture } from "../../tools/listen/wav.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";
import { firstSound } from "./sound.ts";

const kills = Number(process.env["KILLS"] ?? 200);
const seed = Number(process.env["SEED"] ?? 1);
/** Lives at a time, each speaker with a data folder of its own: a life is mostly waiting, and a third of a second of work. */
const speakers = 4;
const songs = 4;
/** The event of a play is durable this long after its first sample, on a slow disk too. */
const durableFrames = 0.5 * rate;

interface Life {
  readonly song: number;
  readonly capture: string;
}

interface Report {
  readonly plays: number;
  readonly gaps: readonly unknown[];
  readonly chainBreaks: number;
}

function makeSongs(folder: string): void {
  mkdirSync(folder);
  for (let n = 0; n < songs; n++)
    execFileSync("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", `sine=frequency=${300 + 100 * n}:duration=30`],
      ...["-metadata", `title=Song ${n}`, "-c:a", "flac", `${folder}/song${n}.flac`],
    ]);
}

/** A speaker that lives, plays, and dies. */
class Victim {
  readonly #folder: TempFolder;
  readonly #name: string;
  readonly #join: string;
  readonly lives: Life[] = [];

  constructor(folder: TempFolder, name: string, join: string) {
    this.#folder = folder;
    this.#name = name;
    this.#join = join;
  }

  get data(): string {
    return this.#folder.in(this.#name);
  }

  start(capture: string): Promise<Daemon> {
    const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
    const where = ["--data", this.data, "--name", this.#name, "--listen", "127.0.0.1:0"];
    const how = ["--output", `wav:${capture}`, "--cache-size", "16MiB", "--join", this.#join];
    return Daemon.start(["speaker", ...where, ...how, ...off]);
  }

  async live(rng: Rng): Promise<void> {
    const capture = this.#folder.in(`${this.#name}-${this.lives.length}.wav`);
    const song = rng.below(songs);
    await using daemon = await this.start(capture);
    // From the command on in one of three, else from the first sample on: a busy machine takes its time until then.
    await this.#play(song, rng.below(3) > 0);
    this.lives.push({ song, capture });
    await new Promise((resolve) => setTimeout(resolve, rng.below(1_800)));
    daemon.child.kill("SIGKILL");
    await daemon.stop("SIGKILL");
  }

  /** As `ctl play` does, without a process of its own. */
  async #play(song: number, waitFirstSample: boolean): Promise<void> {
    const target = { kind: "unix", path: `${this.data}/control.sock` } as const;
    const ports = { network: nodeNetwork, clock: new NodeClock() };
    const who = { name: "kill", kind: "test" };
    await using client = await ControlClient.connect(
      ports,
      target,
      who,
      AbortSignal.timeout(20_000),
    );
    await until("the speaker knows its library", async () => {
      const { library } = await client.query({ library: { query: "" } });
      return (library?.tracks ?? []).length === songs ? true : undefined;
    });
    const answer = await client.command(
      { kind: "play", what: [`Song ${song}`] },
      { waitFirstSample },
    );
    assert.equal(answer.code, "ok", answer.message);
  }

  /** Everything reaches the ledger, once nobody kills it any more. */
  async settle(): Promise<void> {
    await using _daemon = await this.start(this.#folder.in(`${this.#name}-last.wav`));
    await until("all events are acknowledged", async () => {
      const events = await json<{ pending: number }>([
        "ctl",
        "--data",
        this.data,
        "--json",
        "events",
      ]);
      return events.pending === 0 ? true : undefined;
    });
    assert.equal(await _daemon.stop(), 0);
  }
}

/** Frames that were heard in a life; the file of a killed process ends where it was killed. */
function heardFrames({ capture }: Life): number {
  if (!existsSync(capture)) return 0;
  const samples = readCapture(capture);
  const from = firstSound(samples);
  return from < 0 ? 0 : samples.length - from;
}

describe("a speaker that is killed", () => {
  it(`loses no play that was heard and makes none up, ${kills} times`, {
    timeout: 60_000 + kills * 4_000,
  }, async () => {
    using folder = new TempFolder();
    makeSongs(folder.in("music"));
    const where = ["--data", folder.in("origin"), "--library", folder.in("music")];
    await using _origin = await Daemon.start([
      "origin",
      ...where,
      "--listen",
      "127.0.0.1:0",
      "--mdns",
      "off",
    ]);
    await until(
      "the origin has read its library",
      async () => {
        const tracks = await json<readonly unknown[]>([
          "origin",
          "library",
          "--data",
          folder.in("origin"),
          "--json",
        ]);
        return tracks.length === songs ? true : undefined;
      },
      60_000,
    );
    const victims: Victim[] = [];
    for (let n = 0; n < speakers; n++) {
      const { stdout } = await nightjar(["origin", "invite", "--data", folder.in("origin")]);
      victims.push(new Victim(folder, `victim${n}`, stdout.trim()));
    }
    await Promise.all(
      victims.map(async (victim, n) => {
        const rng = new Rng(seed * speakers + n);
        for (let life = 0; life < kills / speakers; life++) await victim.live(rng);
        await victim.settle();
      }),
    );
    const asked = ["origin", "events", "--data", folder.in("origin"), "--json"];
    const report = await json<Report>(asked);
    assert.deepEqual([report.gaps, report.chainBreaks], [[], 0], `seed ${seed}`);
    const byTrack = await json<readonly { title: string; plays: number }[]>([
      ...asked,
      "--by",
      "track",
    ]);
    const lives = victims.flatMap((victim) => victim.lives);
    for (let song = 0; song < songs; song++) {
      const plays = byTrack.find(({ title }) => title === `Song ${song}`)?.plays ?? 0;
      const heard = lives.filter((life) => life.song === song).map(heardFrames);
      const surely = heard.filter((frames) => frames > durableFrames).length;
      // What was on its way to the card when the process died was a play, too.
      const perhaps = heard.length;
      const said = `song ${song}, seed ${seed}: ${plays} plays in the ledger, heard ${surely} to ${perhaps}`;
      process.stdout.write(`  ${said}\n`);
      assert.ok(plays >= surely && plays <= perhaps, said);
    }
    assert.ok(
      lives.filter((life) => heardFrames(life) > durableFrames).length > kills / 8,
      "enough was heard to say anything",
    );
  });
});
