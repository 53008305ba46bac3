/** How far the library is: a bar on a terminal, now and then a log line otherwise. */
import type { Library, LibraryStats } from "../origin/library.ts";
import { bar, cutTo, plainText } from "./format.ts";
import type { Machine } from "./machine.ts";

const barWidth = 28;
/** Between two log lines: a headless origin says how it goes, and does not fill the journal. */
const logGapUs = 5_000_000;

export class IngestProgress implements Disposable {
  readonly #machine: Machine;
  readonly #library: Library;
  readonly #unsubscribe: () => void;
  #loggedUs = Number.NEGATIVE_INFINITY;
  #drawn = false;
  #finished = true;

  constructor(machine: Machine, library: Library) {
    this.#machine = machine;
    this.#library = library;
    this.#unsubscribe = library.onProgress(() => this.show());
  }

  /** Shows how it stands now. */
  show(): void {
    const stats = this.#library.stats();
    const { done, total } = stats.ingest;
    const finished = done >= total;
    if (finished && this.#finished) return;
    this.#finished = finished;
    if (this.#machine.terminal.err.isTty) this.#draw(stats, finished);
    else this.#log(stats, finished);
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
    if (this.#drawn) this.#machine.terminal.err.write("\r\x1b[K");
  }

  #draw(stats: LibraryStats, finished: boolean): void {
    const { err } = this.#machine.terminal;
    const { total, failed } = stats.ingest;
    if (finished) {
      err.write(
        `\r\x1b[Kingest: ${total} files done${failed.length > 0 ? `, ${failed.length} failed` : ""}\n`,
      );
      this.#drawn = false;
      return;
    }
    err.write(`\r\x1b[K${cutTo(ingestLine(stats), err.columns - 1)}`);
    this.#drawn = true;
  }

  #log({ ingest }: LibraryStats, finished: boolean): void {
    const nowUs = this.#machine.clock.nowUs();
    if (!finished && nowUs - this.#loggedUs < logGapUs) return;
    this.#loggedUs = nowUs;
    const { done, total, failed } = ingest;
    this.#machine.log.info("ingest", { done, total, failed: failed.length });
  }
}

/** A bar, how many of how many, and what is being read. */
export function ingestLine({ ingest, current, trouble }: LibraryStats): string {
  const { done, total } = ingest;
  const what = trouble ?? current[0]?.split("/").at(-1) ?? "";
  return `ingest ${bar(total === 0 ? 0 : done / total, barWidth)} ${done}/${total} ${plainText(what)}`;
}
