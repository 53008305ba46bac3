/**
 * What a device makes of the settings that its card brought along: files below /etc, each with its mode.
 * Pure. It decides nothing of where they are kept, and reads nothing.
 *
 * Invariants: what is secret is 0600; nothing that a setting says can end the line or the word that it is in.
 */
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import {
  formatProvisioning,
  type Provisioning,
  type WifiSettings,
} from "../../src/household/provisioning.ts";

export interface SettingFile {
  /** Below /etc. */
  readonly path: string;
  readonly mode: 0o600 | 0o644;
  readonly text: string;
}

export interface Plan {
  readonly files: readonly SettingFile[];
  /** SSH was asked for: the machine needs a key of its own. */
  readonly ssh: boolean;
}

/** Below /etc; read by tools/setup-network. */
export const setupNetworkPlace = "nightjar/setup-network.json";

/** With what stands in one file with what a phone may set, so that the one does not unsay the other. */
function setupNetworkText({ setupNetwork, name, country, board }: Provisioning): string {
  const fields = Object.entries({ setupNetwork, name, country, board });
  const given = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  return utf8Text(formatProvisioning(given)) ?? "";
}

/** Domain names take no longer label (RFC 1035 §2.3.4). */
const labelCharsMax = 63;

export function planOf(settings: Provisioning): Plan {
  const { name, wifi, country, join, sshKeys, board, setupNetwork } = settings;
  const hostName = name === undefined ? undefined : hostNameOf(name);
  const options = [
    ...(name === undefined ? [] : ["--name", wordOf(name)]),
    ...(board === undefined ? [] : ["--board", wordOf(board)]),
  ];
  const files: SettingFile[] = [];
  const add = (path: string, mode: SettingFile["mode"], text: string): void => {
    files.push({ path, mode, text });
  };
  if (options.length > 0) add("nightjar/speaker.env", 0o644, environmentOf(options));
  if (hostName !== undefined) add("hostname", 0o644, `${hostName}\n`);
  if (wifi !== undefined)
    add("wpa_supplicant/wpa_supplicant-wlan0.conf", 0o600, supplicantOf(wifi, country));
  if (join !== undefined) add("credstore/nightjar.invite", 0o600, `${join}\n`);
  if (sshKeys !== undefined) add("ssh/keys/authorized_keys", 0o600, `${sshKeys.join("\n")}\n`);
  // An empty one says that there is none: files are laid over, never taken away.
  if (setupNetwork !== undefined)
    add(setupNetworkPlace, 0o600, setupNetwork === false ? "" : setupNetworkText(settings));
  return { files, ssh: sshKeys !== undefined };
}

/** Letters, digits and dashes of it; undefined where it has none of them. */
export function hostNameOf(name: string): string | undefined {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const label = plain.replaceAll(/[^a-z0-9]+/g, "-").slice(0, labelCharsMax);
  return label.replace(/^-+|-+$/g, "") || undefined;
}

/** One word of a command line, as systemd takes it out of a variable (systemd.service(5), Command lines). */
function wordOf(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** systemd.exec(5), EnvironmentFile=: in double quotes these four are escaped. */
function environmentOf(options: readonly string[]): string {
  const value = options.join(" ").replaceAll(/["\\`$]/g, "\\$&");
  return `NIGHTJAR_SPEAKER_OPTIONS="${value}"\n`;
}

/** wpa_supplicant.conf(5). The name as hexadecimal, so that no letter of it ends it; the passphrase ends at the line's last quote. */
export function supplicantOf(
  { ssid, passphrase }: WifiSettings,
  country: string | undefined,
): string {
  // WPA3 where the access point has it, WPA2 else; protected frames where both can.
  const keys =
    passphrase === undefined
      ? ["key_mgmt=NONE"]
      : ["key_mgmt=SAE WPA-PSK WPA-PSK-SHA256", `psk="${passphrase}"`, "ieee80211w=1"];
  return [
    ...(country === undefined ? [] : [`country=${country}`]),
    "sae_pwe=2",
    "network={",
    ...[`ssid=${ssidHex(ssid)}`, "scan_ssid=1", ...keys].map((line) => `\t${line}`),
    "}",
    "",
  ].join("\n");
}

export function ssidHex(ssid: string): string {
  return [...utf8Bytes(ssid)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
