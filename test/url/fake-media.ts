/** Servers of media that do what a test says: cut pieces anywhere, lie, die and come back. */
import { NetworkError } from "../../src/ports/errors.ts";
import type { MediaAnswer, MediaHttp, MediaRequest } from "../../src/ports/media-http.ts";

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces?: readonly Uint8Array[];
  /** What comes after the pieces. Default: "end". */
  readonly after?: "end" | "break" | "silence";
}

export class FakeMedia implements MediaHttp {
  readonly names = new Map<string, readonly string[][]>();
  readonly asked: MediaRequest[] = [];
  closed = 0;
  readonly #answer: (request: MediaRequest, nth: number) => FakeAnswer | "refused" | "silence";
  #lookups = 0;

  constructor(answer: (request: MediaRequest, nth: number) => FakeAnswer | "refused" | "silence") {
    this.#answer = answer;
  }

  async resolve(host: string): Promise<readonly string[]> {
    const turns = this.names.get(host);
    if (turns === undefined)
      return [/[a-z]/.test(host) && !host.includes(":") ? "192.168.1.5" : host];
    const turn = turns[Math.min(this.#lookups, turns.length - 1)] ?? [];
    this.#lookups += 1;
    return turn;
  }

  async request(request: MediaRequest, signal: AbortSignal): Promise<MediaAnswer> {
    this.asked.push(request);
    const answer = this.#answer(request, this.asked.length - 1);
    if (answer === "refused") throw new NetworkError("connection-refused", "nobody answers there");
    if (answer === "silence")
      return await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
    const pieces = [...(answer.pieces ?? [])];
    const headers = answer.headers ?? {};
    return {
      status: answer.status ?? 200,
      header: (name) => headers[name.toLowerCase()],
      read: async () => {
        const piece = pieces.shift();
        if (piece !== undefined) return piece;
        if (answer.after === "break") throw new NetworkError("connection-lost", "it broke off");
        if (answer.after === "silence") return await new Promise(() => undefined);
        return undefined;
      },
      close: () => {
        this.closed += 1;
      },
    };
  }
}

/** Cut where the numbers say, again and again. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}
