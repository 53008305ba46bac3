/** The one table between the player's outcomes, the wire's result codes and their names. */
import type { CommandCode, PlayState, Repeat, Topic } from "../player/model.ts";
import { wire } from "../wire/control-frame.ts";

/** Result codes by name: the player's, and those that only the protocol itself gives. */
export type ResultCode =
  | CommandCode
  | "unauthenticated"
  | "permission-denied"
  | "rate-limited"
  | "busy"
  | "too-large"
  | "superseded";

/** Why a request is not done, for its sender. */
export interface Refused {
  readonly refused: ResultCode;
  readonly message: string;
}

const { Code, PlayStatus, Repeat: WireRepeat, Role: WireRole, Topic: WireTopic } = wire;

const codes = {
  ok: Code.CODE_OK,
  "invalid-argument": Code.CODE_INVALID_ARGUMENT,
  "not-found": Code.CODE_NOT_FOUND,
  conflict: Code.CODE_CONFLICT,
  unauthenticated: Code.CODE_UNAUTHENTICATED,
  "permission-denied": Code.CODE_PERMISSION_DENIED,
  "rate-limited": Code.CODE_RATE_LIMITED,
  unimplemented: Code.CODE_UNIMPLEMENTED,
  unavailable: Code.CODE_UNAVAILABLE,
  busy: Code.CODE_BUSY,
  "too-large": Code.CODE_TOO_LARGE,
  internal: Code.CODE_INTERNAL,
  "volume-limited": Code.CODE_VOLUME_LIMITED,
  "media-error": Code.CODE_MEDIA_ERROR,
  superseded: Code.CODE_SUPERSEDED,
} satisfies Record<ResultCode, number>;

const states = {
  playing: PlayStatus.PLAY_STATUS_PLAYING,
  paused: PlayStatus.PLAY_STATUS_PAUSED,
  stopped: PlayStatus.PLAY_STATUS_STOPPED,
  buffering: PlayStatus.PLAY_STATUS_BUFFERING,
} satisfies Record<PlayState, number>;

const repeats = {
  off: WireRepeat.REPEAT_OFF,
  one: WireRepeat.REPEAT_ONE,
  all: WireRepeat.REPEAT_ALL,
} satisfies Record<Repeat, number>;

const topicNumbers = {
  player: WireTopic.TOPIC_PLAYER,
  queue: WireTopic.TOPIC_QUEUE,
  volume: WireTopic.TOPIC_VOLUME,
  library: WireTopic.TOPIC_LIBRARY,
  system: WireTopic.TOPIC_SYSTEM,
  history: WireTopic.TOPIC_HISTORY,
  collection: WireTopic.TOPIC_COLLECTION,
  household: WireTopic.TOPIC_HOUSEHOLD,
  sound: WireTopic.TOPIC_SOUND,
} satisfies Record<Topic, number>;

/** What a client may do; each includes those before it. */
export const roles = ["none", "guest", "member", "admin"] as const;
export type Role = (typeof roles)[number];

const roleNumbers = {
  none: WireRole.ROLE_NONE,
  guest: WireRole.ROLE_GUEST,
  member: WireRole.ROLE_MEMBER,
  admin: WireRole.ROLE_ADMIN,
} satisfies Record<Role, number>;

export const codeTable = tableOf(codes);
export const stateTable = tableOf(states);
export const repeatTable = tableOf(repeats);
export const topicTable = tableOf(topicNumbers);
export const roleTable = tableOf(roleNumbers);

export function roleReaches(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Names to numbers and back; a number of a later version has no name here. */
interface Table<Name extends string, Value extends number> {
  number(name: Name): Value;
  name(value: number | null | undefined): Name | undefined;
}

function tableOf<Name extends string, Value extends number>(
  values: Record<Name, Value>,
): Table<Name, Value> {
  const names = Object.keys(values) as Name[]; // the keys of a Record<Name, …>
  return {
    number: (name) => values[name],
    name: (value) => names.find((name) => values[name] === value),
  };
}
