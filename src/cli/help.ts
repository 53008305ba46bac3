/** Help for people, from the table of commands. Pure. */
import { type CommandName, commandNames, commands, specOf } from "./spec.ts";

const overview = [
  "start",
  "origin",
  "speaker",
  "ctl",
  "sound-cards",
  "boards",
  "factory-reset",
  "cast-root",
  "completion",
] as const;

/** The help of a command ("ctl seek"), or the overview for none or an unknown one. */
export function helpText(topic: string): string {
  const name = commandNames.find((known) => known === topic);
  return name === undefined ? overviewText() : commandText(name);
}

function overviewText(): string {
  return lines([
    "nightjar: a smart speaker that plays the moment you ask",
    "",
    "Usage: nightjar COMMAND [OPTION]…",
    "",
    ...columns(overview.map((name) => [name, commands[name].about])),
    "",
    "nightjar COMMAND --help tells more; nightjar --version the version.",
  ]);
}

function commandText(name: CommandName): string {
  const spec = specOf(name);
  const below = commandNames.filter((known) => known.startsWith(`${name} `));
  const options = Object.entries(spec.options).map(([option, { value, about, many }]): Row => {
    const shown = value === undefined ? `--${option}` : `--${option} ${value}`;
    return [many === true ? `${shown} …` : shown, about];
  });
  return lines([
    `Usage: nightjar ${name} [OPTION]…${spec.args === "" ? "" : ` ${spec.args}`}`,
    "",
    `${spec.about[0]?.toUpperCase()}${spec.about.slice(1)}.`,
    ...(spec.notes === undefined ? [] : ["", ...spec.notes]),
    ...section(
      "Commands:",
      below.map((known) => [shortName(name, known), specOf(known).about]),
    ),
    ...section("Options:", [...options, ["--help", "this text"]]),
  ]);
}

type Row = readonly [string, string];

function shortName(parent: string, name: CommandName): string {
  const { args } = specOf(name);
  return `${name.slice(parent.length + 1)}${args === "" ? "" : ` ${args}`}`;
}

function section(title: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : ["", title, ...columns(rows)];
}

function columns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function lines(text: readonly string[]): string {
  return `${text.join("\n")}\n`;
}
