/** What `idle` tells of: the model's topics in MPD's words. Pure. */
import type { SpeakerModel, Topic } from "../../player/model.ts";

export const subsystems = [
  "database",
  "update",
  "stored_playlist",
  "playlist",
  "player",
  "mixer",
  "output",
  "options",
  "partition",
  "sticker",
  "subscription",
  "message",
  "neighbor",
  "mount",
] as const;
export type Subsystem = (typeof subsystems)[number];

/** What of the state tells one subsystem from another. */
interface Marks {
  readonly mixer: string;
  readonly output: string;
  readonly options: string;
}

/** Looks at the state after each change, and says what of it that was. */
export class SubsystemWatch {
  readonly #model: SpeakerModel;
  #marks: Marks;

  constructor(model: SpeakerModel) {
    this.#model = model;
    this.#marks = marksOf(model);
  }

  changed(topics: readonly Topic[]): readonly Subsystem[] {
    const marks = marksOf(this.#model);
    const before = this.#marks;
    this.#marks = marks;
    const of = (subsystem: keyof Marks): readonly Subsystem[] =>
      marks[subsystem] === before[subsystem] ? [] : [subsystem];
    const byTopic: Partial<Record<Topic, Subsystem>> = {
      library: "database",
      collection: "stored_playlist",
      queue: "playlist",
      player: "player",
    };
    const told = topics.flatMap((topic) => byTopic[topic] ?? []);
    return [...told, ...of("mixer"), ...of("output"), ...of("options")];
  }
}

function marksOf(model: SpeakerModel): Marks {
  const { volume, muted, repeat, shuffle, sound } = model.status();
  const options = [repeat, shuffle, sound.loudness, sound.sleep?.mode === "track-end"];
  return { mixer: String(volume), output: String(muted), options: options.join() };
}
