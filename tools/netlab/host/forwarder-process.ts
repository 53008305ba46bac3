/** The forwarding process as the lab sees it: started, asked, stopped. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { NetlabError } from "../errors.ts";
import type { Answer, ForwarderOptions, LabStats, Order } from "../forwarder/messages.ts";
import { stderrCharsMax } from "../limits.ts";

type Waiting = (answer: Answer | NetlabError) => void;
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export class ForwarderProcess implements AsyncDisposable {
  readonly #child: Child;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #failure: NetlabError | undefined;
  #stderr = "";

  /** Resolves when all interfaces are there. Throws NetlabError. */
  static async start(options: ForwarderOptions): Promise<ForwarderProcess> {
    const started = new ForwarderProcess(startChild(options));
    await started.#answerTo(0);
    return started;
  }

  private constructor(child: Child) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("close", () => {
        this.#fail(failed("stopped", `the lab is closed${this.#stderr && `: ${this.#stderr}`}`));
        resolve();
      });
    });
    child.once("error", (cause) => this.#fail(failed("failed", cause.message, cause)));
    // A process that has ended is noticed by its end.
    child.stdin.on("error", () => undefined);
    child.stderr.on("data", (text) => {
      this.#stderr = (this.#stderr + String(text)).slice(-stderrCharsMax);
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#heard(JSON.parse(line) as Answer); // what forwarder/main.ts says
    });
  }

  /** `text` is a script that has been parsed without an error. */
  async play(text: string): Promise<void> {
    await this.#ask((id) => ({ kind: "play", id, text }));
  }

  async stats(): Promise<LabStats> {
    const answer = await this.#ask((id) => ({ kind: "stats", id }));
    if (answer.kind !== "stats") throw failed("failed", `an answer of kind ${answer.kind}`);
    return answer.stats;
  }

  /** Safe to call twice. The interfaces are gone once it resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#failure ??= failed("stopped", "the lab is closed");
    this.#child.stdin.end();
    await this.#ended;
  }

  #ask(order: (id: number) => Order): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#lastId += 1;
    const answer = this.#answerTo(this.#lastId);
    this.#child.stdin.write(`${JSON.stringify(order(this.#lastId))}\n`);
    return answer;
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
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
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

/** In a session of its own: a Ctrl-C on the terminal is for the lab, which then ends this in order. */
function startChild(options: ForwarderOptions): Child {
  const compiled = import.meta.url.endsWith(".js");
  const root = new URL(`../forwarder/main.${compiled ? "js" : "ts"}`, import.meta.url);
  const loader = compiled ? [] : ["--import", import.meta.resolve("tsx")];
  const flags = ["--single-threaded-gc", ...loader];
  return spawn(process.execPath, [...flags, fileURLToPath(root), JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
}
