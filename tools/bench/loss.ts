/**
 * Bench `loss`: long plays over bad networks, in real time: our speaker beside MPD over HTTP, TCP with
 * BBR and with CUBIC, by turns in the same emulated network, whose script begins anew with each play.
 *
 * A stall is a silence of 20 ms or more in the sound that left the output, or the silence after it where
 * it should have gone on. Losses and bytes are counted on the link, the same for all.
 *
 * Then, in virtual time: what each mechanism is good for, by leaving it out.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Owner } from "../../src/base/owner.ts";
import { type Netlab, openNetlab, whyNoLab } from "../netlab/lab.ts";
import { readProfile } from "../netlab/profiles.ts";
import { type Clips, makeClips } from "./clips.ts";
import { Ours, OverHttp, startOriginIn } from "./contestants.ts";
import { root, temporaryFolder } from "./harness.ts";
import { missingPrograms } from "./installed.ts";
import { linkAtRest, takeIn } from "./lab-house.ts";
import { afterScriptS } from "./limits.ts";
import { type Long, type LongPlayer, longPlay } from "./long-play.ts";
import { mechanismTable } from "./loss-mechanisms.ts";
import { type LossFigures, lossFigures } from "./loss-result.ts";
import { allProfilesNamed, type LabProfile } from "./network-profiles.ts";
import { traceSvg } from "./trace-plot.ts";
import { allowCongestionControls, startWebServer, whyNoCongestionControl } from "./web-server.ts";

export interface LossOptions {
  /** Of each play, at least. */
  readonly seconds: number;
  /** Plays of each player in each network. */
  readonly rounds: number;
  /** Names of networks; empty: all. */
  readonly profiles: readonly string[];
}

type Measured = LossFigures | { readonly skipped: string };

interface LossResult {
  readonly name: string;
  readonly rttMs: number;
  readonly lossPct: number;
  readonly burst: number;
  readonly seconds: number;
  readonly nightjar: Measured;
  /** MPD, TCP BBR. */
  readonly http: Measured;
  readonly httpCubic: Measured;
  readonly lateUs: { readonly p50: number; readonly p99: number };
}

/** Mechanisms of the link that our programs were told to leave out (docs/TESTING.md). */
const linkOff = process.env["NIGHTJAR_LINK_OFF"] ?? "nothing";
const hosts = ["origin", "speaker"];
const players = { nightjar: "ours", http: "MPD, BBR", httpCubic: "MPD, CUBIC" } as const;
type Player = keyof typeof players;

export async function benchLoss(options: LossOptions): Promise<object> {
  const profiles = allProfilesNamed(options.profiles);
  const whyNot = await whyNoLab();
  if (whyNot !== undefined)
    return { emulatedNetwork: { skipped: whyNot }, mechanisms: mechanismTable(options.profiles) };
  await using home = await temporaryFolder();
  await using _ = await allowCongestionControls();
  const secondsOf = ({ scriptEndS = 0 }: LabProfile): number =>
    Math.max(options.seconds, scriptEndS === 0 ? 0 : scriptEndS + afterScriptS);
  process.stderr.write("bench: making clips, and taking them in\n");
  const clips = await makeClips(home.path, {
    count: options.rounds,
    // Longer than any play, so that no end of the track is taken for a stall.
    seconds: Math.max(...profiles.map(secondsOf)) + afterScriptS,
    kbps: [...new Set(profiles.map((profile) => profile.kbps))],
  });
  const originData = await takeIn(home.path, clips.library);
  const results: LossResult[] = [];
  for (const [i, profile] of profiles.entries()) {
    process.stderr.write(`bench: ${profile.name}, ${secondsOf(profile)} s each\n`);
    const folder = path.join(home.path, profile.name);
    const run = { profile, folder, clips, originData, seconds: secondsOf(profile), seed: i + 1 };
    results.push(await oneProfile(run));
  }
  return { linkOff, profiles: results, mechanisms: mechanismTable(options.profiles) };
}

interface ProfileRun {
  readonly profile: LabProfile;
  readonly folder: string;
  readonly clips: Clips;
  readonly originData: string;
  readonly seconds: number;
  readonly seed: number;
}

async function oneProfile(run: ProfileRun): Promise<LossResult> {
  const { profile, folder, clips, seconds, originData } = run;
  await mkdir(folder, { recursive: true });
  const script = await readProfile(profile.name);
  await using lab = await openNetlab({ hosts, profile: profile.name, seed: run.seed });
  await using _ = await startOriginIn(lab, originData, clips.library);
  await using owner = new Owner();
  const missing = new Map<Player, string>();
  const list = await openPlayers(lab, run, { owner, missing });
  const plays = new Map<Player, Long[]>();
  for (const [turn, clip] of clips.clips.entries()) {
    for (const i of list.keys()) {
      const [name, player] = list[(turn + i) % list.length] ?? [];
      if (name === undefined || player === undefined) continue;
      await linkAtRest(lab, "speaker");
      process.stderr.write(`bench:   ${players[name]}\n`);
      const begin = (): Promise<void> => lab.change(script);
      const played = await longPlay(lab, player, { clip, seconds, begin });
      plays.set(name, [...(plays.get(name) ?? []), played]);
    }
  }
  await writePlot(profile, plays, seconds);
  const { p50Us: p50, p99Us: p99 } = (await lab.stats()).late;
  const of = (name: Player): Measured =>
    lossFigures(plays.get(name), missing.get(name) ?? "it did not play");
  const { name, rttMs, lossPct, burst } = profile;
  return {
    ...{ name, rttMs, lossPct, burst, seconds },
    nightjar: of("nightjar"),
    http: of("http"),
    httpCubic: of("httpCubic"),
    lateUs: { p50: Math.round(p50), p99: Math.round(p99) },
  };
}

/** Those that this machine can have, each with a play behind it that does not count. */
async function openPlayers(
  lab: Netlab,
  { folder, clips, originData, profile }: ProfileRun,
  { owner, missing }: { readonly owner: Owner; readonly missing: Map<Player, string> },
): Promise<(readonly [Player, LongPlayer])[]> {
  const made = { data: path.join(folder, "speaker"), originData, clips: clips.clips.length };
  const list: (readonly [Player, LongPlayer])[] = [
    ["nightjar", owner.own(await Ours.open(lab, made))],
  ];
  const noMpd = missingPrograms({ nginx: "nginx-light", mpd: "mpd" });
  if (noMpd === undefined)
    owner.own(await startWebServer(lab, "origin", { folder, root: clips.web }));
  for (const [name, control] of [["http", "bbr"] as const, ["httpCubic", "cubic"] as const]) {
    const why = noMpd ?? (await whyNoCongestionControl(lab, "origin", control));
    if (why !== undefined) missing.set(name, why);
    else
      list.push([
        name,
        owner.own(await OverHttp.open(lab, { folder, kbps: profile.kbps }, control)),
      ]);
  }
  return list;
}

/** bench-results/loss-NAME.svg: the first play of each. */
async function writePlot(
  { name }: LabProfile,
  plays: ReadonlyMap<Player, readonly Long[]>,
  seconds: number,
): Promise<void> {
  const traces = [...plays].flatMap(([player, [first]]) =>
    first === undefined ? [] : [{ name: players[player], ...first }],
  );
  const folder = path.join(root, "bench-results");
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, `loss-${name}.svg`),
    traceSvg({ title: name, seconds, traces }),
  );
}
