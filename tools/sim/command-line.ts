/** The command line of the simulator, parsed. Pure. */
import { parseArgs } from "node:util";

export interface SimCommand {
  readonly kind: "run";
  readonly seed: number;
  readonly speakers: number | undefined;
  readonly minutes: number | undefined;
}

type Parsed =
  | SimCommand
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly why: string };

const speakersMax = 8;
const minutesMax = 1_440;

export const helpText = `Usage: npm run -s sim -- --seed N [--speakers 1-${speakersMax}] [--minutes M]

Tells the story of one seed of the simulated house: what happens on stdout, line
by line, and a timeline as bench-results/sim-N.svg, with its options in the name
where it has some. Exit 1 when a referee found something.

       npm run -s sim -- cache …

Compares cache policies, or records a trace for that; see: npm run -s sim -- cache --help
`;

export function parseCommandLine(args: readonly string[]): Parsed {
  const options = {
    seed: { type: "string" },
    speakers: { type: "string" },
    minutes: { type: "string" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return { kind: "help" };
    if (values.seed === undefined) return wrong("which seed? give --seed N");
    const seed = Number(values.seed);
    if (!Number.isInteger(seed) || values.seed.trim() === "")
      return wrong("--seed takes a whole number");
    const speakers = values.speakers === undefined ? undefined : Number(values.speakers);
    const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
    if (speakers !== undefined && !(Number.isInteger(speakers) && within(speakers, speakersMax)))
      return wrong(`--speakers takes a number from 1 to ${speakersMax}`);
    if (minutes !== undefined && !within(minutes, minutesMax))
      return wrong(`--minutes takes a number above 0, up to ${minutesMax}`);
    return { kind: "run", seed, speakers, minutes };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

/** File name of the timeline: a seed told with other options is another story. */
export function timelineName({ seed, speakers, minutes }: Omit<SimCommand, "kind">): string {
  const told = [
    ...(speakers === undefined ? [] : [`${speakers}-speakers`]),
    ...(minutes === undefined ? [] : [`${minutes}-min`]),
  ];
  return `${["sim", seed, ...told].join("-")}.svg`;
}

function within(value: number, max: number): boolean {
  return value > 0 && value <= max;
}

function wrong(why: string): Parsed {
  return { kind: "wrong", why };
}
