/** One `fetch` from call to outcome, through any number of sessions. It settles once; later news is dropped. */
import { type Deferred, deferred } from "../base/signal.ts";
import type { AskHandle, AskListener, AskOutcome } from "./asked-object.ts";
import type { FetchOutcome, FetchRequest } from "./link-types.ts";

export class FetchRecord implements AskListener {
  readonly request: FetchRequest;
  /** While a session works on it. */
  handle: AskHandle | undefined;
  readonly #done: Deferred<FetchOutcome> = deferred();
  readonly #over: (record: FetchRecord) => void;
  #settled = false;

  /** `over` is called once, when it is settled. */
  constructor(request: FetchRequest, over: (record: FetchRecord) => void) {
    this.request = request;
    this.#over = over;
  }

  get settled(): boolean {
    return this.#settled;
  }
  get promise(): Promise<FetchOutcome> {
    return this.#done.promise;
  }

  symbol(index: number, count: number, bytes: Uint8Array): void {
    if (!this.#settled) this.request.onSymbol?.(index, count, bytes);
  }

  done(outcome: AskOutcome): void {
    this.settle(outcome);
  }

  settle(outcome: FetchOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#over(this);
    this.#done.resolve(outcome);
  }
}
