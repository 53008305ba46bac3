/**
 * When a speaker's set-up network opens, closes, makes way for a try of the settings that came, and opens again
 * (docs/decisions/0070). Pure: time and what was seen go in, what to do comes out.
 *
 * Invariants:
 *   I1  it opens once in a run, before any network was seen; it comes back only after a try that failed
 *   I2  it is open for `openUs` at most without somebody who sends settings
 *   I3  settings are kept only after the network that they name was joined
 *   I4  a cable ends it, whatever it does
 */
import type { Provisioning } from "../../src/household/provisioning.ts";
import { graceUs, openUs, partingUs, settledGraceUs, tryUs } from "./limits.ts";

/** What the machine shows. */
export interface Sight {
  /** A cable is in, and the other end is there. */
  readonly wired: boolean;
  /** As a guest of another network: an address from it. */
  readonly addressed: boolean;
  /** What the radio says of a network that it is to join. */
  readonly joining: Joining;
}

/** `unseen`: it was not found; `refused`: it was, and did not let us in; `joined`: it did. */
export type Joining = "unseen" | "refused" | "joined";

/** Why a try failed. */
export type Trouble = "not-found" | "refused" | "no-address";

export type Order =
  /** Look which networks there are, and open ours. */
  | { readonly kind: "open" }
  /** Close ours, and join the one of the settings. */
  | { readonly kind: "try"; readonly settings: Provisioning }
  /** It is joined: take the settings over. */
  | { readonly kind: "keep"; readonly settings: Provisioning }
  /** Close ours, if it is open, and be as if it had never been. */
  | { readonly kind: "end"; readonly why: "cable" | "network" | "time" };

type State =
  | { readonly kind: "wait"; readonly untilUs: number }
  | { readonly kind: "open"; readonly untilUs: number }
  | { readonly kind: "part"; readonly untilUs: number; readonly settings: Provisioning }
  | {
      readonly kind: "try";
      /** Undefined until the order is carried out: a radio takes its time to change its part. */
      readonly untilUs: number | undefined;
      readonly settings: Provisioning;
      readonly best: Joining;
    }
  | { readonly kind: "over" };

/** The further it came, the later in this row. */
const row: readonly Joining[] = ["unseen", "refused", "joined"];
const troubles: Readonly<Record<Joining, Trouble>> = {
  unseen: "not-found",
  refused: "refused",
  joined: "no-address",
};

export class Course {
  #state: State;
  #trouble: Trouble | undefined;

  /** `settled`: a Wi-Fi is set already, and is given time to come. */
  constructor(settled: boolean, nowUs: number) {
    this.#state = { kind: "wait", untilUs: nowUs + (settled ? settledGraceUs : graceUs) };
  }

  /** What became of the last try. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** Whether settings are taken. A second form, of somebody else, is not. */
  submit(settings: Provisioning, nowUs: number): boolean {
    if (this.#state.kind !== "open") return false;
    this.#state = { kind: "part", untilUs: nowUs + partingUs, settings };
    return true;
  }

  /** Asked every `lookUs`; each order is carried out before it is asked again. */
  next(sight: Sight, nowUs: number): Order | undefined {
    const state = this.#state;
    if (state.kind === "over") return undefined;
    if (sight.wired) return this.#end("cable");
    switch (state.kind) {
      case "wait":
        if (sight.addressed) return this.#end("network");
        return nowUs < state.untilUs ? undefined : this.#open(nowUs);
      case "open":
        return nowUs < state.untilUs ? undefined : this.#end("time");
      case "part": {
        if (nowUs < state.untilUs) return undefined;
        const { settings } = state;
        this.#state = { kind: "try", untilUs: undefined, settings, best: "unseen" };
        return { kind: "try", settings };
      }
      case "try":
        return this.#judge(state, sight, nowUs);
    }
  }

  #judge(
    state: State & { readonly kind: "try" },
    { joining, addressed }: Sight,
    nowUs: number,
  ): Order | undefined {
    const { settings } = state;
    if (joining === "joined" && addressed) {
      this.#state = { kind: "over" };
      return { kind: "keep", settings };
    }
    const best = row.indexOf(joining) > row.indexOf(state.best) ? joining : state.best;
    const untilUs = state.untilUs ?? nowUs + tryUs;
    this.#state = { ...state, best, untilUs };
    if (nowUs < untilUs) return undefined;
    this.#trouble = troubles[best];
    return this.#open(nowUs);
  }

  #open(nowUs: number): Order {
    this.#state = { kind: "open", untilUs: nowUs + openUs };
    return { kind: "open" };
  }

  #end(why: "cable" | "network" | "time"): Order {
    this.#state = { kind: "over" };
    return { kind: "end", why };
  }
}
