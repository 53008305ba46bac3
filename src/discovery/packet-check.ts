/**
 * Looks through a packet from the network before the codec (dns-packet) may
 * read it, and makes a copy that the codec can be trusted with.
 *
 * Invariants of the copy:
 *   I1  every name ends within the packet, is at most 255 bytes long, and its
 *       pointers lead only to the start of a label that came before: no loops
 *   I2  as many questions and records as the header says, `packetEntriesMax` at most
 *   I3  only A, AAAA, PTR, SRV and TXT of class IN keep their type; all else has
 *       a type that the codec takes as plain bytes
 *   I4  dots within labels are U+0001 (dns-name.ts)
 * Time is linear in the packet's length, `labelStepsMax` bounds the rest.
 */
import { labelBytesMax, labelStepsMax, packetEntriesMax, txtBytesMax } from "./limits.ts";

export const typeCodes = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33, nsec: 47, any: 255 } as const;

export interface CheckedQuestion {
  readonly type: number;
  /** The querier would like a unicast answer (RFC 6762 §5.4). */
  readonly unicast: boolean;
  /** Of class IN or ANY: others have no answer here. */
  readonly internet: boolean;
}

export interface CheckedPacket {
  readonly bytes: Uint8Array;
  readonly questions: readonly CheckedQuestion[];
}

const headerBytes = 12;
const classIn = 1;
const classAny = 255;
/** Of the private range (RFC 6895 §3.1): the codec takes its data as bytes. */
const opaqueType = 65_280;
const nameBytesMax = 255;
const dot = 0x2e;
const dotMark = 0x01;

/** Undefined for what is no well-formed packet of Multicast DNS (RFC 6762 §18). */
export function checkPacket(bytes: Uint8Array): CheckedPacket | undefined {
  // A copy in any case: `slice` of a Buffer, which a socket gives, would be a view.
  const walk = new Walk(new Uint8Array(bytes), "check");
  const questions = walk.packet();
  return questions === undefined ? undefined : { bytes: walk.bytes, questions };
}

/** Questions and records that the header promises; 0 where there is no header. */
export function entriesOf(bytes: Uint8Array): number {
  if (bytes.length < headerBytes) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.getUint16(4) + view.getUint16(6) + view.getUint16(8) + view.getUint16(10);
}

/** Puts the dots back into the labels of a packet that the codec made. */
export function restoreDots(bytes: Uint8Array): Uint8Array {
  new Walk(bytes, "restore").packet();
  return bytes;
}

/** One pass over a packet; works in place. */
class Walk {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** 1 where a label begins that a pointer may lead to. */
  readonly #starts: Uint8Array;
  readonly #checking: boolean;
  readonly #from: number;
  readonly #to: number;
  #steps = 0;
  #at = headerBytes;

  constructor(bytes: Uint8Array, purpose: "check" | "restore") {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#starts = new Uint8Array(bytes.length);
    this.#checking = purpose === "check";
    this.#from = this.#checking ? dot : dotMark;
    this.#to = this.#checking ? dotMark : dot;
  }

  /** The questions; undefined where the packet is malformed. */
  packet(): CheckedQuestion[] | undefined {
    if (this.bytes.length < headerBytes) return undefined;
    // Opcode and response code are zero in every message (RFC 6762 §18.3, §18.11).
    if ((this.#u16(2) & 0x780f) !== 0) return undefined;
    const count = this.#u16(4);
    const records = this.#u16(6) + this.#u16(8) + this.#u16(10);
    if (count + records > packetEntriesMax) return undefined;
    const questions: CheckedQuestion[] = [];
    for (let i = 0; i < count; i++) {
      const question = this.#question();
      if (question === undefined) return undefined;
      questions.push(question);
    }
    for (let i = 0; i < records; i++) if (!this.#record()) return undefined;
    return questions;
  }

  #question(): CheckedQuestion | undefined {
    if (!this.#name() || this.#at + 4 > this.bytes.length) return undefined;
    const type = this.#u16(this.#at);
    const kind = this.#u16(this.#at + 2);
    if (this.#checking) this.#view.setUint16(this.#at + 2, classIn);
    this.#at += 4;
    const internet = (kind & 0x7fff) === classIn || (kind & 0x7fff) === classAny;
    return { type, unicast: kind >= 0x8000, internet };
  }

  #record(): boolean {
    if (!this.#name() || this.#at + 10 > this.bytes.length) return false;
    const head = this.#at;
    const type = this.#u16(head);
    const internet = (this.#u16(head + 2) & 0x7fff) === classIn;
    const length = this.#u16(head + 8);
    const end = head + 10 + length;
    if (end > this.bytes.length) return false;
    this.#at = head + 10;
    const known = this.#data(type, length, end);
    if (known === undefined) return false;
    if (this.#checking && !(known && internet)) {
      this.#view.setUint16(head, opaqueType);
      this.#view.setUint16(head + 2, classIn);
    }
    this.#at = end;
    return true;
  }

  /** Whether the codec may read this data as its type; undefined where it is malformed. */
  #data(type: number, length: number, end: number): boolean | undefined {
    switch (type) {
      case typeCodes.a:
        return length === 4 ? true : undefined;
      case typeCodes.aaaa:
        return length === 16 ? true : undefined;
      case typeCodes.ptr:
        return this.#name() && this.#at === end ? true : undefined;
      case typeCodes.srv:
        this.#at += 6;
        return this.#name() && this.#at === end ? true : undefined;
      case typeCodes.txt:
        return this.#strings(end) ? length <= txtBytesMax : undefined;
      case typeCodes.nsec:
        // Later names may point into it, although nobody here reads it.
        return this.#name() && this.#at <= end ? false : undefined;
      default:
        return false;
    }
  }

  #strings(end: number): boolean {
    while (this.#at < end) this.#at += 1 + (this.bytes[this.#at] ?? 0);
    return this.#at === end;
  }

  /** Moves behind the name at the cursor. */
  #name(): boolean {
    let at = this.#at;
    let end: number | undefined;
    let total = 1;
    for (let length = this.#step(at); length !== 0; length = this.#step(at)) {
      if (length > labelBytesMax) {
        const target = this.#pointer(at);
        if (target === undefined) return false;
        end ??= at + 2;
        at = target;
        continue;
      }
      total += length + 1;
      if (total > nameBytesMax || !this.#label(at, length)) return false;
      // Only what stands here in full may be pointed to, so each pointer leads to a label.
      if (end === undefined) this.#starts[at] = 1;
      at += length + 1;
    }
    this.#at = end ?? at + 1;
    return true;
  }

  /** The byte that a label, a pointer or the end of a name begins with; beyond the bounds one that is none of them. */
  #step(at: number): number {
    this.#steps += 1;
    return this.#steps > labelStepsMax ? 0x80 : (this.bytes[at] ?? 0x80);
  }

  /** Where the pointer at `at` leads; undefined for none, or one that leads nowhere good. */
  #pointer(at: number): number | undefined {
    if (at + 2 > this.bytes.length || (this.bytes[at] ?? 0) < 0xc0) return undefined;
    const target = this.#u16(at) & 0x3fff;
    return target < at && this.#starts[target] === 1 ? target : undefined;
  }

  #label(at: number, length: number): boolean {
    if (at + 1 + length > this.bytes.length) return false;
    for (let i = at + 1; i <= at + length; i++) {
      const byte = this.bytes[i] ?? 0;
      if (byte === this.#from) this.bytes[i] = this.#to;
      else if (byte < 0x20 && byte !== dotMark) return false;
    }
    return true;
  }

  #u16(at: number): number {
    return this.#view.getUint16(at);
  }
}
