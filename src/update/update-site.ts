/**
 * The server of a channel: the bundles and channel files of one folder, over HTTP, whole or in parts
 * (docs/UPDATES.md §4; RFC 9110 §14). Nothing of it is secret, and devices believe signatures alone.
 *
 * Invariants: only plain names that end in .njc or .njb are answered; one MiB of a file is in memory
 * for an answer.
 */
import { emptyBytes, utf8Bytes } from "../base/bytes.ts";
import { describeError, SpeakerError } from "../base/errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { HttpAsk, HttpBounds, HttpReply, HttpSite, Upgrade } from "../ports/http-server.ts";
import { chunkBytes, connectionsMax } from "./limits.ts";

const name = /^\/([A-Za-z0-9][A-Za-z0-9._+-]{0,120}\.nj[bc])$/;

export class UpdateSite implements HttpSite {
  readonly bounds: HttpBounds = {
    headBytesMax: 4_096,
    headersMax: 32,
    headUsMax: 5_000_000,
    idleUsMax: 30_000_000,
    // 1 MiB over a narrow link.
    answerUsMax: 60_000_000,
    requestsPerConnectionMax: 10_000,
    connectionsMax,
    // Nobody gets a WebSocket here.
    messageBytesMax: 1,
    fragmentsMax: 1,
  };
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  admit(): () => void {
    return () => undefined;
  }

  upgrade(): Upgrade {
    return plain(404, "there is nothing of that kind");
  }

  async answer({ target, header }: HttpAsk): Promise<HttpReply> {
    const file = name.exec(target)?.[1];
    if (file === undefined) return plain(404, "there is nothing of that name");
    try {
      return await this.#send(this.#disk.join(this.#folder, file), header("range"));
    } catch (error) {
      const isAbsent = error instanceof SpeakerError && error.code === "not-found";
      return isAbsent
        ? plain(404, "there is nothing of that name")
        : plain(500, describeError(error));
    }
  }

  async #send(path: string, range: string | undefined): Promise<HttpReply> {
    await using file = await this.#disk.open(path, "read");
    const size = await file.sizeBytes();
    const span = spanOf(range, size);
    if (span === undefined)
      return { status: 416, headers: { "Content-Range": `bytes */${size}` }, body: emptyBytes };
    if (span.length > chunkBytes) return plain(416, "ask for a smaller part of it");
    const body = new Uint8Array(span.length);
    const got = await file.read(body, span.at);
    const headers = { "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes" };
    if (range === undefined) return { status: 200, headers, body: body.subarray(0, got) };
    const end = span.at + span.length - 1;
    const part = { ...headers, "Content-Range": `bytes ${span.at}-${end}/${size}` };
    return { status: 206, headers: part, body: body.subarray(0, got) };
  }
}

/** Undefined for what is not in the file. One range with a beginning; nothing else is asked for by us. */
function spanOf(
  range: string | undefined,
  size: number,
): { readonly at: number; readonly length: number } | undefined {
  if (range === undefined) return { at: 0, length: size };
  const [, from = "", to = ""] = /^bytes=(\d{1,12})-(\d{0,12})$/.exec(range) ?? [];
  const at = Number(from);
  const end = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from === "" || at >= size || end < at) return undefined;
  return { at, length: end - at + 1 };
}

function plain(status: number, text: string): HttpReply {
  return { status, headers: { "Content-Type": "text/plain" }, body: utf8Bytes(`${text}\n`) };
}
