/**
 * A board: opens the lines of its profile, feeds the panel with edges and time, and
 * sets lights and the amplifier's mute as it says.
 *
 * A speaker whose buttons cannot be had is a speaker all the same: what fails is said
 * in the log, and the rest works.
 *
 * Invariant: the amplifier is off from the first moment on, and when this is closed.
 */
import { describeError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import { GpioError } from "../ports/errors.ts";
import type { GpioDriver, GpioEdge, GpioInput, GpioInputs, GpioOutputs } from "../ports/gpio.ts";
import type { Log } from "../ports/log.ts";
import { booting, type Feedback, Panel, type PanelAction, type PanelView } from "./panel.ts";
import type { BoardProfile } from "./profile.ts";

export interface BoardPorts {
  readonly gpio: GpioDriver;
  readonly clock: Clock;
  readonly log: Log;
}

export class Board implements Disposable {
  readonly #ports: BoardPorts;
  readonly #profile: BoardProfile;
  #inputs: GpioInputs | undefined;
  #lights: GpioOutputs | undefined;
  #amplifier: GpioOutputs | undefined;
  readonly #panel: Panel;
  /** As they were set last. */
  #lit: boolean[];
  #act: (action: PanelAction) => void = () => undefined;
  #timer: Cancel | undefined;
  #isOpen = true;

  constructor(ports: BoardPorts, profile: BoardProfile) {
    this.#ports = ports;
    this.#profile = profile;
    const { chip, lights, amplifier } = profile;
    const { gpio } = ports;
    const off = { active: false };
    // First what may make a noise.
    this.#amplifier =
      amplifier && this.#tried(() => gpio.outputs(chip, [{ ...amplifier, ...off }]));
    this.#lights =
      lights.length === 0
        ? undefined
        : this.#tried(() =>
            gpio.outputs(
              chip,
              lights.map((light) => ({ ...light, ...off })),
            ),
          );
    this.#lit = lights.map(() => false);
    const lines = inputLines(profile);
    const listener = {
      edges: (edges: readonly GpioEdge[]) => this.#edges(edges),
      lost: (error: GpioError) => {
        this.#inputs = undefined;
        this.#failed(error);
      },
    };
    this.#inputs =
      lines.length === 0 ? undefined : this.#tried(() => gpio.inputs(chip, lines, listener));
    this.#panel = new Panel(profile, this.#levels());
    this.see(booting);
  }

  /** Whether it can turn the amplifier on and off. */
  get hasAmplifier(): boolean {
    return this.#amplifier !== undefined;
  }

  /** Calls `act` for what people want from now on. */
  attach(act: (action: PanelAction) => void): void {
    this.#act = act;
  }

  see(view: PanelView): void {
    this.#panel.see(view, this.#ports.clock.nowUs());
    this.#turn();
  }

  /** Shows what came of an action. */
  answer(what: Feedback): void {
    this.#panel.answer(what, this.#ports.clock.nowUs());
    this.#turn();
  }

  setAmplifier(on: boolean): void {
    this.#amplifier = this.#set(this.#amplifier, 0, on);
  }

  /** Lines are free once it returns; the amplifier is off, the lights are out. Safe to call twice. */
  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#timer?.();
    this.#inputs?.[Symbol.dispose]();
    this.setAmplifier(false);
    this.#amplifier?.[Symbol.dispose]();
    this.#setLights(this.#lit.map(() => false));
    this.#lights?.[Symbol.dispose]();
  }

  #edges(edges: readonly GpioEdge[]): void {
    if (!this.#isOpen) return;
    this.#carryOut(this.#panel.edges(edges, this.#ports.clock.nowUs()));
  }

  #carryOut(actions: readonly PanelAction[]): void {
    for (const action of actions) this.#act(action);
    this.#turn();
  }

  /** Sets the lights as they are to be now, and comes back when something is due. */
  #turn(): void {
    this.#timer?.();
    if (!this.#isOpen) return;
    const { clock } = this.#ports;
    const nowUs = clock.nowUs();
    this.#setLights(this.#panel.lights(nowUs));
    const dueUs = this.#panel.nextDueUs(nowUs);
    this.#timer =
      dueUs === undefined
        ? undefined
        : clock.after(dueUs - nowUs, () =>
            this.#carryOut(this.#panel.due(this.#levels(), clock.nowUs())),
          );
  }

  #setLights(lit: boolean[]): void {
    for (const [index, on] of lit.entries())
      if (on !== this.#lit[index]) this.#lights = this.#set(this.#lights, index, on);
    this.#lit = lit;
  }

  /** The lines, or nothing where they take no level any more: that is said once. */
  #set(lines: GpioOutputs | undefined, index: number, on: boolean): GpioOutputs | undefined {
    const set = this.#tried(() => {
      lines?.set(index, on);
      return true;
    });
    if (set === true) return lines;
    lines?.[Symbol.dispose]();
    return undefined;
  }

  #levels(): readonly boolean[] {
    return this.#tried(() => this.#inputs?.read()) ?? [];
  }

  /** Undefined where the chip does not do it. */
  #tried<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof GpioError)) throw error;
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: GpioError): void {
    const { about } = this.#profile;
    this.#ports.log.error("board-trouble", { board: about, why: describeError(error) });
  }
}

/** Buttons, then both contacts of each knob: one request, so that their edges come in one order. */
export function inputLines({ buttons, encoders }: BoardProfile): GpioInput[] {
  const contacts = encoders.flatMap(({ lineA, lineB, pull, activeLow }) =>
    [lineA, lineB].map((line) => ({ line, pull, activeLow, debounceUs: 0 })),
  );
  const pushes = buttons.map(({ line, pull, activeLow, debounceUs }) => {
    return { line, pull, activeLow, debounceUs };
  });
  return [...pushes, ...contacts];
}
