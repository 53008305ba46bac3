/**
 * Nothing that the network changed, that a stranger made up or that was heard
 * before may change a program: around each such datagram the receiver's state is
 * compared. Only what counts refusals may differ.
 *
 * A copied first message of a handshake is answered again, as any first message
 * is: no state of a session comes of it until it is confirmed.
 */
import { addressText } from "../../../src/ports/network.ts";
import type { SimHouse } from "../sim-house.ts";
import type { Arrival } from "../sim-network.ts";
import type { Since, Verdicts } from "./verdicts.ts";

export class AirReferee {
  /** Datagrams that were judged, by what was wrong with them. */
  readonly judged = { corrupted: 0, hostile: 0, copy: 0 };
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;
  readonly #since: Since;
  #served = 0;

  constructor(house: SimHouse, found: { readonly verdicts: Verdicts; readonly since: Since }) {
    this.#house = house;
    this.#verdicts = found.verdicts;
    this.#since = found.since;
  }

  /** For SimNetwork.onArrive. */
  arrive(arrival: Arrival, deliver: () => void): void {
    const { taint, to } = arrival;
    if (taint === undefined) {
      deliver();
      return;
    }
    const before = this.#stateOf(to.host);
    deliver();
    const after = this.#stateOf(to.host);
    this.judged[taint] += 1;
    if (before !== after) this.#find(arrival, firstDifference(before, after));
  }

  /** A request that changes something was answered by the origin. */
  served(): void {
    this.#served += 1;
  }

  #find({ taint, bytes, from, to }: Arrival, what: string): void {
    const at = this.#since(this.#house.clock.nowUs());
    const datagram = `a ${taint} datagram (kind ${bytes[0]}, ${bytes.length} bytes)`;
    const way = `from ${addressText(from)} changed ${to.host}`;
    this.#verdicts.find("air", `at ${at} ${datagram} ${way}: ${what}`);
  }

  #stateOf(host: string): string {
    const made = this.#house.speakers.find((speaker) => speaker.host === host);
    if (made === undefined) return this.#originState();
    const { sessions, events, status } = made.speaker.diagnostics();
    return JSON.stringify([sessions, events, status]);
  }

  #originState(): string {
    if (!this.#house.originRuns) return "";
    const { sessions, bytesServed } = this.#house.origin.figures();
    return JSON.stringify([sessions, bytesServed, this.#served]);
  }
}

/** Where two texts begin to differ, with a little before it. */
function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 30);
  return `…${a.slice(from, at + 30)}… became …${b.slice(from, at + 30)}…`;
}
