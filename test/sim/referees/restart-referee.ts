/**
 * What people set is there again after a restart in order: queue, modes, volume
 * and place. A card that could not take the state is excused: it said so.
 */
import type { SpeakerStatus } from "../../../src/player/model.ts";
import type { SimSpeaker } from "../sim-house.ts";
import type { Since, Verdicts } from "./verdicts.ts";

/** What plays on while the state is written, and a rounding. */
const movedMsMax = 300;

export class RestartReferee {
  readonly #verdicts: Verdicts;
  readonly #since: Since;
  readonly #kept = new Map<string, SpeakerStatus>();
  /** Whose card did not take a state in this life: it says so once, and not when it takes one again. */
  readonly #unsaved = new Set<string>();

  constructor(found: { readonly verdicts: Verdicts; readonly since: Since }) {
    this.#verdicts = found.verdicts;
    this.#since = found.since;
  }

  /** Before it is told to stop. */
  stops({ host, speaker }: SimSpeaker): void {
    this.#kept.set(host, speaker.status());
  }

  /** It said that its state could not be saved: nothing is promised of this life. */
  excuse(host: string): void {
    this.#unsaved.add(host);
  }

  started({ host, speaker, machine }: SimSpeaker): void {
    const was = this.#kept.get(host);
    this.#kept.delete(host);
    if (this.#unsaved.delete(host) || was === undefined) return;
    const is = speaker.status();
    const [before, after] = [settings(was), settings(is)];
    const movedMs = Math.abs(is.positionMs - was.positionMs);
    const moved = was.state !== "stopped" && movedMs > movedMsMax;
    if (before === after && !moved) return;
    const at = this.#since(machine.worldUs);
    const what = moved ? `its place moved by ${movedMs} ms` : `${before} became ${after}`;
    this.#verdicts.find("restart", `${host} at ${at}: ${what}`);
  }
}

function settings({ queue, repeat, shuffle, muted }: SpeakerStatus): string {
  return JSON.stringify([queue, repeat, shuffle, muted]);
}
