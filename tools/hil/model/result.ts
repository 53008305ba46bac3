/** What a run found, as reports take it. Pure data. */
import type { State, Transition } from "./states.ts";

/** A number that was measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Left channel of what was captured in a case, with what it should have been. */
export interface Heard {
  readonly title: string;
  /** 0…1 of full scale, in order, each the loudest of an equal stretch. */
  readonly envelope: readonly number[];
  readonly seconds: number;
  /** Names of stretches, to be written over the plot. */
  readonly marks: readonly { readonly fromS: number; readonly name: string }[];
  readonly gaps: readonly { readonly fromS: number; readonly ms: number }[];
}

/** A value over time, of a soak. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  /** Hours, value. */
  readonly points: readonly (readonly [number, number])[];
}

export interface CaseResult {
  readonly name: string;
  readonly about: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly why?: string;
  /** From the run's beginning. */
  readonly startS: number;
  readonly tookS: number;
  readonly figures: readonly Figure[];
  readonly heard: readonly Heard[];
  readonly series: readonly Series[];
  readonly lines: readonly string[];
}

/** A stretch in which the device was in a state, on its way from one to another, or nobody knew. */
export interface Stay {
  readonly state: State | Transition | "lost";
  readonly startS: number;
  readonly tookS: number;
}

export interface RunResult {
  readonly target: string;
  readonly image: string | undefined;
  readonly version: string;
  readonly startedAt: string;
  readonly tookS: number;
  readonly cases: readonly CaseResult[];
  readonly stays: readonly Stay[];
  /** By name: what the device and the bench said. */
  readonly logs: Readonly<Record<string, string>>;
}
