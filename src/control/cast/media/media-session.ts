/**
 * One media session: what a LOAD laid into the queue, and whether the speaker still
 * plays it (docs/CAST.md §5). Pure: it reads the model when it is asked.
 *
 * Invariant: a session whose music others have replaced is idle, however they did it;
 * an undo that brings it back brings the session back.
 */
import type { SpeakerModel } from "../../../player/model.ts";
import type { IdleReason } from "./media-status.ts";

export class MediaSession {
  readonly id: number;
  readonly #model: SpeakerModel;
  /** What was cast in it. */
  readonly #urls = new Set<string>();
  /** What was wrong with the speaker before: no failure of this session. */
  readonly #troubleBefore: string | null;
  #looked = { revision: -1, isThere: true };
  #stopped: IdleReason | undefined;
  #failed = false;

  constructor(id: number, model: SpeakerModel, troubleBefore: string | null) {
    this.id = id;
    this.#model = model;
    this.#troubleBefore = troubleBefore;
  }

  add(urls: readonly string[]): void {
    for (const url of urls) this.#urls.add(url);
    this.#looked = { revision: -1, isThere: true };
  }

  /** Nothing of it was ever heard. */
  fail(): void {
    this.#failed = true;
  }

  /** Undefined while what the speaker plays, or holds paused, is this session's. */
  get idle(): IdleReason | undefined {
    if (this.#failed) return "ERROR";
    if (!this.#isThere()) return "INTERRUPTED";
    return this.#stopped;
  }

  /** The speaker has changed; `isCommanded`: by somebody's command. */
  changed(isCommanded: boolean): void {
    const { state, trouble } = this.#model.status();
    if (state !== "stopped") this.#stopped = undefined;
    else if (isCommanded) this.#stopped ??= "CANCELLED";
    else
      this.#stopped ??= trouble !== null && trouble !== this.#troubleBefore ? "ERROR" : "FINISHED";
  }

  /** Looks at the whole queue only where it was edited, and another's music is current. */
  #isThere(): boolean {
    const { track } = this.#model.status();
    if (track?.url !== undefined && this.#urls.has(track.url)) return true;
    const { revision } = this.#model.queueMeta();
    if (this.#looked.revision !== revision) {
      const isThere = this.#model
        .queue()
        .some(({ track: { url } }) => url !== undefined && this.#urls.has(url));
      this.#looked = { revision, isThere };
    }
    return this.#looked.isThere;
  }
}
