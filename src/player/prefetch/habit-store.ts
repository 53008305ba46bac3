/**
 * Keeps what was learned in a file of its own, written whole: at the end, and rarely in between. What a power
 * cut loses is half a day of guesses.
 */
import { describeError } from "../../base/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Log } from "../../ports/log.ts";
import { decodeLearned, encodeLearned, type Learned } from "./habits-codec.ts";
import { habitSaveUs } from "./limits.ts";

export interface HabitPorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: Log;
}

export class HabitStore {
  readonly #ports: HabitPorts;
  readonly #path: string;
  #savedUs: number;
  #saving: Promise<void> | undefined;

  constructor(ports: HabitPorts, path: string) {
    this.#ports = ports;
    this.#path = path;
    this.#savedUs = ports.clock.nowUs();
  }

  /** Undefined where there is nothing, or nothing that can be read. Never rejects. */
  async load(): Promise<Learned | undefined> {
    const { disk, log } = this.#ports;
    try {
      if ((await disk.stat(this.#path)) === undefined) return undefined;
      return decodeLearned(await disk.readFile(this.#path));
    } catch (error) {
      log.debug("habits-not-read", { why: describeError(error) });
      return undefined;
    }
  }

  /** To be called often: saves when it is time. */
  tend(learned: Learned): void {
    if (this.#ports.clock.nowUs() - this.#savedUs >= habitSaveUs) void this.save(learned);
  }

  /** Resolves when it is durable, or cannot be: it is worth nobody's trouble. */
  save(learned: Learned): Promise<void> {
    this.#savedUs = this.#ports.clock.nowUs();
    this.#saving ??= this.#write(learned).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** The file goes. Never rejects: what stays is guesses, and is written over. */
  async forget(): Promise<void> {
    const { disk, log } = this.#ports;
    await this.#saving;
    try {
      await disk.remove(this.#path);
    } catch (error) {
      log.warn("habits-not-forgotten", { why: describeError(error) });
    }
  }

  async #write(learned: Learned): Promise<void> {
    const { disk, log } = this.#ports;
    try {
      await disk.replaceFile(this.#path, encodeLearned(learned));
    } catch (error) {
      log.debug("habits-not-saved", { why: describeError(error) });
    }
  }
}
