/** The status report of CONTRACT.md, to its message and back. No decisions. */
import type {
  CacheReport,
  ClockReport,
  EventsReport,
  InputReport,
  LinkReport,
  OutputReport,
  PlayReport,
  SpeakerStatus,
  Totals,
} from "../player/model.ts";
import { isQuality, type QualitySetting } from "../player/quality.ts";
import { rungWhys } from "../player/rung-rule.ts";
import type { schema } from "../wire/control-frame.ts";
import { linksShownMax } from "./limits.ts";
import { soundFromWire, soundToWire } from "./wire-sound.ts";
import { playerFromWire, playerToWire } from "./wire-state.ts";

type StatusOut = schema.control.Status.$Properties;
type WireQuality = schema.control.Quality.$Properties;

export function statusToWire(status: SpeakerStatus, queueRev: number, nowUs: number): StatusOut {
  const { speaker, state, positionMs, repeat, shuffle, track, rung, queue, play } = status;
  const { startMs, ...played } = play;
  const { bytes, ...totals } = status.totals;
  const { input } = status;
  const anchor = { anchorPosMs: positionMs, anchorUs: nowUs };
  return {
    speakerId: speaker.id,
    speakerName: speaker.name,
    version: speaker.version,
    uptimeS: Math.floor(speaker.uptimeS),
    player: playerToWire({ state, ...anchor, repeat, shuffle, track, rung }),
    positionMs: Math.round(positionMs),
    volume: { level: status.volume, muted: status.muted },
    queue: { rev: queueRev, length: queue.length, currentIndex: queue.index },
    play: startMs === null ? played : { ...played, startMs },
    totals: {
      ...totals,
      cacheBytes: bytes.cache,
      peerBytes: bytes.peer,
      originBytes: bytes.origin,
    },
    cache: cacheToWire(status.cache),
    events: eventsToWire(status.events),
    link: status.link.slice(0, linksShownMax).map((link) => ({ ...link })),
    output: outputToWire(status.output),
    ...(input === null ? {} : { input: inputToWire(input) }),
    settings: withTrouble(status.settings),
    clock: clockToWire(status.clock),
    bufferedMs: Math.round(status.bufferedMs),
    ...(status.trouble === null ? {} : { trouble: status.trouble }),
    rungWhy: status.rungWhy ?? "",
    quality: { ...status.quality },
    sound: soundToWire(status.sound),
  };
}

export function statusFromWire(message: StatusOut): SpeakerStatus {
  const player = playerFromWire(message.player);
  return {
    speaker: speakerFromWire(message),
    state: player.state,
    positionMs: message.positionMs ?? 0,
    volume: message.volume?.level ?? 0,
    muted: message.volume?.muted ?? false,
    repeat: player.repeat,
    shuffle: player.shuffle,
    track: player.track,
    rung: player.rung,
    rungWhy: rungWhys.find((why) => why === message.rungWhy) ?? null,
    quality: qualityFromWire(message.quality ?? {}),
    queue: { length: message.queue?.length ?? 0, index: message.queue?.currentIndex ?? 0 },
    play: playFromWire(message.play ?? {}),
    totals: totalsFromWire(message.totals ?? {}),
    cache: cacheFromWire(message.cache ?? {}),
    events: eventsFromWire(message.events ?? {}),
    link: (message.link ?? []).map(linkFromWire),
    output: outputFromWire(message.output ?? {}),
    input: message.input ? inputFromWire(message.input) : null,
    group: null,
    settings: { trouble: message.settings?.trouble ?? null },
    clock: clockFromWire(message.clock ?? {}),
    bufferedMs: message.bufferedMs ?? 0,
    trouble: message.trouble ?? null,
    sound: soundFromWire(message.sound ?? {}),
  };
}

function speakerFromWire(message: StatusOut): SpeakerStatus["speaker"] {
  return {
    id: message.speakerId ?? "",
    name: message.speakerName ?? "",
    version: message.version ?? "",
    uptimeS: message.uptimeS ?? 0,
  };
}

export function eventsFromWire(message: schema.control.EventsReport.$Properties): EventsReport {
  return {
    pending: message.pending ?? 0,
    oldestS: message.oldestS ?? 0,
    appended: message.appended ?? 0,
    acknowledged: message.acknowledged ?? 0,
    waiting: message.waiting ?? 0,
    full: message.full ?? false,
    trouble: message.trouble ?? null,
  };
}

export function eventsToWire(events: EventsReport): schema.control.EventsReport.$Properties {
  return withTrouble(events);
}

function clockToWire({ aheadMs, ...clock }: ClockReport): schema.control.ClockReport.$Properties {
  return aheadMs === null ? clock : { ...clock, aheadMs };
}

function clockFromWire(message: schema.control.ClockReport.$Properties): ClockReport {
  const { source } = message;
  return {
    trusted: message.trusted ?? false,
    source: source === "own" || source === "household" ? source : "none",
    aheadMs: message.aheadMs ?? null,
  };
}

/** On the wire nothing stands for no trouble. */
function withTrouble<T extends { readonly trouble: string | null }>(
  report: T,
): Omit<T, "trouble"> & { trouble?: string } {
  const { trouble, ...rest } = report;
  return trouble === null ? rest : { ...rest, trouble };
}

function playFromWire(message: schema.control.PlayReport.$Properties): PlayReport {
  return {
    startMs: message.startMs ?? null,
    stalls: message.stalls ?? 0,
    stallMs: message.stallMs ?? 0,
    playedMs: message.playedMs ?? 0,
    concealedMs: message.concealedMs ?? 0,
  };
}

function totalsFromWire(message: schema.control.Totals.$Properties): Totals {
  return {
    plays: message.plays ?? 0,
    stalls: message.stalls ?? 0,
    playedMs: message.playedMs ?? 0,
    concealedMs: message.concealedMs ?? 0,
    bytes: {
      cache: message.cacheBytes ?? 0,
      peer: message.peerBytes ?? 0,
      origin: message.originBytes ?? 0,
    },
    underruns: message.underruns ?? 0,
    datagramsLost: message.datagramsLost ?? 0,
    datagramsRepaired: message.datagramsRepaired ?? 0,
    verifyFailures: message.verifyFailures ?? 0,
    rungChanges: message.rungChanges ?? 0,
  };
}

function qualityFromWire(message: WireQuality): QualitySetting {
  const origin = message.origin ?? "";
  const peer = message.peer ?? "";
  return {
    origin: isQuality(origin) ? origin : "auto",
    peer: isQuality(peer) ? peer : "auto",
  };
}

function cacheToWire({ pinned, ...cache }: CacheReport): schema.control.CacheReport.$Properties {
  return {
    ...withTrouble(cache),
    pinnedTracks: pinned.tracks,
    pinnedWhole: pinned.whole,
    pinnedBytes: pinned.bytes,
  };
}

function cacheFromWire(message: schema.control.CacheReport.$Properties): CacheReport {
  return {
    sizeBytes: message.sizeBytes ?? 0,
    usedBytes: message.usedBytes ?? 0,
    chunks: message.chunks ?? 0,
    hitBytes: message.hitBytes ?? 0,
    missBytes: message.missBytes ?? 0,
    payloadBytesWritten: message.payloadBytesWritten ?? 0,
    deviceBytesWritten: message.deviceBytesWritten ?? 0,
    enabled: message.enabled ?? false,
    trouble: message.trouble ?? null,
    pinned: {
      tracks: message.pinnedTracks ?? 0,
      whole: message.pinnedWhole ?? 0,
      bytes: message.pinnedBytes ?? 0,
    },
  };
}

function linkFromWire(message: schema.control.LinkReport.$Properties): LinkReport {
  const state = message.state;
  return {
    to: message.to ?? "",
    kind: message.kind === "peer" ? "peer" : "origin",
    rttMs: message.rttMs ?? 0,
    lossPct: message.lossPct ?? 0,
    rateBps: message.rateBps ?? 0,
    state: state === "ready" || state === "connecting" ? state : "lost",
  };
}

function inputToWire({ trouble, ...input }: InputReport): schema.control.InputReport.$Properties {
  return trouble === null ? input : { ...input, trouble };
}

function inputFromWire(message: schema.control.InputReport.$Properties): InputReport {
  return {
    device: message.device ?? "",
    rate: message.rate ?? 0,
    latencyMs: message.latencyMs ?? 0,
    trouble: message.trouble ?? null,
    overruns: message.overruns ?? 0,
    dropouts: message.dropouts ?? 0,
    ppm: message.ppm ?? 0,
  };
}

function outputToWire({ missingS, ...output }: OutputReport) {
  return missingS === null ? withTrouble(output) : { ...withTrouble(output), missingS };
}

function outputFromWire(message: schema.control.OutputReport.$Properties): OutputReport {
  return {
    device: message.device ?? "",
    rate: message.rate ?? 0,
    bufferMs: message.bufferMs ?? 0,
    delayMs: message.delayMs ?? 0,
    trouble: message.trouble ?? null,
    missingS: message.missingS ?? null,
    peak: message.peak ?? 0,
  };
}
