/**
 * Reads the options of one command, one after the other, and keeps the first
 * mistake: a caller reads straight through and looks at `mistake` once.
 */
import { isUsageError, type UsageError, usageError } from "./options.ts";
import type { Scanned } from "./scan.ts";

type Reader<T> = (text: string, what: string) => T | UsageError;

export class Reading {
  readonly #scanned: Scanned;
  #mistake: UsageError | undefined;

  constructor(scanned: Scanned) {
    this.#scanned = scanned;
  }

  get mistake(): UsageError | undefined {
    return this.#mistake;
  }

  fail(mistake: UsageError): void {
    this.#mistake ??= mistake;
  }

  has(name: string): boolean {
    return this.#scanned.options.has(name);
  }

  /** Undefined where the option is not there, or wrong. */
  option<T>(name: string, read: Reader<T>): T | undefined {
    return this.all(name, read)[0];
  }

  all<T>(name: string, read: Reader<T>): readonly T[] {
    const texts = this.#scanned.options.get(name) ?? [];
    return texts.flatMap((text) => {
      const value = read(text, `--${name}`);
      if (!isUsageError(value)) return [value];
      this.fail(value);
      return [];
    });
  }

  /** An option that must be there; empty where it is not. */
  required(name: string, about: string): string {
    const value = this.#scanned.options.get(name)?.[0] ?? "";
    if (value === "") {
      this.fail(usageError(`${this.#scanned.command} needs --${name} DIR, ${about}`));
    }
    return value;
  }
}
