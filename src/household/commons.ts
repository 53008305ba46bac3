/**
 * What the household keeps together: a map of entries that every member has a copy
 * of, and that every member may change, alone or with the others
 * (PROTOCOL.md §6.8). What the entries mean is the player's business.
 *
 * Pure: no clock, no link, no disk. Replicas that have told each other everything
 * are equal, in whatever order and however often they were told:
 *
 *   I1  of two entries of one key the one with the later stamp counts, for everybody the same one
 *   I2  a stamp is later than all that its writer had seen: what somebody changes who sees an entry counts
 *   I3  a deletion is an entry, so that what was before does not come back; it goes once all members have heard
 *       of it, and then the bucket's floor stands for it: what is below the floor on one side, and not on
 *       the other, was deleted. There too buckets of two replicas become the same, whichever is joined to which
 *   I4  a bucket is taken as a whole: its floor says something of its entries only where all of them are here
 * Bounds: commonsTakenMax entries, commonsOfOneMax by one writer, commonsDeletedMax deletions a bucket.
 * What is beyond is not taken: those that filled it differ then, and nothing grows.
 */
import {
  bucketDigest,
  bucketOf,
  type CommonBucket,
  type CommonEntry,
  type CommonsQuestion,
  commonBuckets,
  commonsDigest,
  compareEntries,
  decodeCommons,
  encodeCommons,
} from "../wire/commons.ts";
import type { KnownTime } from "./house-time.ts";
import {
  commonsAheadMs,
  commonsDeletedMax,
  commonsDeletedMs,
  commonsOfOneMax,
  commonsTakenMax,
  wallMsMax,
} from "./limits.ts";

interface Held {
  readonly entry: CommonEntry;
  /** How many changes this replica had seen when it came. */
  readonly order: number;
}

interface Bucket {
  floorMs: number;
  readonly entries: Map<string, Held>;
  digest: string | undefined;
}

/** A key, and what it is to be; undefined deletes it. */
export type CommonEdit = readonly [key: string, value: Uint8Array | undefined];

export class Commons {
  readonly #by: string;
  readonly #buckets: readonly Bucket[];
  /** Entries, deletions too, by their writer. */
  readonly #counts = new Map<string, number>();
  /** How many changes this replica had seen when a member was known to have the same. */
  readonly #agreed = new Map<string, number>();
  #size = 0;
  #live = 0;
  #latestMs = 0;
  #order = 0;
  #digest: string | undefined;

  /** `by`: this member's id, 16 hexadecimal digits. */
  constructor(by: string) {
    this.#by = by;
    this.#buckets = Array.from({ length: commonBuckets }, () => ({
      floorMs: 0,
      entries: new Map<string, Held>(),
      digest: undefined,
    }));
  }

  /** Grows with each change of anything. */
  get revision(): number {
    return this.#order;
  }
  /** Entries that are not deleted. */
  get live(): number {
    return this.#live;
  }
  /** Names all that is here: replicas with the same digest are equal. 16 hexadecimal digits. */
  get digest(): string {
    this.#digest ??= commonsDigest(this.bucketDigests);
    return this.#digest;
  }
  get bucketDigests(): readonly string[] {
    return this.#buckets.map((bucket, index) => {
      bucket.digest ??= bucketDigest(shown(bucket, index));
      return bucket.digest;
    });
  }

  get(key: string): Uint8Array | undefined {
    return this.#buckets[bucketOf(key)]?.entries.get(key)?.entry.value;
  }

  /** All that is not deleted, in no order. */
  *entries(): Generator<{ readonly key: string; readonly value: Uint8Array; readonly ms: number }> {
    for (const { entries } of this.#buckets)
      for (const { entry } of entries.values())
        if (entry.value !== undefined)
          yield { key: entry.key, value: entry.value, ms: entry.stamp.ms };
  }

  /** Changes entries, for all members. Keys and values must be within the bounds of wire/commons.ts. */
  edit(edits: readonly CommonEdit[], now: KnownTime): void {
    const stamp = { ms: this.#nextMs(now), by: this.#by };
    for (const [key, value] of edits) this.#put({ key, stamp, value: value?.slice() });
    for (const index of new Set(edits.map(([key]) => bucketOf(key)))) this.#forgetOldest(index);
  }

  /** Buckets that whoever asks has otherwise. */
  differing({ buckets }: CommonsQuestion): readonly CommonBucket[] {
    if (buckets === undefined) return [];
    const mine = this.bucketDigests;
    return this.#buckets.flatMap((bucket, index) =>
      mine[index] === buckets[index] ? [] : [shown(bucket, index)],
    );
  }

  /** Takes what another member has (I4). True where it changed anything here. */
  join(buckets: readonly CommonBucket[], now: KnownTime): boolean {
    const before = this.#order;
    for (const bucket of buckets) {
      if (bucket.floorMs > latestBelievable(now)) continue;
      this.#joinBucket(bucket, now);
      this.#forgetOldest(bucket.index);
    }
    return this.#order !== before;
  }

  /** That member has just what is here now. */
  agreesWith(member: string): void {
    this.#agreed.set(member, this.#order);
  }

  /** Lets deletions go that all `members` have heard of, long enough ago. */
  sweep(members: readonly string[], now: KnownTime): void {
    const others = members.filter((member) => member !== this.#by);
    for (const member of this.#agreed.keys())
      if (!others.includes(member)) this.#agreed.delete(member);
    const known = Math.min(...others.map((member) => this.#agreed.get(member) ?? -1), this.#order);
    const oldMs = now.trusted ? now.wallMs - commonsDeletedMs : 0;
    for (const index of this.#buckets.keys()) {
      let floorMs = 0;
      for (const { entry, order } of this.#deletions(index)) {
        if (order > known || entry.stamp.ms > oldMs) break;
        floorMs = entry.stamp.ms;
      }
      this.#raise(index, floorMs);
    }
  }

  /**
   * Stamps that a wrong clock has made are made anew once the time is known: nobody who knows it takes them.
   * True where there were any.
   */
  mendStamps(now: KnownTime): boolean {
    const limitMs = latestBelievable(now);
    const wrong = [...this.#buckets].flatMap(({ entries }) =>
      [...entries.values()].filter(({ entry }) => entry.stamp.ms > limitMs),
    );
    const floors = this.#buckets.filter(({ floorMs }) => floorMs > limitMs);
    if (wrong.length + floors.length === 0) return false;
    for (const { entry } of wrong) this.#drop(bucketOf(entry.key), entry.key);
    for (const bucket of floors) {
      this.#touch(bucket);
      bucket.floorMs = 0;
    }
    this.#latestMs = Math.max(...this.#allMs());
    this.edit(
      wrong.map(({ entry }): CommonEdit => [entry.key, entry.value]),
      now,
    );
    return true;
  }

  encode(): Uint8Array {
    return encodeCommons(this.#buckets.map(shown));
  }

  /** What `encode` gave; false where it is damaged, and then nothing is changed. */
  restore(bytes: Uint8Array): boolean {
    const buckets = decodeCommons(bytes);
    if (buckets === undefined) return false;
    // It was checked before it was kept; and no clock may throw it away.
    this.join(buckets, { wallMs: wallMsMax, trusted: false });
    return true;
  }

  /** All of it, as in no household. */
  clear(): void {
    for (const bucket of this.#buckets) {
      bucket.entries.clear();
      bucket.floorMs = 0;
      bucket.digest = undefined;
    }
    this.#counts.clear();
    this.#agreed.clear();
    this.#size = 0;
    this.#live = 0;
    this.#latestMs = 0;
    this.#order += 1;
    this.#digest = undefined;
  }

  /** I2. */
  #nextMs({ wallMs }: KnownTime): number {
    return Math.max(Math.floor(wallMs), this.#latestMs + 1);
  }

  #joinBucket(theirs: CommonBucket, now: KnownTime): void {
    const mine = this.#buckets[theirs.index];
    if (mine === undefined) return;
    const told = new Set(theirs.entries.map(({ key }) => key));
    for (const [key, { entry }] of mine.entries)
      if (!told.has(key) && entry.stamp.ms <= theirs.floorMs) this.#drop(theirs.index, key);
    for (const entry of theirs.entries) {
      const held = mine.entries.get(entry.key)?.entry;
      const isGone = held === undefined && entry.stamp.ms <= mine.floorMs;
      if (isGone || entry.stamp.ms > latestBelievable(now)) continue;
      if (held === undefined ? this.#hasRoom(entry) : compareEntries(entry, held) > 0)
        this.#put(entry);
    }
    this.#raise(theirs.index, theirs.floorMs);
  }

  #hasRoom({ stamp }: CommonEntry): boolean {
    return this.#size < commonsTakenMax && (this.#counts.get(stamp.by) ?? 0) < commonsOfOneMax;
  }

  #put(entry: CommonEntry): void {
    const index = bucketOf(entry.key);
    const bucket = this.#buckets[index];
    if (bucket === undefined) return;
    this.#drop(index, entry.key);
    this.#touch(bucket);
    bucket.entries.set(entry.key, { entry, order: this.#order });
    this.#size += 1;
    if (entry.value !== undefined) this.#live += 1;
    this.#counts.set(entry.stamp.by, (this.#counts.get(entry.stamp.by) ?? 0) + 1);
    this.#latestMs = Math.max(this.#latestMs, entry.stamp.ms);
  }

  #drop(index: number, key: string): void {
    const bucket = this.#buckets[index];
    const held = bucket?.entries.get(key);
    if (bucket === undefined || held === undefined) return;
    this.#touch(bucket);
    bucket.entries.delete(key);
    this.#size -= 1;
    if (held.entry.value !== undefined) this.#live -= 1;
    const { by } = held.entry.stamp;
    const left = (this.#counts.get(by) ?? 1) - 1;
    if (left > 0) this.#counts.set(by, left);
    else this.#counts.delete(by);
  }

  /** Deletions up to there go, and are known to be ones. */
  #raise(index: number, floorMs: number): void {
    const bucket = this.#buckets[index];
    if (bucket === undefined || floorMs <= bucket.floorMs) return;
    this.#touch(bucket);
    bucket.floorMs = floorMs;
    // A clock that begins anew must not write below it.
    this.#latestMs = Math.max(this.#latestMs, floorMs);
    this.#dropDeletions(index);
  }

  #dropDeletions(index: number): void {
    const floorMs = this.#buckets[index]?.floorMs ?? 0;
    for (const { entry } of this.#deletions(index))
      if (entry.stamp.ms <= floorMs) this.#drop(index, entry.key);
  }

  /** Who is away so long that the house has deleted so much meanwhile loses what it wrote before that. */
  #forgetOldest(index: number): void {
    this.#dropDeletions(index);
    const deleted = this.#deletions(index);
    const last = deleted[deleted.length - commonsDeletedMax - 1];
    if (last !== undefined) this.#raise(index, last.entry.stamp.ms);
  }

  /** The oldest first. */
  #deletions(index: number): readonly Held[] {
    const all = [...(this.#buckets[index]?.entries.values() ?? [])];
    const deleted = all.filter(({ entry }) => entry.value === undefined);
    return deleted.sort((a, b) => compareEntries(a.entry, b.entry));
  }

  *#allMs(): Generator<number> {
    yield 0;
    for (const { floorMs, entries } of this.#buckets) {
      yield floorMs;
      for (const { entry } of entries.values()) yield entry.stamp.ms;
    }
  }

  #touch(bucket: Bucket): void {
    bucket.digest = undefined;
    this.#digest = undefined;
    this.#order += 1;
  }
}

/** Stamps beyond it are not taken. Where the time is not known, anything but nonsense may be right. */
function latestBelievable({ wallMs, trusted }: KnownTime): number {
  return trusted ? wallMs + commonsAheadMs : wallMsMax;
}

function shown({ floorMs, entries }: Bucket, index: number): CommonBucket {
  const sorted = [...entries.values()].map(({ entry }) => entry);
  return { index, floorMs, entries: sorted.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}
