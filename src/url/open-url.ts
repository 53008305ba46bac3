/**
 * Asks for a URL, from a byte on: resolves its name, checks the addresses,
 * connects to one that was checked, follows redirections, and does it all again at
 * each (docs/URLS.md §2). So a name that resolves to something else a moment later
 * changes nothing, and a redirection leads nowhere that could not be named.
 */
import { describeError } from "../base/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { MediaAnswer, MediaHttp } from "../ports/media-http.ts";
import { type AddressRule, whyNotAsked } from "./address-policy.ts";
import { MediaUrlError } from "./errors.ts";
import { answerUsMax, redirectsMax } from "./limits.ts";
import { hostOf, parseMediaUrl } from "./media-url.ts";

export interface UrlPorts {
  readonly http: MediaHttp;
  readonly clock: Clock;
}

export interface UrlRequest {
  readonly url: URL;
  readonly rule: AddressRule;
  /** The first byte that is wanted. */
  readonly from: number;
  /** An entity tag or a date: what comes must be of the same (RFC 9110 §13.1.5). */
  readonly ifRange: string | undefined;
}

export interface OpenedUrl {
  /** Where the redirections led. */
  readonly url: URL;
  /** Status 200 or 206. */
  readonly answer: MediaAnswer;
}

/** Throws MediaUrlError; rejects with `signal.reason` when aborted. */
export async function openUrl(
  ports: UrlPorts,
  request: UrlRequest,
  signal: AbortSignal,
): Promise<OpenedUrl> {
  let { url } = request;
  for (let left = redirectsMax; left >= 0; left--) {
    const answer = await ask(ports, { ...request, url }, signal);
    const { status } = answer;
    if (status === 200 || status === 206) return { url, answer };
    answer.close();
    if (status < 300 || status > 399 || status === 304) throw refused(url, status);
    const target = answer.header("location");
    if (target === undefined) throw refused(url, status);
    url = parseMediaUrl(target, url);
  }
  throw new MediaUrlError("unreachable", `${url.host} sends from one address to the next`);
}

/** What the server said that it does not have: another try will not help. */
export class RefusedByServer extends MediaUrlError {
  readonly status: number;

  constructor(message: string, status: number) {
    super("unreachable", message);
    this.status = status;
  }
}

function refused({ host }: URL, status: number): RefusedByServer {
  const why = status === 404 || status === 410 ? "it has no such thing" : `it answers ${status}`;
  return new RefusedByServer(`${host} does not give it: ${why}`, status);
}

async function ask(
  ports: UrlPorts,
  request: UrlRequest,
  signal: AbortSignal,
): Promise<MediaAnswer> {
  const { http, clock } = ports;
  const { url, from, ifRange } = request;
  return await inTime(clock, answerUsMax, signal, async (stop) => {
    try {
      const address = await addressOf(http, request, stop);
      const headers = {
        "user-agent": "nightjar",
        accept: "*/*",
        "accept-encoding": "identity",
        "icy-metadata": "1",
        ...(from > 0 ? { range: `bytes=${from}-` } : {}),
        ...(from > 0 && ifRange !== undefined ? { "if-range": ifRange } : {}),
      };
      return await http.request({ url, address, headers }, stop);
    } catch (error) {
      if (error instanceof MediaUrlError || signal.aborted) throw error;
      const why = stop.aborted ? `${url.host} does not answer` : describeError(error);
      throw new MediaUrlError("unreachable", why, { cause: error });
    }
  });
}

/** The first address that may be asked: that one is connected to. */
async function addressOf(
  http: MediaHttp,
  { url, rule }: UrlRequest,
  signal: AbortSignal,
): Promise<string> {
  const host = hostOf(url);
  const addresses = await http.resolve(host, signal);
  const allowed = addresses.find((address) => whyNotAsked(address, rule) === undefined);
  if (allowed !== undefined) return allowed;
  const [first] = addresses;
  if (first === undefined) throw new MediaUrlError("unreachable", `${host} has no address`);
  const shown = first === host ? first : `${host} (${first})`;
  throw new MediaUrlError(
    "address-refused",
    `nothing is played from ${shown}: ${whyNotAsked(first, rule)}`,
  );
}

/** `act` with a signal that also aborts after that time. */
export async function inTime<T>(
  clock: Clock,
  us: number,
  signal: AbortSignal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const late = new AbortController();
  const abort = (): void => late.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  const cancel = clock.after(us, () => late.abort(new Error("it takes too long")));
  try {
    return await act(late.signal);
  } finally {
    cancel();
    signal.removeEventListener("abort", abort);
  }
}
