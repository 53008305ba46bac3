/** What the browser is for the connection: a clock, a socket, a key. `browser/` has the real ones. */

export interface WebClock {
  /** Milliseconds that only grow. */
  nowMs(): number;
  /** Calls `then` once, after `ms`; the function that comes back prevents it. */
  after(ms: number, then: () => void): () => void;
}

export interface WebSocketEvents {
  readonly opened: () => void;
  readonly message: (bytes: Uint8Array) => void;
  /** Once, also where it never opened. Not after `close`. */
  readonly closed: () => void;
}

export interface WebSocketPort {
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface WebPorts {
  readonly clock: WebClock;
  /** 1 to 2^31 - 1. */
  readonly random31: () => number;
  readonly connect: (events: WebSocketEvents) => WebSocketPort;
  /** Proof of this browser's key; undefined where it was never paired with this speaker. */
  readonly prove: (welcome: {
    readonly challenge: Uint8Array;
    readonly speakerId: string;
  }) => Promise<{ readonly publicKey: Uint8Array; readonly signature: Uint8Array } | undefined>;
  /** "Firefox on Android": what others see in the list of remotes. */
  readonly name: string;
}
