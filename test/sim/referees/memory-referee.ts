/**
 * Counts what lives: timers, streams, sessions, chunks, events. Each has a bound
 * of its own, far below what a leak reaches within a story.
 */
import type { SimHouse, SimSpeaker } from "../sim-house.ts";
import type { Since, Verdicts } from "./verdicts.ts";

/**
 * Timers of one program: the link's one, the sound's, the player's; a few for each fetch that waits to
 * be tried again (six chunks of each of two tracks), for each disk call, and for each remote.
 */
const timersMax = 96;
/** Byte streams of one speaker: both ends of two remotes, and one that is being closed. */
const streamsMax = 8;
/** Sessions of the origin beside those of members: guests that join, and members that came back from another address. */
const sessionsBeside = 4;
/** Handshakes that nobody has confirmed (transport/limits.ts). */
const halfOpenMax = 256;
/** Pages of the play log (docs/STORAGE.md §4). */
const pendingMax = 2_048;
/** Addresses that a program talks from: one socket, and one more while a life follows another. */
const refusedShare = 1;

export class MemoryReferee {
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;
  readonly #since: Since;

  constructor(house: SimHouse, found: { readonly verdicts: Verdicts; readonly since: Since }) {
    this.#house = house;
    this.#verdicts = found.verdicts;
    this.#since = found.since;
  }

  look(): void {
    for (const made of this.#house.speakers) this.#lookAt(made);
    if (!this.#house.originRuns) return;
    const members = this.#house.speakers.length;
    const { sessions } = this.#house.origin.figures();
    this.#bound("the origin", "sessions", sessions, 2 * members + sessionsBeside);
    const timers = this.#house.machineOf("10.0.0.1").process?.timers ?? 0;
    this.#bound("the origin", "timers", timers, timersMax);
  }

  #lookAt({ host, process, speaker }: SimSpeaker): void {
    const { cache, events, link } = speaker.status();
    this.#bound(host, "timers", process.timers, timersMax);
    this.#bound(host, "streams", process.streams, streamsMax);
    this.#bound(host, "bytes in the cache", cache.usedBytes, cache.sizeBytes * refusedShare);
    this.#bound(host, "pending events", events.pending, pendingMax);
    this.#bound(host, "sessions", link.length, 1);
    const { halfOpen } = linkOf(speaker.diagnostics());
    this.#bound(host, "half-open handshakes", halfOpen, halfOpenMax);
  }

  #bound(who: string, what: string, count: number, max: number): void {
    if (count <= max) return;
    const at = this.#since(this.#house.clock.nowUs());
    this.#verdicts.find("memory", `${who} at ${at}: ${count} ${what}, ${max} at most`);
  }
}

/** The diagnostics are made for people, so their type says nothing; a missing figure fails the test that reads it. */
function linkOf(diagnostics: Readonly<Record<string, unknown>>): { readonly halfOpen: number } {
  return diagnostics["link"] as { readonly halfOpen: number };
}
