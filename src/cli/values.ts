/** The values that options and arguments take, read from text. Pure; each mistake says what is right. */
import { type HostPort, parseAddress } from "../base/address.ts";
import { utf8Bytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { gib, kib, mib } from "../base/units.ts";
import { HouseholdError } from "../household/errors.ts";
import { parseInvite } from "../household/invite.ts";
import {
  isPinQuality,
  isQuality,
  isSourceKind,
  type PinQuality,
  pinQualities,
  type Quality,
  type SourceKind,
} from "../player/quality.ts";
import {
  type CastRole,
  castRoles,
  type GrantedRole,
  type InputOption,
  type Listen,
  type OutputOption,
  type Until,
  type UsageError,
  usageError,
  type VolumeChange,
} from "./options.ts";

/** `what` names the option in the message: "--listen". */
type Reader<T> = (text: string, what: string) => T | UsageError;

/** A name is announced on the network in one label of DNS (RFC 6763 §4.1.1: 63 bytes) and shown whole. */
const nameBytesMax = 64;
/** RFC 1035 §2.3.4. */
const hostNameCharsMax = 253;
/** Crystals are within 100 ppm, cheap USB sound within 1000; more is a mistake. */
const ppmMax = 5_000;
const speakersMax = 8;

export const readAddress: Reader<HostPort> = (text, what) =>
  parseAddress(text) ??
  usageError(`${what} takes HOST:PORT, not "${text}"; for example 0.0.0.0:41000, port 0 for any`);

export const readListen: Reader<Listen> = (text, what) => {
  if (text === "off") return "off";
  return (
    parseAddress(text) ??
    usageError(`${what} takes HOST:PORT or off, not "${text}"; for example 0.0.0.0:7646`)
  );
};

export const readSwitch: Reader<boolean> = (text, what) => {
  if (text === "on" || text === "off") return text === "on";
  return usageError(`${what} takes on or off, not "${text}"`);
};

const units = new Map([
  ["", 1],
  ["b", 1],
  ["kib", kib],
  ["mib", mib],
  ["gib", gib],
  ["tib", 1024 * gib],
  ["k", kib],
  ["m", mib],
  ["g", gib],
  ["kb", 1e3],
  ["mb", 1e6],
  ["gb", 1e9],
  ["tb", 1e12],
]);

/** Whole bytes: `2GiB`, `512MiB`, `1.5GB`, `1000000`. */
export const readSize: Reader<number> = (text, what) => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(text);
  const unit = units.get((match?.[2] ?? "?").toLowerCase());
  const bytes = Math.floor(Number(match?.[1]) * (unit ?? Number.NaN));
  if (Number.isSafeInteger(bytes)) return bytes;
  return usageError(`${what} takes a size, not "${text}"; for example 2GiB, 512MiB or 0`);
};

export const readOutput: Reader<OutputOption> = (text, what) => {
  const [kind, name] = splitOnce(text, ":");
  if (kind === "null" && name === undefined) return { kind, name: "" };
  if (kind === "alsa") return { kind, name: name === undefined || name === "" ? "default" : name };
  if (kind === "wav" && name) return { kind, name };
  return usageError(`${what} takes alsa, alsa:DEVICE, wav:FILE or null, not "${text}"`);
};

export const readInput: Reader<InputOption> = (text, what) => {
  const [kind, name] = splitOnce(text, ":");
  if ((kind === "alsa" || kind === "wav") && name) return { kind, name };
  return usageError(`${what} takes alsa:DEVICE or wav:FILE, not "${text}"`);
};

/** Without the slash at its end, as paths are put behind it. */
export const readHttpUrl: Reader<string> = (text, what) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (plain && (url.protocol === "https:" || url.protocol === "http:"))
    return url.href.replace(/\/+$/, "");
  return usageError(`${what} takes an http or https URL, not "${text}"`);
};

/** A host name as browsers write it: letters, digits, hyphens and dots (RFC 1123 §2.1). */
export const readHostName: Reader<string> = (text, what) => {
  const labels = text.toLowerCase().replace(/\.$/, "").split(".");
  const plain = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  if (plain && text.length <= hostNameCharsMax) return labels.join(".");
  return usageError(
    `${what} takes a host name such as music.example, without a port, not "${text}"`,
  );
};

/** A whole invite, as it was given. Whether it has expired is not a question of how it is written. */
export const readInvite: Reader<string> = (text, what) => {
  try {
    parseInvite(text);
    return text;
  } catch (error) {
    if (!(error instanceof HouseholdError)) throw error;
    return usageError(`${what}: ${describeError(error)}`);
  }
};

export const readPpm: Reader<number> = (text, what) => {
  const ppm = text.trim() === "" ? Number.NaN : Number(text);
  if (Math.abs(ppm) <= ppmMax) return ppm;
  return usageError(`${what} takes a number from -${ppmMax} to ${ppmMax}, not "${text}"`);
};

export const readName: Reader<string> = (text, what) => {
  const bytes = utf8Bytes(text).length;
  const visible = text.trim() !== "" && !/\p{C}/u.test(text);
  if (visible && bytes <= nameBytesMax) return text;
  return usageError(
    `${what} takes a name of 1 to ${nameBytesMax} bytes without control characters`,
  );
};

export const readQuality: Reader<Quality> = (text, what) =>
  isQuality(text)
    ? text
    : usageError(`${what} takes auto, 96, 160, 320 or lossless, not "${text}"`);

export const readPinQuality: Reader<PinQuality> = (text, what) =>
  isPinQuality(text)
    ? text
    : usageError(
        `${what} takes ${pinQualities.join(", ")}, not "${text}"; there is no link to fit it to`,
      );

export const readSource: Reader<SourceKind> = (text, what) =>
  isSourceKind(text) ? text : usageError(`${what} takes origin or peer, not "${text}"`);

export const readCastRole: Reader<CastRole> = (text, what) =>
  castRoles.find((role) => role === text) ??
  usageError(`${what} takes member, guest or off, not "${text}"`);

export const readSpeakers: Reader<number> = (text, what) => {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= speakersMax) return count;
  return usageError(`${what} takes a number from 1 to ${speakersMax}, not "${text}"`);
};

export const readText: Reader<string> = (text, what) =>
  text === "" ? usageError(`${what} is empty`) : text;

/** A place in a track: `95`, `1:35`, `1:02:03`, `12.5`; or by how much: `+10`, `-1:00`. Behind a colon there is no 60. */
export function readSeek(text: string): { relative: boolean; ms: number } | UsageError {
  const match = /^([+-]?)(?:(?:(\d+):)?(\d{1,3}):)?(\d+(?:\.\d+)?)$/.exec(text);
  const [, sign = "", hours = "0", minutes = "0", seconds = "0"] = match ?? [];
  const ms = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
  const carries =
    (match?.[3] !== undefined && Number(seconds) >= 60) ||
    (match?.[2] !== undefined && Number(minutes) >= 60);
  if (match === null || carries || !Number.isSafeInteger(ms)) {
    return usageError(`seek takes a time, not "${text}"; for example 95, 1:35, +10 or -10`);
  }
  return { relative: sign !== "", ms: sign === "-" ? -ms : ms };
}

const spanUnits: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `2h`, `3d`, or a time of day, `2:00`. */
export const readUntil: Reader<Until> = (text, what) => {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const forMs = Number(count) * (spanUnits[unit ?? ""] ?? 0);
  if (forMs > 0) return { forMs };
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (Number(hour) < 24 && Number(minute) < 60) {
    return { hour: Number(hour), minute: Number(minute) };
  }
  return usageError(`${what} takes a span or a time of day, not "${text}"; for example 3h or 2:00`);
};

export const readRole: Reader<GrantedRole> = (text, what) => {
  if (text === "guest" || text === "member" || text === "admin") return text;
  return usageError(`${what} takes guest, member or admin, not "${text}"`);
};

/** As it is spoken: three and three digits, with or without something between. */
export const readCode: Reader<string> = (text, what) => {
  const digits = text.replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(digits)) return digits;
  return usageError(`${what} takes the six digits that the speaker speaks, not "${text}"`);
};

/** `30`, or by how much: `+5`, `-5`. */
export function readVolume(text: string): VolumeChange | UsageError {
  const match = /^([+-]?)(\d{1,3})%?$/.exec(text);
  const number = Number(match?.[2]);
  if (!(number <= 100)) return usageError(`volume takes 0 to 100, +N or -N, not "${text}"`);
  const sign = match?.[1] ?? "";
  return { relative: sign !== "", by: sign === "-" ? -number : number };
}

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)];
}
