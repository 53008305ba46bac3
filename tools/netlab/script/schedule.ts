/**
 * Which settings a link has at which time: every change lies as a sheet over what was before, in order
 * of their beginning, and is taken away when its time is over. Sans I/O.
 *
 * Invariants:
 *   I1  after the last timed change has ended, each link has what the untimed ones say
 *   I2  `advance` handles beginnings and endings one moment at a time, never past `nowUs`
 */
import { cleanLink, type LinkSettings } from "../model/settings.ts";
import type { Change, Direction, Scope, Script, Step } from "./script.ts";

/** A link by its place: no host, the shared medium. */
export type LinkName =
  | "shared"
  | { readonly host: string; readonly isFirst: boolean; readonly direction: Direction };

interface Sheet {
  readonly change: Change;
  readonly untilUs: number;
}

export class Schedule {
  /** Times are absolute from here on; in order of `atUs`, those at one time in the order of the script. */
  #pending: Step[] = [];
  #sheets: Sheet[] = [];
  #nextUs = Number.POSITIVE_INFINITY;

  /** When something begins or ends next. Infinity: no more. */
  get nextUs(): number {
    return this.#nextUs;
  }

  /** The script's times count from `zeroUs`. */
  add(script: Script, zeroUs: number): void {
    const steps = script.map((step) => ({
      ...step,
      atUs: step.atUs + zeroUs,
      untilUs: step.untilUs + zeroUs,
    }));
    this.#pending = byTime([...this.#pending, ...steps]);
    this.#lookAhead();
  }

  /** Handles the next moment if it has come: its endings, then its beginnings. True: settings may differ. */
  advance(nowUs: number): boolean {
    const momentUs = this.nextUs;
    if (momentUs > nowUs) return false;
    this.#sheets = this.#sheets.filter(({ untilUs }) => untilUs > momentUs);
    while ((this.#pending[0]?.atUs ?? Number.POSITIVE_INFINITY) <= momentUs) {
      const step = this.#pending.shift();
      if (step !== undefined) this.#begin(step);
    }
    this.#lookAhead();
    return true;
  }

  settingsOf(link: LinkName): LinkSettings {
    const changes = this.#sheets.filter(({ change }) => covers(change.scope, link));
    return Object.assign({}, cleanLink, ...changes.map(({ change }) => change.settings));
  }

  #lookAhead(): void {
    const endsUs = this.#sheets.map(({ untilUs }) => untilUs);
    this.#nextUs = Math.min(this.#pending[0]?.atUs ?? Number.POSITIVE_INFINITY, ...endsUs);
  }

  #begin(step: Step): void {
    const { atUs, everyUs, untilUs, changes } = step;
    if (atUs >= untilUs) return;
    for (const change of changes) this.#lay({ change, untilUs: atUs + change.forUs });
    if (everyUs < Number.POSITIVE_INFINITY) {
      this.#pending = byTime([...this.#pending, { ...step, atUs: atUs + everyUs }]);
    }
  }

  /** What a change for good hides entirely is not kept: a long run of changes stays small. */
  #lay(sheet: Sheet): void {
    if (sheet.untilUs === Number.POSITIVE_INFINITY) {
      this.#sheets = this.#sheets.filter((other) => !hides(sheet, other));
    }
    this.#sheets.push(sheet);
  }
}

function byTime(steps: Step[]): Step[] {
  return steps.sort((a, b) => a.atUs - b.atUs);
}

function covers(scope: Scope, link: LinkName): boolean {
  if (scope === "shared" || link === "shared") return scope === link;
  if (scope.direction !== undefined && scope.direction !== link.direction) return false;
  return scope.host === undefined ? !link.isFirst : scope.host === link.host;
}

function hides(sheet: Sheet, other: Sheet): boolean {
  return (
    scopeKey(sheet.change.scope) === scopeKey(other.change.scope) &&
    Object.keys(other.change.settings).every((key) => key in sheet.change.settings)
  );
}

function scopeKey(scope: Scope): string {
  return scope === "shared" ? scope : `${scope.host ?? "*"} ${scope.direction ?? "*"}`;
}
