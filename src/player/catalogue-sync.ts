/**
 * Keeps the catalogue mirror up to date: asks the origin for what changed since
 * the last page, at once when a session becomes ready, then every few seconds;
 * less often while nothing changes.
 */
import { describeError } from "../base/errors.ts";
import { decodeCataloguePage } from "../media/catalogue-page.ts";
import { joinSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import { cataloguePollMaxUs, cataloguePollMinUs, chunkPatienceUs, retryDelayUs } from "./limits.ts";

export interface CatalogueSyncPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly source: ObjectSource;
}

export class CatalogueSync {
  readonly #ports: CatalogueSyncPorts;
  readonly #mirror: CatalogueMirror;
  readonly #changed: () => void;
  #failing = false;
  #pollUs = cataloguePollMinUs;

  constructor(ports: CatalogueSyncPorts, mirror: CatalogueMirror, changed: () => void) {
    this.#ports = ports;
    this.#mirror = mirror;
    this.#changed = changed;
  }

  /** Runs until `signal` aborts, then rejects with its reason. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      if (this.#ports.source.ready) await this.#catchUp(signal);
      await sleep(
        this.#ports.clock,
        this.#ports.source.ready ? this.#pollUs : retryDelayUs,
        signal,
      );
      this.#pollUs = Math.min(2 * this.#pollUs, cataloguePollMaxUs);
    }
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    try {
      while (await this.#nextPage(signal));
      this.#failing = false;
    } catch (error) {
      signal.throwIfAborted();
      if (!this.#failing) this.#ports.log.warn("catalogue-not-read", { why: describeError(error) });
      this.#failing = true;
    }
  }

  /** True when there are more pages. */
  async #nextPage(signal: AbortSignal): Promise<boolean> {
    const { epoch, version } = this.#mirror.known;
    const deadlineUs = this.#ports.clock.nowUs() + chunkPatienceUs;
    const symbols = await this.#ports.source.fetch(
      { kind: "catalogue", epoch, version },
      { class: "play", deadlineUs },
      signal,
    );
    const page = decodeCataloguePage(joinSymbols(symbols));
    if (page === undefined) throw new Error("the origin's catalogue page is malformed");
    if (this.#mirror.apply(page)) {
      this.#pollUs = cataloguePollMinUs;
      this.#changed();
    }
    // More pages that lead nowhere would be asked for without end.
    return page.more && (page.version > version || page.epoch !== epoch);
  }
}
