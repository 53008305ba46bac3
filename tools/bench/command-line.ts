/** The bench's command line, parsed. Pure. */
import { parseArgs } from "node:util";

export interface BenchCommand {
  readonly kind: "run";
  readonly name: string;
  readonly json: boolean;
  readonly plays: number;
  readonly starts: number;
  /** Names of emulated networks; empty: all. */
  readonly profiles: readonly string[];
  readonly seconds: number;
}

export type Parsed =
  | BenchCommand
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly why: string };

/** Enough for p90; p99 of fewer than 100 is their largest. */
const playsDefault = 48;
const secondsDefault = 60;
/** Of four players in five networks: a quarter of an hour. */
const startsDefault = 20;

export function parseCommandLine(args: readonly string[]): Parsed {
  const options = {
    json: { type: "boolean" },
    help: { type: "boolean" },
    plays: { type: "string" },
    starts: { type: "string" },
    profiles: { type: "string" },
    seconds: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help === true) return { kind: "help" };
    const [name, ...more] = positionals;
    if (name === undefined) return { kind: "wrong", why: "which bench?" };
    if (more.length > 0) return { kind: "wrong", why: `one bench at a time, not ${more[0]}` };
    const plays = count(values.plays, playsDefault);
    const seconds = count(values.seconds, secondsDefault);
    const starts = count(values.starts, startsDefault);
    if (plays === undefined || seconds === undefined || starts === undefined) {
      return {
        kind: "wrong",
        why: "--plays, --starts and --seconds take a number from 1 to 10000",
      };
    }
    const profiles = (values.profiles ?? "").split(",").filter((text) => text !== "");
    const json = values.json === true;
    return { kind: "run", name, json, plays, starts, profiles, seconds };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

function count(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : undefined;
}
