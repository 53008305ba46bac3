/**
 * Real processes: the origin is killed, and a speaker that is started anew plays
 * from the other one what it finds by name. Nobody sees anybody by multicast.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { ListedTrack, SeenSpeaker, SpeakerStatus } from "../../src/player/model.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

const seconds = 6;

function makeSong(folder: string, title: string, pitch: number): void {
  const source = `aevalsrc=0.3*sin(2*PI*${pitch}*t):s=48000:d=${seconds}`;
  const target = path.join(folder, `${title}.flac`);
  const tag = ["-metadata", `title=${title}`, "-metadata", "artist=Nachtschwalbe"];
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, ...tag, target]);
}

describe("two speakers whose origin is killed", () => {
  const folder = new TempFolder();
  const daemons: Daemon[] = [];
  const dataOf = (n: number): string => folder.in(`speaker${n}`);
  const ask = <T>(n: number, ...words: string[]): Promise<T> =>
    json<T>(["ctl", "--data", dataOf(n), "--json", ...words]);

  async function startSpeaker(n: number, ...more: readonly string[]): Promise<Daemon> {
    const where = ["--data", dataOf(n), "--listen", "127.0.0.1:0", "--control", "off"];
    const how = ["--output", "null", "--cache-size", "64MiB", "--quality", "160"];
    const daemon = await Daemon.start(["speaker", ...where, ...how, ...more]);
    daemons.push(daemon);
    return daemon;
  }

  /** The other one, as `n` sees it. */
  async function otherOf(n: number): Promise<SeenSpeaker | undefined> {
    const rows = await ask<readonly SeenSpeaker[]>(n, "speakers");
    return rows.find(({ via }) => via !== "self");
  }

  beforeAll(async () => {
    const music = folder.in("music");
    mkdirSync(music);
    for (const [i, title] of ["Dämmerung", "Mitternacht"].entries())
      makeSong(music, title, 300 + 50 * i);
    const [data, listen] = [folder.in("origin"), "127.0.0.1:0"];
    daemons.push(
      await Daemon.start(["origin", "--data", data, "--library", music, "--listen", listen]),
    );
    for (const n of [1, 2]) {
      const { stdout } = await nightjar(["origin", "invite", "--data", data]);
      await startSpeaker(n, "--join", stdout.trim());
    }
  }, 120_000);

  afterAll(async () => {
    for (const daemon of daemons) await daemon[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it("play by name what one of them has, and say what nobody has", async () => {
    const [origin, , second] = daemons;
    for (const n of [1, 2])
      await until(`speaker ${n} knows the library`, async () => {
        const tracks = await ask<readonly ListedTrack[]>(n, "library");
        return tracks.length === 2 || undefined;
      });
    await until("they have met through the origin", async () => (await otherOf(1))?.open);
    await ask(1, "play", "dämmerung", "--wait");
    await until("it was played", async () => {
      const { state } = await ask<SpeakerStatus>(1, "status");
      return state === "stopped" || undefined;
    });
    await until("the second has met the first, too", async () => (await otherOf(2))?.open);
    await origin?.stop("SIGKILL");
    assert.equal(await second?.stop(), 0);
    const isKept = existsSync(path.join(dataOf(2), "peers"));
    assert.ok(isKept, `the second wrote down where it met the first: ${second?.log.join("\n")}`);
    await startSpeaker(2);
    let other: SeenSpeaker | undefined;
    const seen = (): string => `they have met again without it: ${JSON.stringify(other)}`;
    const met = await until(seen, async () => {
      other = await otherOf(2);
      return other?.open === true ? other : undefined;
    });
    assert.deepEqual(met.seen, ["known", "session"]);
    const here = await until("it is known what is in the house", async () => {
      const tracks = await ask<readonly ListedTrack[]>(2, "library");
      const found = Object.fromEntries(tracks.map((track) => [track.title, track.here]));
      return found["Dämmerung"] === "house" ? found : undefined;
    });
    assert.equal(here["Mitternacht"], "no");
    await ask(2, "play", "dämmerung", "--wait");
    const played = await until("it was played from the other", async () => {
      const status = await ask<SpeakerStatus>(2, "status");
      return status.state === "stopped" ? status : undefined;
    });
    const { bytes } = played.totals;
    assert.ok(bytes.peer > 0 && bytes.origin === 0, JSON.stringify(bytes));
    const refused = await until("nobody waits for the origin any more", async () => {
      const answer = await nightjar(["ctl", "--data", dataOf(2), "play", "mitternacht"]);
      return answer.code === 0 ? undefined : answer;
    });
    assert.match(refused.stderr, /nobody in the house has all of "Mitternacht"/);
  }, 120_000);
});
