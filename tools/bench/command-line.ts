/** The bench's command line, parsed. Pure. */
import { parseArgs } from "node:util";

export interface BenchCommand {
  readonly kind: "run";
  readonly name: string;
  readonly json: boolean;
  readonly plays: number;
  readonly starts: number;
  readonly rounds: number;
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
    rounds: { type: "string" },
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
    const rounds = count(values.rounds, 1);
    if (plays === 0 || seconds === 0 || starts === 0 || rounds === 0) {
      const why = "--plays, --starts, --rounds and --seconds take a number from 1 to 10000";
      return { kind: "wrong", why };
    }
    const profiles = (values.profiles ?? "").split(",").filter((text) => text !== "");
    const json = values.json === true;
    return { kind: "run", name, json, plays, starts, rounds, profiles, seconds };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

/** 0 for what is no such number. */
function count(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : 0;
}
