/** The HttpClient port over Node's fetch. */
import { NetworkError } from "../ports/errors.ts";
import { answerBytesMax, type HttpAnswer, type HttpClient } from "../ports/http-client.ts";
import { networkCodeOf } from "./network-codes.ts";

export const nodeHttpClient: HttpClient = {
  async request({ method, url, headers, body }, signal) {
    try {
      const init = { method, headers, redirect: "manual", signal } as const;
      const answer = await fetch(url, body === undefined ? init : { ...init, body });
      return await wholeOf(answer);
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(url, error);
    }
  },
};

async function wholeOf(answer: Response): Promise<HttpAnswer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  while (reader !== undefined && length < answerBytesMax) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader?.cancel();
  return {
    status: answer.status,
    header: (name) => answer.headers.get(name) ?? undefined,
    body: new Uint8Array(Buffer.concat(parts)).subarray(0, answerBytesMax),
  };
}

/** Headers are left out of it: a token may be among them. */
function networkError(url: string, error: unknown): NetworkError {
  const cause = error instanceof Error ? error.cause : undefined;
  const system = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why = cause instanceof Error && cause.message !== "" ? cause.message : String(error);
  return new NetworkError(
    networkCodeOf(cause),
    `cannot reach ${new URL(url).host}: ${why || system}`,
    {
      cause: error,
    },
  );
}
