/**
 * Takes over what the card brought along: to the data partition and synced, then to the running system, and
 * only then is the file overwritten and deleted. Cut anywhere, the next start does it again and comes to the same.
 *
 * Where data is only in memory the file stays: it would be lost with the next start.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { describeError } from "../../src/base/errors.ts";
import { parseProvisioning, provisioningFile } from "../../src/household/provisioning.ts";
import { ProvisionError } from "./errors.ts";
import type { Places } from "./places.ts";
import { type Plan, planOf, type SettingFile } from "./plan.ts";

/** Beside the settings, for who has the card in hand. */
export const complaintFile = "nightjar-setup-error.txt";
/** Read by the Pi's firmware as a part of config.txt. */
const boardFile = "board.txt";

/** Makes a key pair for SSH, at `file` and `file`.pub. */
export type MakeHostKey = (file: string) => void;

export interface Taken {
  readonly settings: readonly string[];
  /** The file is gone from the card. */
  readonly erased: boolean;
  /** Firmware reads the board's overlay at a start only. */
  readonly restart: boolean;
}

/** `places.boot` can be written to. Throws HouseholdError, ProvisionError, after the reason was laid beside the file. */
export function takeOver(places: Places, makeHostKey: MakeHostKey): Taken {
  try {
    return take(places, makeHostKey);
  } catch (error) {
    // Never what a secret was: parseProvisioning sees to that.
    writeFileSync(path.join(places.boot, complaintFile), `${describeError(error)}\r\n`);
    throw error;
  }
}

function take(places: Places, makeHostKey: MakeHostKey): Taken {
  const file = path.join(places.boot, provisioningFile);
  const settings = parseProvisioning(readFileSync(file));
  const overlay = settings.board === undefined ? undefined : overlayOf(places, settings.board);
  const plan = planOf(settings);
  for (const folder of [places.keptEtc, places.etc]) lay(folder, plan.files);
  if (plan.ssh) giveHostKey(places, makeHostKey);
  const restart = overlay !== undefined && layOverlay(places, overlay);
  const erased = isKept(places);
  if (erased) erase(file);
  return { settings: nameSettings(plan), erased, restart };
}

function nameSettings({ files }: Plan): readonly string[] {
  return files.map(({ path: at }) => `/etc/${at}`);
}

/** Undefined for a board without one. */
function overlayOf({ boards }: Places, board: string): string | undefined {
  const file = path.join(boards, `${board}.toml`);
  if (!existsSync(file)) {
    const known = readdirSync(boards).map((name) => name.replace(/\.toml$/, ""));
    throw new ProvisionError("no-board", `${provisioningFile}: there is no board "${board}"`, {
      remedy: `name one of these: ${known.sort().join(", ")}`,
    });
  }
  const { overlay } = parse(readFileSync(file, "utf8"));
  return typeof overlay === "string" ? overlay : undefined;
}

/** Ours go by that name with "nightjar-" before it. Returns whether something changed. */
function layOverlay({ boot }: Places, overlay: string): boolean {
  const file = path.join(boot, boardFile);
  if (!existsSync(file)) return false;
  const wanted = `dtoverlay=nightjar-${overlay}\n`;
  if (readFileSync(file, "utf8") === wanted) return false;
  writeSynced(file, wanted, 0o600);
  return true;
}

function lay(folder: string, files: readonly SettingFile[]): void {
  for (const { path: at, mode, text } of files) {
    const file = path.join(folder, at);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
    writeSynced(file, text, mode);
  }
}

/** The old one or the new one, whenever the power goes. */
function writeSynced(file: string, text: string, mode: number): void {
  const making = `${file}.new`;
  const handle = openSync(making, "w", mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(making, mode);
  renameSync(making, file);
  sync(path.dirname(file));
}

/** A file, or the names in a folder. */
function sync(file: string): void {
  const handle = openSync(file, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Once: whoever knows this machine is to know it again. */
function giveHostKey({ keptEtc, etc }: Places, makeHostKey: MakeHostKey): void {
  const name = "ssh/keys/ssh_host_ed25519_key";
  const kept = path.join(keptEtc, name);
  if (!existsSync(kept)) {
    const ends = [".pub", ""];
    // Of a start that was cut: ssh-keygen would ask whether it may write over it.
    for (const end of ends) rmSync(`${kept}.new${end}`, { force: true });
    makeHostKey(`${kept}.new`);
    for (const end of ends) sync(`${kept}.new${end}`);
    for (const end of ends) renameSync(`${kept}.new${end}`, `${kept}${end}`);
    sync(path.dirname(kept));
  }
  writeSynced(path.join(etc, name), readFileSync(kept, "utf8"), 0o600);
}

/** Whether what is written to data is there after the next start. */
function isKept({ mounts, data }: Places): boolean {
  const lines = readFileSync(mounts, "utf8").split("\n");
  return lines.some((line) => line.split(" ").slice(1, 3).join(" ") === `${data} ext4`);
}

/** A FAT knows no owners: secrets do not stay on it. Flash memory may keep a copy all the same. */
function erase(file: string): void {
  const handle = openSync(file, "r+");
  try {
    writeSync(handle, new Uint8Array(statSync(file).size), 0, undefined, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  unlinkSync(file);
  sync(path.dirname(file));
}
