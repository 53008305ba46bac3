/**
 * One remote at a speaker: opens, then answers its requests until it goes
 * (docs/CONTROL.md §3–§7). Shell between a Connection and the parts that decide.
 */
import { SpeakerError } from "../base/errors.ts";
import type { PlayerCommand, SpeakerModel, SpeakerStatus, Violation } from "../player/model.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { StreamSocket } from "../ports/network.ts";
import type { FrameIn, FrameOut, schema } from "../wire/control-frame.ts";
import type { Admin } from "./admin.ts";
import { type Actor, type Audit, actorOf } from "./audit.ts";
import { auditWords } from "./audit-words.ts";
import type { ClientRate, ClientRates } from "./client-rates.ts";
import type { ClientStore } from "./client-store.ts";
import { codeTable, type ResultCode, type Role, roleReaches } from "./codes.ts";
import { type CommandRequest, type CommandRunner, waitFirstSample } from "./command-runner.ts";
import type { CommandIn } from "./command-shapes.ts";
import type { Connection, End } from "./connection.ts";
import type { NumberedDelta, StateFeed } from "./feed.ts";
import type { Grants } from "./grants.ts";
import * as limits from "./limits.ts";
import { type Identity, Opening } from "./opening.ts";
import type { PairingDesk } from "./pairing-desk.ts";
import { gentleVolume, roleFor, roleForQuery } from "./permissions.ts";
import { Queries } from "./queries.ts";
import { type GestureStep, noGesture } from "./state.ts";
import { Subscription } from "./subscription.ts";
import { VolumeGestures } from "./volume-gestures.ts";
import { commandFromWire } from "./wire-command.ts";

/** What all sessions of a speaker share. */
export interface SessionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly speaker: { readonly id: string; readonly name: string };
  readonly model: SpeakerModel;
  readonly feed: StateFeed;
  readonly runner: CommandRunner;
  readonly clients: ClientStore;
  readonly admin: Admin;
  readonly grants: Grants;
  readonly desk: PairingDesk;
  readonly audit: Audit;
  readonly rates: ClientRates;
}

type QueryIn = schema.control.Query.$Shape;
type AdminIn = schema.control.Admin.$Shape;

interface ResultDetails {
  readonly seq?: number;
  readonly queueRev?: number;
  readonly retryAfterMs?: number;
  readonly violations?: readonly Violation[];
}

interface Refused extends ResultDetails {
  readonly bad: ResultCode;
  readonly message: string;
}

export class Session {
  readonly connection: Connection;
  readonly #parts: SessionParts;
  readonly #opening: Opening;
  readonly #subscription: Subscription;
  readonly #queries: Queries;
  readonly #gestures: VolumeGestures;
  #identity: Identity | undefined;
  /** Of the client, once it is known. */
  #rate: ClientRate | undefined;
  #openBy: Cancel | undefined;
  #inflight = 0;

  constructor(parts: SessionParts, connection: Connection, challenge: Uint8Array) {
    const { clock, feed, model, admin, speaker, clients, grants, desk } = parts;
    this.#parts = parts;
    this.connection = connection;
    const { socket } = connection;
    const { epoch } = feed;
    const keyHash = (): Uint8Array => admin.keyHash;
    const facts = { socket, challenge, speaker, clients, epoch, grants, desk, keyHash };
    this.#opening = new Opening(facts);
    this.#subscription = new Subscription({ connection, clock, feed, session: this });
    this.#queries = new Queries(model, feed, admin);
    this.#gestures = new VolumeGestures(clock, (request) => parts.runner.run(request));
  }

  /** Undefined until the other end has shown who it is. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  get lags(): number {
    return this.#subscription.lags;
  }

  deliver(delta: NumberedDelta): void {
    this.#subscription.deliver(delta);
  }

  /** Serves the connection to its end. */
  async run(): Promise<End> {
    this.#awaitOpening();
    try {
      return await this.connection.run((frame) => this.#handle(frame));
    } finally {
      this.#openBy?.();
      this.#opening.close();
    }
  }

  #awaitOpening(): void {
    this.#openBy?.();
    this.#openBy = this.#parts.clock.after(limits.openingUs, () => {
      if (this.#identity !== undefined) return;
      this.connection.close("unauthenticated", "no Hello and Auth within 5 s");
    });
  }

  #handle(frame: FrameIn): void | Promise<void> {
    if (this.#identity === undefined) return this.#open(frame);
    const { role } = this.#identity;
    if (this.#isLimited(frame.id, "requests")) return;
    switch (frame.body) {
      case "subscribe":
        return this.#subscription.start(frame.subscribe, frame.id);
      case "command":
        return this.#command(frame.id, frame.command, role);
      case "query":
        return this.#query(frame.id, frame.query, role);
      case "admin":
        return this.#administer(frame.id, frame.admin, role);
      default:
        return this.#result(frame.id, "unimplemented", "this speaker does not know that request");
    }
  }

  async #open(frame: FrameIn): Promise<void> {
    const { clock, rates } = this.#parts;
    const step = await this.#opening.step(frame, clock.nowUs());
    this.#identity = step.open;
    if (step.open !== undefined) this.#rate = rates.of(step.open.clientId, clock.nowUs());
    // The two messages of pairing have their own time: a phone computes between them.
    else if (frame.body === "pairStep") this.#awaitOpening();
    if (step.answer !== undefined) this.connection.send(step.answer);
    if (step.refuse !== undefined) {
      this.connection.close(step.refuse.reason, step.refuse.message);
    }
  }

  /** Does not wait for the command: others of this client may be sent meanwhile. */
  #command(id: number, message: CommandIn, role: Role): void {
    const command = commandFromWire(message);
    const refused = "bad" in command ? command : this.#whyNot(command, message, role);
    if (refused !== undefined) this.#refused(id, refused);
    if (refused !== undefined || "bad" in command) return;
    // Steps of a drag are merged, and cost nothing.
    if (gestureOf(message).gesture === 0 && this.#isLimited(id, "commands")) return;
    const given = message.idempotencyKey ?? "";
    const request = {
      ...{ command, cause: { session: this, commandId: id } },
      soften: role === "guest" ? this.#soften : undefined,
      by: this.#identity?.name ?? "",
      actor: role === "none" ? undefined : { role, local: isLocal(this.connection.socket) },
      ifQueueRev: message.ifQueueRev ?? 0,
      gesture: gestureOf(message),
      key: given === "" ? undefined : `${this.#identity?.clientId}/${given}`,
    };
    void this.#execute(id, request, message);
  }

  #whyNot(command: PlayerCommand, message: CommandIn, role: Role): Refused | undefined {
    const needed = roleFor(command);
    if (!roleReaches(role, needed)) return denied(needed);
    if (this.#inflight >= limits.inflightMax) {
      const message = `${limits.inflightMax} commands wait already`;
      return { bad: "busy", message, retryAfterMs: limits.busyRetryMs };
    }
    const keyChars = message.idempotencyKey?.length ?? 0;
    if (keyChars <= limits.idempotencyKeyCharsMax) return undefined;
    const description = "the idempotency key is too long";
    const violations = [{ field: "idempotency_key", description, value: "" }];
    return { bad: "invalid-argument", message: description, violations };
  }

  /** Guests make it louder by and by. */
  readonly #soften = (command: PlayerCommand, volumeNow: number): PlayerCommand => {
    const { clock } = this.#parts;
    const louder = (points: number): number => this.#rate?.louder(points, clock.nowUs()) ?? 0;
    return gentleVolume(command, volumeNow, louder);
  };

  /** True where the client must wait, which it is told. */
  #isLimited(id: number, kind: "requests" | "commands" | "searches"): boolean {
    const retryMs = this.#rate?.retryMs(kind, this.#parts.clock.nowUs()) ?? 0;
    if (retryMs === 0) return false;
    const code = codeTable.number("rate-limited");
    const message = `too many ${kind}; try again in ${retryMs} ms`;
    this.connection.send({ replyTo: id, result: { code, message, retryAfterMs: retryMs } });
    return true;
  }

  get #actor(): Actor {
    return actorOf(this.#identity);
  }

  /** Never rejects: whatever happens is the command's result. */
  async #execute(id: number, request: CommandRequest, message: CommandIn): Promise<void> {
    const { runner, model, clock, log, audit } = this.#parts;
    const { final = false } = message.op === "volume" ? message.volume : {};
    this.#inflight += 1;
    try {
      const result =
        request.gesture.gesture === 0
          ? await runner.run(request)
          : await this.#gestures.step(request, final ?? false);
      const isDone = result.code === "ok" || result.code === "volume-limited";
      if (isDone) audit.note(this.#actor, ...auditWords(request.command));
      const sound =
        message.waitFirstSample && result.code === "ok"
          ? await waitFirstSample(model, clock, this.connection.ended)
          : "out";
      if (sound === "out") this.#result(id, result.code, result.message, result);
      else this.#result(id, "unavailable", whyNoSound(sound, model.status()), result);
    } catch (error) {
      log.error("command-wait-failed", { why: String(error) });
      this.#result(id, "internal", "the player failed; see the speaker's log");
    } finally {
      this.#inflight -= 1;
    }
  }

  /** One after the other: pages of a list go on with the list that the first one was made of. */
  async #query(id: number, query: QueryIn, role: Role): Promise<void> {
    const needed = roleForQuery(query.q);
    if (!roleReaches(role, needed)) {
      this.#denied(id, needed);
      return;
    }
    if (this.#queries.isNewSearch(query) && this.#isLimited(id, "searches")) return;
    const reply = await this.#queries.answer(query, this.#parts.clock.nowUs());
    if (reply === undefined)
      this.#result(id, "unimplemented", "this speaker does not know that query");
    else if (reply === "no-such-path")
      this.#result(id, "not-found", "the library has nothing there; see: nightjar ctl browse");
    else this.#reply({ replyTo: id, queryReply: reply });
  }

  async #administer(id: number, message: AdminIn, role: Role): Promise<void> {
    if (!roleReaches(role, "admin")) {
      this.#denied(id, "admin");
      return;
    }
    try {
      const outcome = await this.#parts.admin.run(message, this.#actor);
      if ("refused" in outcome) this.#result(id, outcome.refused, outcome.message);
      else this.#reply({ replyTo: id, adminReply: outcome });
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      this.#parts.log.error("clients-not-saved", { code: error.code, why: error.message });
      this.#result(id, "unavailable", error.message);
    }
  }

  #reply(frame: FrameOut): void {
    if (this.connection.send(frame)) return;
    this.#parts.log.error("reply-too-large", { body: frame.queryReply?.reply ?? "" });
    this.#result(frame.replyTo ?? 0, "too-large", "the answer is larger than a frame");
  }

  #denied(id: number, needed: Role): void {
    this.#refused(id, denied(needed));
  }

  #refused(id: number, { bad, message, ...more }: Refused): void {
    this.#result(id, bad, message, more);
  }

  #result(id: number, code: ResultCode, message: string, more: ResultDetails = {}): void {
    const { seq, state } = this.#parts.feed;
    const text = message.slice(0, limits.messageCharsMax);
    const { violations = [], ...rest } = more;
    const told = violations.slice(0, limits.violationsMax).map((violation) => ({ ...violation }));
    const result = { seq, queueRev: state.queue.rev, ...rest, violations: told };
    this.connection.send({
      replyTo: id,
      result: { ...result, code: codeTable.number(code), message: text },
    });
  }
}

/** 0 for a command that is no step of a drag. */
function gestureOf(message: CommandIn): GestureStep {
  if (message.op !== "volume") return noGesture;
  const { gesture, step } = message.volume;
  return { gesture: gesture ?? 0, step: step ?? 0 };
}

function whyNoSound(sound: "never" | "not-yet", { state, trouble }: SpeakerStatus): string {
  if (sound === "never" && state === "buffering")
    return `there is no sound: ${trouble ?? "a device is missing"}; it begins by itself once that is mended, the queue is as it was`;
  if (sound === "not-yet")
    return `it is accepted, but no sound came yet${trouble === null ? "" : `: ${trouble}`}`;
  return `it ended without a sound: ${trouble ?? "it was stopped"}`;
}

/** On the speaker itself, and not by a browser: a proxy there would make everybody local. */
function isLocal({ local, peer, webHost }: StreamSocket): boolean {
  return local || (webHost === undefined && /^(127\.|\[::1\]|\[::ffff:127\.)/.test(peer));
}

function denied(needed: Role): Refused {
  return { bad: "permission-denied", message: `that needs the role ${needed}` };
}
