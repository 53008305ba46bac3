/** Takes the figures of all speakers of a story, twice a second, for its timeline. */
import type { PlayState } from "../../src/player/model.ts";
import type { HouseStory } from "../../test/sim/story/house-story.ts";

export interface Sample {
  readonly atUs: number;
  /** "off" while its program does not run. */
  readonly state: PlayState | "off";
  readonly bufferedMs: number;
  readonly rung: string;
  /** Since the sample before. */
  readonly bytes: { readonly cache: number; readonly peer: number; readonly origin: number };
  readonly lost: number;
  readonly concealedMs: number;
}

interface Counts {
  readonly speaker: object;
  readonly cache: number;
  readonly peer: number;
  readonly origin: number;
  readonly lost: number;
  readonly concealedMs: number;
}

const nothing = { cache: 0, peer: 0, origin: 0 };

export class Sampler {
  /** By host. */
  readonly samples = new Map<string, Sample[]>();
  readonly #before = new Map<string, Counts>();

  take(story: HouseStory): void {
    for (const host of story.hosts) {
      const list = this.samples.get(host) ?? [];
      this.samples.set(host, list);
      list.push(this.#sample(story, host));
    }
  }

  #sample({ house, nowUs: atUs }: HouseStory, host: string): Sample {
    const speaker = house.speakers.find((made) => made.host === host)?.speaker;
    if (speaker === undefined)
      return {
        atUs,
        state: "off",
        bufferedMs: 0,
        rung: "",
        bytes: nothing,
        lost: 0,
        concealedMs: 0,
      };
    const { state, bufferedMs, rung, totals } = speaker.status();
    const { bytes, datagramsLost: lost, concealedMs } = totals;
    const now = { speaker, ...bytes, lost, concealedMs };
    const known = this.#before.get(host);
    // A program that was started anew counts from 0.
    const before = known?.speaker === speaker ? known : { ...nothing, lost: 0, concealedMs: 0 };
    this.#before.set(host, now);
    return {
      atUs,
      state,
      bufferedMs,
      rung: rung ?? "",
      bytes: {
        cache: now.cache - before.cache,
        peer: now.peer - before.peer,
        origin: now.origin - before.origin,
      },
      lost: Math.max(0, lost - before.lost),
      concealedMs: concealedMs - before.concealedMs,
    };
  }
}
