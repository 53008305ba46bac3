/**
 * What the users of the link see: the types of LinkEndpoint's calls.
 * Times are Clock microseconds unless a name says otherwise.
 */
import type { AeadDriver } from "../ports/aead.ts";
import type { Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { Address, Network } from "../ports/network.ts";
import type { RequestClass, SymbolRange } from "../wire/link-frames.ts";
import type { LinkKeyPair } from "./x25519.ts";

export interface LinkPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly aead: AeadDriver;
}

/** Who the household layer says the other end is. */
export interface PeerIdentity {
  readonly id: string;
  readonly name: string;
  /** `guest` has no certificate, or not yet. */
  readonly role: "origin" | "speaker" | "guest";
}

export interface ServedRequest {
  readonly peer: PeerIdentity;
  readonly peerKey: Uint8Array;
  /** The request's body, up to 1024 bytes of any content: judge it. May be kept. */
  readonly object: Uint8Array;
  readonly class: RequestClass;
}

/** Symbols (1 … 4096 of them, each at most 1140 bytes) are kept, unchanged, until they are acknowledged. */
export type ServedAnswer =
  | { readonly kind: "symbols"; readonly symbols: readonly Uint8Array[] }
  | { readonly kind: "refused"; readonly code: number; readonly message: string };

/** What the link does beyond the bare protocol; each can be left out, to see what it is good for. */
export interface LinkMechanisms {
  /** Parity is asked for and sent (PROTOCOL.md §5.4). */
  readonly fec: boolean;
  /** An urgent request goes out more than once before its answer can be there. */
  readonly doubledFirst: boolean;
  /** What is late is asked of a second node as well. */
  readonly hedging: boolean;
  /** The end of an answer that stays away is asked for before a probe timeout has passed. */
  readonly tailProbe: boolean;
  /** Datagrams are spread in time. */
  readonly pacing: boolean;
  /** Prefetch and bulk give way to everything else (PROTOCOL.md §5.3). */
  readonly background: boolean;
}

export const allMechanisms: LinkMechanisms = {
  fec: true,
  doubledFirst: true,
  hedging: true,
  tailProbe: true,
  pacing: true,
  background: true,
};

export interface LinkOptions {
  readonly at: Address;
  readonly identity: LinkKeyPair;
  /** At most 512 bytes, for the other side's `admit`; asked for at each handshake. */
  readonly credential: () => Uint8Array;
  /** Undefined refuses the handshake: silently to a stranger, and counted. */
  readonly admit: (remoteKey: Uint8Array, credential: Uint8Array) => PeerIdentity | undefined;
  /** May be called again for a request that was answered before: requests are idempotent. A rejection is logged and refused. */
  readonly serve: (request: ServedRequest) => Promise<ServedAnswer>;
  /**
   * Whether asking for this object changes nothing, however often: such requests travel in the first
   * message of a handshake, and are served from there. Absent: none.
   */
  readonly isRead?: ((object: Uint8Array) => boolean) | undefined;
  /** All of them where it is absent. */
  readonly mechanisms?: LinkMechanisms | undefined;
}

export interface FetchRequest {
  readonly object: Uint8Array;
  readonly class: RequestClass;
  /**
   * Bits per second at which what is asked for plays. The other side then sends answers of class `play` at no
   * more than four times that, and no less than 1.25 times it while others fill the link. The newest word of a
   * session counts.
   */
  readonly needBps?: number | undefined;
  /** Clock time, Infinity for none. */
  readonly deadlineUs: number;
  /**
   * Only these symbols are wanted: the others come from elsewhere. `complete` then has no more than they are,
   * in their places. A node of before gives all.
   */
  readonly ranges?: readonly SymbolRange[] | undefined;
  /**
   * Each symbol once, in order of arrival; it may be kept. When the session breaks, or the server has
   * forgotten the answer, the fetch starts over and this is called again from any index.
   */
  readonly onSymbol?: (index: number, count: number, symbol: Uint8Array) => void;
}

export type FetchOutcome =
  | { readonly kind: "complete"; readonly symbols: readonly Uint8Array[] }
  | { readonly kind: "refused"; readonly code: number; readonly message: string }
  | { readonly kind: "expired" }
  /** The session was closed for good; a session made by `connect` reconnects instead and the fetch goes on. */
  | { readonly kind: "lost" }
  | { readonly kind: "cancelled" };

export interface Fetch {
  /** Never rejects. */
  readonly done: Promise<FetchOutcome>;
  cancel(): void;
}

export interface LinkStats {
  /** Smoothed. */
  readonly rttMs: number;
  /** The smallest of the last one or two round trips. */
  readonly presentRttMs: number;
  /** What a full datagram takes longer to the peer than a small one, at the most; 0 while it is not known. */
  readonly datagramMs: number;
  /** Of the datagrams sent to us, lately. */
  readonly lossPct: number;
  /** Bits per second received, lately. */
  readonly rateBps: number;
  /** Symbols that were asked for again, and those of them that came. */
  readonly datagramsLost: number;
  readonly datagramsRepaired: number;
  /** Symbols that never came and were computed from parity. */
  readonly datagramsRestored: number;
  /** Bytes of symbols that came, each counted once, and of parity: the second is what protection costs. */
  readonly symbolBytes: number;
  readonly parityBytes: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

/** Stable across reconnects when made by `connect`. */
export interface LinkSession {
  readonly state: "connecting" | "ready" | "lost";
  /** Empty until the first handshake where `connect` was not given it. */
  readonly remoteKey: Uint8Array;
  /** Undefined until the first handshake is through. */
  readonly peer: PeerIdentity | undefined;
  readonly address: Address;
  /** While not ready, waits for ready until its deadline. */
  fetch(request: FetchRequest): Fetch;
  stats(): LinkStats;
  /** Called after each change of `state`; the result unsubscribes. */
  onState(listener: () => void): () => void;
  close(): void;
}

/** Whom `connect` keeps a session to. */
export interface RemotePeer {
  /** Undefined where it is not known: `admit` then decides on what it sees (Noise XX, one more half round trip). */
  readonly key: Uint8Array | undefined;
  /** Tried in turn; asked again before every try. */
  readonly addresses: () => readonly Address[];
  /** Said in place of LinkOptions' credential: an empty one knocks as a guest. */
  readonly credential?: (() => Uint8Array) | undefined;
}

/** Datagrams that changed nothing, by reason, and handshakes. */
export interface EndpointStats {
  readonly datagramsDropped: Readonly<Record<DropReason, number>>;
  readonly handshakes: number;
  readonly halfOpen: number;
}

export type DropReason = "malformed" | "forged" | "replayed" | "unknown" | "refused" | "overload";

/** Codes of REFUSED that the link itself sends; those of `serve` are 16 and up. */
export const linkRefusals = {
  /** `serve` failed. */
  failed: 1,
  /** Too much is being served. */
  busy: 2,
  /** A repair was asked of an answer that is gone: ask anew. Never seen by callers of `fetch`. */
  forgotten: 3,
  /** The answer is larger than this end can take, or too many fetches wait. */
  tooLarge: 4,
} as const;
