/**
 * Bytes to lines. Pure. What is no text, and what has no end for too long, is
 * a fault, after which nothing more comes out.
 *
 * Invariant: at most `lineBytesMax` and one chunk are held.
 */
import { concatBytes, emptyBytes, utf8Text } from "../../base/bytes.ts";
import { lineBytesMax } from "./limits.ts";

const lineFeed = 0x0a;

export class LineSplitter {
  #rest = emptyBytes;
  #fault: "too-long" | "no-text" | undefined;

  get fault(): "too-long" | "no-text" | undefined {
    return this.#fault;
  }

  /** Lines without their ends (LF, or CR LF), as they are asked for. Keeps `chunk` until it is used up. */
  *push(chunk: Uint8Array): Generator<string> {
    let bytes = this.#rest.length === 0 ? chunk : concatBytes([this.#rest, chunk]);
    this.#rest = emptyBytes;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed)) {
      const text = end > lineBytesMax ? undefined : utf8Text(bytes.subarray(0, end));
      if (text === undefined) {
        this.#fault = end > lineBytesMax ? "too-long" : "no-text";
        return;
      }
      bytes = bytes.subarray(end + 1);
      yield text.endsWith("\r") ? text.slice(0, -1) : text;
    }
    if (bytes.length > lineBytesMax) this.#fault = "too-long";
    else this.#rest = bytes.slice();
  }
}
