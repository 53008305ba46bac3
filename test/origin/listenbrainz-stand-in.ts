/**
 * A server that behaves as ListenBrainz documents its API (version 1: submit-listens,
 * validate-token, rate-limit headers), with trouble on request. It keeps what it
 * took, as its original does: once for each time and track.
 */
import assert from "node:assert/strict";
import type { HttpAnswer, HttpRequest } from "../../src/ports/http-client.ts";

export interface TakenListen {
  readonly listened_at: number;
  readonly track_metadata: {
    readonly artist_name: string;
    readonly track_name: string;
    readonly release_name?: string;
    readonly additional_info: Readonly<Record<string, unknown>>;
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const listensMax = 1_000;
const bytesMax = 10_240;
const oldest = 1_033_430_400;

export class ListenBrainzStandIn {
  readonly token = "a2f3c8f0-0000-4000-8000-6d5e4c3b2a10";
  /** What it has, by time and track. */
  readonly listens = new Map<string, TakenListen>();
  /** Listens of each submission that it took. */
  readonly submissions: number[] = [];
  readonly userAgents = new Set<string>();
  requests = 0;
  /** Listens that came more than once. */
  again = 0;
  /** Answers that it gives instead of its own, first one first. */
  readonly trouble: Answer[] = [];
  /** It takes a submission, and its answer is lost. */
  lostAnswers = 0;
  /** Titles that it finds fault with. */
  readonly bad = new Set<string>();
  /** Calls that are left in this window. */
  remaining = 30;
  resetInS = 10;
  nowS: () => number = () => 1_900_000_000;

  handle(method: string, path: string, headers: (name: string) => string, body: string): Answer {
    this.requests += 1;
    this.userAgents.add(headers("user-agent"));
    const rate = {
      "X-RateLimit-Limit": "30",
      "X-RateLimit-Remaining": String(Math.max(0, this.remaining - 1)),
      "X-RateLimit-Reset-In": String(this.resetInS),
    };
    const answer = (status: number, content: unknown): Answer => ({
      status,
      headers: rate,
      body: content,
    });
    const trouble = this.trouble.shift();
    if (trouble !== undefined) return { ...trouble, headers: { ...rate, ...trouble.headers } };
    if (this.remaining <= 0) return answer(429, { code: 429, error: "Too many requests" });
    this.remaining -= 1;
    const known = headers("authorization") === `Token ${this.token}`;
    if (method === "GET" && path === "/1/validate-token")
      return known
        ? answer(200, { code: 200, message: "Token valid.", valid: true, user_name: "anna" })
        : answer(200, { code: 200, message: "Token invalid.", valid: false });
    if (method !== "POST" || path !== "/1/submit-listens") return answer(404, { code: 404 });
    if (!known) return answer(401, { code: 401, error: "Invalid authorization token." });
    const why = this.#take(body);
    if (why !== undefined) return answer(400, { code: 400, error: why });
    return answer(200, { status: "ok" });
  }

  /** As the HttpClient port sees it. */
  async request({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
    const header = (name: string): string =>
      Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1] ?? "";
    const text = new TextDecoder().decode(body);
    const answer = this.handle(method, new URL(url).pathname, header, text);
    return {
      status: answer.status,
      header: (name) => answer.headers[name],
      body: new TextEncoder().encode(JSON.stringify(answer.body)),
    };
  }

  #take(body: string): string | undefined {
    const document = JSON.parse(body) as { listen_type: string; payload: TakenListen[] };
    const { listen_type: type, payload } = document;
    if (type !== "single" && type !== "import") return "unknown listen_type";
    if (payload.length < 1 || payload.length > listensMax) return "wrong number of listens";
    if (type === "single" && payload.length !== 1) return "a single has one listen";
    const why = payload.map((listen) => this.#fault(listen)).find((fault) => fault !== undefined);
    if (why !== undefined) return why;
    for (const listen of payload) {
      const { artist_name: artist, track_name: title } = listen.track_metadata;
      const name = `${listen.listened_at} ${artist} ${title}`;
      if (this.listens.has(name)) this.again += 1;
      this.listens.set(name, listen);
    }
    this.submissions.push(payload.length);
    return undefined;
  }

  #fault(listen: TakenListen): string | undefined {
    const { listened_at: at, track_metadata: track, ...rest } = listen;
    if (Object.keys(rest).length > 0) return "unknown keys";
    if (!Number.isInteger(at)) return "listened_at is no integer";
    if (at < oldest || at > this.nowS() + 3_600) return "listened_at is out of range";
    if (!track.artist_name || !track.track_name) return "no artist or title";
    if (JSON.stringify(listen).length > bytesMax) return "too large";
    assert.ok(!("music_service" in track.additional_info), "the music is of the household's own");
    return this.bad.has(track.track_name) ? "there is something wrong with it" : undefined;
  }
}
