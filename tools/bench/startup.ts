/**
 * Bench `startup`: from the command to the first sound that leaves the output, in an emulated
 * network, side by side: our speaker from the origin over its warm session and from its cache; MPD over
 * HTTP on a warm connection, TCP with BBR and with CUBIC; a plain player that opens TLS anew.
 *
 * All play the same music as Opus, and are timed by the same rule on their samples. Who begins changes
 * from round to round (a Latin square), so that a slow minute of the machine hits all alike.
 *
 * Where there can be no emulated network, our own starts are measured through a relay of datagrams.
 */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { Owner } from "../../src/base/owner.ts";
import { type Netlab, openNetlab, whyNoLab } from "../netlab/lab.ts";
import { type Clip, type Clips, makeClips } from "./clips.ts";
import {
  type Contestant,
  Ours,
  OverHttp,
  OverHttpSkip,
  OverTls,
  startOriginIn,
} from "./contestants.ts";
import { BenchError } from "./errors.ts";
import { sleep, temporaryFolder } from "./harness.ts";
import { missingPrograms } from "./installed.ts";
import { linkAtRest, takeIn } from "./lab-house.ts";
import { clipSeconds, clipsMax, firstSampleMsMax, longSeconds, playedMs } from "./limits.ts";
import { type LabProfile, profilesNamed } from "./network-profiles.ts";
import { writeStartupPlot } from "./startup-plot.ts";
import { benchStartupByRelay } from "./startup-relay.ts";
import { type Field, type Rival, type StartupResult, startupResult } from "./startup-result.ts";
import { allowCongestionControls, startWebServer, whyNoCongestionControl } from "./web-server.ts";

export interface StartupOptions {
  /** From the origin, of each contestant, in each network. */
  readonly starts: number;
  /** Names of networks; empty: all. */
  readonly profiles: readonly string[];
  /** By the relay. */
  readonly plays: number;
}

interface ProfileRun {
  readonly profile: LabProfile;
  readonly folder: string;
  readonly clips: Clips;
  /** A long file of each bitrate, by its name on the web server. */
  readonly long: ReadonlyMap<number, string>;
  readonly originData: string;
  readonly starts: number;
  readonly seed: number;
}

const hosts = ["origin", "speaker"];

export async function benchStartup(options: StartupOptions): Promise<object> {
  const profiles = profilesNamed(options.profiles);
  const whyNot = await whyNoLab();
  if (whyNot !== undefined) {
    process.stderr.write(`bench: no emulated network here (${whyNot}); by a relay instead\n`);
    return { emulatedNetwork: { skipped: whyNot }, ...(await benchStartupByRelay(options)) };
  }
  await using home = await temporaryFolder();
  await using _ = await allowCongestionControls();
  process.stderr.write("bench: making clips, and taking them in\n");
  const kbps = [...new Set(profiles.map((profile) => profile.kbps))];
  const count = Math.min(clipsMax, options.starts);
  const clips = await makeClips(home.path, { count, seconds: clipSeconds, kbps });
  const long = await longFiles(home.path, clips.web, kbps);
  const originData = await takeIn(home.path, clips.library);
  const results: StartupResult[] = [];
  for (const [i, profile] of profiles.entries()) {
    process.stderr.write(`bench: ${profile.name}\n`);
    const folder = path.join(home.path, profile.name);
    const run = { profile, folder, clips, long, originData, starts: options.starts, seed: i + 1 };
    results.push(await oneProfile(run));
  }
  await writeStartupPlot(results);
  return { profiles: results };
}

/** Beside the clips on the web server; our origin does not have them. */
async function longFiles(
  folder: string,
  web: string,
  kbps: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = { count: 1, seconds: longSeconds, kbps };
  const made = await makeClips(path.join(folder, "long"), wanted);
  const files = new Map<number, string>();
  for (const [rate, name] of made.clips[0]?.files ?? []) {
    files.set(rate, `long-${name}`);
    await rename(path.join(made.web, name), path.join(web, `long-${name}`));
  }
  return files;
}

async function oneProfile(run: ProfileRun): Promise<StartupResult> {
  const { profile, folder, clips, originData } = run;
  await mkdir(folder, { recursive: true });
  await using lab = await openNetlab({ hosts, profile: profile.name, seed: run.seed });
  await using _ = await startOriginIn(lab, originData, clips.library);
  const field: Field = { times: new Map(), said: [], failed: {}, missing: {} };
  const made = { data: path.join(folder, "speaker"), originData, clips: clips.clips.length };
  await using ours = await Ours.open(lab, made);
  // The same Opus on both sides: what the speaker would choose by itself is the bench loss's matter.
  await ours.fix(profile.kbps);
  await using owner = new Owner();
  const rivals = await openRivals(lab, run, { owner, field });
  for (const [name, rival] of rivals) await warmUp(lab, rival, { clips, name, field });
  const order: (readonly [Rival | "ours", Contestant])[] = [["ours", ours], ...rivals];
  for (let turn = 0; turn < run.starts; turn++) {
    const clip = clips.clips[turn % clips.clips.length];
    for (const i of order.keys()) {
      const next = order[(turn + i) % order.length];
      if (next === undefined || clip === undefined) continue;
      await linkAtRest(lab, "speaker");
      if (next[0] === "ours") await ourTurn(lab, ours, { clip, field });
      else note(field, next[0], await timed(next[1], clip));
    }
  }
  return startupResult(profile, field, {
    rung: ours.said?.rung ?? "",
    late: (await lab.stats()).late,
  });
}

/** Those that this machine can have; why not is noted of the others. */
async function openRivals(
  lab: Netlab,
  { clips, folder, profile, long }: ProfileRun,
  { owner, field }: { readonly owner: Owner; readonly field: Field },
): Promise<(readonly [Rival, Contestant])[]> {
  const noServer = missingPrograms({ nginx: "nginx-light" });
  const noMpd = noServer ?? missingPrograms({ mpd: "mpd" });
  const seat = { folder, kbps: profile.kbps };
  const rivals: (readonly [Rival, Contestant])[] = [];
  if (noServer === undefined)
    owner.own(await startWebServer(lab, "origin", { folder, root: clips.web }));
  for (const [name, control] of [["http", "bbr"] as const, ["httpCubic", "cubic"] as const]) {
    const why = noMpd ?? (await whyNoCongestionControl(lab, "origin", control));
    if (why !== undefined) field.missing[name] = why;
    else rivals.push([name, owner.own(await OverHttp.open(lab, seat, control))]);
  }
  if (noMpd !== undefined) field.missing.httpSkip = noMpd;
  else {
    const skip = await OverHttpSkip.open(lab, seat, long.get(profile.kbps) ?? "");
    rivals.push(["httpSkip", owner.own(skip)]);
  }
  if (noServer !== undefined) field.missing.tls = noServer;
  else rivals.push(["tls", owner.own(await OverTls.open(lab, seat))]);
  return rivals;
}

/** A first play that does not count: it opens the connection, and compiles what is used. */
async function warmUp(
  lab: Netlab,
  rival: Contestant,
  { clips, name, field }: { readonly clips: Clips; readonly name: string; readonly field: Field },
): Promise<void> {
  const [clip] = clips.clips;
  if (clip === undefined) return;
  const ms = await timed(rival, clip);
  if (ms === undefined) field.failed[`${name} first`] = 1;
  await linkAtRest(lab, "speaker");
}

/** From the origin, or from the cache where that is where it came from; then again from the cache. */
async function ourTurn(
  lab: Netlab,
  ours: Ours,
  { clip, field }: { readonly clip: Clip; readonly field: Field },
): Promise<void> {
  for (let again = 0; again < 2; again++) {
    try {
      const ms = await ours.start(clip);
      note(field, ours.wasCached ? "cached" : "origin", ms);
      const saidMs = ours.said?.play.startMs ?? null;
      if (saidMs !== null && !ours.wasCached) field.said.push(saidMs);
    } catch (error) {
      if (!(error instanceof BenchError) || error.code !== "no-start") throw error;
      note(field, again === 0 ? "origin" : "cached", undefined);
    }
    // The whole clip is fetched, so that what is cached is all of it.
    await sleep(playedMs);
    await linkAtRest(lab, "speaker");
    await ours.stop();
  }
}

/** Undefined: it did not begin in time. */
async function timed(contestant: Contestant, clip: Clip): Promise<number | undefined> {
  try {
    return await contestant.start(clip);
  } catch (error) {
    if (error instanceof BenchError && error.code === "no-start") return undefined;
    throw error;
  }
}

/** What did not begin in time counts as the limit: leaving it out would flatter. */
function note(field: Field, name: Rival | "origin" | "cached", ms: number | undefined): void {
  const times = field.times.get(name) ?? [];
  times.push(ms ?? firstSampleMsMax);
  field.times.set(name, times);
  if (ms === undefined) field.failed[name] = (field.failed[name] ?? 0) + 1;
}
