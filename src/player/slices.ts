/** Long work over a whole library in slices, so that music and commands are never held up by it. */
import { type Clock, sleep } from "../ports/clock.ts";
import { slicePauseUs, sliceUs } from "./limits.ts";

/** Runs `work` to its end, `sliceUs` at a time; each of its steps is far shorter than that. */
export async function inSlices<T>(clock: Clock, work: Generator<void, T>): Promise<T> {
  for (;;) {
    const endUs = clock.nowUs() + sliceUs;
    let step = work.next();
    while (step.done !== true && clock.nowUs() < endUs) step = work.next();
    if (step.done === true) return step.value;
    await sleep(clock, slicePauseUs, forever);
  }
}

/** All of `work` at once. */
export function atOnce<T>(work: Generator<void, T>): T {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** A pause of a millisecond. */
const forever = new AbortController().signal;
