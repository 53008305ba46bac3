/** The speaker's status, put together from its parts (CONTRACT.md, `status --json`). Pure. */
import { usPerMs, usPerS } from "../base/units.ts";
import type { Commons } from "../household/commons.ts";
import { cardOf } from "../household/member-card.ts";
import type { TrackInfo } from "../media/track.ts";
import { addressText } from "../ports/network.ts";
import type { LinkSession } from "../transport/endpoint.ts";
import type {
  CacheReport,
  ClockReport,
  EventsReport,
  InputReport,
  LinkReport,
  OutputReport,
  PinSums,
  SpeakerStatus,
  Totals,
} from "./model.ts";
import type { Player } from "./player.ts";
import type { SoundReport } from "./sound/model.ts";
import type { SpeakerParts } from "./speaker-parts.ts";
import type { LoadCounters } from "./track-loader.ts";

export interface StatusInput {
  readonly speaker: SpeakerStatus["speaker"];
  readonly player: Player;
  /** Why no new play may begin; undefined while one may. */
  readonly refusal: string | undefined;
  readonly parts: SpeakerParts;
  readonly counters: Readonly<LoadCounters>;
  readonly track: TrackInfo | undefined;
  readonly pinned: PinSums;
  readonly sound: SoundReport;
}

export function speakerStatus({
  speaker,
  player,
  refusal,
  parts,
  counters,
  track,
  pinned,
  sound: shaped,
}: StatusInput): SpeakerStatus {
  const sound = parts.sink.status();
  const output = outputReport(parts);
  const input = inputReport(parts);
  // What is wrong with a card that plays all the same keeps nothing from sounding.
  const cardTrouble = output.missingS === null ? undefined : output.trouble;
  return {
    speaker,
    state: player.state,
    positionMs: player.positionMs,
    volume: player.volume,
    muted: player.muted,
    repeat: player.queue.repeat,
    shuffle: player.queue.shuffle,
    track: track ?? null,
    rung: player.choice?.rung ?? null,
    rungWhy: player.choice?.why ?? null,
    quality: player.quality,
    queue: { length: player.queue.entries.length, index: player.queue.index },
    play: player.report(),
    totals: totals(player, parts, counters),
    cache: cacheReport(parts, pinned),
    events: eventsReport(parts),
    link: parts.links.sessions.map((session) => linkReport(session, parts.commons.commons)),
    output,
    input,
    group: null,
    settings: { trouble: parts.state.trouble },
    clock: clockReport(parts),
    bufferedMs: player.isLineIn ? 0 : Math.round((sound.bufferedUs + player.aheadUs) / usPerMs),
    trouble:
      refusal ?? player.trouble ?? cardTrouble ?? input?.trouble ?? parts.links.trouble ?? null,
    sound: shaped,
  };
}

function totals(player: Player, parts: SpeakerParts, counters: Readonly<LoadCounters>): Totals {
  const sound = parts.sink.status();
  const links = parts.links.sessions.map((session) => session.stats());
  const sum = (of: (stats: (typeof links)[number]) => number): number =>
    links.reduce((total, stats) => total + of(stats), 0);
  return {
    plays: player.plays,
    stalls: player.totalStalls,
    playedMs: Math.round((sound.playedUs + (sound.input?.playedUs ?? 0)) / usPerMs),
    concealedMs: Math.round(sound.concealedUs / usPerMs),
    bytes: { cache: counters.cacheBytes, peer: counters.peerBytes, origin: counters.originBytes },
    underruns: sound.underruns,
    datagramsLost: sum((stats) => stats.datagramsLost),
    // Whichever way it came back.
    datagramsRepaired: sum((stats) => stats.datagramsRepaired + stats.datagramsRestored),
    verifyFailures: counters.verifyFailures,
    rungChanges: player.rungChanges,
  };
}

function cacheReport({ cache }: SpeakerParts, pinned: PinSums): CacheReport {
  const stats = cache.stats();
  return {
    sizeBytes: stats.sizeBytes,
    usedBytes: stats.usedBytes,
    chunks: stats.chunks,
    hitBytes: stats.hitBytes,
    missBytes: stats.missBytes,
    payloadBytesWritten: stats.payloadBytesWritten,
    deviceBytesWritten: stats.deviceBytesWritten,
    enabled: stats.enabled,
    trouble: stats.trouble,
    pinned,
  };
}

function eventsReport({ spool }: SpeakerParts): EventsReport {
  const { pending, oldestS, appended, acknowledged, waiting, full, trouble } = spool.stats();
  return { pending, oldestS, appended, acknowledged, waiting, full, trouble };
}

function clockReport({ time }: SpeakerParts): ClockReport {
  const { trusted } = time.now();
  const { aheadMs } = time;
  return {
    trusted,
    source: time.origin,
    aheadMs: aheadMs === undefined ? null : Math.round(aheadMs),
  };
}

function outputReport({ sink }: SpeakerParts): OutputReport {
  const { device, rate, bufferUs, delayUs, trouble, missingUs, peak } = sink.status();
  return {
    device,
    rate,
    bufferMs: Math.round(bufferUs / usPerMs),
    delayMs: Math.round(delayUs / usPerMs),
    trouble: trouble ?? null,
    missingS: missingUs === undefined ? null : Math.floor(missingUs / usPerS),
    peak,
  };
}

function inputReport({ sink }: SpeakerParts): InputReport | null {
  const { input } = sink.status();
  if (input === undefined) return null;
  const { device, rate, latencyUs, trouble, overruns, dropouts, ppm } = input;
  return {
    device,
    rate,
    latencyMs: Math.round(latencyUs / 10) / 100,
    trouble: trouble ?? null,
    overruns,
    dropouts,
    ppm: Math.round(ppm * 10) / 10,
  };
}

function linkReport(session: LinkSession, commons: Commons): LinkReport {
  const { rttMs, lossPct, rateBps } = session.stats();
  const { peer } = session;
  const name = peer && (cardOf(commons, peer.id)?.name ?? peer.name);
  const to = name || addressText(session.address);
  return { to, kind: "origin", rttMs, lossPct, rateBps, state: session.state };
}
