/** How many connections one address may have: one machine must not take the places of all. Pure. */
import { parseIp } from "../../discovery/ip-address.ts";
import { connectionsPerAddressMax } from "./limits.ts";

/** What a household's router hands out to one network of IPv6. */
const prefixBytes = 8;
/** `::ffff:10.0.0.9`, as a socket of both families names an IPv4 address. */
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export class Quota {
  /** Only addresses that have connections. */
  readonly #held = new Map<string, number>();

  /** Undefined where that address has all it may have; else gives the place back when it is called, once. */
  admit(address: string): (() => void) | undefined {
    const key = addressKey(address);
    const held = this.#held.get(key) ?? 0;
    if (held >= connectionsPerAddressMax) return undefined;
    this.#held.set(key, held + 1);
    return () => this.#release(key);
  }

  #release(key: string): void {
    const held = (this.#held.get(key) ?? 0) - 1;
    if (held > 0) this.#held.set(key, held);
    else this.#held.delete(key);
  }
}

/** Whose address it is: an IPv6 host has as many as it likes, of one prefix. Empty for what is no address. */
export function addressKey(address: string): string {
  const four = mapped.exec(address)?.[1];
  const bytes = parseIp(four ?? address.split("%", 1)[0] ?? "");
  return bytes === undefined ? "" : bytes.subarray(0, prefixBytes).join(".");
}
