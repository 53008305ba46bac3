/**
 * Which networks the radio hears, from what wpa_cli(8) lists. Pure. Anybody nearby may name a network as he likes:
 * what cannot be set (names that are no text, WEP, networks of companies) is left out, the rest is bounded.
 */
import { utf8Text } from "../../src/base/bytes.ts";
import { networksMax, scanCharsMax } from "./limits.ts";

export interface Network {
  readonly ssid: string;
  /** It asks for no passphrase. */
  readonly open: boolean;
}

/** Strongest first, each name once. `listed`: of `scan_results`. */
export function networksOf(listed: string): readonly Network[] {
  const rows = listed.slice(0, scanCharsMax).split("\n").slice(1).map(rowOf);
  const heard = rows.filter((row) => row !== undefined).sort((a, b) => b.dbm - a.dbm);
  const byName = new Map<string, Network>();
  for (const { ssid, open } of heard) if (!byName.has(ssid)) byName.set(ssid, { ssid, open });
  return [...byName.values()].slice(0, networksMax);
}

/** bssid, frequency, signal level, flags, name; tabs between them. */
function rowOf(line: string): (Network & { readonly dbm: number }) | undefined {
  const [, , signal = "", flags = "", ...rest] = line.split("\t");
  const ssid = nameOf(rest.join("\t"));
  const dbm = Number(signal);
  if (ssid === undefined || !Number.isInteger(dbm) || !flags.includes("[ESS]")) return undefined;
  const keyed = /WPA|RSN|SAE/.test(flags);
  const usable = keyed ? /PSK|SAE/.test(flags) : !/WEP|OWE/.test(flags);
  return usable ? { ssid, open: !keyed, dbm } : undefined;
}

/** As wpa_supplicant writes bytes (its printf_encode): undefined for what is hidden or no line of text. */
function nameOf(written: string): string | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < written.length; ) {
    const [all, hex, letter] = /^\\(?:x([0-9a-f]{2})|(["\\nrte]))/.exec(written.slice(at)) ?? [];
    bytes.push(
      hex !== undefined
        ? Number.parseInt(hex, 16)
        : letter !== undefined
          ? (escapes[letter] ?? letter.charCodeAt(0))
          : written.charCodeAt(at),
    );
    at += all?.length ?? 1;
  }
  if (bytes.some((byte) => byte < 0x20 || byte > 0xff)) return undefined;
  const text = utf8Text(Uint8Array.from(bytes));
  const isName = text !== undefined && bytes.length > 0 && bytes.length <= 32;
  return isName && !/\p{Cc}/u.test(text) ? text : undefined;
}

const escapes: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, e: 0x1b };
