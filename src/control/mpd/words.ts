/**
 * A line of the MPD protocol as words: a command, then arguments, plain or in
 * double quotes with backslash escapes (docs/MPD.md §2). Pure.
 */
import { MpdError } from "./errors.ts";
import { wordsMax } from "./limits.ts";

export interface Words {
  readonly name: string;
  readonly args: readonly string[];
}

/** Throws MpdError. */
export function parseWords(line: string): Words {
  const name = /^[a-z][a-zA-Z0-9_]*/.exec(line)?.[0];
  if (name === undefined) throw new MpdError("unknown", "Letter expected");
  if (line.length > name.length && !isSpace(line, name.length))
    throw new MpdError("unknown", "Invalid word character");
  const args: string[] = [];
  for (let at = skipSpace(line, name.length); at < line.length; ) {
    const word = line[at] === '"' ? quotedWord(line, at) : plainWord(line, at);
    args.push(word.text);
    if (args.length >= wordsMax) throw new MpdError("argument", "Too many arguments");
    at = skipSpace(line, word.end);
  }
  return { name, args };
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function plainWord(line: string, from: number): Word {
  let end = from;
  while (end < line.length && !isSpace(line, end)) {
    if (line[end] === '"' || line[end] === "'")
      throw new MpdError("unknown", "Invalid unquoted character");
    end += 1;
  }
  return { text: line.slice(from, end), end };
}

function quotedWord(line: string, from: number): Word {
  let text = "";
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === '"') {
      if (at + 1 < line.length && !isSpace(line, at + 1))
        throw new MpdError("unknown", "Space expected after closing '\"'");
      return { text, end: at + 1 };
    }
    if (line[at] === "\\") at += 1;
    text += line[at] ?? "";
  }
  throw new MpdError("unknown", "Missing closing '\"'");
}

/** Control characters part words like spaces, as in MPD. */
function isSpace(line: string, at: number): boolean {
  return line.charCodeAt(at) <= 0x20;
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (at < line.length && isSpace(line, at)) at += 1;
  return at;
}
