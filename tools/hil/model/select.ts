/** Which cases run. Pure. */
import { didYouMean } from "../../../src/cli/suggest.ts";
import type { State } from "./states.ts";

/** What a bench may have or lack. */
export const abilities = [
  "power",
  "card",
  "ear",
  "shell",
  "link",
  "multicast",
  "lines",
  "household",
  "slots",
  "bundle",
] as const;
export type Ability = (typeof abilities)[number];

/** What is known of a case before it runs. */
export interface CaseHead {
  /** As --only takes it. */
  readonly name: string;
  /** One clause, for reports. */
  readonly about: string;
  readonly needs: State;
  /** "lost": nobody knows, so the next begins with a new card. */
  readonly leaves: State | "lost";
  readonly uses: readonly Ability[];
  /** Only with this option. */
  readonly optional?: "soak";
}

/** Throws with what is wrong. In the order that the cases have, not in the one that was asked for. */
export function select<T extends CaseHead>(
  cases: readonly T[],
  only: readonly string[],
  soak: boolean,
): readonly T[] {
  const known = cases.map(({ name }) => name);
  const strange = only.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new Error(
      `there is no case "${strange}"${didYouMean(strange, known)} (there are: ${known.join(", ")})`,
    );
  const dear = cases.find(({ name, optional }) => optional === "soak" && only.includes(name));
  if (dear !== undefined && !soak) throw new Error(`${dear.name} takes how long: --soak 8h`);
  return cases.filter(
    ({ name, optional }) =>
      (only.length === 0 || only.includes(name)) && (optional === undefined || soak),
  );
}

/** Why a case cannot run on a bench; undefined where it can. */
export function lackOf(
  { uses }: CaseHead,
  lacking: Readonly<Partial<Record<Ability, string>>>,
): string | undefined {
  return uses.map((ability) => lacking[ability]).find((why) => why !== undefined);
}
