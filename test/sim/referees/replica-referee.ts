/**
 * When all is calm every copy is equal to what it is a copy of: each speaker's
 * catalogue to the origin's, each remote's replica to its speaker's state.
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

  judge(remotes: Iterable<SimRemote>): void {
    const wanted = listed(this.#house.origin.library.catalogue.search(""));
    for (const { host, speaker } of this.#house.speakers) {
      const has = listed(speaker.library(""));
      if (has.join("\n") !== wanted.join("\n"))
        this.#verdicts.find(
          "replicas",
          `${host} has ${has.length} tracks of ${wanted.length}: ${differences(has, wanted)}`,
        );
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

function differences(has: readonly string[], wanted: readonly string[]): string {
  const missing = wanted.filter((row) => !has.includes(row));
  const extra = has.filter((row) => !wanted.includes(row));
  return `lacks ${JSON.stringify(missing.slice(0, 3))}, has besides ${JSON.stringify(extra.slice(0, 3))}`;
}
