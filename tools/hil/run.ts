/** Goes through the cases: takes the device to what each needs, runs it, and notes how it went. */
import { describeError } from "../../src/base/errors.ts";
import { type Bench, Notes } from "./bench.ts";
import type { Case, CaseOptions } from "./cases/case.ts";
import type { CaseResult } from "./model/result.ts";
import { lackOf } from "./model/select.ts";

/** A case that fails says so and leaves the device lost; the others run. */
export async function runCases(
  bench: Bench,
  cases: readonly Case[],
  options: CaseOptions,
  tell: (line: string) => void,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [i, each] of cases.entries()) {
    tell(`[${i + 1}/${cases.length}] ${each.name}: ${each.about}`);
    const result = await runCase(bench, each, options);
    results.push(result);
    const why = result.why === undefined ? "" : `: ${result.why}`;
    tell(
      `[${i + 1}/${cases.length}] ${each.name}: ${result.outcome}${why}, ${result.tookS.toFixed(1)} s`,
    );
    bench.signal.throwIfAborted();
  }
  bench.close();
  return results;
}

async function runCase(bench: Bench, each: Case, options: CaseOptions): Promise<CaseResult> {
  const startS = bench.elapsedS;
  bench.notes = new Notes();
  const done = (outcome: CaseResult["outcome"], why?: string): CaseResult => {
    const { name, about } = each;
    const { figures, heard, series, lines } = bench.notes;
    const because = why === undefined ? {} : { why };
    const tookS = bench.elapsedS - startS;
    return { name, about, outcome, ...because, startS, tookS, figures, heard, series, lines };
  };
  const lack = lackOf(each, bench.lacking);
  if (lack !== undefined) return done("skipped", lack);
  try {
    await bench.reach(each.needs);
    await each.run(bench, options);
    bench.is(each.leaves === "lost" ? undefined : each.leaves);
    return done("passed");
  } catch (error) {
    bench.is(undefined);
    return done("failed", describeError(error));
  }
}
