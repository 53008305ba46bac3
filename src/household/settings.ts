/**
 * Settings that hold for the whole household, wherever they were made: its name,
 * and the time zone by which it wakes up. Kept with what it keeps together.
 *
 * Reads are strict: what another member wrote and this one does not understand is
 * as if it were not set.
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { CommonEdit, Commons } from "./commons.ts";

export interface HouseholdSettings {
  /** Name of the IANA time zone ("Europe/Oslo"), known to this machine; undefined where none was set. Daylight saving is part of it. */
  readonly zone: string | undefined;
  /** For people; undefined where none was given. */
  readonly name: string | undefined;
}

/** A name that fits everywhere names are shown. */
export const householdNameBytesMax = 64;

const zoneKey = "s/zone";
const nameKey = "s/name";
/** The longest of the IANA's is 38 characters long. */
const zoneCharsMax = 64;

export function readSettings(commons: Pick<Commons, "get">): HouseholdSettings {
  const zone = zoneOf(textOf(commons.get(zoneKey)) ?? "");
  const name = textOf(commons.get(nameKey));
  return { zone, name: name === "" ? undefined : name };
}

/** In the IANA's spelling, as far as this machine knows it; undefined where there is no such zone. */
export function zoneOf(text: string): string | undefined {
  // An offset is no zone: it has no daylight saving, and nobody means it for ever.
  if (text.length > zoneCharsMax || !/^[A-Za-z]/.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `zone` must be one of `zoneOf`; undefined: as if none had been set. */
export function zoneEdit(zone: string | undefined): CommonEdit {
  return [zoneKey, zone === undefined ? undefined : utf8Bytes(zone)];
}

export function nameEdit(name: string | undefined): CommonEdit {
  return [nameKey, name === undefined ? undefined : utf8Bytes(name)];
}

function textOf(value: Uint8Array | undefined): string | undefined {
  return value && utf8Text(value);
}
