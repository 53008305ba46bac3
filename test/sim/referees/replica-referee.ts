/**
 * When all is calm every copy is equal to what it is a copy of: the origin's
 * catalogue to its folder, each speaker's to the origin's, each remote's replica
 * to its speaker's state.
 */
import type { SimHouse } from "../sim-house.ts";
import type { SimRemote } from "../story/sim-remote.ts";
import type { Verdicts } from "./verdicts.ts";

export class ReplicaReferee {
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;

  constructor(house: SimHouse, verdicts: Verdicts) {
    this.#house = house;
    this.#verdicts = verdicts;
  }

  /** `titles` of all that is in the folder, where that is known; an origin that could not take something in has said so. */
  judge(titles: readonly string[] | undefined, remotes: Iterable<SimRemote>): void {
    const { library } = this.#house.origin;
    const taken = library.catalogue.search("").map(({ title }) => title);
    const missing = titles && differences(taken.toSorted(), titles.toSorted());
    const { trouble, ingest } = library.stats();
    if (missing !== undefined && trouble === undefined && ingest.failed.length === 0)
      this.#verdicts.find("replicas", `the origin ${missing}`);
    const wanted = listed(this.#house.origin.library.catalogue.search(""));
    for (const { host, speaker } of this.#house.speakers) {
      const difference = differences(listed(speaker.library("")), wanted);
      if (difference !== undefined) this.#verdicts.find("replicas", `${host} ${difference}`);
    }
    for (const remote of remotes) {
      const difference = remote.difference();
      if (difference !== undefined)
        this.#verdicts.find("replicas", `the remote of ${remote.host} ${difference}`);
    }
  }
}

function listed(tracks: readonly { id: string; title: string; durationMs: number }[]): string[] {
  return tracks.map(({ id, title, durationMs }) => `${id} ${title} ${durationMs}`).sort();
}

/** Undefined where both, in order, are equal. */
function differences(has: readonly string[], wanted: readonly string[]): string | undefined {
  if (has.join("\n") === wanted.join("\n")) return undefined;
  const missing = JSON.stringify(wanted.filter((row) => !has.includes(row)).slice(0, 3));
  const extra = JSON.stringify(has.filter((row) => !wanted.includes(row)).slice(0, 3));
  return `has ${has.length} tracks of ${wanted.length}: it lacks ${missing}, has besides ${extra}`;
}
