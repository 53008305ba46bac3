/**
 * The sockets of a speaker's Cast senders (docs/CAST.md §2): frames cut and joined,
 * silence and slow readers looked at. What the messages mean is channel.ts and
 * receiver.ts; who listens is door.ts.
 *
 * Invariants:
 *   I1  at most `socketsMax` sockets, of them `socketsPerAddressMax` of one address
 *   I2  a fault in what one socket sends ends that socket and no other
 *   I3  the certificate that is shown is never older than `certificateAgeMsMax`, as far as the time is known
 */
import { parseAddress } from "../../base/address.ts";
import { describeError } from "../../base/errors.ts";
import type { PlayerCommand, SpeakerModel } from "../../player/model.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { StreamSocket } from "../../ports/network.ts";
import { decodeCastMessage, encodeCastMessage } from "../../wire/cast-message.ts";
import { FrameSplitter } from "../../wire/control-frame.ts";
import { addressKey } from "../http/quota.ts";
import { queuedBytesMax } from "../limits.ts";
import type { Outsiders } from "../outsiders.ts";
import type { CastAppKind, CastClient } from "./app.ts";
import type { CastChannel, ChannelEnd } from "./channel.ts";
import { type DeviceProof, ServerIdentity } from "./identity.ts";
import * as limits from "./limits.ts";
import { CastReceiver, type ReceiverShown } from "./receiver.ts";

export interface CastPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

export interface CastOptions {
  readonly model: SpeakerModel;
  readonly outsiders: Outsiders;
  /** What senders may do. */
  readonly role: "guest" | "member";
  readonly apps: readonly CastAppKind[];
  /** Undefined where no root vouches for this device. */
  readonly proof: DeviceProof | undefined;
  /** `id`: 32 hexadecimal digits. */
  readonly device: { readonly id: string; readonly model: string };
  /** What is to be announced on the network may have changed. */
  readonly shown: () => void;
}

export class CastServer implements Disposable {
  readonly #ports: CastPorts;
  readonly #options: CastOptions;
  readonly #receiver: CastReceiver;
  readonly #hosts = new Map<CastClient, string>();
  readonly #unsubscribe: () => void;
  #identity: ServerIdentity | undefined;
  /** Undefined while nobody is here: a speaker that is left alone wakes up for nothing. */
  #tick: Cancel | undefined;
  #closing = false;

  constructor(ports: CastPorts, options: CastOptions) {
    this.#ports = ports;
    this.#options = options;
    const { model, apps, device, outsiders, shown } = options;
    const isCommanded = (): boolean => outsiders.isCommanded;
    this.#receiver = new CastReceiver({ ...ports, model, apps, device, isCommanded, shown });
    this.#unsubscribe = model.subscribe((topics) => this.#receiver.changed(topics));
  }

  /** What is to be announced on the network. */
  get shown(): ReceiverShown {
    return this.#receiver.shown;
  }

  /** For a handshake that begins now. I3 */
  identity(): ServerIdentity {
    const { model, device } = this.#options;
    const { wallMs } = model.time();
    if (this.#identity === undefined || this.#identity.isStale(wallMs))
      this.#identity = ServerIdentity.make(this.#ports.entropy, device.id, wallMs);
    return this.#identity;
  }

  /** Ends all sockets. Safe to call twice. */
  [Symbol.dispose](): void {
    this.#closing = true;
    this.#tick?.();
    this.#unsubscribe();
    this.#receiver.close();
  }

  /** I1. `shown`: to this socket, by its handshake. */
  accept(socket: StreamSocket, shown: ServerIdentity): void {
    const host = parseAddress(socket.peer)?.host ?? socket.peer;
    const key = addressKey(host) || host;
    const ofHost = [...this.#hosts.values()].filter((each) => each === key).length;
    const isFull = this.#hosts.size >= limits.socketsMax || ofHost >= limits.socketsPerAddressMax;
    if (this.#closing || isFull) {
      socket.close();
      // Unread bytes would hold it.
      void drain(socket);
      return;
    }
    const open = this.#channelOpener(shown);
    void this.#serve(new CastSocket(socket, this.#ports, open), host, key);
  }

  /** Never rejects. I2 */
  async #serve(socket: CastSocket, host: string, key: string): Promise<void> {
    const { log, clock } = this.#ports;
    const { role, outsiders } = this.#options;
    const who = { kind: "cast", host, role, local: isLoopback(host) } as const;
    const act = (command: PlayerCommand, firstVolume?: boolean) =>
      outsiders.act({ ...who, name: client.name }, command, firstVolume);
    const client: CastClient = {
      peer: socket.peer,
      get name() {
        return `${socket.programName || "Cast"} on ${host}`;
      },
      act,
    };
    this.#hosts.set(client, key);
    if (this.#tick === undefined) this.#turn();
    log.debug("cast-sender", { peer: socket.peer });
    try {
      const reason = await socket.run(client, clock);
      log.debug("cast-sender-gone", { peer: socket.peer, reason });
    } catch (error) {
      log.error("cast-sender-failed", { peer: socket.peer, why: describeError(error) });
    } finally {
      socket.end("gone");
      this.#hosts.delete(client);
    }
  }

  #channelOpener(shown: ServerIdentity): OpenChannel {
    const { proof } = this.#options;
    const authenticate: Parameters<CastReceiver["open"]>[0]["authenticate"] = (challenge) =>
      shown.answer(challenge, proof);
    return (ends) => this.#receiver.open({ ...ends, authenticate });
  }

  #turn(): void {
    this.#tick = this.#ports.clock.after(limits.tickUs, () => {
      this.#tick = undefined;
      this.#receiver.tick(this.#ports.clock.nowUs());
      if (this.#hosts.size > 0) this.#turn();
    });
  }
}

type OpenChannel = (ends: Omit<Parameters<CastReceiver["open"]>[0], "authenticate">) => CastChannel;

/** One sender's socket: bytes to messages and back. */
class CastSocket {
  readonly peer: string;
  readonly #socket: StreamSocket;
  readonly #open: OpenChannel;
  readonly #log: Log;
  readonly #splitter = new FrameSplitter();
  #channel: CastChannel | undefined;
  #partialSinceUs: number | undefined;
  #reason: ChannelEnd = "gone";

  constructor(socket: StreamSocket, { log }: CastPorts, open: OpenChannel) {
    this.peer = socket.peer;
    this.#socket = socket;
    this.#open = open;
    this.#log = log;
  }

  get programName(): string {
    return this.#channel?.programName ?? "";
  }

  /** Serves it to its end, and says why it ended. */
  async run(client: CastClient, clock: Clock): Promise<ChannelEnd> {
    const channel = this.#open({
      client,
      send: (message) => this.#send(encodeCastMessage(message)),
      close: (reason) => {
        this.#reason = reason;
        this.#socket.close();
      },
    });
    this.#channel = channel;
    for await (const chunk of this.#socket.incoming) {
      for (const body of this.#splitter.push(chunk)) {
        this.#partialSinceUs = undefined;
        const message = decodeCastMessage(body);
        if (message === undefined) channel.end("bad-frame");
        else channel.receive(message, clock.nowUs());
      }
      if (this.#splitter.fault !== undefined) channel.end("bad-frame");
      if (this.#isTooSlow(clock.nowUs())) channel.end("too-slow");
      if (channel.hasEnded) break;
    }
    return this.#reason;
  }

  end(reason: ChannelEnd): void {
    this.#channel?.end(reason);
  }

  /** What does not read what it is told is put out: it would fill our memory. */
  #send(bytes: Uint8Array | undefined): boolean {
    if (bytes === undefined) return false;
    this.#socket.write(bytes);
    if (this.#socket.queuedBytes > queuedBytesMax) {
      this.#log.debug("cast-sender-reads-nothing", { peer: this.peer });
      this.#channel?.end("too-slow");
    }
    return true;
  }

  #isTooSlow(nowUs: number): boolean {
    if (!this.#splitter.partial) this.#partialSinceUs = undefined;
    else this.#partialSinceUs ??= nowUs;
    return nowUs - (this.#partialSinceUs ?? nowUs) >= limits.frameUsMax;
  }
}

async function drain(socket: StreamSocket): Promise<void> {
  for await (const _ of socket.incoming) {
    // It is closing.
  }
}

function isLoopback(host: string): boolean {
  return host === "::1" || host.startsWith("127.") || host.startsWith("::ffff:127.");
}
