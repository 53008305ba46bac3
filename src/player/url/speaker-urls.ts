/**
 * URLs as the speaker has them: finds them in commands, looks at what they are
 * before the command changes anything, and hands what it opened to the play.
 *
 * Invariants:
 *   I1  a command whose first URL cannot be heard changes nothing: what plays goes on
 *   I2  what was opened for a command is taken by its play, or closed with it
 */
import { describeError } from "../../base/errors.ts";
import type { CommonsReplica } from "../../household/commons-replica.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { MediaDecoderDriver } from "../../ports/media-decoder.ts";
import type { MediaHttp } from "../../ports/media-http.ts";
import type { ObjectSource } from "../../stream/origin-client.ts";
import { type MediaUrlCode, MediaUrlError } from "../../url/errors.ts";
import { MediaSource } from "../../url/media-source.ts";
import { looksLikeUrl, parseMediaUrl } from "../../url/media-url.ts";
import { inTime } from "../../url/open-url.ts";
import type { Actor } from "../actor.ts";
import { keptUrl } from "../collection/kept-urls.ts";
import type { CommandCode, CommandOutcome, PlayerCommand, Topic, UrlTitles } from "../model.ts";
import { refuse } from "../outcomes.ts";
import { openedKeepUs, openUsMax, urlsPerCommandMax } from "./limits.ts";
import { openRelayed } from "./relayed-media.ts";
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
  readonly entropy: Entropy;
  /** The household's, which decodes what this speaker cannot. */
  readonly origin: ObjectSource;
}

type UrlCommand = Extract<PlayerCommand, { kind: "play" | "queue-add" }>;

interface Opened {
  readonly id: TrackId;
  readonly source: MediaSource;
  readonly cancel: Cancel;
}

const codeOf: Readonly<Record<MediaUrlCode, CommandCode>> = {
  "bad-url": "invalid-argument",
  "address-refused": "invalid-argument",
  unreachable: "unavailable",
  undecodable: "media-error",
  "no-decoder": "media-error",
};

/** What is first of it is to be heard at once. */
function begins(command: PlayerCommand): boolean {
  if (command.kind === "queue-add") return "at" in command.place && command.place.at === "now";
  return command.kind === "play";
}

export class SpeakerUrls {
  readonly #ports: SpeakerUrlsPorts;
  readonly #book: UrlBook;
  #opened: Opened | undefined;

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
   * Looks at the first URL of a command that begins to play it, and holds it open for a while; SpeakerModel has the
   * rest. `actor`: who asks; the speaker's owner where it is absent. `played`: what a preset or playlist begins with.
   */
  prepare(
    command: PlayerCommand,
    actor: Actor | undefined,
    signal: AbortSignal,
    played?: TrackId,
  ): Promise<{ readonly command: PlayerCommand } | CommandOutcome> | undefined {
    if (played !== undefined && this.get(played) !== undefined)
      return this.#attempt(async () => {
        await this.#look(played, signal);
        return { command };
      });
    const first = "what" in command ? command.what[0] : undefined;
    if (first === undefined || !begins(command) || !this.#isUrl(first)) return undefined;
    return this.#attempt(async () => {
      const named = this.#named(command, actor);
      if ("code" in named) return named;
      await this.#look(named.what[0] ?? "", signal);
      return { command: named };
    });
  }

  /** Runs a command with the ids of its URLs in their place; without those it is as it is. */
  async execute(
    command: PlayerCommand,
    actor: Actor | undefined,
    signal: AbortSignal,
    run: (command: PlayerCommand) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    const has = "what" in command && command.what.some((text) => this.#isUrl(text));
    if (!has || keeping.has(command.kind)) return await run(command);
    try {
      return await this.#attempt(async () => {
        const named = this.#named(command, actor);
        if ("code" in named) return named;
        if (begins(named)) await this.#look(named.what[0] ?? "", signal);
        return await run(named);
      });
    } finally {
      this.#drop();
    }
  }

  /** What stands for a URL that is to be kept, or heard by nobody in particular: it never leads to the speaker itself. */
  named(text: string): TrackInfo | CommandOutcome {
    try {
      const info = this.info(this.#learn(text, false));
      return info ?? refuse("internal", "the URL was forgotten");
    } catch (error) {
      if (error instanceof MediaUrlError) return refuse("invalid-argument", describeError(error));
      throw error;
    }
  }

  /** The same as it is kept: what stands for it on every speaker. */
  kept(track: TrackInfo): TrackInfo {
    const known = this.get(track.id);
    if (known === undefined || track.url === undefined) return track;
    return { ...track, id: this.#book.learn({ ...known, loopback: false }) };
  }

  /** Undefined where the id is none of a URL. */
  feed(id: TrackId, startMs: number, changed: () => void): UrlFeed | undefined {
    const known = this.get(id);
    if (known === undefined) return undefined;
    const ready = this.#opened;
    const isReady = ready?.id === id && startMs === 0;
    if (isReady) {
      ready.cancel();
      this.#opened = undefined;
    }
    return new UrlFeed(
      {
        open: async (signal) => {
          const source = isReady ? ready.source : await this.#open(known, startMs, signal);
          if (!isReady && startMs === 0) this.#learnAbout(id, source);
          return source;
        },
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
    this.#drop();
    await this.#book.close();
  }
  async forget(): Promise<void> {
    await this.#book.forget();
  }

  #isUrl(text: string): boolean {
    return looksLikeUrl(text) || this.get(text) !== undefined;
  }

  /** With ids in the place of URLs. Throws MediaUrlError. */
  #named(command: PlayerCommand, actor: Actor | undefined): UrlCommand | CommandOutcome {
    if (command.kind !== "play" && command.kind !== "queue-add") return playedAlone;
    if (command.what.length > urlsPerCommandMax) return tooMany;
    const loopback = actor?.local ?? true;
    const { told, ...rest } = command;
    const what = command.what.map((text) =>
      looksLikeUrl(text) ? this.#learn(text, loopback, told?.get(text)) : text,
    );
    return { ...rest, what };
  }

  async #attempt<T>(act: () => Promise<T>): Promise<T | CommandOutcome> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof MediaUrlError)) throw error;
      const description = describeError(error);
      const violations = [{ field: "what", description, value: error.code }];
      return { ...refuse(codeOf[error.code], description), violations };
    }
  }

  #learn(text: string, loopback: boolean, told?: UrlTitles): TrackId {
    const url = parseMediaUrl(text).href;
    const unknown = { live: false, seeks: false, name: "", title: "", durationMs: 0 };
    return this.#book.learn({ url, loopback, ...unknown, ...(told && { told }) });
  }

  /** I1 */
  async #look(id: TrackId, signal: AbortSignal): Promise<void> {
    const known = this.get(id);
    if (known === undefined || this.#opened?.id === id) return;
    const source = await this.#open(known, 0, signal);
    this.#learnAbout(id, source);
    this.#drop();
    const cancel = this.#ports.clock.after(openedKeepUs, () => this.#drop());
    this.#opened = { id, source, cancel };
  }

  #learnAbout(id: TrackId, { about }: MediaSource): void {
    const { live, seeks, name, durationMs = 0 } = about;
    const known = this.get(id);
    if (known !== undefined) this.#book.learnOf(id, { ...known, live, seeks, name, durationMs });
  }

  /** I2 */
  #drop(): void {
    this.#opened?.cancel();
    this.#opened?.source[Symbol.dispose]();
    this.#opened = undefined;
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
      return await inTime(clock, openUsMax, signal, async (stop) => {
        try {
          return await MediaSource.open({ http, clock, decoders }, request, stop);
        } catch (error) {
          if (!(error instanceof MediaUrlError && error.code === "no-decoder")) throw error;
          return await this.#relayed(error, request, stop);
        }
      });
    } catch (error) {
      if (error instanceof MediaUrlError || signal.aborted) throw error;
      throw new MediaUrlError("unreachable", `${hostOf(known)} takes too long`, { cause: error });
    }
  }

  /** `error`: why it is not decoded here. */
  async #relayed(
    error: MediaUrlError,
    request: { readonly url: string; readonly startMs: number },
    signal: AbortSignal,
  ): Promise<MediaSource> {
    const { origin } = this.#ports;
    if (!origin.ready)
      throw new MediaUrlError("no-decoder", `${error.message}, and no origin is there to do it`);
    try {
      return await openRelayed(this.#ports, request, signal);
    } catch (failed) {
      signal.throwIfAborted();
      if (failed instanceof MediaUrlError && failed.code !== "no-decoder") throw failed;
      const why = describeError(failed);
      throw new MediaUrlError("no-decoder", `${error.message}, nor by the origin: ${why}`, {
        cause: failed,
      });
    }
  }
}

/** `origin` decodes what this speaker cannot. */
export function speakerUrls(
  ports: Omit<SpeakerUrlsPorts, "origin" | "changed">,
  { urls: book, commons }: { readonly urls: UrlBook; readonly commons: CommonsReplica },
  origin: ObjectSource,
  changed: SpeakerUrlsPorts["changed"],
): SpeakerUrls {
  book.lookBeside((id) => keptUrl(commons.commons, id));
  return new SpeakerUrls({ ...ports, origin, changed }, book);
}

function hostOf({ url }: KnownUrl): string {
  return new URL(url).host;
}

const playedAlone = refuse(
  "invalid-argument",
  "a URL can be played, queued, and kept in playlists, favourites, presets and alarms; it is on no card",
);

/** Commands that keep what they name for later: nothing is asked yet. */
const keeping: ReadonlySet<PlayerCommand["kind"]> = new Set<PlayerCommand["kind"]>([
  "playlist-create",
  "playlist-add",
  "favourite-add",
  "favourite-remove",
]);
const tooMany = refuse("invalid-argument", `at most ${urlsPerCommandMax} entries beside a URL`);
