/** The library as the MPD protocol shows it: made of the speaker's when somebody asks, in slices, and kept until that changes. */
import type { SpeakerModel } from "../../player/model.ts";
import { type Clock, sleep } from "../../ports/clock.ts";
import { LibraryTree } from "./library-tree.ts";

export class MpdLibrary {
  readonly #model: SpeakerModel;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Wall time of the latest change; 0 where nobody knew what time it was. */
  #changedMs: number;
  #changes = 0;
  #tree: { readonly changes: number; readonly made: Promise<LibraryTree> } | undefined;

  /** `signal` ends what is being made. */
  constructor(model: SpeakerModel, clock: Clock, signal: AbortSignal) {
    this.#model = model;
    this.#clock = clock;
    this.#signal = signal;
    this.#changedMs = this.#nowMs();
  }

  /** When the library changed last, wall time in seconds; at least 1. */
  get changedS(): number {
    return Math.max(1, Math.floor(this.#changedMs / 1000));
  }

  /** It is another one now. */
  changed(): void {
    this.#changes += 1;
    this.#changedMs = this.#nowMs();
  }

  /** Rejects when the server ends. */
  async tree(): Promise<LibraryTree> {
    const changes = this.#changes;
    if (this.#tree?.changes !== changes) this.#tree = { changes, made: this.#make() };
    return await this.#tree.made;
  }

  async #make(): Promise<LibraryTree> {
    const build = LibraryTree.build(await this.#model.search(""));
    for (;;) {
      const step = build.next();
      if (step.done === true) return step.value;
      await sleep(this.#clock, 0, this.#signal);
    }
  }

  #nowMs(): number {
    const { wallMs, trusted } = this.#model.time();
    return trusted ? wallMs : 0;
  }
}
