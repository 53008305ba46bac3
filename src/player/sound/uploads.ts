/**
 * Sound files that come in parts, because a frame of the control protocol is small:
 * puts them together. Bounds: uploadsMax files at a time, uploadBytesMax bytes each; the
 * one that was begun first makes room.
 */
import { concatBytes } from "../../base/bytes.ts";
import { uploadBytesMax, uploadsMax } from "../limits.ts";

export interface UploadPart {
  /** Drawn by the sender. */
  readonly id: string;
  readonly offset: number;
  readonly data: Uint8Array;
  readonly last: boolean;
}

export class Uploads {
  readonly #files = new Map<string, { bytes: number; readonly parts: Uint8Array[] }>();

  /** The whole file with its last part; empty where a file of nothing was sent. */
  take({ id, offset, data, last }: UploadPart): Uint8Array | "more" | "refused" {
    if (offset === 0) this.#files.delete(id);
    const file = this.#files.get(id) ?? { bytes: 0, parts: [] };
    if (offset !== file.bytes || offset + data.length > uploadBytesMax) {
      this.#files.delete(id);
      return "refused";
    }
    file.parts.push(data.slice());
    file.bytes += data.length;
    this.#files.delete(id);
    if (last) return concatBytes(file.parts);
    this.#files.set(id, file);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= uploadsMax) break;
      this.#files.delete(oldest);
    }
    return "more";
  }
}
