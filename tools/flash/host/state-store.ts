/** States of interrupted writes, in the user's cache folder: one small file for each disk. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stateBytesMax } from "../limits.ts";
import { formatState, stateName } from "../model/resume.ts";

export class StateStore {
  readonly #identity: string;
  readonly #file: string;

  constructor(identity: string) {
    const { XDG_CACHE_HOME: cache = "" } = process.env;
    const home = path.isAbsolute(cache) ? cache : path.join(os.homedir(), ".cache");
    this.#identity = identity;
    this.#file = path.join(home, "nightjar", "flash", stateName(identity));
  }

  read(): string | undefined {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    if (found === undefined || found.size > stateBytesMax) return undefined;
    return readFileSync(this.#file, "utf8");
  }

  write(plan: string, stepsDone: number): void {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const text = formatState({ disk: this.#identity, plan, stepsDone });
    writeFileSync(`${this.#file}.new`, text, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }
}
