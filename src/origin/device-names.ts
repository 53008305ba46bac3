/**
 * What devices are called, by themselves or by their certificates, when they last handed in plays:
 * for reports, which outlive a device's membership. A few hundred rows of some bytes.
 */
import { LRUCache } from "lru-cache";
import type { Database, Statement } from "../ports/database.ts";
import { DiskError } from "../ports/errors.ts";
import { streamsRemembered } from "./limits.ts";

export class DeviceNames {
  readonly #known = new LRUCache<string, string>({ max: streamsRemembered });
  readonly #put: Statement;
  readonly #get: Statement;

  constructor(database: Database) {
    this.#put = database.prepare("INSERT OR REPLACE INTO device_names VALUES (?, ?)");
    this.#get = database.prepare("SELECT name FROM device_names WHERE device = ?");
  }

  /** Empty where it is not known. */
  get(device: string): string {
    return String(this.#get.get(device)?.["name"] ?? "");
  }

  /** Writes only what is new. No play waits for it: what a full disk takes not is tried with the next plays. */
  learn(device: string, name: string): void {
    if (name === "" || this.#known.get(device) === name) return;
    try {
      if (this.get(device) !== name) this.#put.run(device, name);
      this.#known.set(device, name);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
    }
  }
}
