/**
 * The answer to one command, or to a list of them, on its way to the client:
 * gathered into pieces that are written as they fill, so that a list of a
 * hundred thousand songs is never held as a whole (docs/MPD.md §5).
 *
 * Whoever writes many lines asks `isFull` between them and waits for `breathe`.
 */
import { utf8Bytes } from "../../base/bytes.ts";
import { answerCharsMax } from "./limits.ts";

export class Answer {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #drained: () => Promise<void>;
  #text = "";

  /** `drained` resolves when the client has read enough, and gives others their turn. */
  constructor(write: (bytes: Uint8Array) => void, drained: () => Promise<void>) {
    this.#write = write;
    this.#drained = drained;
  }

  get isFull(): boolean {
    return this.#text.length >= answerCharsMax;
  }

  /** A field. What ends a line within the value becomes a space: titles are strangers' text. */
  field(name: string, value: string | number): void {
    const text = typeof value === "number" ? String(value) : value.replace(/[\r\n\0]+/g, " ");
    this.#text += `${name}: ${text}\n`;
  }

  /** A line as it is: "OK\n". */
  line(text: string): void {
    this.#text += text;
  }

  /** Raw bytes with the line feed that ends them. Keeps `bytes`. */
  binary(bytes: Uint8Array): void {
    this.field("binary", bytes.length);
    this.flush();
    this.#write(bytes);
    this.#text = "\n";
  }

  /** Rejects when the client is gone, or does not read. */
  async breathe(): Promise<void> {
    this.flush();
    await this.#drained();
  }

  flush(): void {
    if (this.#text === "") return;
    this.#write(utf8Bytes(this.#text));
    this.#text = "";
  }
}
