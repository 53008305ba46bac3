/**
 * The client's end of the control protocol: opens a connection, proves its key,
 * sends requests and hands out their answers, keeps a replica.
 *
 * It does not reconnect: whoever owns it connects again and hands the old
 * replica over, and only what was missed is sent.
 *
 * Invariants:
 *   I1  each request settles once: by its answer, after `answerUs`, or when the connection ends
 *   I2  over TLS nothing is sent before the speaker's key is the pinned one
 */
import { emptyBytes, equalBytes } from "../base/bytes.ts";
import { type Deferred, deferred, orAbort } from "../base/signal.ts";
import type { PlayerCommand, Topic, Violation } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Address, Network, StreamSocket } from "../ports/network.ts";
import type { FrameIn, FrameOut, schema } from "../wire/control-frame.ts";
import { signAuth } from "./auth.ts";
import { codeTable, type ResultCode, type Role, roleTable } from "./codes.ts";
import { Connection, type End } from "./connection.ts";
import { ControlError } from "./errors.ts";
import { answerUs, firstSampleUsMax } from "./limits.ts";
import { controlMajor } from "./opening.ts";
import type { Replica } from "./replica.ts";
import type { GestureStep } from "./state.ts";
import { commandToWire } from "./wire-command.ts";

export type ControlTarget =
  | { readonly kind: "unix"; readonly path: string }
  | {
      readonly kind: "tls";
      readonly address: Address;
      /** SHA-256 of the public keys (SPKI) that were pinned; the speaker's must be one of them. */
      readonly keyHashes: readonly Uint8Array[];
      /** This client's Ed25519 key. */
      readonly publicKey: Uint8Array;
      readonly privateKey: Uint8Array;
    }
  /** A speaker that this client has nothing of yet: says Hello and no more. */
  | { readonly kind: "stranger"; readonly address: Address };

export interface ClientPorts {
  readonly network: Network;
  readonly clock: Clock;
}

export interface CommandAnswer {
  readonly code: ResultCode;
  readonly message: string;
  /** The command's effect is in the state of this number. */
  readonly seq: number;
  /** Of the queue, then. */
  readonly queueRev: number;
  /** 0 unless it may be worth trying again after this. */
  readonly retryAfterMs: number;
  /** Which fields are wrong; where `code` is "ok": what of it was not done. */
  readonly violations: readonly Violation[];
}

export interface CommandOptions {
  /** Makes a repetition within 60 s harmless. */
  readonly key?: string;
  /** Answer when the first sample is out. */
  readonly waitFirstSample?: boolean;
  /** Only while the queue has this revision, else "conflict". */
  readonly ifQueueRev?: number;
  /** Which step of which drag sets the volume (control/volume-drag.ts). */
  readonly gesture?: GestureStep & { readonly final: boolean };
}

export interface Watch {
  readonly replica: Replica;
  /** Called after each change of the replica. */
  readonly onChange: (topics: readonly Topic[], causedBy: number) => void;
}

export class ControlClient implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Deferred<FrameIn>>();
  readonly #ended: Promise<End>;
  #nextId = 1;
  #watch: Watch | undefined;
  #nonce = 0;
  #speaker = { id: "", name: "" };
  #role: Role = "none";
  #challenge: Uint8Array = emptyBytes;

  /** Throws NetworkError, ControlError `wrong-speaker`, `unauthenticated`, `protocol`, `connection-lost`. */
  static async connect(
    ports: ClientPorts,
    target: ControlTarget,
    who: { readonly name: string; readonly kind: string },
    signal: AbortSignal,
  ): Promise<ControlClient> {
    const { network, clock } = ports;
    const socket =
      target.kind === "unix"
        ? await network.connectUnix(target.path, signal)
        : await network.connectTls(target.address, signal);
    const client = new ControlClient(socket, clock);
    try {
      if (target.kind === "tls") checkPin(socket, target.keyHashes);
      await orAbort(client.#open(target, who), signal);
      return client;
    } catch (error) {
      client.#connection.close("bye", "");
      throw error;
    }
  }

  private constructor(socket: StreamSocket, clock: Clock) {
    this.#clock = clock;
    this.#connection = new Connection(socket, clock);
    this.#ended = this.#run();
  }

  get speaker(): { readonly id: string; readonly name: string } {
    return this.#speaker;
  }
  get role(): Role {
    return this.#role;
  }
  /** What proofs in this connection are bound to. */
  get channel(): {
    readonly challenge: Uint8Array;
    readonly channelBinding: Uint8Array | undefined;
    readonly peerKeyHash: Uint8Array | undefined;
  } {
    const { socket } = this.#connection;
    const channelBinding = socket.channelBinding();
    return { challenge: this.#challenge, channelBinding, peerKeyHash: socket.peerKeyHash };
  }
  /** Resolves when the connection is over, with the reason. */
  get ended(): Promise<End> {
    return this.#ended;
  }

  /** What the player made of it. Throws ControlError `connection-lost`. */
  async command(command: PlayerCommand, options: CommandOptions = {}): Promise<CommandAnswer> {
    const { key = "", waitFirstSample = false, ifQueueRev = 0, gesture } = options;
    const plain = commandToWire(command);
    const told = gesture && plain.volume ? { volume: { ...plain.volume, ...gesture } } : {};
    const message = { ...plain, ...told, idempotencyKey: key, waitFirstSample, ifQueueRev };
    const patienceUs = waitFirstSample ? firstSampleUsMax + answerUs : answerUs;
    const { result } = await this.request({ command: message }, patienceUs);
    if (!result) throw unexpectedAnswer();
    return answerOf(result);
  }

  /** Throws ControlError `refused` where the speaker does not answer the query. */
  async query(query: schema.control.Query.$Properties): Promise<schema.control.QueryReply.$Shape> {
    const answer = await this.request({ query });
    if (answer.queryReply) return answer.queryReply;
    throw refusal(answer);
  }

  /** Throws ControlError `refused`. */
  async administer(
    admin: schema.control.Admin.$Properties,
    patienceUs?: number,
  ): Promise<schema.control.AdminReply.$Shape> {
    const answer = await this.request({ admin }, patienceUs);
    if (answer.adminReply) return answer.adminReply;
    throw refusal(answer);
  }

  /** Keeps `watch.replica` in step from now on; resolves when it is. */
  async subscribe(watch: Watch): Promise<void> {
    this.#watch = watch;
    await this.#subscribe();
  }

  /** Says good-bye. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close("bye", "");
    await this.#ended;
  }

  /** The frame that answers. Throws ControlError `connection-lost`. */
  async request(body: FrameOut, patienceUs = answerUs): Promise<FrameIn> {
    const id = this.#nextId++;
    const waiting = deferred<FrameIn>();
    if (this.#connection.ended.aborted) throw lost("the connection has ended");
    this.#waiting.set(id, waiting);
    const cancel = this.#clock.after(patienceUs, () =>
      waiting.reject(lost("the speaker does not answer")),
    );
    try {
      if (!this.#connection.send({ ...body, id })) {
        throw new ControlError("refused", "the request is larger than a frame");
      }
      return await waiting.promise;
    } finally {
      cancel();
      this.#waiting.delete(id);
    }
  }

  async #run(): Promise<End> {
    const end = await this.#connection.run((frame) => this.#handle(frame));
    for (const waiting of this.#waiting.values()) waiting.reject(endedBy(end));
    return end;
  }

  #handle(frame: FrameIn): void {
    if (frame.body === "snapshot") this.#changed(frame, frame.snapshot);
    if (frame.body === "delta") this.#changed(frame, undefined);
    this.#waiting.get(frame.replyTo)?.resolve(frame);
  }

  #changed(frame: FrameIn, snapshot: schema.control.Snapshot.$Properties | undefined): void {
    if (this.#watch === undefined) return;
    const { replica, onChange } = this.#watch;
    const applied =
      snapshot === undefined
        ? replica.delta(frame.delta ?? {})
        : replica.snapshot(snapshot, this.#nonce);
    if (applied === "ignored") return;
    if (applied !== "gap") onChange(applied, frame.delta?.causedBy ?? 0);
    else this.#resubscribe();
  }

  #resubscribe(): void {
    this.#subscribe().catch(() => this.#connection.close("bye", "")); // it had one way to fail: the connection
  }

  async #subscribe(): Promise<void> {
    const replica = this.#watch?.replica;
    if (replica === undefined) return;
    this.#nonce += 1;
    const resume = { resumeEpoch: replica.epoch, resumeSeq: replica.seq };
    const answer = await this.request({ subscribe: { nonce: this.#nonce, ...resume } });
    if (!answer.snapshot && answer.result?.code !== codeTable.number("ok")) throw refusal(answer);
  }

  async #open(target: ControlTarget, who: { name: string; kind: string }): Promise<void> {
    const hello = { major: controlMajor, clientName: who.name, clientKind: who.kind };
    const answer = await this.request({ hello });
    const { welcome } = answer;
    if (!welcome) throw refusal(answer);
    this.#speaker = { id: welcome.speakerId ?? "", name: welcome.name ?? "" };
    this.#role = roleTable.name(welcome.role) ?? "none";
    this.#challenge = Uint8Array.from(welcome.challenge ?? emptyBytes);
    if (target.kind === "tls") await this.#prove(target, welcome);
  }

  async #prove(
    target: ControlTarget & { readonly kind: "tls" },
    welcome: schema.control.Welcome.$Properties,
  ): Promise<void> {
    const { publicKey, privateKey } = target;
    const channelBinding = this.#connection.socket.channelBinding();
    if (channelBinding === undefined) throw lost("the TLS session is gone");
    const challenge = welcome.challenge ?? new Uint8Array(0);
    const transport = "tls" as const;
    const statement = { transport, channelBinding, challenge, speakerId: this.#speaker.id };
    const signature = signAuth(privateKey, statement);
    const answer = await this.request({ auth: { publicKey, signature } });
    if (!answer.authOk) throw refusal(answer);
    this.#role = roleTable.name(answer.authOk.role) ?? "none";
  }
}

function checkPin(socket: StreamSocket, keyHashes: readonly Uint8Array[]): void {
  const key = socket.peerKeyHash;
  if (key !== undefined && keyHashes.some((pinned) => equalBytes(pinned, key))) return;
  throw new ControlError("wrong-speaker", `${socket.peer} is no speaker that you paired with`, {
    remedy: "run on the speaker: nightjar ctl --data DIR pair",
  });
}

function answerOf(result: schema.control.Result.$Properties): CommandAnswer {
  const code = codeTable.name(result.code) ?? "internal";
  const violations = (result.violations ?? []).map(({ field, description, value }) => {
    return { field: field ?? "", description: description ?? "", value: value ?? "" };
  });
  const { message, seq, queueRev, retryAfterMs } = result;
  const numbers = { seq: seq ?? 0, queueRev: queueRev ?? 0, retryAfterMs: retryAfterMs ?? 0 };
  return { code, message: message ?? "", ...numbers, violations };
}

function refusal({ result, goodbye }: FrameIn): ControlError {
  if (!result) return goodbye ? lost(goodbye.message ?? "") : unexpectedAnswer();
  const { code, message } = answerOf(result);
  if (code !== "unauthenticated") return new ControlError("refused", message);
  return new ControlError("unauthenticated", message, {
    remedy: "run on the speaker: nightjar ctl --data DIR pair",
  });
}

function unexpectedAnswer(): ControlError {
  return new ControlError("protocol", "the speaker answered something else than was asked", {
    remedy: "update the older of the two",
  });
}

function endedBy({ reason, message }: End): ControlError {
  if (reason !== "bad-frame" && reason !== "too-large") {
    return lost(message === "" ? "the speaker closed the connection" : message);
  }
  return new ControlError("protocol", "what answers there does not speak the control protocol", {
    remedy: "name the data folder or the address of a speaker",
  });
}

function lost(why: string): ControlError {
  return new ControlError("connection-lost", why, { remedy: "is the speaker still running?" });
}
