/** Pinned tracks, to their message and back. No decisions. */
import type { PinReport } from "../player/model.ts";
import { isPinQuality, pinQualityUsual } from "../player/quality.ts";
import type { schema } from "../wire/control-frame.ts";
import { isRungName, trackFromWire, trackToWire } from "./wire-state.ts";

type PinnedTrack = schema.control.PinnedTrack.$Properties;

export function pinToWire({ track, rung, chunks, why, ...pin }: PinReport): PinnedTrack {
  return {
    ...pin,
    track: trackToWire(track),
    rung: rung ?? "",
    ...(chunks === null ? {} : { chunks }),
    ...(why === null ? {} : { why }),
  };
}

export function pinFromWire(message: PinnedTrack): PinReport {
  const { state } = message;
  const [quality, rung] = [message.quality ?? "", message.rung ?? ""];
  return {
    track: trackFromWire(message.track ?? {}),
    quality: isPinQuality(quality) ? quality : pinQualityUsual,
    rung: isRungName(rung) ? rung : null,
    bytes: message.bytes ?? 0,
    chunks: message.chunks ?? null,
    held: message.held ?? 0,
    state: state === "whole" || state === "fetching" ? state : "waiting",
    why: message.why ?? null,
  };
}
