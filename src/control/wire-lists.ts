/** Shelves of the library and plays of the history, to their messages and back. No decisions. */
import type { PlayedTrack, Shelf } from "../player/model.ts";
import type { schema } from "../wire/control-frame.ts";
import { trackFromWire, trackToWire } from "./wire-state.ts";

type ShelfMessage = schema.control.Shelf.$Properties;
type PlayMessage = schema.control.PlayedTrack.$Properties;

const endings: readonly PlayedTrack["ended"][] = [
  "playing",
  "finished",
  "skipped",
  "stopped",
  "replaced",
  "failed",
];

export function shelfToWire({ artwork, ...shelf }: Shelf): ShelfMessage {
  return { ...shelf, artwork: artwork ?? "" };
}

export function shelfFromWire(message: ShelfMessage): Shelf {
  return {
    ref: message.ref ?? "",
    title: message.title ?? "",
    artist: message.artist ?? "",
    albums: message.albums ?? 0,
    tracks: message.tracks ?? 0,
    durationMs: message.durationMs ?? 0,
    year: message.year ?? 0,
    artwork: message.artwork ? message.artwork : undefined,
  };
}

export function playToWire({ track, startedMs, playedMs, ended }: PlayedTrack): PlayMessage {
  return { track: trackToWire(track), startedWallMs: startedMs ?? 0, playedMs, ended };
}

export function playFromWire(message: PlayMessage): PlayedTrack {
  return {
    track: trackFromWire(message.track),
    startedMs: message.startedWallMs ? message.startedWallMs : null,
    playedMs: message.playedMs ?? 0,
    ended: endings.find((word) => word === message.ended) ?? "stopped",
  };
}
