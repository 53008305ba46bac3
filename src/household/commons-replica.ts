/**
 * A member's copy of what the household keeps together: restored when it
 * opens, told to the others and heard from them while it runs, written a little
 * after each change. The same for origins and speakers; where it is
 * written is a port.
 *
 * Invariants:
 *   I1  what is here belongs to the household that this member is in; in none there is nothing, and nothing
 *       can be changed
 *   I2  one write at a time; after the last change there is a write, however often one failed
 */
import { describeError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { splitSymbols } from "../media/symbols.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { LinkSession, ServedAnswer } from "../transport/endpoint.ts";
import type { CommonsQuestion } from "../wire/commons.ts";
import { type CommonEdit, Commons } from "./commons.ts";
import { CommonsExchange } from "./commons-exchange.ts";
import type { KnownTime } from "./house-time.ts";
import { commonsSaveAgainUs, commonsSaveLateUs, commonsSaveUs, commonsSweepUs } from "./limits.ts";

export interface CommonsStore {
  /** Undefined where there is none, or it is another household's. May reject. */
  load(): Promise<Uint8Array | undefined>;
  /** Durable when it resolves; nothing of it is there, or all. May reject. */
  save(bytes: Uint8Array): Promise<void>;
  /** May reject. */
  remove(): Promise<void>;
}

export interface CommonsReplicaPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: CommonsStore;
  readonly now: () => KnownTime;
  readonly sessions: () => readonly LinkSession[];
  /** Ids of all members of the household, as far as they are known. */
  readonly members: () => readonly string[];
  readonly isMember: () => boolean;
}

export class CommonsReplica {
  readonly commons: Commons;
  readonly #ports: CommonsReplicaPorts;
  readonly #exchange: CommonsExchange;
  #onChange: () => void = () => undefined;
  #timers: Cancel[] = [];
  #saveTimer: Cancel | undefined;
  /** When the first change came that is not written yet. */
  #unsavedUs: number | undefined;
  #writing: Promise<void> = Promise.resolve();
  #trouble: string | undefined;
  #stopped = false;

  /** `id`: this member's, 16 hexadecimal digits. Never rejects: what cannot be read the others will tell. */
  static async open(ports: CommonsReplicaPorts, id: string): Promise<CommonsReplica> {
    // Whom it tells first need not be secret, but differ from member to member.
    const rng = new Rng(Number.parseInt(id.slice(0, 8), 16));
    const replica = new CommonsReplica(ports, new Commons(id), rng);
    await replica.#load();
    return replica;
  }

  private constructor(ports: CommonsReplicaPorts, commons: Commons, rng: Rng) {
    this.#ports = ports;
    this.commons = commons;
    const changed = (): void => this.#changed();
    this.#exchange = new CommonsExchange({ ...ports, rng, changed }, commons);
  }

  /** Why it is not written, for people; undefined while it is. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get isMember(): boolean {
    return this.#ports.isMember();
  }

  /** From now on the others are asked and told. `changed` is called after each change, by whomever. */
  start(changed: () => void = () => undefined): void {
    this.#onChange = changed;
    this.wake();
    this.#tidy();
  }

  /** There is someone new to talk to. */
  wake(): void {
    if (this.isMember) this.#exchange.wake();
  }

  /** For all members; they hear of it in a moment. */
  edit(edits: readonly CommonEdit[]): void {
    if (edits.length === 0 || !this.isMember) return;
    this.commons.edit(edits, this.#ports.now());
    this.#changed();
    this.#exchange.news();
  }

  /** What a member that asks is answered. */
  serve(question: CommonsQuestion, peerKey: Uint8Array): ServedAnswer {
    const answer = this.#exchange.answer(question, peerKey);
    return { kind: "symbols", symbols: splitSymbols(answer) };
  }

  /** The household is left (I1). Never rejects. */
  async forget(): Promise<void> {
    this.commons.clear();
    this.#unsavedUs = undefined;
    this.#saveTimer?.();
    this.#saveTimer = undefined;
    this.#writing = this.#writing.then(() => this.#remove());
    await this.#writing;
    this.#onChange();
  }

  /** What is not written yet is written. Never rejects. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.#exchange.stop();
    for (const cancel of this.#timers) cancel();
    this.#saveTimer?.();
    if (this.#unsavedUs !== undefined) await this.#save();
    await this.#writing;
  }

  /** Once an hour, and soon after the start, when the time has become known. */
  #tidy(): void {
    const { clock, now, members } = this.#ports;
    const again = now().trusted ? commonsSweepUs : commonsSaveAgainUs;
    this.#timers = [clock.after(again, () => this.#tidy())];
    if (!this.isMember || !now().trusted) return;
    const { revision } = this.commons;
    if (this.commons.mendStamps(now())) this.#exchange.news();
    this.commons.sweep(members(), now());
    if (this.commons.revision !== revision) this.#changed();
  }

  #changed(): void {
    this.#saveSoon();
    this.#onChange();
  }

  #saveSoon(): void {
    if (this.#stopped) return;
    const nowUs = this.#ports.clock.nowUs();
    this.#unsavedUs ??= nowUs;
    const leftUs = this.#unsavedUs + commonsSaveLateUs - nowUs;
    this.#saveTimer?.();
    const waitUs = Math.max(0, Math.min(commonsSaveUs, leftUs));
    this.#saveTimer = this.#ports.clock.after(waitUs, () => void this.#save());
  }

  #save(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { log, clock, store } = this.#ports;
    if (this.#unsavedUs === undefined || !this.isMember) return;
    this.#unsavedUs = undefined;
    try {
      await store.save(this.commons.encode());
      this.#trouble = undefined;
    } catch (error) {
      if (this.#trouble === undefined)
        log.error("commons-not-saved", { why: describeError(error) });
      this.#trouble = describeError(error);
      this.#unsavedUs ??= clock.nowUs();
      if (this.#stopped) return;
      this.#saveTimer?.();
      this.#saveTimer = clock.after(commonsSaveAgainUs, () => void this.#save());
    }
  }

  async #remove(): Promise<void> {
    try {
      await this.#ports.store.remove();
    } catch (error) {
      this.#ports.log.warn("commons-not-removed", { why: describeError(error) });
    }
  }

  async #load(): Promise<void> {
    const { log, store } = this.#ports;
    try {
      const bytes = this.isMember ? await store.load() : undefined;
      if (bytes !== undefined && !this.commons.restore(bytes)) log.warn("commons-damaged");
    } catch (error) {
      log.warn("commons-not-read", { why: describeError(error) });
    }
  }
}
