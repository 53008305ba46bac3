/** Where sound settings and alarms are kept: one small file, replaced as a whole. A damaged one is as none, and said. */
import { describeError } from "../../base/errors.ts";
import type { Disk } from "../../ports/disk.ts";
import { DiskError } from "../../ports/errors.ts";
import type { Log } from "../../ports/log.ts";
import {
  decodeSoundSettings,
  encodeSoundSettings,
  type SoundSettings,
  soundUsual,
} from "./sound-settings.ts";

interface Ports {
  readonly disk: Disk;
  readonly log: Log;
}

export class SoundStore {
  readonly #ports: Ports;
  readonly #path: string;
  #settings: SoundSettings;
  /** What is to be written next, while something is being written. */
  #next: SoundSettings | undefined;
  #writing: Promise<void> | undefined;

  static async open(ports: Ports, path: string): Promise<SoundStore> {
    return new SoundStore(ports, path, await read(ports, path));
  }

  private constructor(ports: Ports, path: string, settings: SoundSettings) {
    this.#ports = ports;
    this.#path = path;
    this.#settings = settings;
  }

  get settings(): SoundSettings {
    return this.#settings;
  }

  /** Written in the background; of several in a row the last. */
  change(changes: Partial<SoundSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.#next = this.#settings;
    this.#writing ??= this.#write();
  }

  /** Resolves when all is on the card, or could not be: then it was logged. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    const { disk, log } = this.#ports;
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = undefined;
      try {
        await disk.replaceFile(this.#path, encodeSoundSettings(next));
      } catch (error) {
        log.error("sound-settings-not-saved", { why: describeError(error) });
      }
    }
    this.#writing = undefined;
  }
}

async function read({ disk, log }: Ports, path: string): Promise<SoundSettings> {
  try {
    const settings = decodeSoundSettings(await disk.readFile(path));
    if (settings !== undefined) return settings;
    log.error("sound-settings-damaged", { path, lost: "alarms, volume cap, tone" });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    if (error.code !== "not-found") log.error("sound-settings-unread", { why: error.message });
  }
  return soundUsual;
}
