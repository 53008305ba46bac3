/**
 * The words of one piece of a line, read from left to right. Throws NetlabError `bad-script` with what
 * was expected; the parser adds the line's number.
 */
import { NetlabError } from "../errors.ts";
import { examples, isUnit, type Kind, quantity } from "./quantity.ts";

export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#words = joinUnits(text.split(/\s+/).filter((word) => word !== ""));
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#words.length;
  }

  peek(): string | undefined {
    return this.#words[this.#at];
  }

  next(expected: string): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw wrong(`${expected} is missing at the end of the line`);
    this.#at += 1;
    return word;
  }

  /** Takes the word if it is this one. */
  skip(word: string): boolean {
    if (this.peek()?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw wrong(`"${word}" is expected, not ${this.#here()}`);
  }

  /** In [min, max] of the kind's base unit. */
  quantity(kind: Kind, max: number, min = 0): number {
    const word = this.next(examples[kind]);
    const value = quantity(word, kind);
    if (value === undefined) throw wrong(`"${word}" is not ${examples[kind]}`);
    if (value < min || value > max) throw wrong(`${word} is out of range`);
    return value;
  }

  end(): void {
    if (!this.isAtEnd) throw wrong(`${this.#here()} is not understood here`);
  }

  #here(): string {
    const word = this.peek();
    return word === undefined ? "the end of the line" : `"${word}"`;
  }
}

/** `20 s` is `20s`. */
function joinUnits(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && /^[\d.]+$/.test(last) && isUnit(word)) {
      joined[joined.length - 1] = last + word;
    } else joined.push(word);
  }
  return joined;
}

export function wrong(message: string): NetlabError {
  return new NetlabError("bad-script", message);
}
