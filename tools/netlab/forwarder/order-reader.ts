/** Orders from a descriptor, a JSON document a line, read without the event loop. */
import type { Libc } from "./libc.ts";
import type { Order } from "./messages.ts";

const chunkBytes = 65_536;

export class OrderReader {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #chunk = new Uint8Array(chunkBytes);
  readonly #decoder = new TextDecoder();
  #rest = "";
  #ended = false;

  constructor(libc: Libc, fd: number) {
    this.#libc = libc;
    this.#fd = fd;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** What is there; waits where there is nothing, so poll first. */
  read(): readonly Order[] {
    const bytes = this.#libc.read(this.#fd, this.#chunk, chunkBytes);
    // 0 is the end; an error of a pipe is no less one.
    if (bytes <= 0) {
      this.#ended = true;
      return [];
    }
    this.#rest += this.#decoder.decode(this.#chunk.subarray(0, bytes), { stream: true });
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => JSON.parse(line) as Order); // what forwarder-process.ts writes
  }
}
