/** The forwarding thread as the lab sees it: started, asked, stopped. */
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { NetlabError } from "../errors.ts";
import type { Answer, ForwarderOptions, LabStats, Order } from "../forwarder/messages.ts";
import type { Script } from "../script/script.ts";

type Waiting = (answer: Answer | NetlabError) => void;

export class ForwarderThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #wakeFd = -1;
  #lastId = 0;
  #failure: NetlabError | undefined;
  #stopping = false;

  /** Resolves when all interfaces are there. Throws NetlabError. */
  static async start(options: ForwarderOptions): Promise<ForwarderThread> {
    const thread = new ForwarderThread(startWorker(options));
    const ready = await thread.#answerTo(0);
    if (ready.kind === "ready") thread.#wakeFd = ready.wakeFd;
    return thread;
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#ended = new Promise((resolve) => worker.once("exit", () => resolve()));
    worker.on("message", (answer: Answer) => this.#heard(answer));
    worker.on("error", (cause) => this.#fail(failed("failed", cause.message, cause)));
    worker.once("exit", () => this.#fail(failed("stopped", "the lab has been closed")));
  }

  async play(script: Script): Promise<void> {
    await this.#ask((id) => ({ kind: "play", id, script }));
  }

  async stats(): Promise<LabStats> {
    const answer = await this.#ask((id) => ({ kind: "stats", id }));
    if (answer.kind !== "stats") throw failed("failed", `an answer of kind ${answer.kind}`);
    return answer.stats;
  }

  /** Safe to call twice. The interfaces are gone once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    // Once it stops, the eventfd's number may be another file's.
    if (this.#failure === undefined && !this.#stopping) this.#tell({ kind: "stop", id: 0 });
    this.#stopping = true;
    await this.#ended;
  }

  #ask(order: (id: number) => Order): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#stopping) return Promise.reject(failed("stopped", "the lab has been closed"));
    this.#lastId += 1;
    const answer = this.#answerTo(this.#lastId);
    this.#tell(order(this.#lastId));
    return answer;
  }

  #tell(order: Order): void {
    this.#worker.postMessage(order);
    // The thread sleeps in the kernel: a number in the eventfd wakes it.
    writeSync(this.#wakeFd, new Uint8Array(new BigUint64Array([1n]).buffer));
  }

  #answerTo(id: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) =>
        answer instanceof NetlabError ? reject(answer) : resolve(answer),
      );
    });
  }

  #heard(answer: Answer): void {
    if (answer.kind === "failed") {
      this.#fail(failed(answer.code, answer.message));
      return;
    }
    const id = answer.kind === "ready" ? 0 : answer.id;
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #fail(error: NetlabError): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting.values()) waiting(this.#failure);
    this.#waiting.clear();
  }
}

function failed(code: string, message: string, cause?: unknown): NetlabError {
  return new NetlabError(code, message, { cause });
}

/** From the sources it is imported through tsx, which a worker does not inherit from its parent. */
function startWorker(workerData: ForwarderOptions): Worker {
  const compiled = import.meta.url.endsWith(".js");
  const root = new URL(`../forwarder/main.${compiled ? "js" : "ts"}`, import.meta.url);
  if (compiled) return new Worker(root, { workerData, execArgv: [] });
  const loader = import.meta.resolve("tsx/esm/api");
  const [tsx, file] = [JSON.stringify(loader), JSON.stringify(root.href)];
  const code = `import(${tsx}).then(({ tsImport }) => tsImport(${file}, ${file}))`;
  return new Worker(code, { workerData, execArgv: [], eval: true });
}
