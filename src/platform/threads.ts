/**
 * Worker threads. The root module is named by whoever starts the program, since
 * only that knows whether it runs as TypeScript or compiled.
 */
import { Worker } from "node:worker_threads";
import { orAbort } from "../base/signal.ts";
import type { Thread, ThreadDriver } from "../ports/thread.ts";

/** A thread that has not said anything by then may still be opening a device: it is not waited for longer. */
const firstMessageMs = 2_000;
/** A thread that was told to end and has not by then is ended. */
const graceMs = 1_500;
/**
 * One that was ended and has not by then is stuck: where V8 compiles for it just then, it may wait for a
 * garbage collection and the collection for it, for ever (nodejs/node#54918). What it had open is closed.
 */
const stuckMs = 500;
/** The audio thread's garbage is a few objects a second: a small nursery saves memory and pauses. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

export class NodeThreads implements ThreadDriver {
  readonly #root: URL;
  #running = 0;

  /** `root`: the worker's root module, `.ts` in development and tests, `.js` compiled. */
  constructor(root: URL) {
    this.#root = root;
  }

  /** Threads that have not ended. To leave the process in order would wait for them. */
  get running(): number {
    return this.#running;
  }

  async start(
    data: unknown,
    receive: (message: unknown) => void,
    signal: AbortSignal,
  ): Promise<Thread> {
    const worker = startWorker(this.#root, data);
    this.#running += 1;
    const ended = new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", () => {
        this.#running -= 1;
        resolve();
      });
    });
    // Whoever holds the thread looks at `ended`; until then a failure is not an unhandled one.
    ended.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const spoke = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, firstMessageMs);
      worker.on("message", (message) => {
        receive(message);
        resolve();
      });
    });
    try {
      await orAbort(Promise.race([spoke, ended]), signal);
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return { ended, [Symbol.asyncDispose]: () => endWorker(worker, ended) };
  }
}

/** A TypeScript root is imported through tsx, which a worker does not inherit from the main thread. */
function startWorker(root: URL, workerData: unknown): Worker {
  const options = { workerData, execArgv: [], resourceLimits };
  if (!root.pathname.endsWith(".ts")) return new Worker(root, options);
  const loader = import.meta.resolve("tsx/esm/api");
  const [tsx, file] = [JSON.stringify(loader), JSON.stringify(root.href)];
  const code = `import(${tsx}).then(({ tsImport }) => tsImport(${file}, ${file}))`;
  return new Worker(code, { ...options, eval: true });
}

/** Waits for it to end by itself first: a device is then closed as it should be. */
async function endWorker(worker: Worker, ended: Promise<void>): Promise<void> {
  const gone = ended.catch(() => undefined);
  await within(gone, graceMs);
  await within(worker.terminate(), stuckMs);
}

/** Resolves with `work`, or after `limitMs` without it. */
async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, tooLong]);
  clearTimeout(timer);
}
