/** nightjar(1), made of the table of commands: what --help says, in roff (groff_man(7)). Pure. */
import { type CommandName, commandNames, specOf } from "../../src/cli/spec.ts";

export interface ManPageFacts {
  readonly version: string;
  /** Of the sources: two builds of the same say the same. */
  readonly epochS: number;
}

export function manPage({ version, epochS }: ManPageFacts): string {
  const date = new Date(epochS * 1_000).toISOString().slice(0, 10);
  const lines = [
    `.TH NIGHTJAR 1 ${date} "Nightjar ${text(version)}" "User Commands"`,
    ".SH NAME",
    "nightjar \\- a smart speaker that plays the moment you ask",
    ".SH SYNOPSIS",
    ".B nightjar",
    ".I COMMAND",
    "[\\fIOPTION\\fR]...",
    ".SH DESCRIPTION",
    "Speakers play the music of an origin, from their own storage, from each other and over the",
    "network, and go on when that is gone.",
    "The package runs a speaker by itself, as \\fBnightjar\\-speaker.service\\fR.",
    ".SH COMMANDS",
    ...commandNames.flatMap(commandLines),
    ".SH FILES",
    ...entry("/etc/default/nightjar", "options of the services"),
    ...entry("/var/lib/nightjar/speaker", "data folder of the speaker"),
    ...entry("/var/lib/nightjar/origin", "data folder of the origin, where that is on"),
    ...entry("/etc/credstore/nightjar.invite", "invite of the household that the speaker joins"),
    ".SH EXIT STATUS",
    ...entry("0", "done"),
    ...entry("1", "it could not be done: one line on standard error says why"),
    ...entry("2", "the command line is wrong"),
    ".SH SEE ALSO",
    ".BR systemctl (1),",
    ".BR journalctl (1)",
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(name: CommandName): string[] {
  const { args, about, options, notes = [] } = specOf(name);
  const words = Object.entries(options).flatMap(([option, spec]) => {
    const value = spec.value === undefined ? "" : ` \\fI${text(spec.value)}\\fR`;
    const many = spec.many === true ? " ..." : "";
    return [".TP", `\\fB${text(`--${option}`)}\\fR${value}${many}`, sentence(spec.about)];
  });
  const nested = words.length === 0 ? [] : [".RS", ...words, ".RE"];
  const shown = args === "" ? "" : ` \\fI${text(args)}\\fR`;
  return [
    ".TP",
    `\\fBnightjar ${text(name)}\\fR${shown}`,
    sentence(about),
    ...notes.flatMap((note) => [".br", sentence(note)]),
    ...nested,
  ];
}

function entry(term: string, about: string): string[] {
  return [".TP", `\\fB${text(term)}\\fR`, sentence(about)];
}

/** A line of roff that begins with a dot or a quote would be a command. */
function sentence(words: string): string {
  const line = text(words);
  return /^[.']/.test(line) ? `\\&${line}` : line;
}

function text(words: string): string {
  return words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha")
    .replaceAll("`", "\\(ga")
    .replaceAll("'", "\\(aq");
}
