/** QEMU from outside: its monitor (QMP) and its test protocol (qtest), which moves lines of a GPIO chip. */
import { createConnection, type Socket } from "node:net";

/** To an answer. */
const answerMs = 10_000;
/** Between two looks for one. */
const lookMs = 20;

/** One question at a time. Connects with the first, and anew until it is heard: on a busy host QEMU opens its sockets seconds after it begins. */
class Line implements Disposable {
  readonly #at: string;
  #socket: Socket | undefined;
  #heard = "";

  constructor(at: string) {
    this.#at = at;
  }

  /** What matched. Throws where nothing does in time. */
  async ask(words: string, answer: RegExp): Promise<RegExpExecArray> {
    this.#heard = "";
    const deadline = performance.now() + answerMs;
    let asked: Socket | undefined;
    while (performance.now() < deadline) {
      this.#socket ??= this.#connect();
      if (asked !== this.#socket) this.#socket.write(`${words}\n`);
      asked = this.#socket;
      const found = answer.exec(this.#heard);
      if (found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    throw new Error(`QEMU did not answer to ${words}: ${this.#heard.trim() || "nothing"}`);
  }

  [Symbol.dispose](): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = createConnection(this.#at);
    // The machine comes before its sockets, and goes before them.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    socket.setEncoding("utf8").on("data", (text: string) => {
      this.#heard += text;
    });
    return socket;
  }
}

export class Monitor implements Disposable {
  readonly #qmp: Line;
  readonly #qtest: Line;
  #chip: string | undefined;
  #open = false;

  constructor(qmp: string, qtest: string) {
    this.#qmp = new Line(qmp);
    this.#qtest = new Line(qtest);
  }

  async setLink(device: string, up: boolean): Promise<void> {
    await this.#execute("set_link", { name: device, up });
  }

  /** Of the machine's one PL061. */
  async drive(line: number, high: boolean): Promise<void> {
    this.#chip ??= await this.#findChip();
    const level = high ? 1 : 0;
    await this.#qtest.ask(`set_irq_in ${this.#chip} unnamed-gpio-in ${line} ${level}`, /^OK/m);
  }

  [Symbol.dispose](): void {
    this.#qmp[Symbol.dispose]();
    this.#qtest[Symbol.dispose]();
  }

  async #execute(command: string, parameters: object): Promise<string> {
    if (!this.#open) await this.#qmp.ask('{"execute":"qmp_capabilities"}', /"return"[^\n]*\n/);
    this.#open = true;
    const words = JSON.stringify({ execute: command, arguments: parameters });
    const [line] = await this.#qmp.ask(words, /^\{"(?:return|error)"[^\n]*\n/m);
    if (line.startsWith('{"error"')) throw new Error(`QEMU refused ${command}: ${line}`);
    return line;
  }

  /** QEMU numbers its parts as they are made: it is asked which is the chip. */
  async #findChip(): Promise<string> {
    const parts = await this.#execute("qom-list", { path: "/machine/unattached" });
    const entry = /\{[^{}]*"child<pl061>"[^{}]*\}/.exec(parts)?.[0] ?? "";
    const name = /"name": "([^"]+)"/.exec(entry)?.[1];
    if (name === undefined) throw new Error("the machine has no PL061");
    return `/machine/unattached/${name}`;
  }
}
