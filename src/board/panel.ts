/**
 * All that is on a speaker's front, as one thing that decides: edges, time and the
 * speaker's state go in, what somebody wants and which lights are lit come out. Pure.
 *
 * It neither knows a player nor a chip: board.ts has the lines, control/front-panel.ts
 * carries out what is wanted.
 */
import { usPerMs } from "../base/units.ts";
import type { GpioEdge } from "../ports/gpio.ts";
import { Button, type Gesture } from "./button.ts";
import { Knob } from "./knob.ts";
import { Light } from "./light.ts";
import { edgeLateUs, knobStep, knobTurnMax } from "./limits.ts";
import type { BoardProfile, ButtonAction, ButtonSpec, LightState } from "./profile.ts";

/** What somebody wants. */
export type PanelAction =
  | { readonly kind: "button"; readonly action: ButtonAction }
  /** So much louder; softer below 0. */
  | { readonly kind: "turn"; readonly by: number }
  /** A button is held on the way to a reset. */
  | { readonly kind: "warn" }
  | { readonly kind: "reset" };

/** How the speaker does, as far as lights show it. */
export interface PanelView {
  readonly state: "booting" | "idle" | "playing" | "buffering" | "paused";
  readonly muted: boolean;
  readonly pairing: boolean;
  readonly trouble: boolean;
}

/** What came of an action. */
export type Feedback = "volume" | "limit" | "refused";

/** How long each is shown. */
const feedbackUs: Readonly<Record<Feedback, number>> = {
  volume: 200 * usPerMs,
  limit: 480 * usPerMs,
  refused: 1_200 * usPerMs,
};

type Input =
  | { readonly kind: "button"; readonly spec: ButtonSpec; readonly button: Button }
  | { readonly kind: "knob"; readonly knob: Knob; readonly contact: "a" | "b" };

export const booting: PanelView = {
  state: "booting",
  muted: false,
  pairing: false,
  trouble: false,
};

export class Panel {
  readonly #inputs: readonly Input[];
  readonly #lights: readonly Light[];
  #view = booting;
  #feedback: { readonly what: Feedback; readonly untilUs: number } | undefined;
  #reset: "armed" | "warning" | undefined;
  #retryUs: number | undefined;

  /** `levels`: of all inputs, as inputLines orders them. */
  constructor(profile: BoardProfile, levels: readonly boolean[]) {
    const buttons = profile.buttons.map((spec, at): Input => {
      return { kind: "button", spec, button: new Button(traitsOf(spec), levels[at] === true) };
    });
    const knobs = profile.encoders.flatMap((spec, at): Input[] => {
      const from = profile.buttons.length + 2 * at;
      const knob = new Knob(spec, levels[from] === true, levels[from + 1] === true);
      return [
        { kind: "knob", knob, contact: "a" },
        { kind: "knob", knob, contact: "b" },
      ];
    });
    this.#inputs = [...buttons, ...knobs];
    this.#lights = profile.lights.map(({ shows }) => new Light(shows));
  }

  /** When `due` or `lights` have something to say. */
  nextDueUs(nowUs: number): number | undefined {
    const dues = this.#inputs.map((input) =>
      input.kind === "button" ? input.button.nextDueUs : undefined,
    );
    const lights = this.#lights.map((light) => light.nextDueUs(nowUs));
    const gestureUs = least(dues);
    const heldBackUs =
      gestureUs === undefined ? undefined : Math.max(gestureUs, this.#retryUs ?? gestureUs);
    return least([heldBackUs, ...lights, this.#feedback?.untilUs]);
  }

  edges(edges: readonly GpioEdge[], nowUs: number): PanelAction[] {
    const actions: PanelAction[] = [];
    let turned = 0;
    for (const { index, active, atUs } of edges) {
      const input = this.#inputs[index];
      if (input?.kind === "button")
        actions.push(...this.#actions(input.spec, input.button.edge(active, atUs)));
      if (input?.kind === "knob") turned += input.knob.edge(input.contact, active, atUs);
    }
    const by = Math.max(-knobTurnMax, Math.min(knobTurnMax, turned * knobStep));
    if (by !== 0) actions.push({ kind: "turn", by });
    this.#show(nowUs);
    return actions;
  }

  /**
   * What time alone brings. `levels`: of now, none where nobody can say. Where a button is up already and its edge has not come, as after
   * a program that stood still, that edge is waited for.
   */
  due(levels: readonly boolean[], nowUs: number): PanelAction[] {
    const actions: PanelAction[] = [];
    this.#retryUs = undefined;
    for (const [index, input] of this.#inputs.entries()) {
      if (input.kind !== "button") continue;
      const { button, spec } = input;
      const isOther = levels[index] !== undefined && button.isPressed !== levels[index];
      const isLate = isOther && (button.nextDueUs ?? nowUs + 1) <= nowUs;
      if (isLate) this.#retryUs = nowUs + edgeLateUs;
      else actions.push(...this.#actions(spec, button.due(nowUs)));
    }
    this.#show(nowUs);
    return actions;
  }

  see(view: PanelView, nowUs: number): void {
    this.#view = view;
    this.#show(nowUs);
  }

  answer(what: Feedback, nowUs: number): void {
    const isOlder = this.#feedback === undefined || this.#feedback.untilUs <= nowUs;
    // What was refused is not hidden by what was not.
    if (isOlder || this.#feedback?.what === "volume" || what !== "volume")
      this.#feedback = { what, untilUs: nowUs + feedbackUs[what] };
    this.#show(nowUs);
  }

  /** In the profile's order. */
  lights(nowUs: number): boolean[] {
    if (this.#feedback !== undefined && this.#feedback.untilUs <= nowUs) {
      this.#feedback = undefined;
      this.#show(nowUs);
    }
    return this.#lights.map((light) => light.level(nowUs));
  }

  #actions(spec: ButtonSpec, gestures: readonly Gesture[]): PanelAction[] {
    return gestures
      .map((gesture) => this.#action(spec, gesture))
      .filter((each) => each !== undefined);
  }

  #action(spec: ButtonSpec, gesture: Gesture): PanelAction | undefined {
    switch (gesture) {
      case "click":
      case "double":
      case "hold": {
        const action = spec[gesture];
        return action && { kind: "button", action };
      }
      case "warn":
        this.#reset = "warning";
        return { kind: "warn" };
      case "arm":
        this.#reset = "armed";
        return undefined;
      case "disarm":
        this.#reset = undefined;
        return undefined;
      case "very-long":
        this.#reset = undefined;
        return { kind: "reset" };
    }
  }

  #show(nowUs: number): void {
    const { state, muted, pairing, trouble } = this.#view;
    const held = new Set<LightState>([state]);
    if (muted) held.add("muted");
    if (pairing) held.add("pairing");
    if (trouble) held.add("trouble");
    if (this.#reset !== undefined) held.add(this.#reset);
    if (this.#feedback !== undefined && this.#feedback.untilUs > nowUs)
      held.add(this.#feedback.what);
    for (const light of this.#lights) light.show(held, nowUs);
  }
}

function traitsOf({ click, double, hold, veryLong }: ButtonSpec) {
  const isVolume = click === "volume-up" || click === "volume-down";
  const [hasDouble, hasHold] = [double !== undefined, hold !== undefined];
  const hasVeryLong = veryLong !== undefined;
  return {
    hasDouble,
    hasHold,
    hasVeryLong,
    repeats: isVolume && !hasDouble && !hasHold && !hasVeryLong,
  };
}

function least(dues: readonly (number | undefined)[]): number | undefined {
  const known = dues.filter((due) => due !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
