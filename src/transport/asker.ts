/**
 * All requests that this side of a session has running: takes DATA in, decides
 * when to ask again, and says what to write into the next packet.
 *
 * Bounds: `asksMax` requests; `reassemblyBytesMax` bytes announced by answers; `noticesMax` ids to be called off.
 */
import { emptyBytes } from "../base/bytes.ts";
import { usPerMs } from "../base/units.ts";
import { framesBytesMax } from "../wire/link-datagram.ts";
import {
  type DataHead,
  type FrameWriter,
  type ParityHead,
  type ParityWish,
  requestClasses,
} from "../wire/link-frames.ts";
import { ArrivalPace } from "./arrival-pace.ts";
import { AskedObject, type AskHandle, type Asking, type AskListener } from "./asked-object.ts";
import { asksMax, granularityUs, noticesMax, reassemblyBytesMax, symbolsMax } from "./limits.ts";
import { type LinkMechanisms, linkRefusals } from "./link-types.ts";
import type { RttEstimate } from "./rtt.ts";
import type { Note } from "./sent-packets.ts";
import { copiesOf, copyAfterUs, type LossesSoFar, parityWish } from "./urgency.ts";

/** Repairs of one request are gathered for an eighth of a round trip, within these bounds. */
const gatherMinUs = 1 * usPerMs;
const gatherMaxUs = 10 * usPerMs;
/** Doublings of the probe timeout, and the longest it gets. */
const probesMax = 6;
const probeMaxUs = 1_000 * usPerMs;
/**
 * What nobody waits for comes in portions (PROTOCOL.md §5.3): ten datagrams at four times the lowest rung's
 * rate are a quarter of a second.
 */
const portionUs = 250 * usPerMs;
/** A silence is longer than a datagram takes by so much. */
const slack = 1.5;
/** Copies that a request of class `play` has less than an urgent one. */
const playCopiesLess = 2;
/** Rounds are 16-bit numbers; far before their end something is wrong, and the request starts over. */
const roundsMax = 60_000;

export interface AskerOptions {
  /** What the way from the peer loses. */
  readonly losses: LossesSoFar;
  /** The peer knows of parity. */
  readonly parity: boolean;
  readonly mechanisms: LinkMechanisms;
}

export class Asker {
  readonly #rtt: RttEstimate;
  readonly #options: AskerOptions;
  readonly #asked = new Map<number, AskedObject>();
  /** Ids to be called off: each once, however often a lost packet or a probe brings it back. */
  readonly #cancels = new Set<number>();
  #nextId = 0;
  #announcedBytes = 0;
  /** Nothing is due before this; an early wake-up does no harm. */
  #dueUs = Number.POSITIVE_INFINITY;
  readonly #pace = new ArrivalPace();
  /** Of which something came last. */
  #latest: AskedObject | undefined;
  #strayUs = Number.NEGATIVE_INFINITY;
  #repaired = 0;
  #restored = 0;
  #symbolBytes = 0;
  #parityBytes = 0;
  #lastView: Uint8Array = emptyBytes;

  constructor(rtt: RttEstimate, options: AskerOptions) {
    this.#rtt = rtt;
    this.#options = options;
  }

  get size(): number {
    return this.#asked.size;
  }
  get full(): boolean {
    return this.#asked.size >= asksMax;
  }
  /** Symbols that came after having been called lost. */
  get repaired(): number {
    return this.#repaired;
  }
  /** Symbols that never came and were computed from parity. */
  get restored(): number {
    return this.#restored;
  }
  /** Bytes of symbols that came, each counted once, and of parity. */
  get symbolBytes(): number {
    return this.#symbolBytes;
  }
  get parityBytes(): number {
    return this.#parityBytes;
  }
  get dueUs(): number {
    return this.#dueUs;
  }

  /** What `cancel` takes. The first REQUEST leaves with the next packet. */
  ask(asking: Asking, listener: AskListener): AskHandle {
    return this.#begin(asking, listener, { id: 0 });
  }

  /** The listener hears no more. */
  cancel(handle: AskHandle): void {
    const asked = this.#asked.get(handle.id);
    if (asked === undefined) return;
    this.#remove(asked);
    if (asked.round >= 0) this.#callOff(asked.id);
    this.#dueUs = 0;
  }

  data(
    head: Readonly<DataHead>,
    bytes: Uint8Array,
    from: number,
    to: number,
    number: number,
    nowUs: number,
  ): void {
    const asked = this.#asked.get(head.id);
    if (asked === undefined) {
      this.#stray(head.id, nowUs);
      return;
    }
    if (asked.count === 0 && !this.#announce(asked, head.count)) return;
    this.#hear(asked, number, nowUs);
    const restored = asked.restored;
    const arrival = asked.arrive(head, this.#view(bytes, from, to), nowUs);
    if (arrival === "bad") {
      this.#restart(asked);
      return;
    }
    if (arrival === "new") {
      this.#symbolBytes += to - from;
      if (asked.wasLost(head.index, this.#options.losses.missing)) this.#repaired += 1;
    }
    this.#progress(asked, restored, nowUs);
  }

  /** A parity symbol; `bytes` may be overwritten after the call. */
  parity(head: Readonly<ParityHead>, bytes: Uint8Array, number: number, nowUs: number): void {
    this.#parityBytes += bytes.length;
    const asked = this.#asked.get(head.id);
    // Parity for what is complete comes often, and says nothing.
    if (asked === undefined) return;
    if (asked.count === 0 && !this.#announce(asked, head.count)) return;
    this.#hear(asked, number, nowUs);
    const restored = asked.restored;
    if (asked.parity(head, bytes, nowUs) === "bad") this.#restart(asked);
    else this.#progress(asked, restored, nowUs);
  }

  #hear(asked: AskedObject, number: number, nowUs: number): void {
    this.#pace.arrived(asked.asking.class === "urgent", nowUs);
    asked.heardNumber = number;
    asked.heardUs = nowUs;
    this.#latest = asked;
  }

  #progress(asked: AskedObject, restoredBefore: number, nowUs: number): void {
    this.#restored += asked.restored - restoredBefore;
    if (!this.#asked.has(asked.id)) return;
    if (!asked.complete) {
      this.#wake(asked, nowUs);
      return;
    }
    this.#remove(asked);
    // No acknowledgement tells the server of what was restored.
    if (asked.restored > 0 || asked.only !== undefined) this.#callOff(asked.id);
    asked.listener.done({ kind: "complete", symbols: asked.symbols });
  }

  refused(id: number, code: number, message: string): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    if (code === linkRefusals.forgotten) this.#restart(asked);
    else {
      this.#remove(asked);
      asked.listener.done({ kind: "refused", code, message });
    }
  }

  /** Packets from `number` on are known to be lost: what may have been in them is asked for at once. */
  packetsLost(number: number, nowUs: number): void {
    for (const asked of this.#asked.values()) {
      if (asked.round < 0 || asked.heardNumber > number) continue;
      // No answer to so young a question can have been among them; those to earlier rounds of it can.
      if (nowUs - asked.firstAskedUs < this.#rtt.minUs) continue;
      asked.askForRest();
      this.#dueUs = 0;
    }
  }

  /** A packet with this note was lost, or a probe says it again. */
  sayAgain(note: Note): void {
    if (note.kind === "cancel") this.#callOff(note.id);
    else this.#asked.get(note.id)?.askLost(note.round);
    this.#dueUs = 0;
  }

  /** A packet with this note has arrived. */
  reached(note: Note): void {
    if (note.kind === "ask") this.#asked.get(note.id)?.reachedServer(note.round);
  }

  /** Lets time do its work, and finds the next `dueUs`. */
  tick(nowUs: number): void {
    let dueUs = Number.POSITIVE_INFINITY;
    // What was coming has stopped before its end: that is asked into before a probe timeout passes.
    const { losses } = this.#options;
    let probed = false;
    for (const asked of this.#asked.values()) {
      if (nowUs >= asked.asking.deadlineUs) {
        this.#remove(asked);
        if (asked.round >= 0) this.#callOff(asked.id);
        asked.listener.done({ kind: "expired" });
        continue;
      }
      if (this.#isTooLate(asked, nowUs)) {
        dueUs = Math.min(dueUs, asked.asking.deadlineUs);
        continue;
      }
      const holeUs = asked.holeDueUs(this.#reorderUs);
      if (holeUs !== undefined && nowUs >= holeUs) asked.closeHole();
      if (asked.round >= 0 && nowUs >= this.#probeUs(asked)) asked.probe(losses.missing);
      else if (nowUs >= this.#tailUs(asked)) {
        asked.probe(losses.missing);
        probed = true;
      }
      dueUs = Math.min(dueUs, this.#dueOf(asked));
    }
    if (probed) this.#pace.asked();
    this.#dueUs = dueUs;
  }

  hasSomething(nowUs: number): boolean {
    if (this.#cancels.size > 0) return true;
    if (this.#dueUs > nowUs) return false;
    for (const asked of this.#asked.values()) if (this.#mayAsk(asked, nowUs)) return true;
    return false;
  }

  /** Writes REQUESTs and CANCELs as far as they fit; notes of what must be said again if it is lost. */
  write(writer: FrameWriter, seen: number, nowUs: number): Note[] {
    const notes: Note[] = [];
    for (const id of this.#cancels) {
      if (!writer.cancel(id)) break;
      this.#cancels.delete(id);
      notes.push({ kind: "cancel", id });
    }
    for (const asked of this.#inOrder(nowUs)) {
      if (!this.#request(asked, writer, seen, nowUs)) break;
      notes.push({ kind: "ask", id: asked.id, round: asked.round });
    }
    this.tick(nowUs);
    return notes;
  }

  #request(asked: AskedObject, writer: FrameWriter, seen: number, nowUs: number): boolean {
    const { object, class: requestClass, deadlineUs } = asked.asking;
    const copy = !asked.wantsAsk;
    const fit = writer.rangesThatFit(object);
    // A repair without room for its ranges waits for a packet of its own.
    if (writer.room < Math.min(framesBytesMax, object.length + 64)) return false;
    const probe = asked.probing;
    const ranges = copy ? asked.ranges : asked.nextRound(fit, nowUs);
    asked.copies += 1;
    if (asked.round > roundsMax) {
      this.#restart(asked);
      return false;
    }
    const deadlineMs = (deadlineUs - nowUs) / usPerMs;
    return writer.request({
      kind: "request",
      id: asked.id,
      round: asked.round,
      class: requestClass,
      probe,
      deadlineMs,
      seen,
      object,
      ranges,
      parity: this.#wish(asked),
    });
  }

  #wish(asked: AskedObject): ParityWish | undefined {
    const { parity, mechanisms, losses } = this.#options;
    if (!parity || !mechanisms.fec || asked.asking.class !== "urgent") return undefined;
    return parityWish(losses, this.#pace.urgentPauseUs, this.#rtt.minUs);
  }

  /** When a REQUEST that somebody waits for is said once more although no answer can be here yet; Infinity for never. */
  #copyUs(asked: AskedObject): number {
    const { doubledFirst } = this.#options.mechanisms;
    const { class: requestClass } = asked.asking;
    const waits = asked.round >= 0 && !asked.reached;
    if (!doubledFirst || !waits || !(requestClass === "urgent" || requestClass === "play"))
      return Number.POSITIVE_INFINITY;
    // What merely plays leaves the first two out, and on a clean path all of them.
    const copies = asked.copies + (requestClass === "play" ? playCopiesLess : 0);
    if (copies >= copiesOf(this.#options.losses)) return Number.POSITIVE_INFINITY;
    return asked.askedUs + copyAfterUs(copies);
  }

  #inOrder(nowUs: number): AskedObject[] {
    const ready: AskedObject[] = [];
    for (const asked of this.#asked.values()) if (this.#mayAsk(asked, nowUs)) ready.push(asked);
    return ready;
  }

  #mayAsk(asked: AskedObject, nowUs: number): boolean {
    if (this.#isTooLate(asked, nowUs)) return false;
    if (nowUs >= this.#copyUs(asked)) return true;
    return asked.wantsAsk && nowUs >= this.#askUs(asked);
  }

  /** What would be asked for again now cannot be here in time. */
  #isTooLate({ round, asking }: AskedObject, nowUs: number): boolean {
    return round >= 0 && nowUs + this.#rtt.minUs > asking.deadlineUs;
  }

  #askUs(asked: AskedObject): number {
    return asked.round < 0 ? 0 : asked.askedUs + this.#gatherUs;
  }

  get #gatherUs(): number {
    return Math.min(gatherMaxUs, Math.max(gatherMinUs, this.#rtt.smoothedUs / 8));
  }

  /** RFC 9002 §6.1.2 from the receiver's side: an eighth of a round trip late, and the jitter that was seen. */
  get #reorderUs(): number {
    const { smoothedUs, variationUs } = this.#rtt;
    return Math.max(granularityUs, smoothedUs / 8 + Math.min(variationUs, smoothedUs / 2));
  }

  #probeUs(asked: AskedObject): number {
    const waitUs = this.#rtt.ptoUs * 2 ** Math.min(asked.probes, probesMax) + portionOf(asked);
    // While answers flow that are served before it, its turn has not come. Where later ones flow, it has passed.
    const latest = this.#latest;
    const waits = latest === undefined || !isBefore(asked, latest);
    return (
      Math.max(asked.askedUs, waits ? this.#pace.lastUs : asked.heardUs) +
      Math.min(waitUs, Math.max(probeMaxUs, this.#rtt.ptoUs))
    );
  }

  #dueOf(asked: AskedObject): number {
    const holeUs = asked.holeDueUs(this.#reorderUs) ?? Number.POSITIVE_INFINITY;
    const askUs = asked.wantsAsk ? this.#askUs(asked) : Number.POSITIVE_INFINITY;
    const probeUs = asked.round < 0 ? 0 : this.#probeUs(asked);
    const { deadlineUs } = asked.asking;
    return Math.min(deadlineUs, holeUs, askUs, probeUs, this.#copyUs(asked), this.#tailUs(asked));
  }

  /** When a silence of the server says something of this request: something has come since it was asked. */
  #tailUs(asked: AskedObject): number {
    if (asked.round < 0 || this.#pace.lastUs < asked.firstAskedUs) return Number.POSITIVE_INFINITY;
    if (!this.#options.mechanisms.tailProbe) return Number.POSITIVE_INFINITY;
    // A datagram takes its time on a narrow link, which most often is as narrow the other way.
    const leastUs = Math.max(this.#reorderUs, slack * this.#rtt.fullUs);
    const silentUs = this.#pace.silentUs(leastUs + portionOf(asked));
    return Math.max(silentUs, asked.askedUs + this.#rtt.smoothedUs);
  }

  #wake(asked: AskedObject, nowUs: number): void {
    if (asked.wantsAsk) this.#dueUs = Math.min(this.#dueUs, Math.max(nowUs, this.#askUs(asked)));
    const holeUs = asked.holeDueUs(this.#reorderUs);
    if (holeUs !== undefined && holeUs < this.#dueUs) this.#dueUs = holeUs;
    const tailUs = this.#tailUs(asked);
    if (tailUs < this.#dueUs) this.#dueUs = tailUs;
  }

  /** Symbols of one size lie at one place of the same scratch buffer: most views are the last one. */
  #view(bytes: Uint8Array, from: number, to: number): Uint8Array {
    const last = this.#lastView;
    const offset = bytes.byteOffset + from;
    if (last.buffer === bytes.buffer && last.byteOffset === offset && last.length === to - from) {
      return last;
    }
    this.#lastView = bytes.subarray(from, to);
    return this.#lastView;
  }

  #announce(asked: AskedObject, count: number): boolean {
    const bytes = count * framesBytesMax;
    if (count > symbolsMax || this.#announcedBytes + bytes > reassemblyBytesMax) {
      this.cancel(asked.handle);
      const message = `an answer of ${count} symbols is more than fits`;
      asked.listener.done({ kind: "refused", code: linkRefusals.tooLarge, message });
      return false;
    }
    this.#announcedBytes += bytes;
    return true;
  }

  /** DATA that nobody waits for: a CANCEL may have been lost. Once in a round trip is enough to say so. */
  #stray(id: number, nowUs: number): void {
    if (nowUs - this.#strayUs < this.#rtt.smoothedUs) return;
    this.#strayUs = nowUs;
    this.#callOff(id);
  }

  /** One that finds no room is not lost for long: what still comes of it is a stray. */
  #callOff(id: number): void {
    if (this.#cancels.size < noticesMax) this.#cancels.add(id);
  }

  #restart(asked: AskedObject): void {
    this.#remove(asked);
    this.#callOff(asked.id);
    this.#begin(asked.asking, asked.listener, asked.handle);
  }

  #begin(asking: Asking, listener: AskListener, handle: AskHandle): AskHandle {
    handle.id = this.#nextId;
    this.#nextId = (handle.id + 1) >>> 0;
    // A node of before takes a first request for some symbols as one for an answer that it forgot.
    const only = this.#options.parity ? asking.ranges : undefined;
    this.#asked.set(handle.id, new AskedObject(handle, asking, listener, only));
    this.#dueUs = 0;
    return handle;
  }

  #remove(asked: AskedObject): void {
    // A listener may cancel while its symbol is handed over.
    if (!this.#asked.delete(asked.id)) return;
    this.#announcedBytes -= asked.count * framesBytesMax;
  }
}

/** In the order of service; equals are not. */
function isBefore({ asking: a }: AskedObject, { asking: b }: AskedObject): boolean {
  if (a.class === b.class) return a.deadlineUs < b.deadlineUs;
  return requestClasses.indexOf(a.class) < requestClasses.indexOf(b.class);
}

/** How long a server that has the request may pause between two datagrams of its answer. */
function portionOf({ asking, reached }: AskedObject): number {
  return asking.class === "urgent" || !reached ? 0 : portionUs;
}
