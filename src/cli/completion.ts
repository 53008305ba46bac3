/**
 * Scripts that complete nightjar's command lines in bash, zsh and fish, made of
 * the table of commands: commands, options, the values that they take, files and
 * folders, and the names of paired speakers, which are read from their file. Pure.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what shells expand
import type { Shell } from "./options.ts";
import { type CommandName, commandNames, specOf } from "./spec.ts";
import type { CommandSpec, OptionSpec } from "./spec-form.ts";

export function completionScript(shell: Shell): string {
  const lines = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell]();
  return `${lines.join("\n")}\n`;
}

/** What completes a value: fixed words, or what is looked up. */
type Values = readonly string[] | "file" | "folder" | "speaker";

/** `off|one|all` and the like; numbers and names in capitals stand for what nobody can list. */
function wordsOf(text: string): readonly string[] {
  const words = text.replace(/[[\]]/g, "").split("|");
  return words.length < 2 ? [] : words.filter((word) => /^([a-z][a-z-]*|\d+)$/.test(word));
}

function valuesOf({ value = "" }: OptionSpec): Values {
  if (value === "DIR") return "folder";
  if (value === "FILE") return "file";
  return value.startsWith("NAME|HOST") ? "speaker" : wordsOf(value);
}

/** The next words of commands below `name`; at the top of all commands for an empty one. */
function below(name: string): readonly { readonly word: string; readonly about: string }[] {
  const start = name === "" ? "" : `${name} `;
  return commandNames
    .filter((known) => known.startsWith(start) && !known.slice(start.length).includes(" "))
    .map((known) => ({ word: known.slice(start.length), about: specOf(known).about }));
}

const paths: readonly ("" | CommandName)[] = ["", ...commandNames];

function specAt(path: "" | CommandName): CommandSpec {
  return path === "" ? { args: "", about: "", options: {} } : specOf(path);
}

function argWords(path: "" | CommandName): readonly string[] {
  const { args, words = wordsOf(args) } = specAt(path);
  return words;
}

/** Words that may stand behind `path`. */
function nextWords(path: "" | CommandName): readonly string[] {
  return [...new Set([...below(path).map(({ word }) => word), ...argWords(path)])];
}

function optionWords(path: "" | CommandName): readonly string[] {
  return [...Object.keys(specAt(path).options), "help"].map((name) => `--${name}`);
}

const speakersFile = '"${XDG_CONFIG_HOME:-$HOME/.config}/nightjar/speakers.json"';
const speakerNames = `grep -o '"name": *"[^"]*"' ${speakersFile} 2>/dev/null | cut -d'"' -f4`;

/** A table that says, for a command and an option of it, how its value is completed. */
function valueCases(say: (values: Values) => string): string[] {
  return commandNames.flatMap((name) =>
    Object.entries(specOf(name).options)
      .filter(([, { value }]) => value !== undefined)
      .map(([option, spec]) => `    '${name} --${option}') ${say(valuesOf(spec))} ;;`),
  );
}

const wordCases = (list: (path: "" | CommandName) => readonly string[]): string[] =>
  paths.map((path) => `    '${path}') words='${list(path).join(" ")}' ;;`);

/** `path` becomes the longest command that the words before the cursor begin with. */
const pathCase = [
  '    case "${path:+$path }$word" in',
  `      ${commandNames.map((name) => `'${name}'`).join("|")}) path="\${path:+$path }$word" ;;`,
  "    esac",
];

function bashScript(): string[] {
  const say = (values: Values): string => {
    if (values === "file") return 'COMPREPLY=($(compgen -f -- "$cur")); return';
    if (values === "folder") return 'COMPREPLY=($(compgen -d -- "$cur")); return';
    if (values === "speaker") return `words=$(${speakerNames})`;
    return `words='${values.join("\n")}'`;
  };
  return [
    "# bash completion of nightjar: source <(nightjar completion bash)",
    "_nightjar() {",
    "  local IFS=$'\\n' cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word words= i",
    "  COMPREPLY=()",
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    "    word=${COMP_WORDS[i]}",
    ...pathCase,
    "  done",
    '  case "$path $prev" in',
    ...valueCases(say),
    "    *) words=none ;;",
    "  esac",
    '  if [[ $words == none && $cur == -* ]]; then case "$path" in',
    ...wordCases(optionWords),
    '  esac; elif [[ $words == none ]]; then case "$path" in',
    ...wordCases(nextWords),
    "  esac; else",
    '    for word in $(compgen -W "$words" -- "$cur"); do COMPREPLY+=("$(printf %q "$word")"); done',
    "    return",
    "  fi",
    '  COMPREPLY=($(compgen -W "${words// /$\'\\n\'}" -- "$cur"))',
    "}",
    "complete -F _nightjar nightjar",
  ];
}

function zshScript(): string[] {
  const say = (values: Values): string => {
    if (values === "file") return "_files; return";
    if (values === "folder") return "_files -/; return";
    if (values === "speaker") return `compadd -- \${(f)"$(${speakerNames})"}; return`;
    return `compadd -- ${values.join(" ")}; return`;
  };
  return [
    "#compdef nightjar",
    "# zsh completion of nightjar: nightjar completion zsh > a folder of $fpath, as _nightjar",
    "_nightjar() {",
    "  local path_= word words_= i",
    "  for ((i = 2; i < CURRENT; i++)); do",
    "    word=${words[i]}",
    ...pathCase.map((line) => line.replaceAll("path", "path_")),
    "  done",
    '  case "$path_ ${words[CURRENT-1]}" in',
    ...valueCases(say),
    "  esac",
    '  if [[ ${words[CURRENT]} == -* ]]; then case "$path_" in',
    ...wordCases(optionWords).map((line) => line.replace("words=", "words_=")),
    '  esac; else case "$path_" in',
    ...wordCases(nextWords).map((line) => line.replace("words=", "words_=")),
    "  esac; fi",
    "  compadd -- ${=words_}",
    "}",
    'if [[ $funcstack[1] == _nightjar ]]; then _nightjar "$@"; else compdef _nightjar nightjar; fi',
  ];
}

function fishScript(): string[] {
  const quote = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
  const at = (path: string): string => `-n ${quote(`test (__nightjar_path) = "${path}"`)}`;
  const say = (values: Values): string => {
    if (values === "file") return "-r -F";
    if (values === "folder") return "-x -a '(__fish_complete_directories)'";
    if (values === "speaker") return "-x -a '(__nightjar_speakers)'";
    return `-x${values.length === 0 ? "" : ` -a ${quote(values.join(" "))}`}`;
  };
  const lines = paths.flatMap((path) => [
    ...below(path).map(
      ({ word, about }) => `complete -c nightjar ${at(path)} -a ${word} -d ${quote(about)}`,
    ),
    ...(below(path).length > 0 ? [] : argWords(path)).map(
      (word) => `complete -c nightjar ${at(path)} -a ${word}`,
    ),
    ...Object.entries(specAt(path).options).map(([name, spec]) => {
      const value = spec.value === undefined ? "" : ` ${say(valuesOf(spec))}`;
      return `complete -c nightjar ${at(path)} -l ${name} -d ${quote(spec.about)}${value}`;
    }),
  ]);
  return [
    "# fish completion of nightjar: nightjar completion fish > ~/.config/fish/completions/nightjar.fish",
    "function __nightjar_path",
    "  set -l path",
    "  for word in (commandline -opc)[2..-1]",
    '    set -l longer (string join -- " " $path $word)',
    `    if contains -- $longer ${commandNames.map(quote).join(" ")}`,
    "      set path $longer",
    "    end",
    "  end",
    '  echo "$path"',
    "end",
    "function __nightjar_speakers",
    "  set -l folder $XDG_CONFIG_HOME",
    '  test -n "$folder"; or set folder ~/.config',
    "  set -l file $folder/nightjar/speakers.json",
    '  test -r "$file"; and string match -rga \'"name": *"([^"]*)"\' <$file',
    "end",
    "complete -c nightjar -f",
    ...lines,
  ];
}
