/** The settings that a card brings along, with what stands in files or is asked for. No secret is ever on the command line. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { utf8Text } from "../../src/base/bytes.ts";
import {
  formatProvisioning,
  type Provisioning,
  type SetupNetwork,
} from "../../src/household/provisioning.ts";
import { NodeSecretInput } from "../../src/platform/secret-input.ts";
import type { Settings } from "./command-line.ts";
import { FlashError } from "./errors.ts";
import { newSetupNetwork, setupNetworkBytes } from "./setup-network.ts";

/** A line; more is the wrong file. */
const passphraseFileBytesMax = 1_024;
const keyFileBytesMax = 65_536;

export interface BootFile {
  readonly bytes: Uint8Array;
  /** Made up just now: whoever writes the card has to hear of it. */
  readonly setupNetwork: SetupNetwork | undefined;
}

/** Throws FlashError, HouseholdError. */
export async function readSettings(settings: Settings, signal: AbortSignal): Promise<BootFile> {
  const { ssid, wifiOpen, passphraseFile, sshKeyFiles, setupNetwork: wanted, ...given } = settings;
  const own = wanted === true ? newSetupNetwork(randomBytes(setupNetworkBytes)) : undefined;
  const setupNetwork: SetupNetwork | false | undefined =
    own ?? (wanted === false ? false : undefined);
  const plain: Provisioning = setupNetwork === undefined ? given : { ...given, setupNetwork };
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
  const all = { ...plain, ...wifi, ...(keys.length === 0 ? {} : { sshKeys: keys }) };
  return { bytes: formatProvisioning(all), setupNetwork: own };
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
