/**
 * When a speaker had a reason not to sound, by what it said of itself. Silence
 * is judged against this: a speaker that says "playing" must be heard.
 *
 * Bounds: what is older than what was judged last is forgotten.
 */
interface Excuse {
  readonly fromUs: number;
  untilUs: number;
  readonly why: string;
}

/** A card is looked at every quarter of a second, and events cross from thread to thread: what is said and what is heard differ by this. */
const beforeUs = 300_000;
const afterUs = 300_000;

export class Excuses {
  #list: Excuse[] = [];
  #open: Excuse | undefined;

  /** What holds from then on; undefined when it should sound. */
  now(fromUs: number, why: string | undefined): void {
    if (why === this.#open?.why) return;
    if (this.#open !== undefined) this.#open.untilUs = Math.max(fromUs, this.#open.fromUs);
    this.#open = why === undefined ? undefined : { fromUs, untilUs: Number.POSITIVE_INFINITY, why };
    if (this.#open !== undefined) this.#list.push(this.#open);
  }

  /** Something that happened at one moment. */
  moment(nowUs: number, why: string): void {
    this.#list.push({ fromUs: nowUs, untilUs: nowUs, why });
  }

  /** The longest stretch of the interval for which there is no excuse, microseconds. */
  unexcusedUs(fromUs: number, untilUs: number): number {
    const spans = this.#list
      .map((excuse) => ({ from: excuse.fromUs - beforeUs, until: excuse.untilUs + afterUs }))
      .sort((a, b) => a.from - b.from);
    let at = fromUs;
    let worst = 0;
    for (const { from, until } of spans) {
      worst = Math.max(worst, Math.min(from, untilUs) - at);
      at = Math.max(at, until);
      if (at >= untilUs) return worst;
    }
    return Math.max(worst, untilUs - at);
  }

  /** Whether one of these reasons held at some moment of the interval. */
  had(fromUs: number, untilUs: number, why: readonly string[]): boolean {
    return this.#list.some(
      (excuse) =>
        why.includes(excuse.why) &&
        excuse.fromUs - beforeUs <= untilUs &&
        excuse.untilUs + afterUs >= fromUs,
    );
  }

  forget(beforeUs: number): void {
    this.#list = this.#list.filter((excuse) => excuse === this.#open || excuse.untilUs >= beforeUs);
  }
}
