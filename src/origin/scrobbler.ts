/**
 * Forwards plays to ListenBrainz while that is turned on: takes what is new in the
 * ledger into its outbox, and sends what waits there.
 *
 * The settings are looked at again and again, so that `nightjar origin scrobble`
 * works beside the daemon. Nothing here is in the way of a play: trouble of the
 * network, the server or the disk is noted, shown and tried again. No title and no
 * token ever goes into the log.
 */
import { describeError } from "../base/errors.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Database } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { DiskError, NetworkError } from "../ports/errors.ts";
import type { HttpClient } from "../ports/http-client.ts";
import type { Log } from "../ports/log.ts";
import { listenPollUs } from "./limits.ts";
import { ListenOutbox, type OutboxListen } from "./listen-outbox.ts";
import { ListenPace, type SubmissionAnswer, type Verdict } from "./listen-pace.ts";
import {
  type ListenSettings,
  readListenSettings,
  tokenMark,
  tokenState,
} from "./listen-settings.ts";
import { ListenBrainz } from "./listenbrainz.ts";

export interface ScrobblerPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly http: HttpClient;
  readonly database: Database;
}

export interface ScrobblerOptions {
  readonly dataFolder: string;
  /** Version of this program. */
  readonly program: string;
}

export class Scrobbler {
  readonly #ports: ScrobblerPorts;
  readonly #options: ScrobblerOptions;
  readonly #outbox: ListenOutbox;
  #settings: ListenSettings | undefined;
  #pace = new ListenPace();
  #trouble: string | undefined;

  constructor(ports: ScrobblerPorts, options: ScrobblerOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#outbox = new ListenOutbox(ports.database, options.program);
  }

  /** Rejects with `signal.reason` when aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (true) {
      const pauseUs = await this.#turn(signal);
      await sleep(this.#ports.clock, pauseUs, signal);
    }
  }

  /** How long nothing is to be done. */
  async #turn(signal: AbortSignal): Promise<number> {
    try {
      const settings = await readListenSettings(this.#ports.disk, this.#options.dataFolder);
      this.#follow(settings);
      if (settings === undefined) return listenPollUs;
      // In small steps: whoever streams music from here must not wait.
      if (this.#outbox.collect()) return 0;
      return await this.#send(settings, signal);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#ports.log.warn("listens-not-kept", { why: describeError(error) });
      return listenPollUs;
    }
  }

  /** Another token or server is a new beginning. */
  #follow(settings: ListenSettings | undefined): void {
    const before = this.#settings;
    this.#settings = settings;
    const same = settings?.token === before?.token && settings?.baseUrl === before?.baseUrl;
    if (!same) this.#pace = new ListenPace();
  }

  async #send(settings: ListenSettings, signal: AbortSignal): Promise<number> {
    const { clock } = this.#ports;
    const { check } = this.#outbox.status();
    const known = tokenState(settings, check);
    if (known === "refused") return listenPollUs;
    // Somebody has set the same token anew, and it is one now.
    if (this.#pace.stopped) this.#pace = new ListenPace();
    const waitUs = this.#pace.waitUs(clock.nowUs());
    if (waitUs > 0) return Math.min(waitUs, listenPollUs);
    const listens = this.#outbox.waiting(this.#pace.limit);
    if (known === "checked" && listens.length === 0) return listenPollUs;
    const server = new ListenBrainz(this.#ports, settings, this.#options.program);
    try {
      if (known === "unchecked") this.#checked(settings, await server.owner(signal));
      else this.#heard(settings, await server.submit(listens, signal), listens);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NetworkError)) throw error;
      this.#pace.failed(clock.nowUs(), this.#jitter());
      this.#setTrouble(describeError(error));
    }
    return Math.min(this.#pace.waitUs(clock.nowUs()), listenPollUs);
  }

  /** `user`: undefined where the server does not know the token. */
  #checked(settings: ListenSettings, user: string | undefined): void {
    const state = user === undefined ? "refused" : "checked";
    this.#outbox.setCheck({ of: tokenMark(settings), state, user: user ?? null });
    this.#setTrouble(user === undefined ? tokenRefused : undefined);
  }

  #heard(
    settings: ListenSettings,
    answer: SubmissionAnswer,
    listens: readonly OutboxListen[],
  ): void {
    const { clock, log } = this.#ports;
    const { status } = answer;
    const verdict = this.#pace.answered(answer, listens.length, clock.nowUs(), this.#jitter());
    if (verdict === "sent" || verdict === "refused") {
      this.#outbox.done(listens, verdict, clock.wallMs());
      if (verdict === "refused") log.warn("listen-refused", { status });
      else log.info("listens-sent", { count: listens.length });
    }
    if (verdict === "stopped") this.#checked(settings, undefined);
    else this.#setTrouble(troubleOf(verdict, status));
  }

  #setTrouble(trouble: string | undefined): void {
    this.#outbox.setTrouble(trouble);
    if (trouble !== undefined && trouble !== this.#trouble)
      this.#ports.log.warn("listens-not-sent", { why: trouble });
    this.#trouble = trouble;
  }

  #jitter(): number {
    return (this.#ports.entropy.bytes(1)[0] ?? 0) / 256;
  }
}

const tokenRefused =
  "the server refuses the token; set another: nightjar origin scrobble on --data DIR";

function troubleOf(verdict: Verdict, status: number): string | undefined {
  if (status === 429) return "the server asks for patience";
  // One bad listen among many is being looked for: no trouble of the server's.
  const halving = status === 400 || status === 413 || status === 422;
  return verdict === "again" && !halving ? `the server answers ${status}` : undefined;
}
