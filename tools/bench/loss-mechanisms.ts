/** The table of what leaving a mechanism out costs: simulated plays, so that a thousand of them take seconds. */
import { allMechanisms, type LinkMechanisms } from "../../src/transport/link-types.ts";
import { lossProfiles, type StartFigures, simulateStarts } from "./loss-sim.ts";

export interface MechanismRow extends StartFigures {
  readonly network: string;
  readonly without: string;
}

/** In each row: how many a second of the bench is worth. */
const playsEach = 200;
const secondsEach = 12;
const seed = 1;

/** A row for each simulated network with everything on, and one for each mechanism without it. */
export function mechanismTable(names: readonly string[]): readonly MechanismRow[] {
  const networks = lossProfiles.filter(({ name }) => names.length === 0 || names.includes(name));
  const off: readonly (keyof LinkMechanisms | undefined)[] = [
    undefined,
    ...(Object.keys(allMechanisms) as (keyof LinkMechanisms)[]), // a record's own keys
  ];
  return networks.flatMap((profile) =>
    off.map((without) => {
      process.stderr.write(`bench: simulated ${profile.name}, without ${without ?? "nothing"}\n`);
      const mechanisms = without === undefined ? {} : { [without]: false };
      const plays = playsEach;
      const figures = simulateStarts({ profile, plays, seed, mechanisms, seconds: secondsEach });
      return { network: profile.name, without: without ?? "–", ...figures };
    }),
  );
}
