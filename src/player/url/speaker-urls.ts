/**
 * URLs as the speaker has them: finds them in commands, looks at what they are
 * before the command changes anything, and hands what it opened to the play.
 *
 * Invariants:
 *   I1  a command whose first URL cannot be heard changes nothing: what plays goes on
 *   I2  what was opened for a command is taken by its play, or closed with it
 */
import { describeError } from "../../base/errors.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { MediaDecoderDriver } from "../../ports/media-decoder.ts";
import type { MediaHttp } from "../../ports/media-http.ts";
import { MediaUrlError } from "../../url/errors.ts";
import { MediaSource } from "../../url/media-source.ts";
import { looksLikeUrl, parseMediaUrl } from "../../url/media-url.ts";
import { inTime } from "../../url/open-url.ts";
import type { Actor } from "../actor.ts";
import type { CommandOutcome, PlayerCommand, Topic } from "../model.ts";
import { refuse } from "../outcomes.ts";
import { openUsMax, urlsPerCommandMax } from "./limits.ts";
import type { KnownUrl, UrlBook } from "./url-book.ts";
import { UrlFeed } from "./url-feed.ts";

export interface MediaMeans {
  readonly http: MediaHttp;
  readonly decoders: MediaDecoderDriver;
}

export interface SpeakerUrlsPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Loaded when the first URL is wanted; absent where none is played. */
  readonly openMedia?: (() => Promise<MediaMeans>) | undefined;
  readonly changed: (topics: readonly Topic[]) => void;
}

export class SpeakerUrls {
  readonly #ports: SpeakerUrlsPorts;
  readonly #book: UrlBook;
  #opened: { readonly id: TrackId; readonly source: MediaSource } | undefined;

  constructor(ports: SpeakerUrlsPorts, book: UrlBook) {
    this.#ports = ports;
    this.#book = book;
  }

  /** Undefined where the id is none of a URL. */
  info(id: TrackId): TrackInfo | undefined {
    return this.#book.info(id);
  }
  get(id: TrackId): KnownUrl | undefined {
    return this.#book.get(id);
  }

  /**
   * Runs a command with the ids of its URLs in their place; without those it is as it is. `actor`: who asks; the
   * speaker's owner where it is absent.
   */
  async execute(
    command: PlayerCommand,
    actor: Actor | undefined,
    signal: AbortSignal,
    run: (command: PlayerCommand) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    const what = "what" in command ? command.what : [];
    const isUrl = (text: string): boolean => looksLikeUrl(text) || this.get(text) !== undefined;
    if (!what.some(isUrl)) return await run(command);
    if (command.kind !== "play" && command.kind !== "queue-add") return playedAlone;
    if (what.length > urlsPerCommandMax) return tooMany;
    const begins = command.kind === "play" || ("at" in command.place && command.place.at === "now");
    const loopback = actor?.local ?? true;
    try {
      const ids: string[] = [];
      for (const text of what)
        ids.push(looksLikeUrl(text) ? await this.#named(text, loopback) : text);
      if (begins) await this.#look(ids[0] ?? "", signal);
      return await run({ ...command, what: ids });
    } catch (error) {
      if (!(error instanceof MediaUrlError)) throw error;
      const code = error.code === "unreachable" ? "unavailable" : "invalid-argument";
      return refuse(code, describeError(error));
    } finally {
      this.#opened?.source[Symbol.dispose]();
      this.#opened = undefined;
    }
  }

  /** Undefined where the id is none of a URL. */
  feed(id: TrackId, startMs: number, changed: () => void): UrlFeed | undefined {
    const known = this.get(id);
    if (known === undefined) return undefined;
    const ready = this.#opened;
    const isReady = ready?.id === id && startMs === 0;
    if (isReady) this.#opened = undefined;
    return new UrlFeed(
      {
        open: async (signal) => (isReady ? ready.source : await this.#open(known, startMs, signal)),
        changed,
        retitled: (title) => {
          if (this.#book.retitle(id, title)) this.#ports.changed(["player", "queue"]);
        },
        troubled: (why) => this.#ports.log.warn("url-broke-off", { url: hostOf(known), why }),
      },
      startMs,
    );
  }

  async close(): Promise<void> {
    await this.#book.close();
  }
  async forget(): Promise<void> {
    await this.#book.forget();
  }

  async #named(text: string, loopback: boolean): Promise<TrackId> {
    const url = parseMediaUrl(text).href;
    const unknown = { live: false, seeks: false, name: "", title: "", durationMs: 0 };
    return this.#book.learn({ url, loopback, ...unknown });
  }

  /** I1 */
  async #look(id: TrackId, signal: AbortSignal): Promise<void> {
    const known = this.get(id);
    if (known === undefined) return;
    const source = await this.#open(known, 0, signal);
    const { live, seeks, name, durationMs = 0 } = source.about;
    this.#book.learn({ ...known, live, seeks, name, durationMs, title: "" });
    this.#opened = { id, source };
  }

  /** Throws MediaUrlError. */
  async #open(known: KnownUrl, startMs: number, signal: AbortSignal): Promise<MediaSource> {
    const { openMedia, clock } = this.#ports;
    if (openMedia === undefined)
      throw new MediaUrlError("undecodable", "this speaker plays no URLs");
    const { http, decoders } = await openMedia();
    const { url, loopback } = known;
    const request = { url, rule: { loopback }, startMs: known.live ? 0 : startMs };
    try {
      return await inTime(clock, openUsMax, signal, (stop) =>
        MediaSource.open({ http, clock, decoders }, request, stop),
      );
    } catch (error) {
      if (error instanceof MediaUrlError || signal.aborted) throw error;
      throw new MediaUrlError("unreachable", `${hostOf(known)} takes too long`, { cause: error });
    }
  }
}

function hostOf({ url }: KnownUrl): string {
  return new URL(url).host;
}

const playedAlone = refuse(
  "invalid-argument",
  "a URL can be played and queued, nothing else; hear it with: nightjar ctl play URL",
);
const tooMany = refuse("invalid-argument", `at most ${urlsPerCommandMax} entries beside a URL`);
