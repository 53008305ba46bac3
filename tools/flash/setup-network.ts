/**
 * The name and passphrase of a device's set-up network, made up for each card (docs/decisions/0070), and how they
 * are shown. Pure.
 */
import { assert } from "../../src/base/assert.ts";
import { qrCode } from "../../src/cli/qr-code.ts";
import type { SetupNetwork } from "../../src/household/provisioning.ts";

/** 31 that are read from paper without a doubt: no 0, 1, i, l, o. */
const letters = "23456789abcdefghjkmnpqrstuvwxyz";
/**
 * 59 bits. Who records the handshake may guess offline: at 10 million guesses a second, some ten graphics cards', half
 * of them take 1,200 years.
 */
const passphraseLetters = 12;
/** Tells devices of a house apart that are set up in one evening. */
const nameDigits = 4;

/** What `newSetupNetwork` takes. */
export const setupNetworkBytes = passphraseLetters + nameDigits;

/** `random`: bytes that nobody can guess. */
export function newSetupNetwork(random: Uint8Array): SetupNetwork {
  assert(random.length === setupNetworkBytes, "a byte for each letter");
  // 256 is no multiple of 31: eight of the letters are a ninth likelier.
  const word = (from: number, count: number, of: string): string =>
    [...random.subarray(from, from + count)].map((byte) => of[byte % of.length]).join("");
  return {
    ssid: `Nightjar-${word(0, nameDigits, "0123456789ABCDEF")}`,
    passphrase: word(nameDigits, passphraseLetters, letters),
  };
}

/** For whoever writes the card, to be kept with the device; a phone joins by its camera. */
export function setupNetworkText(
  { ssid, passphrase }: SetupNetwork,
  terminal: { readonly columns: number; readonly colour: boolean },
): string {
  // As phones read it; nothing in either needs an escape (ZXing's "Barcode Contents", WiFi).
  const code = qrCode(`WIFI:T:WPA;S:${ssid};P:${passphrase};;`, terminal);
  return [
    `Set-up network: ${ssid}, passphrase ${passphrase}. Keep it with the device.`,
    ...code,
    "",
  ].join("\n");
}
