/**
 * Bench `startup`: how long from a play command to the first sample, with real daemons: from
 * the cache, and from the origin over a warm session through a relay that delays and loses.
 *
 * A speaker counts for itself (`play.startMs`: command accepted → first frame handed to the
 * output), so this process's own pace does not enter. A play counts as cached or as from the origin
 * by what the speaker's byte counters say, not by what was meant; others are left out and counted.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { BenchError } from "./errors.ts";
import { Remote, root, sleep, startOrigin, startSpeaker, temporaryFolder } from "./harness.ts";
import { firstSampleMsMax, playedMs, restMs } from "./limits.ts";
import { plotSvg } from "./plot.ts";
import { type Summary, summarize } from "./statistics.ts";
import { UdpRelay } from "./udp-relay.ts";

interface Profile {
  readonly name: string;
  readonly rttMs: number;
  readonly lossPct: number;
}

const profiles: readonly Profile[] = [
  { name: "lan", rttMs: 0, lossPct: 0 },
  { name: "rtt40", rttMs: 40, lossPct: 0 },
  { name: "rtt40-loss2", rttMs: 40, lossPct: 2 },
];

const builtInTracks = 8;

interface Starts {
  readonly cachedMs: number[];
  readonly originMs: number[];
  /** Plays of which the counters do not say where they came from. */
  unclear: number;
  readonly rttMs: number[];
}

type Measured = Summary | { readonly skipped: string };

interface ProfileResult extends Profile {
  readonly cachedMs: Measured;
  readonly originMs: Measured;
  readonly httpMs: Measured;
  readonly tlsMs: Measured;
  /** What the speaker itself measures on its link. */
  readonly linkRttMs: Measured;
  readonly unclear: number;
}

/** `plays`: from the origin, and as many from the cache, for each profile. */
export async function benchStartupByRelay(options: { readonly plays: number }): Promise<object> {
  await using home = await temporaryFolder();
  const data = path.join(home.path, "origin");
  process.stderr.write("bench: composing and ingesting the built-in library\n");
  const origin = await startOrigin(data);
  await using _ = origin.daemon;
  const results: ProfileResult[] = [];
  for (const [seed, profile] of profiles.entries()) {
    process.stderr.write(`bench: ${profile.name}\n`);
    await using relay = await UdpRelay.open({
      targetPort: origin.port,
      delayMs: profile.rttMs / 2,
      lossRate: profile.lossPct / 100,
      seed: seed + 1,
    });
    const starts: Starts = { cachedMs: [], originMs: [], unclear: 0, rttMs: [] };
    for (let round = 0; starts.originMs.length < options.plays; round++) {
      // A new speaker each round: nothing is cached. Some rounds more than needed, then enough is enough.
      if (round > 2 + (2 * options.plays) / builtInTracks) break;
      const speaker = path.join(home.path, `${profile.name}-${round}`);
      await oneSpeaker(speaker, { data, port: relay.port }, starts, options.plays);
    }
    results.push(resultOf(profile, starts));
  }
  await plot(results);
  return { profiles: results };
}

async function oneSpeaker(
  data: string,
  origin: { readonly data: string; readonly port: number },
  starts: Starts,
  playsMax: number,
): Promise<void> {
  await using _ = await startSpeaker(data, origin);
  await using remote = await Remote.connect(data);
  const tracks = await remote.library(builtInTracks);
  for (const id of tracks) {
    if (starts.originMs.length >= playsMax) return;
    await oneStart(remote, id, starts);
    // Played a little, so that its first seconds are cached; then the same start again.
    await sleep(playedMs);
    await remote.tell({ kind: "stop" });
    await sleep(restMs);
    await oneStart(remote, id, starts);
    await remote.tell({ kind: "stop" });
    await sleep(restMs);
  }
}

async function oneStart(remote: Remote, id: string, starts: Starts): Promise<void> {
  const before = await remote.status();
  const after = await begun(remote, remote.tell({ kind: "play", what: [id] }, true));
  sort(before, after, starts);
}

/** The status once the first sample is out. Throws BenchError `no-start`. */
async function begun(remote: Remote, told: Promise<void>): Promise<SpeakerStatus> {
  await told;
  const deadline = performance.now() + firstSampleMsMax;
  while (performance.now() < deadline) {
    const status = await remote.status();
    if (status.play.startMs !== null) return status;
    await sleep(5);
  }
  throw new BenchError("no-start", `a play did not begin within ${firstSampleMsMax} ms`);
}

function sort(before: SpeakerStatus, after: SpeakerStatus, starts: Starts): void {
  const startMs = after.play.startMs;
  const hit = after.cache.hitBytes > before.cache.hitBytes;
  const fetched = after.totals.bytes.origin > before.totals.bytes.origin;
  for (const { rttMs, state } of after.link) if (state === "ready") starts.rttMs.push(rttMs);
  // A first play has nothing cached to hit; what a second one fetches is further on in the track.
  if (startMs !== null && hit) starts.cachedMs.push(startMs);
  else if (startMs !== null && fetched) starts.originMs.push(startMs);
  else starts.unclear += 1;
}

function resultOf(profile: Profile, starts: Starts): ProfileResult {
  const none = { skipped: "no such play was seen" };
  return {
    ...profile,
    cachedMs: summarize(starts.cachedMs) ?? none,
    originMs: summarize(starts.originMs) ?? none,
    httpMs: { skipped: "the comparison with MPD over HTTP is not in this version" },
    tlsMs: { skipped: "the comparison with a player that opens TLS is not in this version" },
    linkRttMs: summarize(starts.rttMs) ?? none,
    unclear: starts.unclear,
  };
}

async function plot(results: readonly ProfileResult[]): Promise<void> {
  const rows = results.flatMap(({ name, cachedMs, originMs }) =>
    Object.entries({ cached: cachedMs, origin: originMs }).flatMap(([group, summary]) =>
      "p50" in summary ? [{ label: `${name}, ${group}`, summary, group }] : [],
    ),
  );
  if (rows.length === 0) return;
  const folder = path.join(root, "bench-results");
  await mkdir(folder, { recursive: true });
  const svg = plotSvg({ title: "Play command to first sample", unit: "milliseconds", rows });
  await writeFile(path.join(folder, "startup.svg"), svg);
}
