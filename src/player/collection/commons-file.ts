/**
 * What the household keeps together, in a file of the speaker (docs/STORAGE.md §3,
 * "Of the house"): replaced as a whole, so that after a power cut it is the old or
 * the new one. What is lost with it the other members tell.
 */
import type { CommonsStore } from "../../household/commons-replica.ts";
import type { Disk } from "../../ports/disk.ts";
import { decodeHouseFile, encodeHouseFile } from "../house-file.ts";
import { commonsFileBytesMax } from "./limits.ts";

/** Name of the file within the data folder. */
export const commonsFile = "commons";
const magic = "NJco";

export class CommonsFile implements CommonsStore {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #householdTag: () => string;

  /** `householdTag`: empty while this speaker is in no household. */
  constructor(disk: Disk, path: string, householdTag: () => string) {
    this.#disk = disk;
    this.#path = path;
    this.#householdTag = householdTag;
  }

  async load(): Promise<Uint8Array | undefined> {
    const stat = await this.#disk.stat(this.#path);
    if (stat === undefined || stat.sizeBytes > commonsFileBytesMax) return undefined;
    const name = { magic, householdTag: this.#householdTag() };
    return decodeHouseFile(name, await this.#disk.readFile(this.#path));
  }

  async save(bytes: Uint8Array): Promise<void> {
    const name = { magic, householdTag: this.#householdTag() };
    await this.#disk.replaceFile(this.#path, encodeHouseFile(name, [bytes]));
  }

  async remove(): Promise<void> {
    await this.#disk.remove(this.#path);
  }
}
