/**
 * Multicast DNS's share of the outside world: one group and one port, on every
 * interface of this machine that carries multicast (RFC 6762 §3).
 *
 * Carries bytes only. What is said and whom to believe is discovery's business.
 */
import type { Address } from "./network.ts";

/** Port of Multicast DNS; answers come from it and from no other (RFC 6762 §6). */
export const mdnsPort = 5_353;

export interface InterfaceAddress {
  /** An IP literal without a scope. */
  readonly address: string;
  /** Length of the prefix that is on the link: 24 for 255.255.255.0. */
  readonly prefixBits: number;
}

/** One interface in one address family: a world of its own to Multicast DNS (RFC 6762 §20). */
export interface MulticastLink {
  /** Of the interface: "eth0". */
  readonly name: string;
  /** Of the group that is spoken to. */
  readonly family: 4 | 6;
  /** Of the interface, both families; never empty. */
  readonly addresses: readonly InterfaceAddress[];
}

export interface MulticastSocket extends AsyncDisposable {
  /**
   * Looks at the machine's interfaces, joins the group where it is not joined yet, and returns
   * those that carry multicast now; loopback is none of them. Cheap enough for every few seconds.
   */
  refresh(): readonly MulticastLink[];
  /** Best effort, out of that interface: to the group, or to `to`. `bytes` may be reused once it returns. */
  send(bytes: Uint8Array, link: MulticastLink, to?: Address): void;
  /**
   * Set once. `from.host` of a link-local IPv6 sender carries its interface: "fe80::1%eth0". What
   * this socket sends comes back too. The receiver may keep `bytes`.
   */
  onDatagram(receive: (bytes: Uint8Array, from: Address) => void): void;
}

/** Throws NetworkError `port-in-use` or `address-unavailable`; rejects with `signal.reason`. */
export type OpenMulticast = (signal: AbortSignal) => Promise<MulticastSocket>;
