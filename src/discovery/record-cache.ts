/**
 * What one link has told of the services that are looked for: a cache of
 * records that expire, are refreshed and are replaced (RFC 6762 §5.2, §10).
 *
 * Only what leads to a service of a wanted type is kept: its pointer, its SRV
 * and TXT records, and the addresses of its host.
 *
 * Invariants:
 *   I1  at most `instancesMax` services, `recordsPerNameMax` records of one name and type,
 *       `recordSetsMax` names and types
 *   I2  addresses lie on the link they were told on: nobody is sent to strangers
 *   I3  a record is gone `recordLifeMaxS` after it was heard last
 */
import type { Rng } from "../base/rng.ts";
import { usPerS } from "../base/units.ts";
import type { MulticastLink } from "../ports/multicast.ts";
import { foldName, type Name, parentOf } from "./dns-name.ts";
import { isOnLink, parseIp } from "./ip-address.ts";
import * as limits from "./limits.ts";
import { type Message, type Question, type ResourceRecord, recordKey, setKey } from "./message.ts";

interface Entry {
  record: ResourceRecord;
  /** First of this second, and last. */
  heardUs: number;
  lastUs: number;
  expiresUs: number;
  /** Heard more than once, a second apart: a flood of inventions does not push it out. */
  confirmed: boolean;
  /** How many refreshes were asked for, and when the next is due. */
  refreshes: number;
  refreshUs: number;
}

const never = Number.POSITIVE_INFINITY;

export class RecordCache {
  readonly #rng: Rng;
  #link: MulticastLink;
  readonly #types = new Set<string>();
  /** By name and type, then by what is said. */
  readonly #sets = new Map<string, Map<string, Entry>>();
  /** Hosts of the services that are known, with how many SRV records name them. */
  readonly #hosts = new Map<string, number>();
  #dueUs = never;
  #version = 0;

  constructor(rng: Rng, link: MulticastLink) {
    this.#rng = rng;
    this.#link = link;
  }

  /** Grows with each change of what is known. */
  get version(): number {
    return this.#version;
  }
  /** When a record expires or wants to be refreshed. */
  get dueUs(): number {
    return this.#dueUs;
  }

  want(type: Name): void {
    this.#types.add(foldName(type));
  }

  setLink(link: MulticastLink): void {
    this.#link = link;
  }

  /** Records of one name and type that are alive. */
  get(name: Name, type: ResourceRecord["data"]["type"]): readonly ResourceRecord[] {
    return [...(this.#sets.get(setKey(name, type))?.values() ?? [])].map(({ record }) => record);
  }

  /** The one of a kind that was heard last: for a second an old and a new one may be alive. */
  latest(name: Name, type: "SRV" | "TXT"): ResourceRecord | undefined {
    let latest: Entry | undefined;
    for (const entry of this.#sets.get(setKey(name, type))?.values() ?? []) {
      if (latest === undefined || entry.lastUs >= latest.lastUs) latest = entry;
    }
    return latest?.record;
  }

  /** Full names of the services of a type. */
  instances(type: Name): readonly Name[] {
    return this.get(type, "PTR").flatMap(({ data }) => (data.type === "PTR" ? [data.target] : []));
  }

  /** Known answers of a question: those with more than half of their life to come (§7.1). */
  known(name: Name, nowUs: number): readonly ResourceRecord[] {
    const entries = [...(this.#sets.get(setKey(name, "PTR"))?.values() ?? [])];
    return entries
      .map(({ record, expiresUs }) => ({
        ...record,
        ttlS: Math.floor((expiresUs - nowUs) / usPerS),
        full: record.ttlS,
      }))
      .filter(({ ttlS, full }) => ttlS > full / 2)
      .map(({ name: of, ttlS, data }) => ({ name: of, ttlS, flush: false, data }));
  }

  /** Takes in a response; pointers first, since what follows is wanted only because of them. */
  take({ answers, additionals }: Message, nowUs: number): void {
    const records = [...answers, ...additionals];
    for (const type of ["PTR", "SRV", "TXT", "A", "AAAA"]) {
      const ofType = records.filter(({ data }) => data.type === type);
      this.#flush(ofType, nowUs);
      for (const record of ofType) this.#takeOne(record, nowUs);
    }
  }

  /** Lets go what has expired, and says which questions would refresh what is about to (§5.2). */
  tick(nowUs: number): Question[] {
    if (nowUs < this.#dueUs) return [];
    const questions = new Map<string, Question>();
    this.#dueUs = never;
    for (const [key, set] of this.#sets) {
      for (const [said, entry] of set) {
        if (entry.expiresUs <= nowUs) {
          this.#remove(set, said);
          continue;
        }
        if (entry.refreshUs <= nowUs) {
          const { name, data } = entry.record;
          if (data.type !== "NSEC") questions.set(key, { name, type: data.type, unicast: false });
          entry.refreshes += 1;
          entry.refreshUs = this.#refreshUs(entry);
        }
        this.#due(entry);
      }
      if (set.size === 0) this.#sets.delete(key);
    }
    return [...questions.values()];
  }

  #takeOne(record: ResourceRecord, nowUs: number): void {
    if (!this.#isWanted(record)) return;
    const key = setKey(record.name, record.data.type);
    const said = recordKey(record);
    const set = this.#sets.get(key) ?? new Map<string, Entry>();
    const entry = set.get(said);
    if (record.ttlS === 0) {
      if (entry !== undefined) this.#expireSoon(entry, nowUs);
      return;
    }
    if (entry === undefined && !this.#makeRoom(key, set, record)) return;
    const heard = { ...record, ttlS: Math.min(record.ttlS, limits.recordLifeMaxS) };
    const made: Entry = {
      record: heard,
      heardUs: nowUs,
      lastUs: nowUs,
      expiresUs: nowUs + heard.ttlS * usPerS,
      confirmed: entry !== undefined && (entry.confirmed || nowUs - entry.heardUs >= usPerS),
      refreshes: 0,
      refreshUs: never,
    };
    // A repeated packet within the second does not put off the second hearing.
    if (entry !== undefined && !made.confirmed) made.heardUs = entry.heardUs;
    made.refreshUs = this.#refreshUs(made);
    set.set(said, made);
    this.#sets.set(key, set);
    this.#due(made);
    if (entry !== undefined) return;
    this.#version += 1;
    if (record.data.type === "SRV") this.#countHost(record.data.target, 1);
  }

  #countHost(target: Name, by: 1 | -1): void {
    const host = foldName(target);
    const count = (this.#hosts.get(host) ?? 0) + by;
    if (count > 0) {
      this.#hosts.set(host, count);
      return;
    }
    this.#hosts.delete(host);
    this.#drop(target, "A");
    this.#drop(target, "AAAA");
  }

  /** One record, and what was only kept because of it. */
  #remove(set: Map<string, Entry>, said: string): void {
    const data = set.get(said)?.record.data;
    set.delete(said);
    this.#version += 1;
    if (data?.type === "SRV") this.#countHost(data.target, -1);
    if (data?.type !== "PTR") return;
    this.#drop(data.target, "SRV");
    this.#drop(data.target, "TXT");
  }

  #drop(name: Name, type: ResourceRecord["data"]["type"]): void {
    const key = setKey(name, type);
    const set = this.#sets.get(key);
    if (set === undefined) return;
    for (const said of [...set.keys()]) this.#remove(set, said);
    this.#sets.delete(key);
  }

  /** When the rest of its life is asked for next. */
  #refreshUs({ expiresUs, record, refreshes }: Entry): number {
    const share = limits.refreshShares[refreshes];
    if (share === undefined) return never;
    const lifeUs = record.ttlS * usPerS;
    const at = share + limits.refreshJitter * this.#rng.float();
    return Math.ceil(expiresUs - lifeUs * (1 - at));
  }

  #due({ expiresUs, refreshUs }: Entry): void {
    this.#dueUs = Math.min(this.#dueUs, expiresUs, refreshUs);
  }

  /**
   * Whose record it is may not have heard what was said of it, here alone or in its name: it is
   * asked once more while there is time.
   */
  #expireSoon(entry: Entry, nowUs: number): void {
    const goneUs = nowUs + limits.goodbyeUs;
    if (entry.expiresUs <= goneUs) return;
    entry.expiresUs = goneUs;
    entry.refreshes = limits.refreshShares.length;
    entry.refreshUs = nowUs + limits.answerDelayMinUs + this.#rng.below(limits.answerDelaySpanUs);
    this.#due(entry);
  }

  /**
   * A set that is said to be whole: older records that are not in it go within a second (§10.2). Of
   * pointers everybody has their own: nobody can say that theirs are all.
   */
  #flush(records: readonly ResourceRecord[], nowUs: number): void {
    const said = new Set(records.map(recordKey));
    for (const { name, data, flush } of records) {
      if (!flush || data.type === "PTR") continue;
      for (const [key, entry] of this.#sets.get(setKey(name, data.type)) ?? []) {
        const old = nowUs - entry.lastUs > usPerS;
        if (old && !said.has(key)) this.#expireSoon(entry, nowUs);
      }
    }
  }

  #isWanted({ name, data }: ResourceRecord): boolean {
    switch (data.type) {
      case "PTR":
        return (
          this.#types.has(foldName(name)) && foldName(parentOf(data.target)) === foldName(name)
        );
      case "SRV":
      case "TXT":
        return (
          this.#sets
            .get(setKey(parentOf(name), "PTR"))
            ?.has(`${setKey(parentOf(name), "PTR")} ${foldName(name)}`) ?? false
        );
      case "A":
      case "AAAA": {
        const bytes = parseIp(data.address);
        return (
          bytes !== undefined &&
          this.#hosts.has(foldName(name)) &&
          isOnLink(bytes, this.#link.addresses)
        );
      }
      default:
        return false;
    }
  }

  /** Room for one more, if need be by letting go one that was heard only once; false where there is none. */
  #makeRoom(key: string, set: Map<string, Entry>, { data }: ResourceRecord): boolean {
    if (!this.#sets.has(key) && this.#sets.size >= limits.recordSetsMax) return false;
    const max = data.type === "PTR" ? limits.instancesMax : limits.recordsPerNameMax;
    if (set.size < max) return true;
    const weak = [...set].filter(([, { confirmed }]) => !confirmed);
    const victim = weak[this.#rng.below(weak.length)];
    if (victim === undefined) return false;
    this.#remove(set, victim[0]);
    return true;
  }
}
