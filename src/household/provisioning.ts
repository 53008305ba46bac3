/**
 * What a new device is told before it first starts: one small JSON file on the
 * boot partition of its card (docs/HARDWARE.md, "What a card brings along").
 *
 * Pure codec and checks, for who writes the file and for the device that reads it. It decides nothing of
 * where the settings go then. The file holds secrets on a partition that keeps none: the device moves them
 * to its data partition and deletes the file.
 *
 * Whoever has the card in hand may have written it: it is bounded, every field is checked, and one that
 * nobody knows is an error, for it is a slip of the pen more often than of another version.
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { HouseholdError } from "./errors.ts";
import { parseInvite } from "./invite.ts";
import { deviceNameBytesMax, provisioningBytesMax, sshKeyCharsMax, sshKeysMax } from "./limits.ts";

export const provisioningFile = "nightjar-setup.json";

export interface WifiSettings {
  /** 1 to 32 bytes of UTF-8 (IEEE 802.11-2020 §9.4.2.2). */
  readonly ssid: string;
  /** 8 to 63 printable ASCII letters (IEEE 802.11-2020 annex J.4); undefined for an open network. */
  readonly passphrase?: string;
}

/** The network that a device opens where it finds none (docs/HARDWARE.md, "Setting up by phone"). */
export interface SetupNetwork {
  readonly ssid: string;
  readonly passphrase: string;
}

/** What is not named stays as it is on the device. */
export interface Provisioning {
  /** How the speaker is called. */
  readonly name?: string;
  readonly wifi?: WifiSettings;
  /** ISO 3166-1 alpha-2: which channels the radio may use. */
  readonly country?: string;
  /** An invite (PROTOCOL.md §7). */
  readonly join?: string;
  /** Lines of an authorized_keys file (sshd(8)), without options. */
  readonly sshKeys?: readonly string[];
  /** A board profile's name. */
  readonly board?: string;
  /** Its own for each device; false: never again. Without it there is none. */
  readonly setupNetwork?: SetupNetwork | false;
}

const version = 1;
const fieldNames = ["name", "wifi", "country", "join", "sshKeys", "board", "setupNetwork"] as const;

/** Throws HouseholdError `provisioning-malformed`. */
export function formatProvisioning(settings: Provisioning): Uint8Array {
  const bytes = utf8Bytes(`${JSON.stringify({ nightjar: version, ...settings }, undefined, 2)}\n`);
  // What is written can be read: the checks stand in one place.
  parseProvisioning(bytes);
  return bytes;
}

/** Throws HouseholdError `provisioning-malformed`, which says which field is wrong, and never what a secret was. */
export function parseProvisioning(bytes: Uint8Array): Provisioning {
  if (bytes.length > provisioningBytesMax)
    throw bad(`it has more than ${provisioningBytesMax} bytes`);
  const fields = objectOf(jsonOf(bytes), "it");
  if (fields["nightjar"] !== version)
    throw bad(`"nightjar" is the format's version, and ${version} is understood`);
  refuseUnknown(fields, ["nightjar", ...fieldNames], "");
  return {
    ...field(fields, "name", nameOf),
    ...field(fields, "wifi", wifiOf),
    ...field(fields, "country", (value) =>
      textOf(value, "country", /^[A-Z]{2}$/, "two capital letters, such as DE"),
    ),
    ...field(fields, "join", joinOf),
    ...field(fields, "sshKeys", keysOf),
    ...field(fields, "board", (value) =>
      textOf(
        value,
        "board",
        /^[a-z0-9][a-z0-9-]{0,31}$/,
        "a board's name, such as rpi-hifiberry-dacplus",
      ),
    ),
    ...field(fields, "setupNetwork", setupNetworkOf),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function field<N extends string, T>(
  fields: Fields,
  name: N,
  read: (value: unknown) => T,
): { readonly [name in N]?: T } {
  const value = fields[name];
  // The computed name is N, which the type of an object literal forgets.
  return value === undefined ? {} : ({ [name]: read(value) } as { [name in N]: T });
}

function nameOf(value: unknown): string {
  const name = textOf(value, "name", /^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "one line of text");
  const { length } = utf8Bytes(name);
  if (name.trim() !== name || length === 0 || length > deviceNameBytesMax)
    throw bad(`"name" is 1 to ${deviceNameBytesMax} bytes, without spaces around it`);
  return name;
}

function setupNetworkOf(value: unknown): SetupNetwork | false {
  if (value === false) return false;
  const { ssid, passphrase } = networkOf(value, "setupNetwork");
  // Whoever is near would read the passphrase of the household's Wi-Fi.
  if (passphrase === undefined)
    throw bad('"setupNetwork" is false, or has a "passphrase": an open one is not set up');
  return { ssid, passphrase };
}

function wifiOf(value: unknown): WifiSettings {
  return networkOf(value, "wifi");
}

function networkOf(value: unknown, name: "wifi" | "setupNetwork"): WifiSettings {
  const fields = objectOf(value, `"${name}"`);
  refuseUnknown(fields, ["ssid", "passphrase"], `${name}.`);
  const ssid = textOf(fields["ssid"], `${name}.ssid`, /^[^\p{Cc}]*$/u, "a network's name");
  const { length } = utf8Bytes(ssid);
  if (length < 1 || length > 32) throw bad(`"${name}.ssid" is 1 to 32 bytes`);
  const asked = "8 to 63 letters of plain ASCII";
  return {
    ssid,
    ...field(fields, "passphrase", (text) =>
      textOf(text, `${name}.passphrase`, /^[\x20-\x7e]{8,63}$/, asked),
    ),
  };
}

function joinOf(value: unknown): string {
  const uri = textOf(value, "join", /^[\x21-\x7e]*$/, "an invite's URI");
  try {
    parseInvite(uri);
  } catch (error) {
    throw bad('"join" is no invite', error);
  }
  return uri;
}

function keysOf(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > sshKeysMax)
    throw bad(`"sshKeys" is a list of 1 to ${sshKeysMax} keys`);
  const pattern =
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-\S+|sk-\S+@openssh\.com) [A-Za-z0-9+/]+=*( [^\p{Cc}]*)?$/u;
  return value.map((key) => {
    const text = textOf(key, "sshKeys", pattern, 'public keys such as "ssh-ed25519 AAAA… anna"');
    if (text.length > sshKeyCharsMax)
      throw bad(`a key of "sshKeys" is longer than ${sshKeyCharsMax}`);
    return text;
  });
}

function textOf(value: unknown, name: string, pattern: RegExp, asked: string): string {
  if (typeof value !== "string" || !pattern.test(value)) throw bad(`"${name}" is ${asked}`);
  return value;
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = utf8Text(bytes);
  if (text === undefined) throw bad("it is not UTF-8");
  try {
    // Editors of some systems begin a text with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's own words would repeat what stands there: perhaps a passphrase.
    throw bad("it is no JSON");
  }
}

function objectOf(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw bad(`${what} is no object in braces`);
}

function refuseUnknown(fields: Fields, known: readonly string[], before: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const shown = unknown.replace(/[^\w-]/g, "?").slice(0, 32);
  throw bad(`there is no field "${before}${shown}" (known: ${known.join(", ")})`);
}

function bad(why: string, cause?: unknown): HouseholdError {
  return new HouseholdError("provisioning-malformed", `${provisioningFile}: ${why}`, {
    remedy: "write it anew with tools/flash, or mend that field",
    ...(cause === undefined ? {} : { cause }),
  });
}
