/**
 * Seals and opens packets: ChaCha20-Poly1305 under the keys of the handshake,
 * the packet number as nonce, the clear header authenticated (PROTOCOL.md §3).
 *
 * Keys change by Noise's REKEY when one side flips the key-phase bit; the other
 * follows with its next packet. A packet under a key that does not fit changes
 * nothing. Invariant: a number is sealed once under a key.
 */
import { assert } from "../base/assert.ts";
import { emptyBytes } from "../base/bytes.ts";
import type { Aead, AeadDriver } from "../ports/aead.ts";
import { datagramBytesMax, packetHeaderBytes, tagBytes } from "../wire/link-datagram.ts";
import type { SplitKeys } from "./noise.ts";
import { keyBytes } from "./x25519.ts";

export class PacketProtection {
  readonly #driver: AeadDriver;
  readonly #nonce = new Uint8Array(12);
  /** A copy of the datagram at hand: its views last, and views of fresh buffers are what a packet costs most. */
  readonly #incoming = new Uint8Array(datagramBytesMax);
  readonly #header = this.#incoming.subarray(0, packetHeaderBytes);
  #sealed = this.#incoming.subarray(packetHeaderBytes);
  #sendKey: Uint8Array;
  #receiveKey: Uint8Array;
  #sealing: Aead;
  #opening: Aead;
  /** Of the phase before, for packets that come late. */
  #openingBefore: Aead | undefined;
  #openingNext: Aead | undefined;
  #sendPhase = 0;
  #receivePhase = 0;
  #peerLed = false;
  /** First number that came under the current receive key. */
  #phaseFrom = 0;
  /** First number sent under the current send key. */
  #sentFrom = 0;

  constructor(driver: AeadDriver, keys: SplitKeys) {
    this.#driver = driver;
    this.#sendKey = keys.send;
    this.#receiveKey = keys.receive;
    this.#sealing = driver.create(keys.send);
    this.#opening = driver.create(keys.receive);
  }

  get sendPhase(): number {
    return this.#sendPhase;
  }
  get sentFrom(): number {
    return this.#sentFrom;
  }

  /** Seals `plain` behind the header that is at the start of `datagram`; the datagram's length. */
  seal(datagram: Uint8Array, plain: Uint8Array, number: number): number {
    this.#setNonce(number);
    const header = datagram.subarray(0, packetHeaderBytes);
    return (
      packetHeaderBytes +
      this.#sealing.seal(this.#nonce, header, plain, datagram, packetHeaderBytes)
    );
  }

  /** Opens into `into`: the length of the frames, −1 for a packet that is not what it says. */
  open(datagram: Uint8Array, phase: number, number: number, into: Uint8Array): number {
    this.#setNonce(number);
    const header = this.#header;
    const sealed = this.#take(datagram);
    if (phase === this.#receivePhase) return this.#opening.open(this.#nonce, header, sealed, into);
    if (number < this.#phaseFrom) {
      return this.#openingBefore?.open(this.#nonce, header, sealed, into) ?? -1;
    }
    this.#openingNext ??= this.#driver.create(rekey(this.#driver, this.#receiveKey));
    const length = this.#openingNext.open(this.#nonce, header, sealed, into);
    if (length >= 0) this.#follow(this.#openingNext, number);
    return length;
  }

  /** Begins the next phase with packet `number`. Only when the peer has acknowledged one of this phase. */
  update(number: number): void {
    this.#sendKey = rekey(this.#driver, this.#sendKey);
    this.#sealing[Symbol.dispose]();
    this.#sealing = this.#driver.create(this.#sendKey);
    this.#sendPhase ^= 1;
    this.#sentFrom = number;
    this.#peerLed = false;
  }

  /** True where the peer is a phase ahead: update before sending again. */
  get behind(): boolean {
    return this.#peerLed;
  }

  /** True where this side led and the peer has not followed yet. */
  get waiting(): boolean {
    return this.#sendPhase !== this.#receivePhase && !this.#peerLed;
  }

  free(): void {
    for (const aead of [this.#sealing, this.#opening, this.#openingBefore, this.#openingNext]) {
      aead?.[Symbol.dispose]();
    }
  }

  #follow(next: Aead, number: number): void {
    this.#receiveKey = rekey(this.#driver, this.#receiveKey);
    this.#openingBefore?.[Symbol.dispose]();
    this.#openingBefore = this.#opening;
    this.#opening = next;
    this.#openingNext = undefined;
    this.#receivePhase ^= 1;
    this.#phaseFrom = number;
    this.#peerLed = this.#sendPhase !== this.#receivePhase;
  }

  #take(datagram: Uint8Array): Uint8Array {
    this.#incoming.set(datagram);
    const length = datagram.length - packetHeaderBytes;
    if (this.#sealed.length !== length) {
      this.#sealed = this.#incoming.subarray(packetHeaderBytes, datagram.length);
    }
    return this.#sealed;
  }

  #setNonce(number: number): void {
    const nonce = this.#nonce;
    const high = Math.floor(number / 0x1_0000_0000);
    nonce[4] = number & 0xff;
    nonce[5] = (number >>> 8) & 0xff;
    nonce[6] = (number >>> 16) & 0xff;
    nonce[7] = (number >>> 24) & 0xff;
    nonce[8] = high & 0xff;
    nonce[9] = (high >>> 8) & 0xff;
  }
}

/** Noise §4.2: what the key makes of 32 zero bytes under the largest nonce. */
export function rekey(driver: AeadDriver, key: Uint8Array): Uint8Array {
  using aead = driver.create(key);
  const nonce = new Uint8Array(12).fill(0xff, 4);
  const sealed = new Uint8Array(keyBytes + tagBytes);
  const bytes = aead.seal(nonce, emptyBytes, new Uint8Array(keyBytes), sealed, 0);
  assert(bytes === sealed.length, "a key and a tag");
  return sealed.slice(0, keyBytes);
}
