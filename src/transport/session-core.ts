/**
 * One session after its handshake, sans I/O: datagrams and time in, datagrams
 * and due times out (PROTOCOL.md §3–§5).
 *
 * The caller hands over what arrives (`receive`), drains `nextDatagram` after
 * every call, and calls `tick` at `dueUs`. It does not know sockets, other
 * sessions, or what objects mean.
 *
 * Invariants:
 *   I1  a datagram that does not authenticate, or came before, changes nothing
 *   I2  packet numbers are used once
 *   I3  the bytes in flight stay below the congestion window, but for requests and probes
 */

import type { AeadDriver } from "../ports/aead.ts";
import type { Address } from "../ports/network.ts";
import {
  datagramBytesLargest,
  datagramBytesMax,
  linkFeatures,
  packetHeaderBytes,
  recoverNumber,
  tagBytes,
  truncatedNumber,
  writePacketHeader,
} from "../wire/link-datagram.ts";
import {
  type AckFrame,
  type ControlFrame,
  type DataHead,
  type FrameSink,
  type FrameWriter,
  type ParityHead,
  readFrames,
} from "../wire/link-frames.ts";
import { Arrivals } from "./arrivals.ts";
import { Asides } from "./asides.ts";
import { Asker } from "./asker.ts";
import { EndpointLoad } from "./endpoint-load.ts";
import { ackSampleDelayMaxUs, packetsPerKey } from "./limits.ts";
import { allMechanisms, type LinkMechanisms } from "./link-types.ts";
import { Liveness } from "./liveness.ts";
import type { SplitKeys } from "./noise.ts";
import type { PacketBuffers } from "./packet-buffers.ts";
import { PacketProtection } from "./packet-protection.ts";
import { Path } from "./path.ts";
import { ReceiveStats } from "./receive-stats.ts";
import { RttEstimate } from "./rtt.ts";
import { SendGate } from "./send-gate.ts";
import { type Note, noNotes, type PacketSink, SentPackets } from "./sent-packets.ts";
import { carriedNothing, carriedParity, type ServedObject } from "./served-object.ts";
import { Server } from "./server.ts";

export interface SessionOptions {
  readonly initiator: boolean;
  readonly keys: SplitKeys;
  /** The peer's connection id: it goes into every header. */
  readonly targetId: Uint8Array;
  readonly address: Address;
  /** Of the handshake; undefined where it cannot be told. */
  readonly rttUs: number | undefined;
  readonly requested: (served: ServedObject) => void;
  /** Of the endpoint; the session's own where it is alone. */
  readonly load?: EndpointLoad;
  /** What the peer understands: bits of `linkFeatures`. */
  readonly features?: number;
  /** Unpredictable bytes for a PATH_CHALLENGE. */
  readonly challenge?: (() => Uint8Array) | undefined;
  /** All of them where it is absent. */
  readonly mechanisms?: LinkMechanisms | undefined;
  /** Packets under one key; tests make it small. */
  readonly packetsPerKey?: number;
}

/** How often a session looks whether it may speak again. */
const blockedPollUs = 10_000;

export type Receipt = "ok" | "malformed" | "forged" | "replayed";
type CloseReason = "closed" | "idle" | "protocol";

export class SessionCore implements FrameSink, PacketSink {
  readonly path: Path;
  readonly rtt = new RttEstimate();
  readonly asker: Asker;
  readonly server: Server;
  readonly received = new ReceiveStats();
  readonly #options: SessionOptions;
  readonly #buffers: PacketBuffers;
  readonly #protection: PacketProtection;
  readonly #arrivals = new Arrivals();
  readonly #window = this.#arrivals.window;
  readonly #sent = new SentPackets();
  readonly #gate: SendGate;
  readonly #asides: Asides;
  readonly #liveness: Liveness;
  #nowUs: number;
  #number = 0;
  #eliciting = false;
  /** … but said nothing new. */
  #idle = false;
  /** The packet being written carries an ACK. */
  #hasAck = false;
  #probe = false;
  #probes = 0;
  #closing: { readonly code: number; readonly text: string } | undefined;
  #ended: CloseReason | undefined;
  #bytesSent = 0;

  constructor(driver: AeadDriver, buffers: PacketBuffers, options: SessionOptions, nowUs: number) {
    this.#options = options;
    this.#buffers = buffers;
    this.#protection = new PacketProtection(driver, options.keys);
    const { address, initiator, features = 0 } = options;
    const paths = (features & linkFeatures.paths) !== 0;
    const challenge = paths ? options.challenge : undefined;
    this.path = new Path({ address, validated: initiator, challenge, large: paths }, nowUs);
    this.#asides = new Asides(this.path, paths);
    if (options.rttUs !== undefined) this.rtt.sample(options.rttUs, 0, nowUs);
    const load = options.load ?? new EndpointLoad();
    const { mechanisms = allMechanisms } = options;
    const { pacing, background } = mechanisms;
    this.#gate = new SendGate({ rtt: this.rtt, sent: this.#sent, load, pacing, background });
    const parity = (features & linkFeatures.parity) !== 0;
    this.asker = new Asker(this.rtt, { losses: this.#arrivals.losses, parity, mechanisms });
    this.server = new Server(this.rtt, options.requested, load);
    this.#nowUs = nowUs;
    this.#liveness = new Liveness(initiator, nowUs);
    // The responder learns by the first packet that its answer arrived.
    this.#probe = options.initiator;
  }

  /** Why the session is over; undefined while it is not. */
  get ended(): CloseReason | undefined {
    return this.#ended;
  }
  /** True once a packet of the peer proved that it has the keys. */
  get confirmed(): boolean {
    return this.#window.largest >= 0;
  }
  get bytesSent(): number {
    return this.#bytesSent;
  }
  /** Datagrams sent to us that never came, as far as numbers tell. */
  get datagramsLost(): number {
    return Math.max(0, this.#window.largest + 1 - this.#window.received);
  }

  receive(datagram: Uint8Array, from: Address, nowUs: number): Receipt {
    if (datagram.length < packetHeaderBytes + tagBytes || datagram.length > datagramBytesLargest) {
      return "malformed";
    }
    const number = recoverNumber(this.#window.largest, truncatedNumber(datagram));
    if (!this.#window.accepts(number)) return "replayed";
    const { incoming, opened } = this.#buffers;
    incoming.bytes.set(datagram);
    if (!this.#protection.open(incoming, datagram.length, number)) return "forged";
    this.#nowUs = nowUs;
    this.#number = number;
    this.#eliciting = false;
    this.#idle = false;
    this.#took(number, datagram.length, from, nowUs);
    if (!readFrames(opened, datagram.length - packetHeaderBytes - tagBytes, this)) {
      // It is authentic, so the peer is broken or of another make: talking on makes no sense.
      this.#ended ??= "protocol";
      return "malformed";
    }
    if (this.#eliciting) this.#arrivals.owe(nowUs);
    else if (this.#idle) this.#arrivals.owe(nowUs, true);
    return "ok";
  }

  frame(frame: ControlFrame): void {
    if (frame.kind === "ack") {
      this.#acknowledge(frame);
      return;
    }
    if (frame.kind === "request") {
      // A copy of one that is being answered has its ACK with the answer.
      if (this.server.request(frame, this.#nowUs) || !this.server.isBusy) this.#eliciting = true;
      else this.#idle = true;
      return;
    }
    this.#eliciting = true;
    if (frame.kind === "cancel") this.server.cancel(frame.id);
    else if (frame.kind === "refused") this.asker.refused(frame.id, frame.code, frame.text);
    else if (frame.kind === "path-challenge") this.#asides.respond(frame.bytes);
    else if (frame.kind === "path-response") this.path.responded(frame.bytes);
    else if (frame.kind === "need") this.#gate.needs(frame.bytesPerS);
    else if (frame.kind === "close") this.#ended ??= "closed";
  }

  data(head: DataHead, bytes: Uint8Array, from: number, to: number): void {
    this.#eliciting = true;
    this.asker.data(head, bytes, from, to, this.#number, this.#nowUs);
  }

  parity(head: ParityHead, bytes: Uint8Array, from: number, to: number): void {
    this.#eliciting = true;
    this.asker.parity(head, bytes.subarray(from, to), this.#number, this.#nowUs);
  }

  acked(slot: number): void {
    this.rtt.sized(this.#sent.bytes[slot] ?? 0, this.#nowUs - (this.#sent.sentUs[slot] ?? 0));
    this.#gate.acked(slot, this.#nowUs);
    this.path.mtu.acked(this.#sent.numberOf(slot), this.#sent.bytes[slot] ?? 0, this.#nowUs);
    const served = this.#sent.served[slot];
    for (const note of this.#sent.notes[slot] ?? noNotes) this.asker.reached(note);
    if (served !== undefined) this.server.confirm(served, this.#sent.symbolIndex[slot] ?? 0);
    this.#arrivals.acknowledged(this.#sent.ackOf[slot] ?? 0);
  }

  lost(slot: number): void {
    const number = this.#sent.numberOf(slot);
    // A probe that was too large says nothing of congestion (RFC 8899 §3).
    if (!this.path.mtu.isProbe(number)) this.#gate.lost(slot, this.#nowUs);
    this.path.mtu.lost(number, this.#sent.bytes[slot] ?? 0, this.#nowUs);
    this.#asides.lost(number);
    for (const note of this.#sent.notes[slot] ?? noNotes) this.asker.sayAgain(note);
  }

  /** What plays here takes so many bytes in a second: the peer is told with the next packet. */
  needs(bytesPerS: number): void {
    this.#asides.needs(bytesPerS);
  }

  /** Says goodbye with the next datagram; then the session is over. */
  close(code: number, text: string): void {
    this.#closing ??= { code, text };
  }

  /** It says nothing any more: an answer that comes later finds no keys to go out under. */
  free(): void {
    this.#ended ??= "closed";
    this.server.clear();
    this.#protection.free();
  }

  /** The peer owes an answer for longer than any good reason: it, or the way to it, is gone. */
  isSilent(nowUs: number): boolean {
    return nowUs >= this.#silentUs;
  }

  /** Lets time do its work. Call at `dueUs`, then drain `nextDatagram`. */
  tick(nowUs: number): void {
    this.#nowUs = nowUs;
    if (nowUs >= this.#liveness.endsUs) this.#ended ??= "idle";
    if ((this.#sent.lossDueUs ?? Number.POSITIVE_INFINITY) <= nowUs) this.#detectLost(nowUs);
    if (nowUs >= this.#ptoDueUs) {
      this.#probes += 1;
      this.#probe = true;
      for (const note of this.#sent.openNotes()) this.asker.sayAgain(note);
    }
    if (nowUs >= this.#keepAliveDueUs) this.#probe = true;
    if (nowUs >= this.asker.dueUs) this.asker.tick(nowUs);
    this.server.tick(nowUs);
    this.path.tick(nowUs);
  }

  /** Whether there is something to send, or to end, at once. */
  isPressing(nowUs: number): boolean {
    return (
      this.#probe ||
      this.#ended !== undefined ||
      this.#closing !== undefined ||
      this.#arrivals.dueUs <= nowUs ||
      this.asker.dueUs <= nowUs ||
      this.#asides.hasSomething(nowUs) ||
      this.server.isBusy
    );
  }

  /** The latest time for the next `tick`. */
  dueUs(nowUs: number): number {
    if (this.#ended !== undefined) return nowUs;
    const dueUs = Math.min(
      this.#arrivals.dueUs,
      this.#sent.lossDueUs ?? Number.POSITIVE_INFINITY,
      this.#ptoDueUs,
      this.asker.dueUs,
      this.#keepAliveDueUs,
      this.path.dueUs,
      this.#isQuiet ? this.path.mtu.dueUs : Number.POSITIVE_INFINITY,
      this.#liveness.endsUs,
      this.#silentUs > nowUs ? this.#silentUs : Number.POSITIVE_INFINITY,
      this.#paceDueUs(nowUs),
    );
    // What is due cannot be sent before the peer is heard; a look now and then is enough.
    return this.#blocked ? Math.max(dueUs, nowUs + blockedPollUs) : dueUs;
  }

  /** The length of the datagram now in the buffers, for `path.address`; 0 when there is nothing to send now. */
  nextDatagram(nowUs: number): number {
    if (this.#ended !== undefined || this.#blocked) return 0;
    const frames = this.#buffers.frames;
    const mtuProbe = this.#probesMtu(nowUs);
    const bytesMax = mtuProbe ? this.path.mtu.probeBytes : this.path.bytesMax;
    frames.reset(bytesMax - packetHeaderBytes - tagBytes);
    if (this.#closing !== undefined) return this.#sendClose(frames, nowUs);
    const served = this.#servedNow(nowUs);
    const asks = this.asker.hasSomething(nowUs);
    const refusal = this.server.nextRefusal;
    const says = this.#probe || mtuProbe || this.#asides.hasSomething(nowUs);
    const eliciting = served !== undefined || asks || says || refusal !== undefined;
    const acks = this.#arrivals.write(frames, eliciting, served !== undefined, nowUs);
    this.#hasAck = acks !== "none";
    if (!eliciting || acks === "alone")
      return frames.length > 0 ? this.#seal(frames, false, nowUs) : 0;
    const ackBytes = frames.length;
    if (this.#probe || mtuProbe) frames.ping();
    this.#probe = false;
    if (mtuProbe) {
      frames.padTo(bytesMax);
      this.path.mtu.probed(this.#sent.next);
      return this.#seal(frames, true, nowUs);
    }
    this.#asides.write(frames, this.#sent.next, this.rtt.ptoUs, nowUs);
    if (asks) this.#liveness.wanted(nowUs);
    const notes = asks ? this.asker.write(frames, this.#window.largest, nowUs) : noNotes;
    if (refusal !== undefined && frames.refused(refusal.id, refusal.code, refusal.message)) {
      this.server.refusalSent();
    }
    return this.#sealData(frames, served, ackBytes, notes, nowUs);
  }

  #sealData(
    frames: FrameWriter,
    served: ServedObject | undefined,
    ackBytes: number,
    notes: readonly Note[],
    nowUs: number,
  ): number {
    const number = this.#sent.next;
    const carried = served?.write(frames, this.#buffers.parity) ?? carriedNothing;
    if (frames.length === 0) return 0;
    // A request that had no room beside the ACK goes next; an ACK alone asks for no answer.
    if (frames.length === ackBytes) return this.#seal(frames, false, nowUs);
    const slot = number & (this.#sent.bytes.length - 1);
    const length = this.#seal(frames, true, nowUs);
    this.#sent.notes[slot] = notes;
    if (served !== undefined && carried !== carriedNothing) {
      served.sent(carried, number, nowUs);
      if (carried !== carriedParity) {
        this.#sent.served[slot] = served;
        this.#sent.symbolIndex[slot] = carried;
      }
      if (served.isBackground) this.#gate.leftBehind(slot, nowUs);
    }
    return length;
  }

  /** What goes next, whenever that is; without the parity for which there is no room. */
  #nextServed(nowUs: number): ServedObject | undefined {
    for (;;) {
      const served = this.server.next(nowUs);
      if (served === undefined || this.#gate.sparesParity) return served;
      served.dropParity();
      // One that had only parity left is out of the queue at the next look.
      if (served.hasMore) return served;
    }
  }

  /** Whose symbol may leave now. */
  #servedNow(nowUs: number): ServedObject | undefined {
    if (this.path.bytesMax < datagramBytesMax) return undefined;
    const served = this.#nextServed(nowUs);
    return this.#gate.admits(served, nowUs) ? served : undefined;
  }

  #seal(frames: FrameWriter, eliciting: boolean, nowUs: number): number {
    const { outgoing } = this.#buffers;
    const number = this.#sent.next;
    this.#turnKey(number);
    writePacketHeader(outgoing.bytes, this.#protection.sendPhase, this.#options.targetId, number);
    const length = this.#protection.seal(outgoing, frames.length, number);
    const slot = this.#sent.add(length, eliciting, nowUs);
    this.#sent.ackOf[slot] = this.#hasAck ? this.#window.largest : 0;
    this.#sent.notes[slot] = noNotes;
    this.#sent.served[slot] = undefined;
    this.#sent.background[slot] = 0;
    if (eliciting) {
      this.#gate.left(slot, length, nowUs);
    }
    this.#liveness.spoke(eliciting, nowUs);
    this.#bytesSent += length;
    this.path.sent(length);
    return length;
  }

  #sendClose(frames: FrameWriter, nowUs: number): number {
    frames.close(this.#closing?.code ?? 0, this.#closing?.text ?? "");
    this.#ended = "closed";
    return this.#seal(frames, false, nowUs);
  }

  #turnKey(number: number): void {
    const protection = this.#protection;
    const limit = this.#options.packetsPerKey ?? packetsPerKey;
    const used = number - protection.sentFrom;
    const proven = this.#sent.largestAcked >= protection.sentFrom;
    if (protection.behind || (used >= limit && proven && !protection.waiting))
      protection.update(number);
  }

  #took(number: number, bytes: number, from: Address, nowUs: number): void {
    const newest = number > this.#window.largest;
    const lostFrom = this.#arrivals.take(number, nowUs);
    if (lostFrom >= 0) this.asker.packetsLost(lostFrom, nowUs);
    const { host } = this.path.address;
    if (this.path.received(bytes, from, newest, this.#sent.next, nowUs)) {
      this.#probe = true;
      // Another port is a NAT's whim; another host is another network (RFC 9000 §9.4).
      if (from.host !== host) this.#gate.restart();
    }
    // Before the first packet the address had only been claimed; this one could be made only by who got the answer there.
    if (!this.path.validated && this.path.moves === 0) {
      this.path.prove();
    }
    this.received.took(bytes, this.#window, nowUs);
    this.#liveness.heard(nowUs);
  }

  #acknowledge(ack: AckFrame): void {
    const largest = this.#sent.acknowledge(ack, this);
    if (largest === -2) {
      this.#ended ??= "protocol";
      return;
    }
    if (largest >= 0) {
      const sentUs = this.#sent.sentUs[largest & (this.#sent.bytes.length - 1)] ?? 0;
      // One that says it again, the first having been lost, tells of the loss, not of the way.
      if (ack.delayUs <= ackSampleDelayMaxUs || !this.rtt.sampled)
        this.#gate.sample(Math.max(1, this.#nowUs - sentUs), ack.delayUs, this.#nowUs);
      this.path.acknowledged(largest);
      this.#probes = 0;
    }
    this.#detectLost(this.#nowUs);
    this.#gate.update(this.#nowUs);
  }

  #detectLost(nowUs: number): void {
    this.#sent.detectLost(this.rtt.lossDelayUs, nowUs, this);
  }

  /** Nobody waits for anything here. */
  get #isQuiet(): boolean {
    return this.path.validated && this.asker.size === 0 && !this.server.isBusy;
  }

  /** Whether the packet being written is a probe of the path's size. */
  #probesMtu(nowUs: number): boolean {
    return nowUs >= this.path.mtu.dueUs && this.#isQuiet && !this.#sent.full;
  }

  get #blocked(): boolean {
    return this.#sent.full || this.path.bytesMax === 0;
  }

  get #ptoDueUs(): number {
    if (this.#sent.inFlight === 0) return Number.POSITIVE_INFINITY;
    return this.#sent.lastElicitingUs + this.rtt.backedOffPtoUs(this.#probes);
  }

  get #keepAliveDueUs(): number {
    return this.#probe ? Number.POSITIVE_INFINITY : this.#liveness.keepAliveDueUs;
  }

  get #silentUs(): number {
    return this.#liveness.silentUs(this.rtt.ptoUs, this.asker.size > 0);
  }

  #paceDueUs(nowUs: number): number {
    const served = this.#nextServed(nowUs);
    if (this.path.bytesMax < datagramBytesMax) return Number.POSITIVE_INFINITY;
    return served === undefined ? this.server.dueUs : this.#gate.dueUs(served, nowUs);
  }
}
