/**
 * The two sides of a handshake, as messages in and out (PROTOCOL.md §2). Noise
 * does the work; here are the payloads and what binds them to the datagrams.
 *
 * A message that is not authentic leaves the state as it was.
 */
import { assert } from "../base/assert.ts";
import { concatBytes, emptyBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";
import type { AeadDriver } from "../ports/aead.ts";
import {
  connectionIdBytes,
  cookieBytes,
  datagramBytesMax,
  datagramKinds,
  decodeHandshakePayload,
  encodeAddressed,
  encodeHandshakePayload,
  encodeInit,
  type HandshakePayload,
  type InitDatagram,
  initHeaderBytes,
  resetTokenBytes,
  tagBytes,
} from "../wire/link-datagram.ts";
import { NoiseHandshake, type NoisePattern, type SplitKeys } from "./noise.ts";
import { keyBytes, type LinkKeyPair, linkKeyPair } from "./x25519.ts";

/** Bytes of requests that fit into IK's first message beside a credential of this length. */
export function earlyBytesMax(credentialBytes: number): number {
  const overheadBytes = 2 * keyBytes + 2 * tagBytes;
  const fixedBytes = 1 + connectionIdBytes + resetTokenBytes + 2 + credentialBytes + 1 + 2;
  return datagramBytesMax - initHeaderBytes - overheadBytes - fixedBytes;
}

/** What each side brings. `seed`: 32 unpredictable bytes for the ephemeral key. */
export interface HandshakeSide {
  readonly driver: AeadDriver;
  readonly identity: LinkKeyPair;
  readonly seed: Uint8Array;
  readonly payload: HandshakePayload;
}

export interface HandshakeResult {
  readonly keys: SplitKeys;
  readonly remoteKey: Uint8Array;
  readonly remote: HandshakePayload;
}

function noiseOf(
  side: HandshakeSide,
  pattern: NoisePattern,
  initiator: boolean,
  sourceId: Uint8Array,
  remoteStatic?: Uint8Array,
): NoiseHandshake {
  const prologue = concatBytes([utf8Bytes("nightjar link 1"), sourceId]);
  const ephemeral = linkKeyPair(side.seed);
  const options = { pattern, initiator, prologue, identity: side.identity, ephemeral };
  return new NoiseHandshake(
    side.driver,
    remoteStatic === undefined ? options : { ...options, remoteStatic },
  );
}

/** The side that begins. Without `remoteKey` it learns the responder's key on the way, and says its own last. */
export class Initiator {
  readonly #side: HandshakeSide;
  readonly #remoteKey: Uint8Array | undefined;
  readonly #pattern: NoisePattern;
  #noise: NoiseHandshake;
  readonly #message: Uint8Array | undefined;

  constructor(side: HandshakeSide, remoteKey: Uint8Array | undefined) {
    this.#side = side;
    this.#remoteKey = remoteKey;
    this.#pattern = remoteKey === undefined ? "XX" : "IK";
    this.#noise = this.#fresh();
    this.#message = this.#writeFirst();
  }

  get sourceId(): Uint8Array {
    return this.#side.payload.connectionId;
  }

  /** The first datagram, 1200 bytes; undefined where the responder's key is no key. */
  init(cookie: Uint8Array | undefined): Uint8Array | undefined {
    const message = this.#message;
    if (message === undefined) return undefined;
    return encodeInit({
      pattern: this.#pattern,
      sourceId: this.sourceId,
      cookie: cookie ?? new Uint8Array(cookieBytes),
      message,
    });
  }

  /** Undefined for anything but an authentic answer. `finish` is the body of a third message, where there is one. */
  response(body: Uint8Array): (HandshakeResult & { readonly finish?: Uint8Array }) | undefined {
    const noise = this.#noise;
    const payload = noise.read(body);
    const remote = payload === undefined ? undefined : decodeHandshakePayload(payload);
    const remoteKey = noise.remoteStatic;
    if (remote === undefined || remoteKey === undefined) {
      // The state is spent: make it again, with the same keys and so the same first message.
      this.#noise = this.#fresh();
      this.#writeFirst();
      return undefined;
    }
    if (this.#pattern === "IK") return { keys: noise.split(), remoteKey, remote };
    const finish = noise.write(encodeHandshakePayload(this.#side.payload));
    return finish === undefined ? undefined : { keys: noise.split(), remoteKey, remote, finish };
  }

  #fresh(): NoiseHandshake {
    return noiseOf(this.#side, this.#pattern, true, this.sourceId, this.#remoteKey);
  }

  #writeFirst(): Uint8Array | undefined {
    const room = datagramBytesMax - initHeaderBytes - this.#noise.overheadBytes;
    // XX's first message is in the clear: nothing but padding may be in it.
    const payload =
      this.#pattern === "IK"
        ? encodeHandshakePayload(this.#side.payload, room)
        : new Uint8Array(room);
    return this.#noise.write(payload);
  }
}

/** The side that answers one first message. */
export class Answerer {
  readonly #side: HandshakeSide;
  readonly #init: InitDatagram;
  #noise: NoiseHandshake;
  #remote: HandshakePayload | undefined;

  constructor(side: HandshakeSide, init: InitDatagram) {
    this.#side = side;
    this.#init = init;
    this.#noise = noiseOf(side, init.pattern, false, init.sourceId);
  }

  /** Reads the first message. IK tells who asks and what it offers; XX nothing yet (an empty key). */
  read(): { readonly remoteKey: Uint8Array; readonly credential: Uint8Array } | undefined {
    const payload = this.#noise.read(this.#init.message);
    if (payload === undefined) return undefined;
    if (this.#init.pattern === "XX") return { remoteKey: emptyBytes, credential: emptyBytes };
    const result = this.#understand(payload);
    return result && { remoteKey: result.remoteKey, credential: result.remote.credential };
  }

  /** The second datagram; undefined where the other side's key is worthless. */
  response(): Uint8Array | undefined {
    const message = this.#noise.write(encodeHandshakePayload(this.#side.payload));
    return message === undefined
      ? undefined
      : encodeAddressed(datagramKinds.response, this.#init.sourceId, message);
  }

  /** After `response`, of IK only. */
  result(): HandshakeResult {
    const remoteKey = this.#noise.remoteStatic;
    assert(this.#remote !== undefined && remoteKey !== undefined, "read came first");
    return { keys: this.#noise.split(), remoteKey, remote: this.#remote };
  }

  /** XX's third message; undefined for anything else. */
  finish(body: Uint8Array): HandshakeResult | undefined {
    if (this.#noise.finished) return undefined;
    const payload = this.#noise.read(body);
    if (payload !== undefined && this.#understand(payload) !== undefined) return this.result();
    // The state is spent: make it again up to the second message, which comes out the same.
    this.#noise = noiseOf(this.#side, this.#init.pattern, false, this.#init.sourceId);
    this.read();
    this.response();
    return undefined;
  }

  #understand(payload: Uint8Array): Omit<HandshakeResult, "keys"> | undefined {
    const remote = decodeHandshakePayload(payload);
    const remoteKey = this.#noise.remoteStatic;
    if (remote === undefined || remoteKey === undefined) return undefined;
    if (!equalBytes(remote.connectionId, this.#init.sourceId)) return undefined;
    this.#remote = remote;
    return { remoteKey, remote };
  }
}
