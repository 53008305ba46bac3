/**
 * One table of a profile: takes out what is expected, checks it, and knows the
 * line of the file that each complaint is about. Pure.
 */
import type { BoardError } from "./errors.ts";

/** `line` counts from 1. */
export type Fault = (why: string, line?: number) => BoardError;

export class ProfileTable {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #text: string;
  readonly #makeFault: Fault;
  /** "button", and which of them; empty for the file itself. */
  readonly #name: string;
  readonly #index: number;
  readonly #taken = new Set<string>();

  constructor(
    values: Readonly<Record<string, unknown>>,
    text: string,
    fault: Fault,
    place: { readonly name: string; readonly index: number } = { name: "", index: 0 },
  ) {
    this.#values = values;
    this.#text = text;
    this.#makeFault = fault;
    this.#name = place.name;
    this.#index = place.index;
  }

  /** About `key`, or the table as a whole. */
  fault(why: string, key?: string): BoardError {
    return this.#makeFault(why, this.#lineOf(key));
  }

  /** All keys must have been asked for. Throws BoardError. */
  done(): void {
    const known = [...this.#taken];
    const strange = Object.keys(this.#values).find((key) => !this.#taken.has(key));
    if (strange === undefined) return;
    const where = this.#name === "" ? "a profile" : `a ${this.#name}`;
    throw this.fault(`${where} has no "${strange}"; it has ${known.join(", ")}`, strange);
  }

  text(key: string): string {
    const value = this.maybeText(key);
    if (value === undefined) throw this.#missing(key);
    return value;
  }

  maybeText(key: string): string | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value.trim() === "" || value.length > 200)
      throw this.fault(`"${key}" is a text of up to 200 characters`, key);
    return value;
  }

  /** At least one. */
  texts(key: string): string[] {
    const value = this.#take(key);
    if (value === undefined) throw this.#missing(key);
    const list = Array.isArray(value) ? value : [value];
    if (list.length === 0 || !list.every((each) => typeof each === "string" && each !== ""))
      throw this.fault(`"${key}" is a text, or a list of them`, key);
    return list;
  }

  /** Whole; `usual` where it is not given. */
  number(key: string, least: number, most: number, usual?: number): number {
    const value = this.#take(key) ?? usual;
    if (value === undefined) throw this.#missing(key);
    if (!isWithin(value, least, most))
      throw this.fault(`"${key}" is a whole number from ${least} to ${most}`, key);
    return value;
  }

  numbers(key: string, least: number, most: number): number[] {
    const value = this.#take(key) ?? [];
    const list = Array.isArray(value) ? value : [value];
    if (!list.every((each) => isWithin(each, least, most)))
      throw this.fault(`"${key}" is a list of whole numbers from ${least} to ${most}`, key);
    return list;
  }

  flag(key: string): boolean {
    const value = this.#take(key) ?? false;
    if (typeof value !== "boolean") throw this.fault(`"${key}" is true or false`, key);
    return value;
  }

  choice<T extends string>(key: string, known: readonly T[], usual: T): T {
    return this.maybeChoice(key, known) ?? usual;
  }

  maybeChoice<T extends string>(key: string, known: readonly T[]): T | undefined {
    const value = this.#take(key);
    return value === undefined ? undefined : this.#known(key, value, known);
  }

  oneOf<T extends number>(key: string, known: readonly T[], usual: T): T {
    return this.#known(key, this.#take(key) ?? usual, known);
  }

  /** All that are known where none is given. */
  choices<T extends string>(key: string, known: readonly T[]): readonly T[] {
    const value = this.#take(key);
    if (value === undefined) return known;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0) throw this.fault(`"${key}" is empty; leave it out for all`, key);
    return list.map((each) => this.#known(key, each, known));
  }

  tables(key: string, countMax: number): ProfileTable[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value) || !value.every(isTable))
      throw this.fault(`each ${key} begins with [[${key}]]`, key);
    if (value.length > countMax) throw this.fault(`more than ${countMax} of ${key}`, key);
    return value.map((each, index) => this.#below(each, key, index));
  }

  maybeTable<T>(key: string, read: (table: ProfileTable) => T): T | undefined {
    const value = this.#take(key);
    if (value === undefined) return undefined;
    if (!isTable(value)) throw this.fault(`${key} begins with [${key}]`, key);
    return read(this.#below(value, key, 0));
  }

  #below(values: Record<string, unknown>, name: string, index: number): ProfileTable {
    return new ProfileTable(values, this.#text, this.#makeFault, { name, index });
  }

  #known<T extends string | number>(key: string, value: unknown, known: readonly T[]): T {
    const found = known.find((each) => each === value);
    if (found === undefined) {
      const shown = typeof value === "string" ? `"${value}"` : String(value);
      throw this.fault(`"${key}" is not ${shown}, but ${known.join(", ")}`, key);
    }
    return found;
  }

  #missing(key: string): BoardError {
    const what = this.#name === "" ? "the profile" : `this ${this.#name}`;
    return this.fault(`${what} lacks "${key}"`);
  }

  #take(key: string): unknown {
    this.#taken.add(key);
    return this.#values[key];
  }

  /** Where the key stands, else where the table begins. The parser does not tell. */
  #lineOf(key: string | undefined): number | undefined {
    let begins = this.#name === "" ? undefined : 1;
    let inside = this.#name === "";
    let count = -1;
    for (const [at, line] of this.#text.split("\n").entries()) {
      const header = /^\s*\[\[?\s*([\w-]+)\s*\]\]?/.exec(line)?.[1];
      if (header !== undefined) {
        if (header === this.#name) count += 1;
        inside = header === this.#name && count === this.#index;
        if (inside) begins = at + 1;
        // A complaint about all tables of a name is about the first.
        if (this.#name === "" && header === key) return at + 1;
      }
      if (inside && key !== undefined && /^\s*([\w-]+)\s*=/.exec(line)?.[1] === key) return at + 1;
    }
    return begins;
  }
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
