/**
 * Which Host and which Origin a request may have (docs/CONTROL.md §10): what
 * keeps a web page of somebody else's from talking to a speaker through the
 * browser of one who looks at it. Pure.
 *
 * DNS rebinding: a page of evil.example whose name suddenly means the speaker's
 * address is of the speaker's origin for the browser, but its Host says
 * evil.example. So names are known or refused; IP literals are nobody's names.
 */
import { parseIp } from "../../discovery/ip-address.ts";
import { hostCharsMax } from "./limits.ts";

export interface Authority {
  /** Lower case, without brackets and without the root's dot. */
  readonly host: string;
  /** Undefined where none is named: then the scheme's own is meant. */
  readonly port: number | undefined;
}

const shape = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::(\d{1,5}))?$/;

/** HOST or HOST:PORT of a Host header or an origin; undefined where it is neither. */
export function parseAuthority(text: string): Authority | undefined {
  if (text.length > hostCharsMax) return undefined;
  const match = shape.exec(text.toLowerCase());
  const [, six, name, digits] = match ?? [];
  const host = six ?? name?.replace(/\.$/, "");
  if (host === undefined || host === "") return undefined;
  if (six !== undefined && (!six.includes(":") || parseIp(six) === undefined)) return undefined;
  const port = digits === undefined ? undefined : Number(digits);
  return port !== undefined && port > 65_535 ? undefined : { host, port };
}

/** `names`: those that people gave the speaker's machine, in lower case. */
export function isOurHost({ host }: Authority, names: readonly string[]): boolean {
  if (parseIp(host) !== undefined || host === "localhost") return true;
  // Nobody owns .local: Multicast DNS alone says what it means (RFC 6762 §3).
  return host.endsWith(".local") || names.includes(host);
}

/**
 * Whether a page of that origin may talk to the speaker that was asked for as `host`: its own, and those of
 * the other speakers of its household. `friends` are their HOST:PORTs.
 */
export function isOurOrigin(origin: string, host: Authority, friends: readonly string[]): boolean {
  const [, scheme, rest] = /^(https?):\/\/(.*)$/.exec(origin) ?? [];
  const from = parseAuthority(rest ?? "");
  if (scheme === undefined || from === undefined) return false;
  const own = scheme === "https" ? 443 : 80;
  const isAt = (other: Authority | undefined): boolean =>
    other?.host === from.host && (other.port ?? own) === (from.port ?? own);
  return isAt(host) || friends.some((friend) => isAt(parseAuthority(friend)));
}
