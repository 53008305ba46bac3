/**
 * One push button: from edges and time to what somebody meant. Pure. Contacts are
 * debounced below (GpioInput.debounceUs); an edge that tells nothing new is ignored.
 *
 * Invariants:
 *   I1  a press is one gesture: click, double, hold, or the way to a very long one
 *   I2  what was pressed before it was looked at, or for longer than anybody presses, does nothing until it is let go
 *   I3  "very-long" comes when the button is let go after veryLongUs, never while it is pressed
 */
import * as limits from "./limits.ts";

export type Gesture =
  | "click"
  | "double"
  | "hold"
  /** It stays pressed on the way to a very long one: letting go now does nothing. */
  | "warn"
  /** Letting go now is the very long one. */
  | "arm"
  /** It is not any more. */
  | "disarm"
  | "very-long";

export interface ButtonTraits {
  readonly hasDouble: boolean;
  readonly hasHold: boolean;
  readonly hasVeryLong: boolean;
  /** A click at once, and again while it is held. */
  readonly repeats: boolean;
}

type State =
  | { readonly kind: "up" }
  /** Let go; a second press would make it a double one. */
  | { readonly kind: "between"; readonly upUs: number }
  | {
      readonly kind: "down";
      readonly downUs: number;
      readonly nextUs: number;
      readonly stage: "fresh" | "repeating" | "held" | "warned" | "armed";
    }
  /** Pressed, and whatever it was is over. */
  | { readonly kind: "spent" };

const up: State = { kind: "up" };
const never = Number.POSITIVE_INFINITY;

export class Button {
  readonly #traits: ButtonTraits;
  #state: State = up;

  /** `pressed`: as it is found. */
  constructor(traits: ButtonTraits, pressed: boolean) {
    this.#traits = traits;
    if (pressed) this.#state = { kind: "spent" };
  }

  get isPressed(): boolean {
    return this.#state.kind === "down" || this.#state.kind === "spent";
  }

  /** When `due` has something to say; undefined while it waits for an edge. */
  get nextDueUs(): number | undefined {
    const state = this.#state;
    if (state.kind === "between") return state.upUs + limits.doubleUs;
    return state.kind === "down" && state.nextUs < never ? state.nextUs : undefined;
  }

  edge(pressed: boolean, atUs: number): Gesture[] {
    if (pressed === this.isPressed) return [];
    return [...this.due(atUs), ...(pressed ? this.#press(atUs) : this.#release(atUs))];
  }

  /** All that time alone brings up to `nowUs`. */
  due(nowUs: number): Gesture[] {
    const gestures: Gesture[] = [];
    for (let dueUs = this.nextDueUs; dueUs !== undefined && dueUs <= nowUs; dueUs = this.nextDueUs)
      gestures.push(...this.#step(dueUs));
    return gestures;
  }

  #press(atUs: number): Gesture[] {
    const { hasDouble, hasHold, hasVeryLong, repeats } = this.#traits;
    if (this.#state.kind === "between") {
      this.#state = { kind: "spent" };
      return ["double"];
    }
    if (repeats) {
      const nextUs = atUs + limits.repeatAfterUs;
      this.#state = { kind: "down", downUs: atUs, nextUs, stage: "repeating" };
      return ["click"];
    }
    if (!hasDouble && !hasHold && !hasVeryLong) {
      this.#state = { kind: "spent" };
      return ["click"];
    }
    this.#state = { kind: "down", downUs: atUs, nextUs: atUs + limits.holdUs, stage: "fresh" };
    return [];
  }

  #release(atUs: number): Gesture[] {
    const state = this.#state;
    this.#state = up;
    if (state.kind !== "down") return [];
    switch (state.stage) {
      case "fresh":
        if (!this.#traits.hasDouble) return ["click"];
        this.#state = { kind: "between", upUs: atUs };
        return [];
      case "warned":
        return ["disarm"];
      case "armed":
        return ["very-long"];
      default:
        return [];
    }
  }

  #step(dueUs: number): Gesture[] {
    const state = this.#state;
    if (state.kind === "between") {
      this.#state = up;
      return ["click"];
    }
    if (state.kind !== "down") return [];
    if (state.stage === "repeating") return this.#repeat(state.downUs, dueUs);
    return this.#longer(state.downUs, state.stage);
  }

  #repeat(downUs: number, dueUs: number): Gesture[] {
    if (dueUs - downUs >= limits.stuckUs) {
      this.#state = { kind: "spent" };
      return [];
    }
    const nextUs = dueUs + limits.repeatEachUs;
    this.#state = { kind: "down", downUs, nextUs, stage: "repeating" };
    return ["click"];
  }

  #longer(downUs: number, stage: "fresh" | "held" | "warned" | "armed"): Gesture[] {
    const { hasHold, hasVeryLong } = this.#traits;
    const down = { kind: "down", downUs } as const;
    switch (stage) {
      case "fresh":
        this.#state = hasVeryLong
          ? { ...down, nextUs: downUs + limits.warnUs, stage: "held" }
          : { kind: "spent" };
        return hasHold ? ["hold"] : [];
      case "held":
        this.#state = { ...down, nextUs: downUs + limits.veryLongUs, stage: "warned" };
        return ["warn"];
      case "warned":
        this.#state = { ...down, nextUs: downUs + limits.stuckUs, stage: "armed" };
        return ["arm"];
      case "armed":
        this.#state = { kind: "spent" };
        return ["disarm"];
    }
  }
}
