/**
 * Talks to a ListenBrainz server, or to one that speaks its API: submits listens,
 * asks whose a token is. The token leaves this file in a header to that server, and
 * in no other way.
 */
import { utf8Text } from "../base/bytes.ts";
import type { Clock } from "../ports/clock.ts";
import { NetworkError } from "../ports/errors.ts";
import type { HttpAnswer, HttpClient, HttpRequest } from "../ports/http-client.ts";
import { listenPatienceUs } from "./limits.ts";
import { type Listen, submissionOf } from "./listen.ts";
import type { SubmissionAnswer } from "./listen-pace.ts";
import type { ListenSettings } from "./listen-settings.ts";

export interface ListenBrainzPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
}

export class ListenBrainz {
  readonly #ports: ListenBrainzPorts;
  readonly #settings: ListenSettings;
  readonly #program: string;

  constructor(ports: ListenBrainzPorts, settings: ListenSettings, program: string) {
    this.#ports = ports;
    this.#settings = settings;
    this.#program = program;
  }

  /** Any status is an answer. Throws NetworkError. */
  async submit(listens: readonly Listen[], signal: AbortSignal): Promise<SubmissionAnswer> {
    const body = submissionOf(listens);
    const answer = await this.#request("POST", "/1/submit-listens", body, signal);
    return {
      status: answer.status,
      remaining: seconds(answer.header("X-RateLimit-Remaining")),
      resetInS: seconds(answer.header("X-RateLimit-Reset-In") ?? answer.header("Retry-After")),
    };
  }

  /** Whose token it is; undefined where the server does not know it. Throws NetworkError. */
  async owner(signal: AbortSignal): Promise<string | undefined> {
    const { status, body } = await this.#request("GET", "/1/validate-token", undefined, signal);
    if (status === 401 || status === 403) return undefined;
    const document = status === 200 ? utf8Text(body) : undefined;
    const said = document === undefined ? undefined : objectIn(document);
    if (said?.["valid"] === undefined) {
      const { host } = new URL(this.#settings.baseUrl);
      throw new NetworkError("connection-lost", `${host} does not answer as ListenBrainz does`);
    }
    return said["valid"] === true ? String(said["user_name"] ?? "") : undefined;
  }

  async #request(
    method: HttpRequest["method"],
    path: string,
    body: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const { http, clock } = this.#ports;
    const { baseUrl, token } = this.#settings;
    const headers = {
      Authorization: `Token ${token}`,
      "Content-Type": "application/json",
      "User-Agent": `Nightjar/${this.#program}`,
    };
    const late = new AbortController();
    const why = new NetworkError("connection-lost", `${new URL(baseUrl).host} does not answer`);
    const cancel = clock.after(listenPatienceUs, () => late.abort(why));
    try {
      const either = AbortSignal.any([signal, late.signal]);
      const request = { method, url: `${baseUrl}${path}`, headers };
      return await http.request(body === undefined ? request : { ...request, body }, either);
    } finally {
      cancel();
    }
  }
}

function seconds(header: string | undefined): number | undefined {
  const value = Number(header ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const is = typeof value === "object" && value !== null;
    return is ? (value as Readonly<Record<string, unknown>>) : undefined; // an object, by the line above
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
