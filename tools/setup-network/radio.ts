/** What wpa_supplicant is told, and what it says. Pure; wpa_supplicant.conf(5), wpa_cli(8). */
import type { Provisioning, SetupNetwork } from "../../src/household/provisioning.ts";
import { ssidHex, supplicantOf } from "../provision/plan.ts";
import type { Joining } from "./course.ts";

/** Channel 6: allowed everywhere, and heard by every phone. */
const frequencyMhz = 2437;
/** Where wpa_supplicant listens for wpa_cli: its unit's RuntimeDirectory. */
export const controlFolder = "/run/nightjar-setup-radio";
const control = `ctrl_interface=DIR=${controlFolder}`;

/**
 * Ours, asleep: the radio looks for others first, which it cannot do beside it. WPA2 alone: the firmware of the
 * Raspberry Pi's radio has no SAE for access points.
 */
export function openingText(
  { ssid, passphrase }: SetupNetwork,
  country: string | undefined,
): string {
  const lines = ["disabled=1", "mode=2", `frequency=${frequencyMhz}`, `ssid=${ssidHex(ssid)}`];
  const keys = ["key_mgmt=WPA-PSK", "proto=RSN", "pairwise=CCMP", "group=CCMP"];
  return [
    control,
    ...(country === undefined ? [] : [`country=${country}`]),
    "network={",
    ...[...lines, ...keys, `psk="${passphrase}"`].map((line) => `\t${line}`),
    "}",
    "",
  ].join("\n");
}

/** As it will be when the settings are kept. */
export function joiningText({ wifi, country }: Provisioning): string {
  return wifi === undefined ? "" : `${control}\n${supplicantOf(wifi, country)}`;
}

/** `status` and `list_networks` of wpa_cli. */
export function joiningOf(status: string, listed: string): Joining {
  const state = stateOf(status);
  if (state === "COMPLETED") return "joined";
  const met = ["AUTHENTICATING", "ASSOCIATING", "ASSOCIATED", "4WAY_HANDSHAKE", "GROUP_HANDSHAKE"];
  return met.includes(state) || listed.includes("[TEMP-DISABLED]") ? "refused" : "unseen";
}

export function isScanning(status: string): boolean {
  return stateOf(status) === "SCANNING";
}

export function isOpen(status: string): boolean {
  return stateOf(status) === "COMPLETED" && /^mode=AP$/m.test(status);
}

function stateOf(status: string): string {
  return /^wpa_state=(\w+)$/m.exec(status)?.[1] ?? "";
}
