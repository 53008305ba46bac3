/** Tracks, queue items and the shared state, to their messages and back. No decisions. */
import { type RungName, rungNames } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import { type QueueItem, type UndoView, undoWhats } from "../player/model.ts";
import type { schema } from "../wire/control-frame.ts";
import { repeatTable, stateTable } from "./codes.ts";
import type { PlayerPart, SharedState, StateChanges, VolumePart } from "./state.ts";
import { soundFromWire, soundToWire } from "./wire-sound.ts";

type TrackOut = schema.control.Track.$Properties;
type StateOut = schema.control.State.$Properties;
type PlayerOut = schema.control.PlayerState.$Properties;

export function trackToWire(track: TrackInfo): TrackOut {
  const { artwork, rungs, ...plain } = track;
  return { ...plain, rungs: [...rungs], artwork: artwork ?? "" };
}

export function trackFromWire(track: TrackOut | null | undefined): TrackInfo {
  return {
    id: track?.id ?? "",
    title: track?.title ?? "",
    artist: track?.artist ?? "",
    album: track?.album ?? "",
    albumArtist: track?.albumArtist ?? "",
    track: track?.track ?? 0,
    disc: track?.disc ?? 0,
    year: track?.year ?? 0,
    genre: track?.genre ?? "",
    durationMs: track?.durationMs ?? 0,
    rungs: (track?.rungs ?? []).filter(isRungName),
    artwork: track?.artwork ? track.artwork : undefined,
    ...(track?.url ? { url: track.url, live: false } : {}),
    ...(track?.live ? { live: true } : {}),
  };
}

export function itemToWire(item: QueueItem): schema.control.QueueItem.$Properties {
  return { id: item.id, track: trackToWire(item.track), addedBy: item.addedBy ?? "" };
}

export function itemFromWire(item: schema.control.QueueItem.$Properties): QueueItem {
  const { id, track, addedBy } = item;
  return { id: id ?? "", track: trackFromWire(track), addedBy: addedBy ? addedBy : null };
}

export function playerToWire(player: PlayerPart): PlayerOut {
  return {
    status: stateTable.number(player.state),
    anchorPosMs: Math.round(player.anchorPosMs),
    anchorMonoUs: Math.round(player.anchorUs),
    repeat: repeatTable.number(player.repeat),
    shuffle: player.shuffle,
    track: player.track === null ? null : trackToWire(player.track),
    rung: player.rung ?? "",
  };
}

export function playerFromWire(player: PlayerOut | null | undefined): PlayerPart {
  const rung = player?.rung ?? "";
  return {
    state: stateTable.name(player?.status) ?? "stopped",
    anchorPosMs: player?.anchorPosMs ?? 0,
    anchorUs: player?.anchorMonoUs ?? 0,
    repeat: repeatTable.name(player?.repeat) ?? "off",
    shuffle: player?.shuffle ?? false,
    track: player?.track ? trackFromWire(player.track) : null,
    rung: isRungName(rung) ? rung : null,
  };
}

export function changesToWire(changes: StateChanges): StateOut {
  const { player, queue, volume, library, system, history, collection, household, sound } = changes;
  const message: StateOut = {};
  if (player !== undefined) message.player = playerToWire(player);
  if (queue !== undefined) {
    const { index: currentIndex, undo, ...same } = queue;
    message.queue = { ...same, currentIndex, ...(undo === null ? {} : { undo: { ...undo } }) };
  }
  if (volume !== undefined) message.volume = volumeToWire(volume);
  if (history !== undefined) message.history = { ...history };
  if (collection !== undefined) message.collection = { ...collection };
  if (household !== undefined) message.household = { ...household };
  if (library !== undefined) message.library = { ...library };
  if (system !== undefined) message.system = { ...system };
  if (sound !== undefined) message.sound = soundToWire(sound);
  return message;
}

/** Parts that are not in the message are not in the result. */
export function changesFromWire(message: StateOut | null | undefined): StateChanges {
  const { player, queue, volume, library, system, history, collection, household, sound } =
    message ?? {};
  return {
    ...(player ? { player: playerFromWire(player) } : {}),
    ...(queue ? { queue: queueFromWire(queue) } : {}),
    ...(volume ? { volume: volumeFromWire(volume) } : {}),
    ...(history ? { history: { rev: history.rev ?? 0 } } : {}),
    ...(collection ? { collection: collectionFromWire(collection) } : {}),
    ...(household ? { household: householdFromWire(household) } : {}),
    ...(library ? { library: { rev: library.rev ?? 0 } } : {}),
    ...(system ? { system: systemFromWire(system) } : {}),
    ...(sound ? { sound: soundFromWire(sound) } : {}),
  };
}

/** A whole state; parts that were not subscribed to are empty ones. */
export function stateFromWire(message: StateOut | null | undefined): SharedState {
  return {
    player: playerFromWire(undefined),
    queue: queueFromWire({}),
    volume: volumeFromWire({}),
    history: { rev: 0 },
    collection: collectionFromWire({}),
    household: householdFromWire({}),
    library: { rev: 0 },
    system: systemFromWire({}),
    sound: soundFromWire({}),
    ...changesFromWire(message),
  };
}

function queueFromWire(queue: schema.control.QueueMeta.$Properties): SharedState["queue"] {
  return {
    rev: queue.rev ?? 0,
    length: queue.length ?? 0,
    index: queue.currentIndex ?? 0,
    currentId: queue.currentId ?? "",
    undo: undoFromWire(queue.undo),
  };
}

function undoFromWire(
  undo: schema.control.UndoStep.$Properties | null | undefined,
): UndoView | null {
  const what = undoWhats.find((word) => word === undo?.what);
  if (!undo || what === undefined) return null;
  return { step: undo.step ?? 0, what, items: undo.items ?? 0, by: undo.by ?? "" };
}

function volumeToWire({
  level,
  muted,
  gesture,
  step,
}: VolumePart): schema.control.Volume.$Properties {
  return { level, muted, appliedGesture: gesture, appliedStep: step };
}

function volumeFromWire(volume: schema.control.Volume.$Properties): VolumePart {
  const { level, muted, appliedGesture: gesture, appliedStep: step } = volume;
  return { level: level ?? 0, muted: muted ?? false, gesture: gesture ?? 0, step: step ?? 0 };
}

function collectionFromWire(
  meta: schema.control.CollectionMeta.$Properties,
): SharedState["collection"] {
  const { rev, playlists, favourites, presets } = meta;
  const counts = { favourites: favourites ?? 0, presets: presets ?? 0 };
  return { rev: rev ?? 0, playlists: playlists ?? 0, ...counts };
}

function householdFromWire({
  name,
  zone,
}: schema.control.HouseholdState.$Properties): SharedState["household"] {
  return { name: name ?? "", zone: zone ?? "" };
}

function systemFromWire(system: schema.control.SystemState.$Properties): SharedState["system"] {
  return {
    name: system.name ?? "",
    outputDevice: system.outputDevice ?? "",
    outputTrouble: system.outputTrouble ?? "",
    trouble: system.trouble ?? "",
  };
}

export function isRungName(name: string): name is RungName {
  return (rungNames as readonly string[]).includes(name); // wider, so that any string may be asked for
}
