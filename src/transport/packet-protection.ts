/**
 * Seals and opens packets: ChaCha20-Poly1305 under the keys of the handshake,
 * the packet number as nonce (PROTOCOL.md §3).
 *
 * Keys change by Noise's REKEY when one side flips the key-phase bit; the other
 * follows with its next packet. A packet under a key that does not fit changes
 * nothing. Invariant: a number is sealed once under a key.
 */
import { assert } from "../base/assert.ts";
import { emptyBytes } from "../base/bytes.ts";
import type { AeadDriver, PacketAead, PacketBuffer } from "../ports/aead.ts";
import { packetHeaderBytes, tagBytes } from "../wire/link-datagram.ts";
import type { SplitKeys } from "./noise.ts";
import { keyBytes } from "./x25519.ts";

export class PacketProtection {
  readonly #driver: AeadDriver;
  #sendKey: Uint8Array;
  #receiveKey: Uint8Array;
  #sealing: PacketAead;
  #opening: PacketAead;
  /** Of the phase before, for packets that come late. */
  #openingBefore: PacketAead | undefined;
  #openingNext: PacketAead | undefined;
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
    this.#sealing = driver.createPacketAead(keys.send);
    this.#opening = driver.createPacketAead(keys.receive);
  }

  get sendPhase(): number {
    return this.#sendPhase;
  }
  get sentFrom(): number {
    return this.#sentFrom;
  }

  /** Seals the `frameBytes` of frames behind the header in `packet`, in place; the datagram's length. */
  seal(packet: PacketBuffer, frameBytes: number, number: number): number {
    const kind = packet.bytes[0] ?? 0;
    this.#sealing.seal(packet, packetHeaderBytes, frameBytes, number, kind);
    return packetHeaderBytes + frameBytes + tagBytes;
  }

  /** Opens the datagram of `length` bytes in `packet`, in place: false for one that is not what it says. */
  open(packet: PacketBuffer, length: number, number: number): boolean {
    const kind = packet.bytes[0] ?? 0;
    const frameBytes = length - packetHeaderBytes - tagBytes;
    const opening = this.#openingFor(kind & 1, number);
    if (opening?.open(packet, packetHeaderBytes, frameBytes, number, kind) !== true) return false;
    if (opening === this.#openingNext) this.#follow(opening, number);
    return true;
  }

  /** Begins the next phase with packet `number`. Only when the peer has acknowledged one of this phase. */
  update(number: number): void {
    this.#sendKey = rekey(this.#driver, this.#sendKey);
    this.#sealing[Symbol.dispose]();
    this.#sealing = this.#driver.createPacketAead(this.#sendKey);
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

  /** What opens packet `number` of a phase; undefined where its key is gone. */
  #openingFor(phase: number, number: number): PacketAead | undefined {
    if (phase === this.#receivePhase) return this.#opening;
    if (number < this.#phaseFrom) return this.#openingBefore;
    this.#openingNext ??= this.#driver.createPacketAead(rekey(this.#driver, this.#receiveKey));
    return this.#openingNext;
  }

  #follow(next: PacketAead, number: number): void {
    this.#receiveKey = rekey(this.#driver, this.#receiveKey);
    this.#openingBefore?.[Symbol.dispose]();
    this.#openingBefore = this.#opening;
    this.#opening = next;
    this.#openingNext = undefined;
    this.#receivePhase ^= 1;
    this.#phaseFrom = number;
    this.#peerLed = this.#sendPhase !== this.#receivePhase;
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
