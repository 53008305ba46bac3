/**
 * What a speaker shows a browser: the web remote, covers, and the control
 * protocol over a WebSocket (docs/CONTROL.md §10).
 *
 * Invariants:
 *   I1  nothing is answered to a Host that is not ours, or to a page of another origin
 *   I2  `answersMax` answers are in the making or on their way
 *   I3  nothing here changes anything: that is for frames, which prove who sends them
 */
import { utf8Bytes } from "../../base/bytes.ts";
import { describeError } from "../../base/errors.ts";
import { hostLabelOf } from "../../discovery/nodes.ts";
import type { SpeakerModel } from "../../player/model.ts";
import type { Disk } from "../../ports/disk.ts";
import type { HttpAsk, HttpReply, HttpSite, Upgrade } from "../../ports/http-server.ts";
import type { Log } from "../../ports/log.ts";
import { addressText, type StreamSocket } from "../../ports/network.ts";
import { type Authority, isOurHost, isOurOrigin, parseAuthority } from "./authority.ts";
import { Covers } from "./covers.ts";
import { answersMax, httpBounds } from "./limits.ts";
import { MessageStream } from "./message-stream.ts";
import { Quota } from "./quota.ts";
import { matches, WebFiles } from "./web-files.ts";

/** Frames over WebSocket; another major is another name. */
export const webProtocol = "nightjar.v1";

export interface WebSiteParts {
  readonly disk: Disk;
  readonly log: Log;
  readonly model: Pick<SpeakerModel, "artwork" | "speakers">;
  /** Where the built web remote lies. */
  readonly folder: string;
  /** Names of this machine beside its addresses and `*.local`. */
  readonly names: readonly string[];
  /** Takes a browser's connection over. */
  readonly accept: (socket: StreamSocket) => void;
}

/**
 * Scripts, styles and images of our own and nobody else's. Sockets may go to the other speakers, too,
 * whose addresses change while a page is open.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const onEveryAnswer = {
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

const coverPath = /^\/artwork\/([0-9a-f]{64})$/;

export class WebSite implements HttpSite {
  readonly bounds = httpBounds;
  readonly #parts: WebSiteParts;
  readonly #files: WebFiles;
  readonly #covers: Covers;
  readonly #quota = new Quota();
  readonly #names: readonly string[];
  #answering = 0;

  constructor(parts: WebSiteParts) {
    this.#parts = parts;
    this.#files = new WebFiles(parts.disk, parts.folder);
    this.#covers = new Covers(parts.model);
    this.#names = parts.names.map((name) => name.toLowerCase());
  }

  admit(host: string): (() => void) | undefined {
    return this.#quota.admit(host);
  }

  async answer(ask: HttpAsk, over: AbortSignal): Promise<HttpReply> {
    const refused = this.#whyNot(ask);
    if (refused !== undefined) return refused;
    if (this.#answering >= answersMax) return busy;
    this.#answering += 1;
    over.addEventListener("abort", () => this.#done(), { once: true });
    if (over.aborted) this.#done();
    try {
      return withPolicy(await this.#find(ask, over));
    } catch (error) {
      if (!over.aborted) this.#parts.log.error("web-failed", { why: describeError(error) });
      return failed;
    }
  }

  upgrade(ask: HttpAsk): Upgrade {
    const refused = this.#whyNot(ask);
    if (refused !== undefined) return refused;
    if (pathOf(ask) !== "/control") return plain(404, "WebSockets are at /control");
    const offered = (ask.header("sec-websocket-protocol") ?? "").split(",");
    if (!offered.some((name) => name.trim() === webProtocol)) {
      return plain(400, `this speaker speaks the WebSocket protocol ${webProtocol}`);
    }
    // Whoever signs for this connection signs what the browser took this speaker for.
    const { host = "" } = ask;
    return {
      protocol: webProtocol,
      accept: (socket) => this.#parts.accept(new MessageStream(socket, host)),
    };
  }

  #done(): void {
    this.#answering -= 1;
  }

  #whyNot(ask: HttpAsk): HttpReply | undefined {
    const host = parseAuthority(ask.host ?? "");
    if (host === undefined) return plain(400, "the Host header is missing or malformed");
    if (!isOurHost(host, this.#names)) return plain(421, notOurs);
    const origin = ask.header("origin");
    if (origin !== undefined && !isOurOrigin(origin, host, this.#friends(host))) {
      return plain(403, "this page is not this speaker's, nor one of another speaker of its house");
    }
    if (ask.method === "GET" || ask.method === "HEAD") return undefined;
    const reply = plain(405, "GET and HEAD are all that is done here");
    return { ...reply, headers: { ...reply.headers, Allow: "GET, HEAD" } };
  }

  /** Where the other speakers of the household show their pages. */
  #friends(host: Authority): readonly string[] {
    const members = this.#parts.model.speakers().filter(({ member }) => member);
    return members.flatMap(({ id, web }) => web.flatMap((place) => namesOf(id, place, host)));
  }

  async #find(ask: HttpAsk, over: AbortSignal): Promise<HttpReply> {
    const path = pathOf(ask);
    const hash = coverPath.exec(path)?.[1];
    const ifNoneMatch = ask.header("if-none-match") ?? "";
    if (hash !== undefined) return await this.#cover(hash, ifNoneMatch, over);
    const acceptEncoding = ask.header("accept-encoding") ?? "";
    const file = await this.#files.get({ path, acceptEncoding, ifNoneMatch });
    if (file !== undefined) return file;
    return path === "/" ? notBuilt : plain(404, "there is nothing here");
  }

  async #cover(hash: string, ifNoneMatch: string, over: AbortSignal): Promise<HttpReply> {
    const headers = { ETag: `"${hash}"`, "Cache-Control": "private, max-age=31536000, immutable" };
    // The name says what is in it: it cannot have changed.
    if (matches(ifNoneMatch, headers.ETag)) return { status: 304, headers, body: nothing };
    const cover = await this.#covers.get(hash, over);
    if (cover === "unknown") return plain(404, "nobody has that cover just now");
    if (cover === "busy") return busy;
    return { status: 200, headers: { "Content-Type": cover.type, ...headers }, body: cover.bytes };
  }
}

/** A place as pages there may be called: itself, the speaker's own name, and where it is on this machine, this machine's. */
function namesOf(id: string, place: string, ours: Authority): readonly string[] {
  const at = parseAuthority(place);
  const alike = [place, `${hostLabelOf(id)}.local:${at?.port}`];
  return at?.host === "::1" || at?.host.startsWith("127.") === true
    ? [...alike, addressText({ host: ours.host, port: at.port ?? 80 })]
    : alike;
}

/** Undefined paths, such as `http://…` and `*`, find nothing. */
function pathOf({ target }: HttpAsk): string {
  return target.split("?", 1)[0] ?? "";
}

function withPolicy(reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...onEveryAnswer, ...reply.headers } };
}

function plain(status: number, text: string): HttpReply {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  return withPolicy({ status, headers, body: utf8Bytes(`${text}\n`) });
}

const nothing = new Uint8Array(0);
const notOurs =
  "this speaker does not go by that name: open it by its address, or start it with --http-name NAME";
const failed = plain(500, "the speaker could not read that; see its log");
const busyReply = plain(503, "too much at once; try again in a moment");
const busy: HttpReply = { ...busyReply, headers: { ...busyReply.headers, "Retry-After": "1" } };
const notBuiltText = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Nightjar</title>
<p>This speaker plays, and the web remote is not built. Run on it: <code>npm run setup</code>, then load this page again.</p>
</html>
`;
const notBuiltPage = plain(503, "");
const notBuilt: HttpReply = {
  ...notBuiltPage,
  headers: { ...notBuiltPage.headers, "Content-Type": "text/html; charset=utf-8" },
  body: utf8Bytes(notBuiltText),
};
