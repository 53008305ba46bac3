/** HTTP requests to servers that a user named: small ones, whole in memory. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** Undefined where the answer has no such header. Names in any case. */
  header(name: string): string | undefined;
  /** At most `answerBytesMax` of it. */
  readonly body: Uint8Array;
}

/** What is read of an answer; the rest is not waited for. */
export const answerBytesMax = 65_536;

export interface HttpClient {
  /**
   * Any status is an answer, a redirection too: nobody but the server that was named sees the headers.
   * Throws NetworkError; rejects with `signal.reason` when aborted.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}
