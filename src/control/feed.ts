/**
 * The numbered history of the shared state (docs/CONTROL.md §4): what a
 * snapshot is taken of and what a client that comes back is sent.
 *
 * Pure: the model's notices and the time are handed in, deltas come out.
 *
 * Invariants:
 *   I1  applying delta n to the state n-1 gives the state n
 *   I2  deltas are numbered +1 without a hole; a delta never changes nothing
 *   I3  at most `deltasKeptMax` deltas are kept
 * Cost: a change is as much as a look at the status, however long the queue is.
 */
import type { SpeakerModel, Topic } from "../player/model.ts";
import { deltasKeptMax } from "./limits.ts";
import {
  applyChanges,
  changesBetween,
  type GestureStep,
  type Marks,
  noGesture,
  readState,
  type SharedState,
  type StateChanges,
} from "./state.ts";

/** The command that led to a change: whose it was and the id it gave it. */
export interface Cause {
  readonly session: object;
  readonly commandId: number;
}

export interface NumberedDelta {
  readonly seq: number;
  readonly cause: Cause | undefined;
  readonly changes: StateChanges;
}

export class StateFeed {
  /** Names this run of the speaker. */
  readonly epoch: string;
  readonly #model: SpeakerModel;
  readonly #kept: NumberedDelta[] = [];
  #marks: Marks = { library: 1, history: 1, volume: noGesture };
  #state: SharedState;
  #seq = 0;

  constructor(model: SpeakerModel, epoch: string, nowUs: number) {
    this.#model = model;
    this.epoch = epoch;
    this.#state = readState(model, this.#marks, nowUs);
  }

  get seq(): number {
    return this.#seq;
  }
  get state(): SharedState {
    return this.#state;
  }

  /** The drag that the volume is set by from the next look on. */
  setGesture(step: GestureStep): void {
    this.#marks = { ...this.#marks, volume: step };
  }

  /**
   * Looks at the model again after it said that `topics` changed. Undefined where remotes
   * would see no difference.
   */
  look(topics: ReadonlySet<Topic>, nowUs: number, cause?: Cause): NumberedDelta | undefined {
    this.#marks = {
      ...this.#marks,
      library: this.#marks.library + (topics.has("library") ? 1 : 0),
      history: this.#marks.history + (topics.has("history") ? 1 : 0),
    };
    const changes = changesBetween(this.#state, readState(this.#model, this.#marks, nowUs));
    if (changes === undefined) return undefined;
    this.#state = applyChanges(this.#state, changes);
    this.#seq += 1;
    const delta = { seq: this.#seq, cause, changes };
    this.#kept.push(delta);
    if (this.#kept.length > deltasKeptMax) this.#kept.shift();
    return delta;
  }

  /** The deltas after `seq` of `epoch`; undefined where they are not all here: send a snapshot. */
  since(epoch: string, seq: number): readonly NumberedDelta[] | undefined {
    const first = this.#seq - this.#kept.length;
    if (epoch !== this.epoch || seq > this.#seq || seq < first) return undefined;
    return this.#kept.slice(seq - first);
  }
}
