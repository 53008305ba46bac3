/**
 * The types of control.proto as the browser sees them, and the numbers of its
 * enumerations that the views use (a test compares them with the schema).
 */
import type { schema } from "../../wire/control-frame.ts";

/** What was sent, with every field: messages and `optional` scalars may be null. */
export type Got<T> = {
  readonly [K in Exclude<keyof T, "$unknowns">]-?: GotField<NonNullable<T[K]>>;
};
type GotField<F> = F extends readonly (infer Item)[]
  ? readonly GotItem<Item>[]
  : F extends Uint8Array | string | number | boolean
    ? F
    : Got<F> | null;
type GotItem<F> = F extends Uint8Array | string | number | boolean ? F : Got<F>;

export type FrameOut = schema.control.Frame.$Properties;
export type FrameIn = Got<schema.control.Frame.$Properties>;
export type CommandOp = Omit<schema.control.Command.$Properties, "idempotencyKey">;
export type QueryOp = schema.control.Query.$Properties;
export type AdminOp = schema.control.Admin.$Properties;
export type Reply = Got<schema.control.QueryReply.$Properties>;
export type WireState = Got<schema.control.State.$Properties>;
export type PlayerState = Got<schema.control.PlayerState.$Properties>;
export type Track = Got<schema.control.Track.$Properties>;
export type QueueItem = Got<schema.control.QueueItem.$Properties>;
export type Shelf = Got<schema.control.Shelf.$Properties>;
export type PlayedTrack = Got<schema.control.PlayedTrack.$Properties>;
export type Preset = Got<schema.control.Preset.$Properties>;
export type Status = Got<schema.control.Status.$Properties>;
export type SeenSpeaker = Got<schema.control.SeenSpeaker.$Properties>;
export type PlaylistRow = Got<schema.control.PlaylistRow.$Properties>;
export type AuditEntry = Got<schema.control.AuditEntry.$Properties>;
export type Alarm = Got<schema.control.Alarm.$Properties>;
export type Client = Got<schema.control.Client.$Properties>;

export const code = {
  ok: 1,
  notFound: 3,
  unauthenticated: 5,
  permissionDenied: 6,
  unimplemented: 8,
  conflict: 4,
  volumeLimited: 13,
} as const;
/** The id of the track that is a speaker's line-in. */
export const lineInId = "line-in";
export const authMode = { none: 1, signature: 2 } as const;
export const role = { none: 0, guest: 1, member: 2, admin: 3 } as const;
export const playStatus = { playing: 1, paused: 2, stopped: 3, buffering: 4 } as const;
export const repeat = { off: 1, one: 2, all: 3 } as const;
