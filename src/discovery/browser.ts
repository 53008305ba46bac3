/**
 * Looks for services of the wanted types on one link: asks, with growing
 * pauses, for what is there, keeps it fresh, and asks for what a service leaves
 * open (RFC 6762 §5.2, RFC 6763 §4–6). Pure.
 *
 * What it finds are suggestions of whoever is on the link, and nothing more.
 */
import type { Rng } from "../base/rng.ts";
import type { MulticastLink } from "../ports/multicast.ts";
import { foldName, type Name } from "./dns-name.ts";
import * as limits from "./limits.ts";
import { type Message, type Question, type ResourceRecord, recordKey, setKey } from "./message.ts";
import { packQuery } from "./packing.ts";
import { RecordCache } from "./record-cache.ts";

/** A question that is asked again and again. */
interface Asking {
  readonly type: Name;
  askedUs: number;
  dueUs: number;
  pauseUs: number;
}

/** A service of which something is missing. */
interface Resolving {
  /** What is missing, as text. */
  readonly open: string;
  dueUs: number;
  pauseUs: number;
}

/** A service as one link tells it. */
export interface FoundService {
  readonly instance: Name;
  readonly type: Name;
  readonly host: Name;
  readonly port: number;
  readonly txt: readonly Uint8Array[];
  readonly addresses: readonly string[];
}

const never = Number.POSITIVE_INFINITY;

export class Browser {
  readonly #rng: Rng;
  readonly #cache: RecordCache;
  readonly #asking = new Map<string, Asking>();
  readonly #resolving = new Map<string, Resolving>();
  /** Questions that did not fit the last round, or that a record's age brings up. */
  readonly #waiting = new Map<string, Question>();
  #roundUs = never;
  /** When what has changed is looked at: mostly the rest follows in the next packet. */
  #reviewUs = never;
  #seenVersion = 0;

  constructor(rng: Rng, link: MulticastLink) {
    this.#rng = rng;
    this.#cache = new RecordCache(rng, link);
  }

  /** Grows with each change of what is known. */
  get version(): number {
    return this.#cache.version;
  }

  get dueUs(): number {
    let dueUs = Math.min(this.#cache.dueUs, this.#roundUs, this.#reviewUs);
    for (const asking of this.#asking.values()) dueUs = Math.min(dueUs, asking.dueUs);
    for (const resolving of this.#resolving.values()) dueUs = Math.min(dueUs, resolving.dueUs);
    return dueUs;
  }

  /** Looks for services of this type from now on. */
  want(type: Name, nowUs: number): void {
    if (this.#asking.has(foldName(type))) return;
    this.#cache.want(type);
    this.#asking.set(foldName(type), { type, askedUs: 0, dueUs: 0, pauseUs: 0 });
    this.restart(nowUs);
  }

  /** As at the beginning: the link may lead elsewhere now. */
  restart(nowUs: number): void {
    for (const asking of this.#asking.values()) {
      asking.askedUs = nowUs;
      asking.dueUs = nowUs + limits.answerDelayMinUs + this.#rng.below(limits.answerDelaySpanUs);
      asking.pauseUs = limits.queryPauseUs;
    }
  }

  setLink(link: MulticastLink): void {
    this.#cache.setLink(link);
  }

  /**
   * Another's question: where it asks what we are about to ask, and knows no more, ours can wait
   * (§7.3). Within the first half of a pause we are not about to, and may be hearing ourselves.
   */
  query({ questions, answers }: Message, nowUs: number): void {
    for (const question of questions) {
      const asking = this.#asking.get(foldName(question.name));
      if (asking === undefined || question.type !== "PTR" || question.unicast) continue;
      if (nowUs - asking.askedUs < asking.dueUs - nowUs) continue;
      const ours = new Set(this.#cache.known(question.name, nowUs).map(recordKey));
      const theirs = answers.filter(({ data }) => data.type === "PTR");
      if (theirs.every((record) => ours.has(recordKey(record)))) this.#asked(asking, nowUs);
    }
  }

  response(message: Message, nowUs: number): void {
    this.#cache.take(message, nowUs);
    this.#noteChange(nowUs);
  }

  /** Packets for the group. */
  tick(nowUs: number): Uint8Array[] {
    for (const question of this.#cache.tick(nowUs)) this.#wait(question);
    this.#noteChange(nowUs);
    if (this.#reviewUs <= nowUs) this.#review(nowUs);
    for (const asking of this.#asking.values()) {
      if (asking.dueUs > nowUs) continue;
      this.#wait({ name: asking.type, type: "PTR", unicast: false });
      this.#asked(asking, nowUs);
    }
    for (const [instance, resolving] of this.#resolving) {
      if (resolving.dueUs > nowUs) continue;
      for (const question of this.#missing(instance)) this.#wait(question);
      resolving.dueUs = nowUs + resolving.pauseUs;
      resolving.pauseUs = Math.min(resolving.pauseUs * 2, limits.resolvePauseMaxUs);
    }
    return this.#round(nowUs);
  }

  /** Services whose port, text and an address are known. */
  services(): readonly FoundService[] {
    return [...this.#asking.values()].flatMap(({ type }) =>
      this.#cache
        .instances(type)
        .map((instance) => this.#service(instance, type))
        .filter((service) => service !== undefined),
    );
  }

  #service(instance: Name, type: Name): FoundService | undefined {
    const srv = this.#cache.latest(instance, "SRV")?.data;
    const txt = this.#cache.latest(instance, "TXT")?.data;
    if (srv?.type !== "SRV" || txt?.type !== "TXT") return undefined;
    const addresses = [
      ...this.#cache.get(srv.target, "A"),
      ...this.#cache.get(srv.target, "AAAA"),
    ].flatMap(({ data }) => ("address" in data ? [data.address] : []));
    if (addresses.length === 0) return undefined;
    return { instance, type, host: srv.target, port: srv.port, txt: txt.strings, addresses };
  }

  #asked(asking: Asking, nowUs: number): void {
    // Not all at the same moment, or nobody could spare themselves a question that another asks.
    asking.askedUs = nowUs;
    asking.dueUs = nowUs + asking.pauseUs + this.#rng.below(limits.answerDelaySpanUs);
    asking.pauseUs = Math.min(asking.pauseUs * 2, limits.queryPauseMaxUs);
  }

  #wait(question: Question): void {
    if (this.#waiting.size < limits.recordSetsMax) {
      this.#waiting.set(setKey(question.name, question.type), question);
    }
  }

  /** As many questions as one round may have; the rest a moment later. */
  #round(nowUs: number): Uint8Array[] {
    const questions = [...this.#waiting.values()].slice(0, limits.questionsPerRound);
    for (const { name, type } of questions) this.#waiting.delete(setKey(name, type));
    this.#roundUs = this.#waiting.size > 0 ? nowUs + limits.roundGapUs : never;
    if (questions.length === 0) return [];
    const known = questions
      .filter(({ type }) => type === "PTR")
      .flatMap(({ name }) => this.#cache.known(name, nowUs));
    return packQuery(questions, known);
  }

  #noteChange(nowUs: number): void {
    if (this.#cache.version === this.#seenVersion) return;
    this.#seenVersion = this.#cache.version;
    const delayUs = limits.answerDelayMinUs + this.#rng.below(limits.answerDelaySpanUs);
    this.#reviewUs = Math.min(this.#reviewUs, nowUs + delayUs);
  }

  /** Which services still leave something open. */
  #review(nowUs: number): void {
    this.#reviewUs = never;
    const open = new Map<Name, string>();
    for (const { type } of this.#asking.values()) {
      for (const instance of this.#cache.instances(type)) {
        const missing = this.#missing(instance).map(({ name, type: of }) => `${of} ${name}`);
        if (missing.length > 0) open.set(instance, missing.join(" "));
      }
    }
    for (const [instance, resolving] of this.#resolving) {
      if (open.get(instance) !== resolving.open) this.#resolving.delete(instance);
    }
    for (const [instance, missing] of open) {
      if (this.#resolving.has(instance)) continue;
      const pauseUs = limits.queryPauseUs;
      this.#resolving.set(instance, { open: missing, dueUs: nowUs, pauseUs });
    }
  }

  #missing(instance: Name): Question[] {
    const ask = (name: Name, type: Question["type"]): Question => ({ name, type, unicast: false });
    const srv = this.#cache.latest(instance, "SRV")?.data;
    const missing: Question[] = srv?.type === "SRV" ? [] : [ask(instance, "SRV")];
    if (this.#cache.latest(instance, "TXT") === undefined) missing.push(ask(instance, "TXT"));
    if (srv?.type === "SRV" && !this.#hasAddress(srv.target)) {
      missing.push(ask(srv.target, "A"), ask(srv.target, "AAAA"));
    }
    return missing;
  }

  #hasAddress(host: Name): boolean {
    const known: readonly ResourceRecord[] = [
      ...this.#cache.get(host, "A"),
      ...this.#cache.get(host, "AAAA"),
    ];
    return known.length > 0;
  }
}
