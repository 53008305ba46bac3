/**
 * Sound cards of paced.c: compiled into a folder of the test's own, described
 * to libasound by a configuration of the test's own, broken by a word of shared
 * memory. The configuration is read once in a process: one rig a test file.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const source = path.resolve(import.meta.dirname, "../../fixtures/alsa/paced.c");

export const fault = { none: 0, xrun: 1, gone: 2, sleep: 3, still: 4 } as const;
const words = { fault: 0, openResult: 1, opened: 2, taken: 3 } as const;

export interface PacedOptions {
  readonly formats?: string;
  readonly rates?: string;
  readonly channels?: string;
  readonly ppm?: number;
  /** Raw samples that a capture gives, around and around. */
  readonly infile?: string;
}

/** What a test does to one card, and sees of it. */
export class PacedCard {
  readonly played: string;
  readonly #control: number;
  readonly #path: string;

  constructor(folder: string, name: string) {
    this.played = path.join(folder, `${name}.raw`);
    this.#path = path.join(folder, `${name}.control`);
    writeFileSync(this.#path, new Uint8Array(32));
    this.#control = openSync(this.#path, "r+");
  }

  config(name: string, { formats, rates, channels, ppm, infile }: PacedOptions): string {
    const options = { formats, rates, channels, ppm, infile };
    const lines = Object.entries({ ...options, file: this.played, control: this.#path })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `  ${key} "${value}"`);
    return `pcm.${name} {\n  type paced\n${lines.join("\n")}\n}\n`;
  }

  /** What is wrong with it from now on. */
  set fault(value: number) {
    this.#put(words.fault, value);
  }
  /** What opening it returns from now on: 0 or a negative errno. */
  set openResult(value: number) {
    this.#put(words.openResult, value);
  }
  get opened(): number {
    return this.#get(words.opened);
  }
  /** Frames that it took, or gave, since it was made. */
  get taken(): number {
    return this.#get(words.taken);
  }

  close(): void {
    closeSync(this.#control);
  }

  #put(word: number, value: number): void {
    writeSync(this.#control, new Uint8Array(new Int32Array([value]).buffer), 0, 4, 4 * word);
  }
  #get(word: number): number {
    const bytes = new Uint8Array(4);
    readSync(this.#control, bytes, 0, 4, 4 * word);
    return new DataView(bytes.buffer).getInt32(0, true);
  }
}

export interface PacedRig<Name extends string> extends Disposable {
  readonly folder: string;
  readonly cards: Readonly<Record<Name, PacedCard>>;
}

/** Why there can be no rig here; undefined where there can. */
export function pacedMissing(): string | undefined {
  const compiled = spawnSync("gcc", ["-fsyntax-only", source]);
  return compiled.status === 0 ? undefined : "needs gcc and libasound2-dev";
}

/** Points libasound of this process at the cards. */
export function pacedRig<Name extends string>(
  wanted: Readonly<Record<Name, PacedOptions>>,
): PacedRig<Name> {
  const folder = mkdtempSync(path.join(tmpdir(), "nightjar-paced-"));
  const library = path.join(folder, "libpaced.so");
  const flags = ["-shared", "-fPIC", "-DPIC", "-O2", "-Wall", "-Wextra", "-Werror"];
  const compiled = spawnSync("gcc", [...flags, "-o", library, source, "-lasound"]);
  if (compiled.status !== 0) throw new Error(String(compiled.stderr));
  // The entries of a record with keys of that type.
  const entries = Object.entries(wanted) as [Name, PacedOptions][];
  const made = entries.map(([name, options]) => {
    const card = new PacedCard(folder, name);
    return { name, card, config: card.config(name, options) };
  });
  const head = `pcm_type.paced { lib "${library}" }\n</usr/share/alsa/alsa.conf>\n`;
  writeFileSync(path.join(folder, "asound.conf"), head + made.map((one) => one.config).join(""));
  process.env["ALSA_CONFIG_PATH"] = path.join(folder, "asound.conf");
  const cards = Object.fromEntries(made.map(({ name, card }) => [name, card]));
  return {
    folder,
    // One card for each name that was wanted.
    cards: cards as Record<Name, PacedCard>,
    [Symbol.dispose]() {
      for (const { card } of made) card.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
