/**
 * One service on one link: probing, announcing, held (RFC 6762 §8). Pure state;
 * says when it wants to be asked and what to send then.
 */
import { compareBytes } from "./compare.ts";
import { dataBytes } from "./dns-codec.ts";
import { announceIntervalUs, announcements, probeIntervalUs, probes } from "./limits.ts";
import type { ResourceRecord } from "./message.ts";
import { typeCodes } from "./packet-check.ts";

export type ClaimStep = "probe" | "announce";

const never = Number.POSITIVE_INFINITY;

export class Claim {
  #phase: "probing" | "announcing" | "held" = "probing";
  #sent = 0;
  #dueUs: number;

  constructor(startUs: number) {
    this.#dueUs = startUs;
  }

  get dueUs(): number {
    return this.#dueUs;
  }
  /** The name is ours: questions for it are answered. */
  get established(): boolean {
    return this.#phase !== "probing";
  }
  /** A question for the name has been sent, so that what others say of it counts. */
  get probing(): boolean {
    return this.#phase === "probing" && this.#sent > 0;
  }

  /** From the first probe on, at `startUs`. */
  restart(startUs: number): void {
    this.#phase = "probing";
    this.#sent = 0;
    this.#dueUs = startUs;
  }

  /** What it has to say has changed (§8.4). */
  announceAgain(nowUs: number): void {
    if (!this.established) return;
    this.#phase = "announcing";
    this.#sent = 0;
    this.#dueUs = nowUs;
  }

  /** What is due now, if anything. */
  step(nowUs: number): ClaimStep | undefined {
    if (nowUs < this.#dueUs) return undefined;
    if (this.#phase === "probing" && this.#sent < probes) {
      this.#sent += 1;
      this.#dueUs = nowUs + probeIntervalUs;
      return "probe";
    }
    if (this.#phase === "probing") {
      this.#phase = "announcing";
      this.#sent = 0;
    }
    this.#sent += 1;
    const more = this.#sent < announcements;
    this.#phase = more ? "announcing" : "held";
    this.#dueUs = more ? nowUs + announceIntervalUs : never;
    return "announce";
  }
}

/**
 * Who wins when two probe for a name at once: negative when `ours` is the lesser, which gives way;
 * 0 when both say the same (§8.2, §8.2.1).
 */
export function compareClaims(
  ours: readonly ResourceRecord[],
  theirs: readonly ResourceRecord[],
): number {
  const [a, b] = [sorted(ours), sorted(theirs)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareBytes(a[i] ?? none, b[i] ?? none);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const none = new Uint8Array(0);
const codes: Readonly<Record<ResourceRecord["data"]["type"], number>> = {
  A: typeCodes.a,
  AAAA: typeCodes.aaaa,
  PTR: typeCodes.ptr,
  SRV: typeCodes.srv,
  TXT: typeCodes.txt,
  NSEC: typeCodes.nsec,
};

/** In order of type, then of data as unsigned bytes; the class is the same for all. */
function sorted(records: readonly ResourceRecord[]): Uint8Array[] {
  return records
    .map((record) => Uint8Array.of(0, codes[record.data.type], ...dataBytes(record)))
    .sort(compareBytes);
}
