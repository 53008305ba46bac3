/** Where bundles and channel files come from: a file of this machine, or a server that knows ranges (RFC 9110 §14). */
import { concatBytes } from "../base/bytes.ts";
import { SpeakerError } from "../base/errors.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { DiskFile } from "../ports/disk.ts";
import { NetworkError } from "../ports/errors.ts";
import type { HttpAnswer, HttpClient } from "../ports/http-client.ts";
import type { BundleSource } from "./bundle.ts";
import { UpdateError } from "./errors.ts";
import {
  channelBytesMax,
  pieceBytes,
  requestPauseUs,
  requestTriesMax,
  requestUsMax,
} from "./limits.ts";

/** Shops and forges send a bundle from elsewhere; more than this is a circle. */
const redirectsMax = 3;

export class FileSource implements BundleSource {
  readonly name: string;
  readonly #file: DiskFile;

  constructor(file: DiskFile, name: string) {
    this.#file = file;
    this.name = name;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    if ((await this.#file.read(bytes, at)) === length) return bytes;
    throw new UpdateError("update-malformed", `${this.name} ends too early`, {
      remedy: "fetch it again",
    });
  }
}

export interface WebPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
}

export class WebSource implements BundleSource {
  readonly name: string;
  readonly #ports: WebPorts;
  #url: string;

  constructor(ports: WebPorts, url: string) {
    this.#ports = ports;
    this.#url = url;
    this.name = url;
  }

  /** In pieces, each of them tried anew where the network fails. */
  async read(at: number, length: number, signal: AbortSignal): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let done = 0; done < length; done += pieceBytes) {
      const wanted = Math.min(pieceBytes, length - done);
      pieces.push(await this.#piece(at + done, wanted, signal));
    }
    return concatBytes(pieces);
  }

  async #piece(at: number, length: number, signal: AbortSignal): Promise<Uint8Array> {
    const range = `bytes=${at}-${at + length - 1}`;
    const { answer, url } = await ask(this.#ports, this.#url, { range }, signal);
    this.#url = url;
    // A server without ranges sends all of it from its start.
    const isRight = answer.header("content-range")?.startsWith(`bytes ${at}-`) === true;
    if (answer.status !== 206 || !isRight || answer.body.length !== length)
      throw new UpdateError("update-malformed", `${this.name} cannot be read in parts`, {
        remedy: "take a server that answers range requests, or fetch it and give the file",
      });
    return answer.body;
  }
}

/** A small file, whole. Throws SpeakerError. */
export async function fetchSmall(
  ports: WebPorts,
  url: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { answer } = await ask(ports, url, {}, signal);
  if (answer.status === 200 && answer.body.length <= channelBytesMax) return answer.body;
  throw new UpdateError("update-malformed", `${url} is no channel file`, {
    remedy: "check the channel's address",
  });
}

/** An answer that is no redirection, and where it came from. */
async function ask(
  { http, clock }: WebPorts,
  from: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly answer: HttpAnswer; readonly url: string }> {
  let url = from;
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const answer = await again(
      clock,
      () =>
        inTime(clock, (within) => http.request({ method: "GET", url, headers }, within), signal),
      signal,
    );
    const location = answer.header("location");
    if (answer.status < 300 || answer.status > 399 || location === undefined) {
      if (answer.status < 400) return { answer, url };
      throw new SpeakerError("update-not-there", `${url} answers ${answer.status}`, {
        remedy: "check the address",
      });
    }
    url = new URL(location, url).href;
  }
  throw new SpeakerError("update-not-there", `${from} leads in a circle`, {
    remedy: "check the address",
  });
}

/** A network that fails is asked again; what a server says is final. */
async function again<T>(clock: Clock, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NetworkError) || tries === requestTriesMax) throw error;
      await sleep(clock, requestPauseUs, signal);
    }
  }
}

async function inTime<T>(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const late = new AbortController();
  const cancel = clock.after(requestUsMax, () => {
    late.abort(new NetworkError("connection-lost", "the server did not answer in time"));
  });
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}
