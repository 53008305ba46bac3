/**
 * One sender's socket, above its bytes: virtual connections, heartbeat, and whose
 * message is whose (docs/CAST.md §3). Pure: messages and the time go in, messages
 * and the wish to close come out through its ports.
 *
 * Invariants:
 *   I1  at most `connectionsPerSocketMax` virtual connections
 *   I2  only what comes over an open virtual connection reaches the platform or an app
 *   I3  nothing is sent once it has ended
 */
import type { CastMessage } from "../../wire/cast-message.ts";
import { decodeChallenge } from "../../wire/cast-message.ts";
import type { CastClient, CastSender } from "./app.ts";
import { type JsonObject, numberAt, objectAt, readObject, textAt } from "./json.ts";
import * as limits from "./limits.ts";
import { everybody, ns, platformId } from "./namespaces.ts";

/** Why a channel ends. */
export type ChannelEnd = "gone" | "silent" | "no-connect" | "bad-frame" | "too-slow" | "stopped";

export interface ChannelPorts {
  readonly client: CastClient;
  /** False where it is larger than a frame. */
  readonly send: (message: CastMessage) => boolean;
  readonly close: (reason: ChannelEnd) => void;
  /** The device's answer to a challenge, encoded; it signs the certificate of this very socket. */
  readonly authenticate: (challenge: { nonce: Uint8Array; hash: number }) => Uint8Array;
  /** Whether an end of that name is there. */
  readonly isThere: (destination: string) => boolean;
  /** A message over an open virtual connection. */
  readonly received: (message: ToldMessage) => void;
  readonly joined: (sender: CastSender, destination: string) => void;
  readonly left: (sender: CastSender, destination: string) => void;
}

export interface ToldMessage {
  readonly from: CastSender;
  readonly destination: string;
  readonly namespace: string;
  readonly content: JsonObject;
}

interface Connection {
  readonly sender: CastSender;
  readonly destination: string;
}

export class CastChannel {
  readonly client: CastClient;
  readonly #ports: ChannelPorts;
  /** In the order in which they were opened. */
  #connections: Connection[] = [];
  #programName = "";
  readonly #openedUs: number;
  #heardUs: number;
  #askedUs: number;
  #wasConnected = false;
  #ended = false;

  constructor(ports: ChannelPorts, nowUs: number) {
    this.client = ports.client;
    this.#ports = ports;
    this.#openedUs = nowUs;
    this.#heardUs = nowUs;
    this.#askedUs = nowUs;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }
  /** What the program calls itself, as far as it is one that is known; else empty. */
  get programName(): string {
    return this.#programName;
  }

  sendersTo(destination: string): readonly CastSender[] {
    return this.#connections
      .filter((connection) => connection.destination === destination)
      .map(({ sender }) => sender);
  }

  send(to: string, source: string, namespace: string, content: JsonObject): boolean {
    if (this.#ended) return true;
    const payload = JSON.stringify(content);
    return this.#ports.send({ source, destination: to, namespace, payload });
  }

  /** To all here who have a virtual connection to `source`. */
  broadcast(source: string, namespace: string, content: JsonObject): boolean {
    if (!this.#connections.some(({ destination }) => destination === source)) return true;
    return this.send(everybody, source, namespace, content);
  }

  /** The end of that name is no more. */
  closeTo(destination: string): void {
    const gone = this.#connections.filter((connection) => connection.destination === destination);
    this.#connections = this.#connections.filter((each) => !gone.includes(each));
    for (const { sender } of gone)
      this.send(sender.id, destination, ns.connection, { type: "CLOSE" });
  }

  receive(message: CastMessage, nowUs: number): void {
    if (this.#ended) return;
    this.#heardUs = nowUs;
    const { source, destination, namespace, payload } = message;
    const longest = Math.max(source.length, destination.length, namespace.length);
    if (longest > limits.idCharsMax) return;
    if (typeof payload !== "string") {
      if (namespace === ns.deviceauth) this.#authenticate(source, payload);
      return;
    }
    const content = readObject(payload);
    if (content === undefined) return;
    if (namespace === ns.heartbeat) this.#beat(message, content);
    else if (namespace === ns.connection) this.#connection(message, content);
    else this.#deliver({ source, destination, namespace, content });
  }

  /** Once a second. */
  tick(nowUs: number): void {
    if (this.#ended) return;
    const silentUs = nowUs - this.#heardUs;
    if (!this.#wasConnected && nowUs - this.#openedUs >= limits.connectUsMax)
      this.end("no-connect");
    else if (silentUs >= limits.deadAfterUs) this.end("silent");
    else if (silentUs >= limits.pingAfterUs && nowUs - this.#askedUs >= limits.pingAfterUs) {
      this.#askedUs = nowUs;
      // Addressed as PyChromecast and VLC expect it: from the platform to everybody.
      this.send(everybody, platformId, ns.heartbeat, { type: "PING" });
    }
  }

  /** Safe to call twice; all its virtual connections are gone then. */
  end(reason: ChannelEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    const gone = this.#connections;
    this.#connections = [];
    for (const { sender, destination } of gone) this.#ports.left(sender, destination);
    this.#ports.close(reason);
  }

  #authenticate(source: string, payload: Uint8Array): void {
    const challenge = decodeChallenge(payload);
    if (challenge === undefined) return;
    const answer = this.#ports.authenticate(challenge);
    const ends = { source: platformId, destination: source };
    this.#ports.send({ ...ends, namespace: ns.deviceauth, payload: answer });
  }

  #beat({ source, destination }: CastMessage, { type }: JsonObject): void {
    if (type === "PING") this.send(source, destination, ns.heartbeat, { type: "PONG" });
  }

  #connection({ source, destination }: CastMessage, content: JsonObject): void {
    const { type } = content;
    if (type === "CLOSE") this.#closed(source, destination);
    if (type !== "CONNECT") return;
    this.#wasConnected = true;
    this.#programName ||= programOf(source, content);
    const isNew = !this.#connections.some((each) => isBetween(each, source, destination));
    const isFull = isNew && this.#connections.length >= limits.connectionsPerSocketMax;
    if (isFull || !this.#ports.isThere(destination)) {
      this.send(source, destination, ns.connection, { type: "CLOSE" });
      return;
    }
    // Asked for by openscreen's senders alone, which wait for it.
    if (numberAt(content, "protocolVersion") !== undefined || "protocolVersionList" in content)
      this.send(source, destination, ns.connection, { type: "CONNECTED", protocolVersion: 0 });
    if (!isNew) return;
    const sender = { client: this.client, id: source };
    this.#connections.push({ sender, destination });
    this.#ports.joined(sender, destination);
  }

  #closed(source: string, destination: string): void {
    const gone = this.#connections.find((each) => isBetween(each, source, destination));
    if (gone === undefined) return;
    this.#connections = this.#connections.filter((each) => each !== gone);
    this.#ports.left(gone.sender, destination);
  }

  /** I2 */
  #deliver(told: {
    readonly source: string;
    readonly destination: string;
    readonly namespace: string;
    readonly content: JsonObject;
  }): void {
    const { source, destination, namespace, content } = told;
    const connection = this.#connections.find((each) => isBetween(each, source, destination));
    if (connection === undefined) return;
    this.#ports.received({ from: connection.sender, destination, namespace, content });
  }
}

function isBetween({ sender, destination }: Connection, source: string, to: string): boolean {
  return sender.id === source && destination === to;
}

/** Names of ours for programs that are known: what strangers call themselves is not shown to people. */
function programOf(source: string, content: JsonObject): string {
  const info = objectAt(content, "senderInfo") ?? {};
  const agent = `${textAt(content, "userAgent", limits.idCharsMax) ?? ""} ${textAt(info, "platform", limits.idCharsMax) ?? ""}`;
  if (source.startsWith("sender-vlc")) return "VLC";
  if (/pychromecast/i.test(agent)) return "PyChromecast";
  if (/home.?assistant/i.test(agent)) return "Home Assistant";
  return /chrom(e|ium)\//i.test(agent) ? "Chromium" : "";
}
