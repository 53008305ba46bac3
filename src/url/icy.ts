/**
 * Takes titles out of a stream of SHOUTcast's kind: after each `interval` bytes of
 * sound one byte tells how many times sixteen bytes of text follow. Pure, fed in
 * pieces of any size.
 *
 * Bounds: one block of text, which the format limits to 4,080 bytes.
 */
import { concatBytes, utf8Text } from "../base/bytes.ts";
import { titleCharsMax } from "./limits.ts";

export class IcyReader {
  readonly #interval: number;
  #soundLeft: number;
  #textLeft = 0;
  #text: Uint8Array[] = [];
  #title: string | undefined;

  /** `interval`: of the header icy-metaint, above 0. */
  constructor(interval: number) {
    this.#interval = interval;
    this.#soundLeft = interval;
  }

  /** Of what sounds now; undefined while nothing was said. */
  get title(): string | undefined {
    return this.#title;
  }

  /** The sound in `bytes`: views of it. */
  push(bytes: Uint8Array): Uint8Array[] {
    const sound: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#soundLeft > 0) {
        const part = bytes.subarray(at, at + this.#soundLeft);
        sound.push(part);
        this.#soundLeft -= part.length;
        at += part.length;
      } else if (this.#textLeft === 0) {
        this.#textLeft = 16 * (bytes[at] ?? 0);
        at += 1;
        if (this.#textLeft === 0) this.#soundLeft = this.#interval;
      } else {
        const part = bytes.slice(at, at + this.#textLeft);
        this.#text.push(part);
        this.#textLeft -= part.length;
        at += part.length;
        if (this.#textLeft === 0) this.#told();
      }
    }
    return sound;
  }

  #told(): void {
    const title = streamTitle(concatBytes(this.#text));
    this.#text = [];
    this.#soundLeft = this.#interval;
    if (title !== undefined) this.#title = title;
  }
}

/** Of a block of metadata; undefined where it has none. It may hold quotes: its end is a quote and a semicolon. */
export function streamTitle(block: Uint8Array): string | undefined {
  const text = plainText(block);
  const found = /StreamTitle='(.*?)'(?:;|\0|$)/s.exec(text);
  return found === null ? undefined : shownText(found[1] ?? "");
}

/** UTF-8 where it is that, else Latin-1, which every byte is. */
export function plainText(bytes: Uint8Array): string {
  return utf8Text(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** For people: one line without control characters, of bounded length. */
export function shownText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ")
      .trim()
      .slice(0, titleCharsMax)
  );
}
