/** What the keys of a terminal send (ECMA-48; the sequences of xterm), taken apart. Pure. */

const named = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x1b[C": "right",
  "\x1bOC": "right",
  "\x1b[D": "left",
  "\x1bOD": "left",
  "\x1b[5~": "page-up",
  "\x1b[6~": "page-down",
  "\x1b[3~": "delete",
  "\x1b": "escape",
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
  "\x03": "interrupt",
  "\x04": "interrupt",
} as const;

export type NamedKey = (typeof named)[keyof typeof named];
/** A letter stands for itself. */
export type Key = { readonly key: NamedKey } | { readonly letter: string };

const esc = "\x1b";
const sequence = new RegExp(`${esc}(?:\\[[0-9;]*[A-Za-z~]|O[A-Z])?|[^${esc}]`, "gu");

/** A piece of what came: several keys where somebody types fast or pastes. What is no key of ours is left out. */
export function keysOf(text: string): readonly Key[] {
  const keys: Key[] = [];
  for (const [piece] of text.matchAll(sequence)) {
    if (isNamed(piece)) keys.push({ key: named[piece] });
    else if (piece >= " " && !piece.startsWith(esc)) keys.push({ letter: piece });
  }
  return keys;
}

function isNamed(piece: string): piece is keyof typeof named {
  return Object.hasOwn(named, piece);
}
