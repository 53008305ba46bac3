/** The emulated networks that players are compared in: netlab's profiles, and what the tables say of them. */
import { BenchError } from "./errors.ts";

export interface LabProfile {
  readonly name: string;
  /** Both ways together. */
  readonly rttMs: number;
  readonly lossPct: number;
  /** Mean length of a run of losses; 1: one by one. */
  readonly burst: number;
  /** Of the Opus file that other players get: what our speaker would choose for the link, or less. */
  readonly kbps: number;
  /** When the last change of its script is over, in seconds: starts in it would not be alike. */
  readonly scriptEndS?: number;
}

const profiles: readonly LabProfile[] = [
  { name: "near", rttMs: 4, lossPct: 0, burst: 1, kbps: 160 },
  { name: "far-loss2", rttMs: 100, lossPct: 2, burst: 1, kbps: 160 },
  { name: "far-burst5", rttMs: 100, lossPct: 5, burst: 3, kbps: 160 },
  { name: "narrow-burst8", rttMs: 150, lossPct: 8, burst: 3, kbps: 96 },
  { name: "barely-wide", rttMs: 60, lossPct: 0, burst: 1, kbps: 96 },
  { name: "outage", rttMs: 1, lossPct: 0, burst: 1, kbps: 160, scriptEndS: 65 },
  { name: "collapse", rttMs: 10, lossPct: 0.5, burst: 1, kbps: 160, scriptEndS: 42 },
];

/** Those named, or all that do not change over time. Throws BenchError `no-profile`. */
export function profilesNamed(names: readonly string[]): readonly LabProfile[] {
  if (names.length === 0) return profiles.filter(({ scriptEndS }) => scriptEndS === undefined);
  return named(names);
}

/** Those named, or all. Throws BenchError `no-profile`. */
export function allProfilesNamed(names: readonly string[]): readonly LabProfile[] {
  return names.length === 0 ? profiles : named(names);
}

function named(names: readonly string[]): readonly LabProfile[] {
  return names.map((name) => {
    const found = profiles.find((profile) => profile.name === name);
    if (found !== undefined) return found;
    const known = profiles.map((profile) => profile.name).join(", ");
    throw new BenchError("no-profile", `there is no network ${name} here; there are ${known}`);
  });
}
