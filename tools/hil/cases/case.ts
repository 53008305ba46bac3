/** What a case is. */
import type { Bench } from "../bench.ts";
import type { CaseHead } from "../model/select.ts";

export interface Case extends CaseHead {
  /** Throws Fault where the device does not do what it should. */
  run(bench: Bench, options: CaseOptions): Promise<void>;
}

export interface CaseOptions {
  readonly soakS: number;
}
