/** The settings that a card brings along, with what stands in files or is asked for. No secret is ever on the command line. */
import { readFile } from "node:fs/promises";
import { utf8Text } from "../../src/base/bytes.ts";
import { formatProvisioning } from "../../src/household/provisioning.ts";
import { NodeSecretInput } from "../../src/platform/secret-input.ts";
import type { Settings } from "./command-line.ts";
import { FlashError } from "./errors.ts";

/** A line; more is the wrong file. */
const passphraseFileBytesMax = 1_024;
const keyFileBytesMax = 65_536;

/** The file's bytes. Throws FlashError, HouseholdError. */
export async function readSettings(settings: Settings, signal: AbortSignal): Promise<Uint8Array> {
  const { ssid, wifiOpen, passphraseFile, sshKeyFiles, ...plain } = settings;
  const keys = (await Promise.all(sshKeyFiles.map(readKeys))).flat();
  // What is wrong with the rest is said before anybody types a passphrase.
  formatProvisioning({ ...plain, ...(keys.length === 0 ? {} : { sshKeys: keys }) });
  const wifi =
    ssid === undefined
      ? {}
      : {
          wifi: wifiOpen
            ? { ssid }
            : { ssid, passphrase: await passphraseOf(ssid, passphraseFile, signal) },
        };
  return formatProvisioning({ ...plain, ...wifi, ...(keys.length === 0 ? {} : { sshKeys: keys }) });
}

async function passphraseOf(
  ssid: string,
  file: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const input = new NodeSecretInput();
  if (file === "-") return firstLine(await input.readAll(passphraseFileBytesMax, signal), "stdin");
  if (file !== undefined) return firstLine(await bytesOf(file, passphraseFileBytesMax), file);
  const typed = await input.ask(`Passphrase of ${ssid}: `, signal);
  if (typed !== undefined) return typed;
  throw new FlashError("not-confirmed", "there is no terminal to ask for the passphrase on", {
    remedy: "give it in a file: --wifi-passphrase-file FILE, or - for stdin",
  });
}

async function readKeys(file: string): Promise<string[]> {
  const text = utf8Text(await bytesOf(file, keyFileBytesMax)) ?? "";
  if (text.includes("PRIVATE KEY")) {
    throw new FlashError("bad-image", `${file} is a private key, which stays where it is`, {
      remedy: `give the public one: --ssh-key ${file}.pub`,
    });
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

async function bytesOf(file: string, bytesMax: number): Promise<Uint8Array> {
  try {
    return new Uint8Array((await readFile(file)).subarray(0, bytesMax));
  } catch (error) {
    throw new FlashError("not-provisioned", `cannot read ${file}`, {
      remedy: "name a file that is there",
      cause: error,
    });
  }
}

/** Editors end a file with a line feed, which nobody means. */
function firstLine(bytes: Uint8Array, what: string): string {
  const line = utf8Text(bytes)?.split(/\r?\n/, 1)[0] ?? "";
  if (line !== "") return line;
  throw new FlashError("not-provisioned", `there is no passphrase in ${what}`);
}
