/**
 * What goes wrong in a house, and when: drawn from a seed before the story
 * begins. Each house has some kinds of trouble and not others, so that a kind is
 * seen alone, too.
 */
import type { Rng } from "../../../src/base/rng.ts";

export type FaultKind = keyof typeof kinds;
/** What a member of the house does that means it no good (lying-member.ts). */
export type LieKind = "forged chunks" | "false claims" | "stalls in mid-chunk" | "late answers";

/** Where such a member is, in houses that have one. */
export const liarHost = "10.0.0.77";

export function isLie(kind: FaultKind): kind is LieKind {
  return kinds[kind].befalls === "liar";
}

export interface Fault {
  readonly kind: FaultKind;
  /** The machine it befalls. */
  readonly host: string;
  /** Since the story began. */
  readonly atUs: number;
  readonly forUs: number;
  /** How bad it is, in [0, 1). */
  readonly degree: number;
}

interface Kind {
  /** How often it comes to a house that has it, on average. */
  readonly everyS: number;
  /** How long it lasts: from, to. */
  readonly lastsS: readonly [number, number];
  readonly befalls: "speaker" | "origin" | "any" | "liar";
}

const kinds = {
  loss: { everyS: 30, lastsS: [2, 20], befalls: "any" },
  jitter: { everyS: 30, lastsS: [2, 20], befalls: "any" },
  duplicates: { everyS: 40, lastsS: [2, 20], befalls: "any" },
  corruption: { everyS: 40, lastsS: [2, 20], befalls: "any" },
  cut: { everyS: 30, lastsS: [0.3, 45], befalls: "any" },
  "one way": { everyS: 40, lastsS: [0.3, 20], befalls: "any" },
  flap: { everyS: 50, lastsS: [2, 10], befalls: "any" },
  hostile: { everyS: 25, lastsS: [2, 20], befalls: "any" },
  "disk stall": { everyS: 30, lastsS: [0.2, 6], befalls: "any" },
  "disk slow": { everyS: 40, lastsS: [5, 30], befalls: "any" },
  "disk errors": { everyS: 50, lastsS: [0.5, 10], befalls: "any" },
  "disk full": { everyS: 50, lastsS: [2, 30], befalls: "speaker" },
  "disk read-only": { everyS: 60, lastsS: [2, 30], befalls: "speaker" },
  "bit flips": { everyS: 30, lastsS: [0, 0], befalls: "speaker" },
  "card gone": { everyS: 40, lastsS: [0.5, 20], befalls: "speaker" },
  "main thread stall": { everyS: 25, lastsS: [0.1, 1.5], befalls: "any" },
  "wall clock step": { everyS: 50, lastsS: [0, 0], befalls: "any" },
  restart: { everyS: 60, lastsS: [0.1, 5], befalls: "speaker" },
  kill: { everyS: 60, lastsS: [0.1, 5], befalls: "speaker" },
  "power cut": { everyS: 60, lastsS: [0.5, 10], befalls: "speaker" },
  "origin restart": { everyS: 60, lastsS: [0.1, 40], befalls: "origin" },
  "origin kill": { everyS: 60, lastsS: [0.1, 40], befalls: "origin" },
  library: { everyS: 25, lastsS: [0, 0], befalls: "origin" },
  /** From the other speakers, not from the origin. */
  apart: { everyS: 30, lastsS: [1, 40], befalls: "speaker" },
  "forged chunks": { everyS: 25, lastsS: [5, 40], befalls: "liar" },
  "false claims": { everyS: 25, lastsS: [5, 40], befalls: "liar" },
  "stalls in mid-chunk": { everyS: 25, lastsS: [5, 40], befalls: "liar" },
  "late answers": { everyS: 25, lastsS: [5, 40], befalls: "liar" },
} as const satisfies Readonly<Record<string, Kind>>;

/** Of all kinds, those that a house has. */
const shareMax = 0.6;

export function drawFaults(
  rng: Rng,
  house: { readonly speakers: readonly string[]; readonly origin: string; readonly spanUs: number },
): Fault[] {
  const share = rng.float() * shareMax;
  const faults: Fault[] = [];
  // Every kind draws from a generator of its own: one more kind must not change the others.
  for (const [name, kind] of Object.entries(kinds)) {
    const own = rng.fork();
    if (own.chance(share)) faults.push(...drawKind(own, name as FaultKind, { ...house, kind }));
  }
  return faults.sort((a, b) => a.atUs - b.atUs);
}

function drawKind(
  rng: Rng,
  name: FaultKind,
  house: {
    readonly kind: Kind;
    readonly speakers: readonly string[];
    readonly origin: string;
    readonly spanUs: number;
  },
): Fault[] {
  const { everyS, lastsS, befalls } = house.kind;
  const all = [...house.speakers, house.origin];
  const hosts = { speaker: house.speakers, origin: [house.origin], any: all, liar: [liarHost] }[
    befalls
  ];
  const faults: Fault[] = [];
  for (let atUs = 0; ; ) {
    atUs += rng.exponential(everyS * 1e6);
    if (atUs >= house.spanUs) return faults;
    const [from, to] = lastsS;
    const host = hosts[rng.below(hosts.length)] ?? house.origin;
    const forUs = Math.round((from + (to - from) * rng.float() ** 2) * 1e6);
    faults.push({ kind: name, host, atUs: Math.round(atUs), forUs, degree: rng.float() });
  }
}
