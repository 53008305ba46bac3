/**
 * The default media receiver: URLs that senders cast are laid into the speaker's one
 * queue, and played from there (docs/CAST.md §5). What else a sender may ask of the
 * queue is queue-requests.ts.
 *
 * Core: it acts through the sender's client, and reads the model.
 *
 * Invariants:
 *   I1  one LOAD runs at a time; of those that wait the latest alone is carried out
 *   I2  a LOAD that cannot be played changes nothing but what it answers: what plays goes on
 *   I3  each change of what MEDIA_STATUS says is told to all senders, and before it is answered
 *   I4  a LOAD is answered once: when its sound is there, or there will be none
 */
import { LRUCache } from "lru-cache";
import type { PlayerCommand, Topic } from "../../../player/model.ts";
import type { CastApp, CastAppHost, CastAppKind, CastClient, CastSender } from "../app.ts";
import { type JsonObject, numberAt, objectAt } from "../json.ts";
import * as limits from "../limits.ts";
import { ns } from "../namespaces.ts";
import { setVolume } from "../set-volume.ts";
import { type CastMedia, type LoadPlan, readLoad, toldOf } from "./cast-media.ts";
import { ItemNumbers } from "./item-numbers.ts";
import type { MediaRequest } from "./media-request.ts";
import { MediaSession } from "./media-session.ts";
import { mediaStatus, type StatusParts, type ToldStatus } from "./media-status.ts";
import { QueueRequests } from "./queue-requests.ts";

const idleText = "Ready to cast";
const busyText = "Casting";

export const defaultMediaReceiver: CastAppKind = {
  appIds: ["CC1AD845"],
  displayName: "Default Media Receiver",
  namespaces: [ns.media],
  start: (host) => new DefaultMedia(host),
};

interface Load {
  readonly request: MediaRequest;
  readonly plan: LoadPlan;
}

export class DefaultMedia implements CastApp {
  readonly #host: CastAppHost;
  readonly #known = new LRUCache<string, CastMedia>({ max: limits.mediaKnownMax });
  readonly #parts: StatusParts;
  readonly #queue: QueueRequests;
  #session: MediaSession | undefined;
  #sessions = 0;
  #loading = false;
  /** What changes now is told when all of it is done. */
  #quiet = false;
  #next: Load | undefined;
  /** Waits for the first sound of the latest LOAD. */
  #hearing: AbortController | undefined;
  #told = { text: "", positionMs: 0, atUs: 0, moves: false };
  #isOver = false;

  constructor(host: CastAppHost) {
    this.#host = host;
    const numbers = new ItemNumbers();
    const mediaOf = (url: string): CastMedia | undefined => this.#known.get(url);
    this.#parts = { model: host.model, numbers, mediaOf };
    this.#queue = new QueueRequests(this.#parts, {
      act: (request, command) => this.#act(request, command),
      reply: (request, body) => this.#reply(request, body),
      refuse: (request, reason) => this.#refuse(request, reason),
      cast: (items) => this.#cast(items),
    });
    host.say(idleText);
  }

  receive(from: CastSender, _namespace: string, content: JsonObject): void {
    const request = { from, content, requestId: numberAt(content, "requestId") };
    switch (content["type"]) {
      case "GET_STATUS":
        this.#replyStatus(request);
        break;
      case "LOAD":
      case "QUEUE_LOAD":
        this.#load(request);
        break;
      case "SET_VOLUME":
        void this.#volume(request);
        break;
      default:
        this.#control(request);
    }
  }

  changed(_topics: readonly Topic[]): void {
    this.#session?.changed(this.#host.isCommanded());
    if (this.#host.model.status().state === "paused") this.#hearing?.abort();
    this.#publish();
  }

  stop(by: CastClient | undefined): void {
    const plays = this.#session !== undefined && this.#session.idle === undefined;
    this.#isOver = true;
    this.#hearing?.abort();
    if (this.#next !== undefined) this.#reply(this.#next.request, { type: "LOAD_CANCELLED" });
    this.#next = undefined;
    if (plays && by !== undefined) void by.act({ kind: "stop" });
  }

  /** What needs a session that plays. */
  #control(request: MediaRequest): void {
    const asked = numberAt(request.content, "mediaSessionId");
    const session = this.#session;
    if (asked !== undefined && asked !== session?.id) {
      const reason = session === undefined ? undefined : "INVALID_MEDIA_SESSION_ID";
      if (reason === undefined) this.#reply(request, { type: "INVALID_PLAYER_STATE" });
      else this.#refuse(request, reason);
      return;
    }
    const { type } = request.content;
    const isIdle = session === undefined || session.idle !== undefined;
    if (isIdle && type === "STOP") this.#replyStatus(request);
    else if (isIdle && isKnown(type)) this.#reply(request, { type: "INVALID_PLAYER_STATE" });
    else if (!this.#queue.receive(request)) void this.#transport(request);
  }

  async #transport(request: MediaRequest): Promise<void> {
    const { content } = request;
    switch (content["type"]) {
      case "PLAY":
        return await this.#act(request, { kind: "resume" });
      case "PAUSE":
        return await this.#act(request, { kind: "pause" });
      case "STOP":
        return await this.#act(request, { kind: "stop" });
      case "SEEK":
        return await this.#seek(request);
      case "SET_PLAYBACK_RATE":
        if (numberAt(content, "playbackRate") === 1) this.#replyStatus(request);
        else this.#refuse(request, "INVALID_PARAMS");
        return undefined;
      case "EDIT_TRACKS_INFO":
        // There are no tracks of text or other languages to choose from.
        this.#replyStatus(request);
        return undefined;
      default:
        this.#refuse(request, "INVALID_COMMAND");
        return undefined;
    }
  }

  async #seek(request: MediaRequest): Promise<void> {
    const { content } = request;
    const relative = numberAt(content, "relativeTime");
    const nowS = this.#host.model.status().positionMs / 1_000;
    const toS = relative === undefined ? numberAt(content, "currentTime") : nowS + relative;
    if (toS === undefined) {
      this.#refuse(request, "INVALID_PARAMS");
      return;
    }
    const { client } = request.from;
    const resume = content["resumeState"];
    if (resume === "PLAYBACK_PAUSE") await client.act({ kind: "pause" });
    const positionMs = Math.round(Math.max(0, toS) * 1_000);
    const outcome = await client.act({ kind: "seek", positionMs });
    if (resume === "PLAYBACK_START") await client.act({ kind: "resume" });
    this.#answer(request, outcome.code);
  }

  async #volume(request: MediaRequest): Promise<void> {
    // One volume: the stream has none of its own.
    const wanted = objectAt(request.content, "volume") ?? {};
    const done = await setVolume(request.from.client, wanted, false);
    if (done) this.#replyStatus(request);
    else this.#refuse(request, "INVALID_PARAMS");
  }

  async #act(request: MediaRequest, command: PlayerCommand): Promise<void> {
    const { code } = await request.from.client.act(command);
    this.#answer(request, code);
  }

  #answer(request: MediaRequest, code: string): void {
    if (code === "ok") this.#replyStatus(request);
    else if (code === "unavailable") this.#reply(request, { type: "INVALID_PLAYER_STATE" });
    else this.#refuse(request, code === "permission-denied" ? "NOT_ALLOWED" : "INVALID_PARAMS");
  }

  /** I1 */
  #load(request: MediaRequest): void {
    const plan = readLoad(request.content);
    if (plan === undefined) {
      this.#reply(request, { type: "LOAD_FAILED", detailedErrorCode: badSource });
      return;
    }
    if (this.#next !== undefined) this.#reply(this.#next.request, { type: "LOAD_CANCELLED" });
    this.#next = { request, plan };
    if (!this.#loading) void this.#runLoads();
  }

  /** Never rejects: what is acted never does. */
  async #runLoads(): Promise<void> {
    this.#loading = true;
    for (let load = this.#next; load !== undefined; load = this.#next) {
      this.#next = undefined;
      this.#hearing?.abort();
      const accepted = await this.#carryOut(load);
      if (this.#isOver) this.#reply(load.request, { type: "LOAD_CANCELLED" });
      else if (accepted) {
        this.#publish();
        void this.#awaitSound(load);
      }
    }
    this.#loading = false;
  }

  /** I2. True where it is accepted. */
  async #carryOut({ request, plan }: Load): Promise<boolean> {
    const { client } = request.from;
    const { items, startIndex, startS, autoplay, mode } = plan;
    const played = items.slice(startIndex);
    const [first] = played;
    if (first === undefined) return false;
    const troubleBefore = this.#host.model.status().trouble;
    const cutOff = this.#session?.idle === undefined ? this.#session : undefined;
    // Known before it sounds: its title is told with the first status.
    for (const media of items) this.#known.set(media.url, media);
    this.#quiet = true;
    const outcome = await client.act({ kind: "play", ...toldOf(played) });
    if (outcome.code !== "ok") {
      this.#quiet = false;
      this.#failed(request, outcome.message);
      return false;
    }
    if (cutOff !== undefined) this.#tellOver(cutOff);
    this.#begin(items, troubleBefore);
    if (startS > 0 && !first.isLive)
      await client.act({ kind: "seek", positionMs: Math.round(startS * 1_000) });
    if (!autoplay) await client.act({ kind: "pause" });
    await this.#queue.precede(client, items.slice(0, startIndex));
    if (mode !== undefined) await this.#queue.setMode(client, mode);
    this.#quiet = false;
    return true;
  }

  #begin(items: readonly CastMedia[], troubleBefore: string | null): void {
    this.#sessions += 1;
    this.#session = new MediaSession(this.#sessions, this.#host.model, troubleBefore);
    this.#session.add(items.map(({ url }) => url));
    this.#session.changed(false);
  }

  /** Another's session, or the same sender's, was cut off by a LOAD. */
  #tellOver(session: MediaSession): void {
    const { status } = mediaStatus(this.#parts, session.id, "INTERRUPTED");
    this.#host.broadcast(ns.media, { type: "MEDIA_STATUS", requestId: 0, status: [status] });
  }

  #failed(request: MediaRequest, why: string): void {
    this.#host.log.info("cast-load-failed", { by: request.from.client.name, why });
    // Without a session there is nothing that went on: senders that wait for a state get one.
    if (this.#session === undefined || this.#session.idle !== undefined) {
      this.#sessions += 1;
      this.#session = new MediaSession(this.#sessions, this.#host.model, null);
      this.#session.fail();
    }
    this.#publish();
    this.#reply(request, { type: "LOAD_FAILED", detailedErrorCode: badSource });
  }

  /** I4 */
  async #awaitSound({ request, plan }: Load): Promise<void> {
    const heard = plan.autoplay ? await this.#sound() : undefined;
    const { play, state } = this.#host.model.status();
    // A sound so short that it is over already was heard all the same.
    if (heard === false && play.startMs === null && state === "stopped") {
      this.#publish();
      this.#reply(request, { type: "LOAD_FAILED", detailedErrorCode: badSource });
    } else this.#replyStatus(request);
  }

  /** Undefined where nobody waits any more: paused, or superseded, or it took too long. */
  async #sound(): Promise<boolean | undefined> {
    const { model, clock } = this.#host;
    if (model.status().state === "paused") return undefined;
    const hearing = new AbortController();
    this.#hearing = hearing;
    const cancel = clock.after(limits.firstSoundUsMax, () => hearing.abort());
    try {
      return await model.firstSample(hearing.signal);
    } catch (error) {
      if (hearing.signal.aborted) return undefined;
      throw error;
    } finally {
      cancel();
    }
  }

  #cast(items: readonly CastMedia[]): void {
    for (const media of items) this.#known.set(media.url, media);
    this.#session?.add(items.map(({ url }) => url));
  }

  get #status(): ToldStatus | undefined {
    const session = this.#session;
    return session && mediaStatus(this.#parts, session.id, session.idle);
  }

  /** I3. While a LOAD is carried out the states between are nobody's news. */
  #publish(): void {
    const now = this.#status;
    if (now === undefined || this.#quiet || this.#isOver) return;
    const { status, positionMs, moves } = now;
    const text = JSON.stringify({ ...status, currentTime: 0 });
    const nowUs = this.#host.clock.nowUs();
    const told = this.#told;
    const reckonedMs = told.positionMs + (told.moves ? (nowUs - told.atUs) / 1_000 : 0);
    const isWhereReckoned = Math.abs(positionMs - reckonedMs) <= limits.positionSlackMs;
    if (text === told.text && isWhereReckoned) return;
    this.#told = { text, positionMs, atUs: nowUs, moves };
    const plays = status["playerState"] !== "IDLE";
    this.#host.busy(plays);
    this.#host.say(plays ? busyText : idleText);
    const message = { type: "MEDIA_STATUS", requestId: 0 };
    const send = (each: JsonObject): boolean =>
      this.#host.broadcast(ns.media, { ...message, status: [each] });
    if (!send(status)) send(lean(status));
  }

  #replyStatus(request: MediaRequest): void {
    this.#publish();
    const now = this.#status;
    const asked = numberAt(request.content, "mediaSessionId");
    const isOther = asked !== undefined && asked !== this.#session?.id;
    const type = "MEDIA_STATUS";
    if (now === undefined || isOther) this.#reply(request, { type, status: [] });
    else if (!this.#reply(request, { type, status: [now.status] }))
      this.#reply(request, { type, status: [lean(now.status)] });
  }

  #refuse(request: MediaRequest, reason: string): void {
    this.#reply(request, { type: "INVALID_REQUEST", reason });
  }

  /** False where it is too large. */
  #reply({ from, requestId }: MediaRequest, body: JsonObject): boolean {
    return requestId === undefined || this.#host.send(from, ns.media, { requestId, ...body });
  }
}

/** "SRC_NOT_SUPPORTED" of Cast's detailed error codes. */
const badSource = 104;

/** What fits a frame in any case: senders ask for items when they want them. */
function lean(status: JsonObject): JsonObject {
  return { ...status, items: [] };
}

/** What a session that plays could do: without one it is the state that is wrong, not the request. */
function isKnown(type: unknown): boolean {
  return typeof type === "string" && (transportTypes.includes(type) || type.startsWith("QUEUE_"));
}
const transportTypes = ["PLAY", "PAUSE", "SEEK", "SET_PLAYBACK_RATE", "EDIT_TRACKS_INFO"];
