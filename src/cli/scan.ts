/**
 * Takes a command line apart: which command, its options, its arguments. Pure.
 *
 * `--name value` and `--name=value` are the same; options may stand anywhere;
 * `--` ends them; `-5` is a number, not an option.
 */
import { isUsageError, type UsageError, usageError } from "./options.ts";
import { type CommandName, commandNames, specOf } from "./spec.ts";
import type { CommandSpec } from "./spec-form.ts";
import { didYouMean, nearest } from "./suggest.ts";

export interface Scanned {
  readonly command: CommandName;
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];
  readonly help: boolean;
}

/** Options that take a value, of any command: needed before the command is known. */
const valued = new Set(commandNames.flatMap((name) => namesOf(specOf(name), "valued")));

/** Those of them that are a switch in some command, as `--origin` is in `origin invite`. */
const ambiguous = new Set(
  commandNames
    .flatMap((name) => namesOf(specOf(name), "switch"))
    .filter((name) => valued.has(name)),
);

export function scan(argv: readonly string[]): Scanned | UsageError {
  const parts = partsOf(argv);
  if (isUsageError(parts)) return parts;
  const found = commandOf(parts.words);
  if (isUsageError(found)) return found;
  const { command, args } = found;
  const help = parts.options.has("help");
  // A mistyped option first: its value looks like an argument.
  const wrong = wrongOption(command, parts.options);
  const unknown = help && args.length === 0 ? undefined : unknownSubcommand(command, args);
  const mistake = wrong ?? unknown;
  if (mistake !== undefined) return mistake;
  return { command, args: [...args, ...parts.rest], options: parts.options, help };
}

function namesOf({ options }: CommandSpec, kind: "valued" | "switch"): string[] {
  return Object.keys(options).filter((name) => {
    return (options[name]?.value === undefined) === (kind === "switch");
  });
}

/** An ambiguous option is what the command says that it is; the first look only finds the command. */
function partsOf(argv: readonly string[]): Parts | UsageError {
  const first = split(argv, (name) => valued.has(name) && !ambiguous.has(name));
  if (isUsageError(first)) return first;
  const found = commandOf(first.words);
  const switches = isUsageError(found) ? [] : namesOf(specOf(found.command), "switch");
  return split(argv, (name) => valued.has(name) && !switches.includes(name));
}

interface Parts {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What stands behind `--`. */
  readonly rest: readonly string[];
}

function split(argv: readonly string[], takesValue: (name: string) => boolean): Parts | UsageError {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  let at = 0;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--") break;
    if (!isOption(word)) {
      words.push(word);
      continue;
    }
    const { name, value } = optionOf(word);
    const needs = takesValue(name) && value === undefined;
    const next = argv[at + 1];
    if (needs && (next === undefined || next.startsWith("--"))) {
      return usageError(`--${name} needs a value; see --help`);
    }
    if (needs) at += 1;
    options.set(name, [...(options.get(name) ?? []), value ?? (needs ? (next ?? "") : "")]);
  }
  return { words, options, rest: argv.slice(at + 1) };
}

function isOption(word: string): boolean {
  return word.startsWith("-") && word !== "-" && !/^-\d/.test(word);
}

function optionOf(word: string): { readonly name: string; readonly value: string | undefined } {
  const at = word.indexOf("=");
  const name = (at < 0 ? word : word.slice(0, at)).replace(/^--?/, "");
  return { name: name === "h" ? "help" : name, value: at < 0 ? undefined : word.slice(at + 1) };
}

/** The longest command that the words begin with; the rest are its arguments. */
function commandOf(
  words: readonly string[],
): { readonly command: CommandName; readonly args: readonly string[] } | UsageError {
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const name = commandNames.find((known) => known === words.slice(0, length).join(" "));
    if (name !== undefined) return { command: name, args: words.slice(length) };
  }
  const [first = ""] = words;
  if (first === "") return usageError("a command is missing; see nightjar --help");
  const near = commandNames.find((name) => name === `ctl ${first}`) ?? nearest(first, topLevel);
  const hint = near === undefined ? "; see nightjar --help" : `; did you mean "${near}"?`;
  return usageError(`there is no command "${first}"${hint}`);
}

const topLevel = commandNames.filter((name) => !name.includes(" "));

function unknownSubcommand(name: CommandName, args: readonly string[]): UsageError | undefined {
  const below = commandNames
    .filter((known) => known.startsWith(`${name} `))
    .map((known) => known.slice(name.length + 1).split(" ")[0] ?? "");
  const [first] = args;
  if (below.length === 0) return undefined;
  if (first === undefined) {
    return name === "ctl" ? usageError("ctl needs a command; see nightjar ctl --help") : undefined;
  }
  const near = didYouMean(first, [...new Set(below)]);
  const hint = near === "" ? `; see nightjar ${name} --help` : near;
  return usageError(`there is no command "${name} ${first}"${hint}`);
}

function wrongOption(
  command: CommandName,
  options: ReadonlyMap<string, readonly string[]>,
): UsageError | undefined {
  const spec: CommandSpec = specOf(command);
  for (const [name, values] of options) {
    if (name === "help") continue;
    const option = spec.options[name];
    if (option === undefined) {
      const near = didYouMean(name, Object.keys(spec.options));
      const hint = near === "" ? `; see nightjar ${command} --help` : near.replace('"', '"--');
      return usageError(`${command} has no option --${name}${hint}`);
    }
    if (values.length > 1 && option.many !== true) return usageError(`--${name} is given twice`);
    if (option.value === undefined && values.some((value) => value !== "")) {
      return usageError(`--${name} takes no value`);
    }
  }
  return undefined;
}
