/**
 * HTTP for media that people name by URL: long answers, read piece by piece. The
 * caller says which address is connected to, so that what was checked is what is
 * asked (docs/URLS.md §2).
 */
export interface MediaRequest {
  /** http or https. */
  readonly url: URL;
  /** The IP address to connect to, whatever the name in the URL resolves to now. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface MediaAnswer {
  readonly status: number;
  /** Undefined where the answer has no such header. Names in any case. */
  header(name: string): string | undefined;
  /**
   * The next piece of the body, which the caller may keep; undefined at its orderly end. No more is read from
   * the network than what a socket holds until it is called again. Throws NetworkError where the connection breaks.
   */
  read(): Promise<Uint8Array | undefined>;
  /** Lets the connection go. Safe to call twice; a `read` that waits ends with undefined or an error. */
  close(): void;
}

export interface MediaHttp {
  /** Addresses of a name, or the literal itself. Throws NetworkError. */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Any status is an answer, a redirection too: following it is the caller's. Throws NetworkError. */
  request(request: MediaRequest, signal: AbortSignal): Promise<MediaAnswer>;
}
