/** People who put music into the origin's folder, take it out, and give it other tags while it plays. */
import { describeError } from "../../../src/base/errors.ts";
import type { Rng } from "../../../src/base/rng.ts";
import { DiskError } from "../../../src/ports/errors.ts";
import { libraryFolder, type SimHouse } from "../sim-house.ts";
import { tagMax } from "../sim-track.ts";

const second = 48_000;

/** Lengths of five to eight tracks, in frames: two that end soon, the others of half a minute to two. */
export function drawLibrary(rng: Rng): number[] {
  const long = Array.from(
    { length: 3 + rng.below(4) },
    () => (30 + rng.below(80)) * second + rng.below(second),
  );
  return rng.shuffle([...long, 7 * second + rng.below(second), 2 * second + 1]);
}

interface MusicFile {
  readonly tag: number;
  readonly frames: number;
  readonly title?: string;
}

export class LibraryEditor {
  readonly #house: SimHouse;
  readonly #lengths: Map<number, number>;
  readonly #rng: Rng;
  readonly #files = new Map<string, MusicFile>();
  #unsure = false;

  /** Adds to `lengths` what it adds to the library. */
  constructor(house: SimHouse, lengths: Map<number, number>, rng: Rng) {
    this.#house = house;
    this.#lengths = lengths;
    this.#rng = rng;
    for (const [tag, frames] of lengths)
      this.#files.set(`${String(tag).padStart(3, "0")}.flac`, { tag, frames });
  }

  /** Of all that is in the folder; undefined where a disk that failed leaves it open what is. */
  get titles(): readonly string[] | undefined {
    return this.#unsure ? undefined : [...this.#files].map(([name, { title }]) => title ?? name);
  }

  /** What the disk does not take is left as it was, as people would leave it. */
  async edit(note: (text: string) => void): Promise<void> {
    try {
      await this.#edit(note);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#unsure = true;
      note(describeError(error));
    }
  }

  async #edit(note: (text: string) => void): Promise<void> {
    const rng = this.#rng;
    const draw = rng.float();
    const names = [...this.#files.keys()];
    const name = names[rng.below(names.length)];
    const file = name === undefined ? undefined : this.#files.get(name);
    const tag = this.#lengths.size + 1;
    if (draw < 0.4 && tag <= tagMax) {
      const added = { tag, frames: (10 + rng.below(60)) * second + rng.below(second) };
      const path = `${String(tag).padStart(3, "0")}.flac`;
      note(`${path} is added`);
      this.#lengths.set(tag, added.frames);
      await this.#house.putFile(path, added);
      this.#files.set(path, added);
    } else if (draw < 0.6 && name !== undefined && names.length > 3) {
      note(`${name} is removed`);
      await this.#house.clock.settle(this.#house.originDisk.remove(`${libraryFolder}/${name}`));
      this.#files.delete(name);
    } else if (name !== undefined && file !== undefined) {
      note(`${name} gets other tags`);
      const changed = { ...file, title: `Title ${rng.below(1_000)}` };
      await this.#house.putFile(name, changed);
      this.#files.set(name, changed);
    }
  }
}
