/**
 * Speaks for this process's services on one link: claims their names, answers
 * questions, defends what it says, says goodbye (RFC 6762 §6–9).
 *
 * Pure: packets and times in, packets out. Whom it listens to is decided before
 * (core.ts); what a record says is the Advert's business.
 *
 * Invariants:
 *   I1  a name is spoken for only after three probes found nobody else's
 *   I2  a record is multicast once a second at most, four times to defend it
 *   I3  all that is kept is bounded by our own records and limits.ts, whatever is asked
 */
import type { Rng } from "../base/rng.ts";
import type { MulticastLink } from "../ports/multicast.ts";
import { type Address, addressText } from "../ports/network.ts";
import type { Advert } from "./advert.ts";
import { Allowance } from "./allowance.ts";
import { answersTo, companionsOf } from "./answer-book.ts";
import { AnswerQueue } from "./answer-queue.ts";
import { Claim, compareClaims } from "./claim.ts";
import { encodeMessage } from "./dns-codec.ts";
import { foldName, type Name } from "./dns-name.ts";
import { HeldQueries, KnownAnswers } from "./known-answers.ts";
import * as limits from "./limits.ts";
import { emptyMessage, type Message, type ResourceRecord, recordKey } from "./message.ts";
import { packResponses } from "./packing.ts";

/** A name of ours that someone else has. */
export interface Conflict {
  readonly advert: Advert;
  readonly which: "instance" | "host";
}

export interface Query {
  readonly message: Message;
  readonly from: Address;
  /** From a resolver that knows nothing of Multicast DNS: wants its answer at once, and to itself (§6.7). */
  readonly legacy: boolean;
}

export interface Reply {
  readonly bytes: Uint8Array;
  readonly to: Address;
}

export interface ResponderContext {
  readonly rng: Rng;
  /** Whether one of our services says this on any link: then it is no conflict to hear it here. */
  readonly isOurs: (key: string) => boolean;
}

export class Responder {
  readonly #context: ResponderContext;
  readonly #claims = new Map<Advert, Claim>();
  readonly #queue = new AnswerQueue();
  readonly #held: HeldQueries;
  readonly #unicast: Allowance;
  #link: MulticastLink;

  constructor(context: ResponderContext, link: MulticastLink, nowUs: number) {
    this.#context = context;
    this.#link = link;
    this.#held = new HeldQueries(context.rng);
    this.#unicast = new Allowance(limits.unicastPerS, nowUs);
  }

  get dueUs(): number {
    let dueUs = Math.min(this.#queue.dueUs, this.#held.dueUs);
    for (const claim of this.#claims.values()) dueUs = Math.min(dueUs, claim.dueUs);
    return dueUs;
  }

  /** These services, with these addresses of the link, from now on. */
  update(adverts: Iterable<Advert>, link: MulticastLink, nowUs: number): void {
    const moved = !sameAddresses(this.#link, link);
    this.#link = link;
    const wanted = new Set([...adverts].filter((advert) => advert.isOn(link)));
    for (const advert of this.#claims.keys()) {
      if (!wanted.has(advert)) this.#claims.delete(advert);
    }
    const startUs = nowUs + this.#context.rng.below(limits.probeDelayMaxUs);
    for (const advert of wanted) {
      const claim = this.#claims.get(advert);
      if (claim === undefined) this.#claims.set(advert, new Claim(startUs));
      else if (moved) claim.announceAgain(nowUs);
    }
  }

  /** Its names have changed, or are to be proven again. */
  probe(advert: Advert, startUs: number): void {
    this.#claims.get(advert)?.restart(startUs);
  }

  /** What it says has changed. */
  announce(advert: Advert, nowUs: number): void {
    this.#claims.get(advert)?.announceAgain(nowUs);
  }

  /** Goodbye for what was said of these services here (§10.1). */
  goodbye(adverts: readonly Advert[]): Uint8Array[] {
    const records = adverts
      .filter((advert) => this.#claims.get(advert)?.established === true)
      .flatMap((advert) => [
        ...advert.shared().filter(({ name }) => name === advert.type),
        ...advert.unique(this.#link),
      ]);
    if (records.length === 0) return [];
    return packResponses(
      records.map((record) => ({ ...record, ttlS: 0 })),
      [],
    );
  }

  /** Takes in a question; what is to be answered to the asker alone comes back at once. */
  query({ message, from, legacy }: Query, nowUs: number): Reply[] {
    this.#giveWay(message, nowUs);
    const source = addressText(from);
    this.#held.learn(source, message.answers, message.truncated, nowUs);
    if (message.questions.length === 0) return [];
    if (legacy) return this.#answerLegacy(message, from, nowUs);
    if (message.truncated) {
      this.#held.hold(source, this.#answersTo(message), message.answers, nowUs);
      return [];
    }
    return this.#answer(message, from, nowUs);
  }

  /** Takes in what others say. Names of ours that they have too come back. */
  response({ answers, additionals }: Message, nowUs: number): Conflict[] {
    const conflicts: Conflict[] = [];
    for (const record of [...answers, ...additionals]) {
      const key = recordKey(record);
      if (this.#context.isOurs(key)) this.#heardOurs(record, key, nowUs);
      else if (record.ttlS > 0 && record.data.type !== "PTR") {
        conflicts.push(...this.#conflictsWith(record));
      }
    }
    return conflicts;
  }

  /** All that is due: packets for the group. */
  tick(nowUs: number): Uint8Array[] {
    const packets: Uint8Array[] = [];
    const announced = new Map<string, ResourceRecord>();
    for (const [advert, claim] of this.#claims) {
      const step = claim.step(nowUs);
      if (step === "probe") packets.push(this.#probeOf(advert));
      if (step !== "announce") continue;
      for (const record of [...advert.shared(), ...advert.unique(this.#link)]) {
        announced.set(recordKey(record), record);
      }
    }
    for (const record of this.#held.take(nowUs)) this.#queue.add(record, nowUs);
    const answers = this.#duePending(nowUs, announced);
    const companions = companionsOf(answers, this.#established(), this.#link);
    const said = [...announced.values(), ...answers];
    this.#queue.noteSent([...said, ...companions], nowUs);
    return [...packets, ...packResponses(said, companions)];
  }

  #probeOf(advert: Advert): Uint8Array {
    const ask = (name: Name) => ({ name, type: "ANY", unicast: false }) as const;
    // No unicast answer is asked for: the port is shared, and another program may get it (§15.1).
    return encodeMessage({
      ...emptyMessage,
      questions: [ask(advert.instance), ask(advert.host)],
      authorities: advert.unique(this.#link),
    });
  }

  /** What is due and still true: meanwhile a service may have been renamed, or announced anyway. */
  #duePending(nowUs: number, announced: ReadonlyMap<string, unknown>): ResourceRecord[] {
    return this.#queue
      .take(nowUs)
      .filter((record) => !announced.has(recordKey(record)) && this.#says(record));
  }

  /** Still what one of our established services says here. */
  #says(record: ResourceRecord): boolean {
    const { name, data } = record;
    const key = recordKey(record);
    return answersTo(
      { name, type: data.type === "NSEC" ? "other" : data.type, unicast: false },
      this.#established(),
      this.#link,
    ).some((own) => recordKey(own) === key);
  }

  #established(): Advert[] {
    return [...this.#claims].filter(([, claim]) => claim.established).map(([advert]) => advert);
  }

  /** Two probe for one name at once: who has the lesser data waits and tries again (§8.2). */
  #giveWay({ questions, authorities }: Message, nowUs: number): void {
    if (authorities.length === 0) return;
    for (const [advert, claim] of this.#claims) {
      if (claim.established) continue;
      for (const name of [advert.instance, advert.host]) {
        const same = (other: { readonly name: Name }): boolean =>
          foldName(other.name) === foldName(name);
        if (!questions.some(same)) continue;
        const theirs = authorities.filter(same);
        if (theirs.every((record) => this.#context.isOurs(recordKey(record)))) continue;
        const ours = advert.unique(this.#link).filter(same);
        if (compareClaims(ours, theirs) < 0) claim.restart(nowUs + limits.probeDeferUs);
      }
    }
  }

  #answersTo(message: Message): ResourceRecord[] {
    const established = this.#established();
    const found = new Map<string, ResourceRecord>();
    for (const question of message.questions) {
      for (const record of answersTo(question, established, this.#link)) {
        found.set(recordKey(record), record);
      }
    }
    return [...found.values()];
  }

  #answer(message: Message, from: Address, nowUs: number): Reply[] {
    const known = new KnownAnswers();
    known.add(message.answers);
    const answers = known.without(this.#answersTo(message));
    const probing = message.authorities.length > 0;
    const privately = message.questions.every(({ unicast }) => unicast);
    const direct = privately ? answers.filter((record) => this.#queue.isFresh(record, nowUs)) : [];
    const shared = answers.some(({ flush }) => !flush);
    const delayUs = shared && !probing ? this.#delayUs() : 0;
    for (const record of answers) {
      if (!direct.includes(record)) this.#queue.add(record, nowUs + delayUs, probing);
    }
    return direct.length === 0 ? [] : this.#reply(direct, from, nowUs);
  }

  #reply(answers: readonly ResourceRecord[], to: Address, nowUs: number): Reply[] {
    if (!this.#unicast.take(nowUs)) return [];
    const companions = companionsOf(answers, this.#established(), this.#link);
    return packResponses(answers, companions).map((bytes) => ({ bytes, to }));
  }

  /** In one packet, as ordinary DNS would say it: id and question as asked, short TTLs, no flush bit. */
  #answerLegacy(message: Message, to: Address, nowUs: number): Reply[] {
    const records = this.#answersTo(message);
    if (records.length === 0 || !this.#unicast.take(nowUs)) return [];
    const answers = records.map((record) => ({
      ...record,
      ttlS: Math.min(record.ttlS, limits.legacyTtlS),
      flush: false,
    }));
    const questions = message.questions.filter(({ type }) => type !== "other");
    const reply = { ...emptyMessage, id: message.id, response: true, questions, answers };
    const bytes = encodeMessage(reply);
    // A packet that would have to be fragmented is not sent: what asks so much asks in vain.
    return bytes.length > limits.packetBytesSent ? [] : [{ bytes, to }];
  }

  /** Said by another, or by us: need not be said again; or with so little life that it must (§7.4, §6.6). */
  #heardOurs(record: ResourceRecord, key: string, nowUs: number): void {
    const { name, data } = record;
    const type = data.type === "NSEC" ? "other" : data.type;
    const own = answersTo({ name, type, unicast: false }, this.#established(), this.#link).find(
      (mine) => recordKey(mine) === key,
    );
    if (own === undefined) return;
    if (record.ttlS >= own.ttlS) this.#queue.drop(key);
    else if (record.ttlS < own.ttlS / 2) this.#queue.add(own, nowUs + this.#delayUs(), true);
  }

  #conflictsWith({ name }: ResourceRecord): Conflict[] {
    const conflicts: Conflict[] = [];
    for (const [advert, claim] of this.#claims) {
      if (!claim.established && !claim.probing) continue;
      if (foldName(name) === foldName(advert.instance)) {
        conflicts.push({ advert, which: "instance" });
      } else if (foldName(name) === foldName(advert.host)) {
        conflicts.push({ advert, which: "host" });
      }
    }
    return conflicts;
  }

  /** Whether a conflict over it is to be answered with a new name at once, or with new probes (§9). */
  isProbing(advert: Advert): boolean {
    return this.#claims.get(advert)?.probing ?? false;
  }

  #delayUs(): number {
    return limits.answerDelayMinUs + this.#context.rng.below(limits.answerDelaySpanUs);
  }
}

function sameAddresses(a: MulticastLink, b: MulticastLink): boolean {
  const text = ({ addresses }: MulticastLink): string =>
    addresses.map(({ address, prefixBits }) => `${address}/${prefixBits}`).join(" ");
  return text(a) === text(b);
}
