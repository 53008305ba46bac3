/**
 * What remotes see of a household's playlists, favourites, presets and settings,
 * and what they can do to them. Types only.
 */
import type { HouseholdSettings } from "../../household/settings.ts";
import type { TrackInfo } from "../../media/track.ts";

export interface PlaylistRow {
  /** 16 hexadecimal digits, the same on every speaker. */
  readonly id: string;
  readonly name: string;
  /** Items. */
  readonly length: number;
  /** Of all items that are known. */
  readonly durationMs: number;
}

/** A place in a playlist; its id stays with it when it moves. */
export interface PlaylistItem {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly track: TrackInfo;
}

export interface Playlist extends PlaylistRow {
  readonly items: readonly PlaylistItem[];
}

export const presetKinds = ["tracks", "playlist", "favourites", "line-in"] as const;
export type PresetKind = (typeof presetKinds)[number];

export interface PresetRow {
  /** 1 … 20. */
  readonly number: number;
  readonly kind: PresetKind;
  /** What it was called when it was saved; of a playlist what that is called now. */
  readonly label: string;
  /** Tracks that it would play now. */
  readonly length: number;
  /** Of a playlist its id, else null. */
  readonly playlist: string | null;
  /** Why something else is played in its place, for people; null while it is there. */
  readonly gone: string | null;
}

/** What a preset is made of. */
export type PresetSource =
  | { readonly of: "tracks"; readonly what: readonly string[] }
  | { readonly of: "playlist"; readonly list: string }
  | { readonly of: "favourites" }
  /** What plays, and what follows it. */
  | { readonly of: "now" };

/** `list`: the id of a playlist, or its name. Each entry of `what` is a track id or a search. */
export type CollectionCommand =
  | { readonly kind: "playlist-create"; readonly name: string; readonly what: readonly string[] }
  | { readonly kind: "playlist-rename"; readonly list: string; readonly name: string }
  | { readonly kind: "playlist-delete"; readonly list: string }
  /** Behind item `after`; in front where it is empty, at the end where it is undefined. */
  | {
      readonly kind: "playlist-add";
      readonly list: string;
      readonly what: readonly string[];
      readonly after: string | undefined;
    }
  | { readonly kind: "playlist-remove"; readonly list: string; readonly ids: readonly string[] }
  /** To behind item `after`; to the front where it is undefined. */
  | {
      readonly kind: "playlist-move";
      readonly list: string;
      readonly ids: readonly string[];
      readonly after: string | undefined;
    }
  /** From item `from` on; from the start where it is undefined. */
  | { readonly kind: "playlist-play"; readonly list: string; readonly from: string | undefined }
  /** Nothing: what plays. */
  | { readonly kind: "favourite-add" | "favourite-remove"; readonly what: readonly string[] }
  | { readonly kind: "favourite-play" }
  | { readonly kind: "preset-save"; readonly number: number; readonly source: PresetSource }
  | { readonly kind: "preset-play" | "preset-clear"; readonly number: number }
  /** Undefined: as it is; empty: as if it had never been set. */
  | {
      readonly kind: "household-set";
      readonly zone: string | undefined;
      readonly name: string | undefined;
    };

const kinds: ReadonlySet<string> = new Set<CollectionCommand["kind"]>([
  "playlist-create",
  "playlist-rename",
  "playlist-delete",
  "playlist-add",
  "playlist-remove",
  "playlist-move",
  "playlist-play",
  "favourite-add",
  "favourite-remove",
  "favourite-play",
  "preset-save",
  "preset-play",
  "preset-clear",
  "household-set",
]);

export function isCollectionCommand<Other extends { readonly kind: string }>(
  command: CollectionCommand | Other,
): command is CollectionCommand {
  return kinds.has(command.kind);
}

/** What a speaker shows of them. */
export interface CollectionModel {
  /** By name. */
  playlists(): readonly PlaylistRow[];
  /** By id, or by a name that only one has. */
  playlist(which: string): Playlist | undefined;
  /** In the order in which they were added. */
  favourites(): readonly TrackInfo[];
  /** By number. */
  presets(): readonly PresetRow[];
  settings(): HouseholdSettings;
  /** How many there are of each. */
  counts(): {
    readonly playlists: number;
    readonly favourites: number;
    readonly presets: number;
  };
  /** Grows with each change of any of them. */
  readonly revision: number;
}
