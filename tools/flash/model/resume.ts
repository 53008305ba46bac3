/**
 * Where an interrupted write goes on. The state names the disk and the
 * contents; for any other disk or contents it says nothing. Pure.
 *
 * A reader's identity may stand for any card that is in it, so the state is an offer: what was written last
 * is read back before the write goes on, and everything when it is done.
 */
import { createHash } from "node:crypto";
import type { Plan, Step } from "./plan.ts";

export interface WriteState {
  readonly version: 1;
  readonly disk: string;
  readonly plan: string;
  /** Steps that the card has said it keeps. */
  readonly stepsDone: number;
}

export function formatState(state: Omit<WriteState, "version">): string {
  return `${JSON.stringify({ version: 1, ...state })}\n`;
}

/** Steps that need not be written again: 0 for what is another disk's, another image's or damaged. */
export function stepsDone(text: string | undefined, identity: string, plan: Plan): number {
  const state = parse(text);
  if (state === undefined || state.version !== 1) return 0;
  if (state.disk !== identity || state.plan !== plan.id) return 0;
  const { stepsDone: done = 0 } = state;
  return Number.isInteger(done) && done > 0 && done <= plan.steps.length ? done : 0;
}

/** Of the steps that are said to be done those that are looked at before it is believed: the first and the last ones. */
export function samplesOf(plan: Plan, done: number): Step[] {
  const places = new Set([0, Math.floor(done / 2), done - 2, done - 1]);
  return plan.steps.filter((_, at) => at < done && places.has(at));
}

/** One state for each disk. */
export function stateName(identity: string): string {
  return `${createHash("sha256").update(identity).digest("hex").slice(0, 16)}.json`;
}

function parse(text: string | undefined): Partial<WriteState> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // Torn by a power cut: the write begins anew.
  }
}
