/**
 * The small part of a backup: a JSON document with the origin's keys, its name
 * and its settings, ahead of the database (docs/STORAGE.md §9). A codec; strict,
 * because what it says becomes an origin.
 */
import { ByteWriter, fromHex, toHex, utf8Bytes, utf8Text } from "../base/bytes.ts";
import { memberIdOf } from "../household/certificate.ts";
import { linkKeyPair } from "../transport/endpoint.ts";
import { BackupError } from "./errors.ts";
import { backupAboutBytesMax } from "./limits.ts";

/** Keys of an origin, by their names in its key store. */
export const keyNames = ["household", "link", "signing"] as const;
export type KeyName = (typeof keyNames)[number];
const keyBytes = 32;

export interface BackupAbout {
  /** ISO 8601, by the clock of the machine that made it. */
  readonly made: string;
  /** Version of Nightjar that made it. */
  readonly program: string;
  /** Member id of the origin. */
  readonly origin: string;
  readonly name: string;
  readonly keys: Readonly<Record<KeyName, Uint8Array>>;
  /** Text of settings files, by their names in the data folder. */
  readonly settings: Readonly<Record<string, string>>;
  readonly databaseBytes: number;
}

/** Length in four bytes, then the document. */
export function encodeAbout(about: BackupAbout): Uint8Array {
  const keys = Object.fromEntries(keyNames.map((name) => [name, toHex(about.keys[name])]));
  const text = utf8Bytes(JSON.stringify({ ...about, keys }));
  return new ByteWriter(4 + text.length).u32(text.length).raw(text).finish();
}

/** The document without its length. `settingsNames`: what there may be. Throws BackupError `damaged`. */
export function decodeAbout(bytes: Uint8Array, settingsNames: readonly string[]): BackupAbout {
  const document = parsed(bytes);
  const text = (name: string): string => {
    const value = document[name];
    return typeof value === "string" ? value : strange();
  };
  const keys = objectOf(document["keys"]);
  const key = (name: KeyName): Uint8Array => {
    const bytes = fromHex(String(keys[name]));
    return bytes?.length === keyBytes ? bytes : strange();
  };
  const settings = objectOf(document["settings"]);
  for (const [name, value] of Object.entries(settings))
    if (!settingsNames.includes(name) || typeof value !== "string") strange();
  const databaseBytes = Number(document["databaseBytes"]);
  const about = {
    made: text("made"),
    program: text("program"),
    origin: text("origin"),
    name: text("name"),
    keys: { household: key("household"), link: key("link"), signing: key("signing") },
    settings: settings as Readonly<Record<string, string>>, // each value was looked at
    databaseBytes,
  };
  const whole = Number.isSafeInteger(databaseBytes) && databaseBytes > 0;
  const own = memberIdOf(linkKeyPair(about.keys.link).publicKey) === about.origin;
  return whole && own ? about : strange();
}

/** How long the document is that begins with these bytes. Throws BackupError `damaged`. */
export function aboutLength(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return length <= backupAboutBytesMax ? length : strange();
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(utf8Text(bytes) ?? ""));
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError("damaged", "its list of contents cannot be read", { cause });
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return strange();
  return value as Readonly<Record<string, unknown>>; // an object that is no array
}

/** Authentic and still not ours: a program that is no Nightjar wrote it, or a bug. */
function strange(): never {
  throw new BackupError("damaged", "its list of contents is not that of an origin");
}
