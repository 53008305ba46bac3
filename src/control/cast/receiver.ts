/**
 * The Cast receiver's platform: which app runs, who is told, the speaker's volume
 * (docs/CAST.md §4). What is cast is the app's business (app.ts).
 *
 * Core: it acts through the ports that it is handed, and reads the model.
 *
 * Invariants:
 *   I1  at most one app runs; it is told of every sender that comes and goes
 *   I2  each request with a number gets one answer with that number
 *   I3  every change of what RECEIVER_STATUS says is told to all senders
 */
import { toHex } from "../../base/bytes.ts";
import type { SpeakerModel, Topic } from "../../player/model.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { CastApp, CastAppHost, CastAppKind, CastClient, CastSender } from "./app.ts";
import { CastChannel, type ChannelPorts, type ToldMessage } from "./channel.ts";
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "./json.ts";
import * as limits from "./limits.ts";
import { ns, platformId } from "./namespaces.ts";
import { setVolume } from "./set-volume.ts";

export interface ReceiverParts {
  readonly model: SpeakerModel;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly apps: readonly CastAppKind[];
  /** Of this device, 32 hexadecimal digits, and what it is. */
  readonly device: { readonly id: string; readonly model: string };
  readonly isCommanded: () => boolean;
  /** What is announced on the network may have changed. */
  readonly shown: () => void;
}

/** What the network is told. */
export interface ReceiverShown {
  readonly statusText: string;
  readonly busy: boolean;
}

interface Running {
  readonly kind: CastAppKind;
  readonly sessionId: string;
  readonly transportId: string;
  readonly app: CastApp;
}

/** What a channel is opened with; the rest of its ports is the receiver. */
export type ChannelEnds = Pick<ChannelPorts, "client" | "send" | "close" | "authenticate">;

const sessionBytes = 16;

export class CastReceiver {
  readonly #parts: ReceiverParts;
  readonly #channels = new Set<CastChannel>();
  #running: Running | undefined;
  #statusText = "";
  #busy = false;
  #idle: Cancel | undefined;
  /** Of each channel: until when what it says of the volume is its own idea. */
  readonly #volumeFresh = new WeakMap<CastClient, number>();
  #toldVolume = "";

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#toldVolume = JSON.stringify(this.#volume());
  }

  get shown(): ReceiverShown {
    return { statusText: this.#statusText, busy: this.#busy };
  }
  get channels(): number {
    return this.#channels.size;
  }

  /** A sender's socket. Whoever owns it hands its messages and the time to the channel. */
  open(ends: ChannelEnds): CastChannel {
    const { clock } = this.#parts;
    const channel = new CastChannel(
      {
        ...ends,
        close: (reason) => {
          this.#channels.delete(channel);
          ends.close(reason);
        },
        isThere: (destination) =>
          destination === platformId || destination === this.#running?.transportId,
        received: (message) => this.#received(channel, message),
        joined: (sender, destination) => {
          if (destination === this.#running?.transportId) this.#running.app.joined?.(sender);
          this.#watchIdle();
        },
        left: (sender, destination) => {
          if (destination === this.#running?.transportId) this.#running.app.left?.(sender);
          this.#watchIdle();
        },
      },
      clock.nowUs(),
    );
    this.#channels.add(channel);
    this.#volumeFresh.set(ends.client, clock.nowUs() + limits.firstVolumeUs);
    return channel;
  }

  /** The speaker has changed. */
  changed(topics: readonly Topic[]): void {
    if (topics.includes("volume") || topics.includes("sound")) this.#tellVolume();
    this.#running?.app.changed?.(topics);
  }

  /** Silence is looked at: once a second. */
  tick(nowUs: number): void {
    for (const channel of [...this.#channels]) channel.tick(nowUs);
  }

  /** All senders are told that the app is over; what plays goes on where the speaker does. */
  close(): void {
    this.#idle?.();
    for (const channel of [...this.#channels]) channel.end("stopped");
    this.#running = undefined;
  }

  #received(channel: CastChannel, message: ToldMessage): void {
    const { from, destination, namespace, content } = message;
    const running = this.#running;
    if (destination === running?.transportId) {
      if (running.kind.namespaces.includes(namespace))
        running.app.receive(from, namespace, content);
      return;
    }
    const answer = (body: JsonObject): void => this.#answer(channel, message, body);
    if (namespace === ns.receiver) this.#receiver(from, content, answer);
    else if (namespace === ns.discovery) this.#discovery(content, answer);
    else if (namespace === ns.multizone) this.#multizone(content, answer);
    else if (namespace === ns.setup) this.#setup(content, answer);
  }

  /** I2: none without a number. */
  #answer(channel: CastChannel, { from, namespace, content }: ToldMessage, body: JsonObject): void {
    const requestId = numberAt(content, "requestId") ?? numberAt(content, "request_id");
    if (requestId === undefined) return;
    const number = namespace === ns.setup ? { request_id: requestId } : { requestId };
    channel.send(from.id, platformId, namespace, { ...number, ...body });
  }

  #receiver(from: CastSender, content: JsonObject, answer: (body: JsonObject) => void): void {
    switch (content["type"]) {
      case "GET_STATUS":
        answer(this.#status());
        break;
      case "GET_APP_AVAILABILITY":
        answer(this.#availability(content));
        break;
      case "LAUNCH":
        this.#launch(from, content, answer);
        break;
      case "STOP":
        this.#stop(from, content, answer);
        break;
      case "SET_VOLUME":
        void this.#setVolume(from.client, content, answer);
        break;
      default:
        answer({ type: "INVALID_REQUEST", reason: "INVALID_COMMAND" });
    }
  }

  #launch(from: CastSender, content: JsonObject, answer: (body: JsonObject) => void): void {
    const appId = textAt(content, "appId", limits.idCharsMax) ?? "";
    const kind = this.#parts.apps.find(({ appIds }) => appIds.includes(appId));
    if (kind === undefined) {
      answer({ type: "LAUNCH_ERROR", reason: "NOT_FOUND" });
      return;
    }
    this.#volumeFresh.set(from.client, this.#parts.clock.nowUs() + limits.firstVolumeUs);
    if (this.#running?.kind !== kind) {
      this.#endApp(from.client);
      this.#start(kind, from);
    }
    answer(this.#status());
    this.#tellStatus();
  }

  #start(kind: CastAppKind, by: CastSender): void {
    const { entropy, log, isCommanded, model, clock } = this.#parts;
    const sessionId = uuidOf(entropy.bytes(sessionBytes));
    const transportId = sessionId;
    const isMine = (): boolean => this.#running?.sessionId === sessionId;
    const host: CastAppHost = {
      ...{ model, clock, entropy, log, sessionId, transportId, isCommanded },
      senders: () => [...this.#channels].flatMap((channel) => channel.sendersTo(transportId)),
      send: (to, namespace, message) => {
        const channel = [...this.#channels].find(({ client }) => client === to.client);
        return channel?.send(to.id, transportId, namespace, message) ?? true;
      },
      broadcast: (namespace, message) => this.#broadcast(transportId, namespace, message),
      say: (text) => {
        if (!isMine() || text === this.#statusText) return;
        this.#statusText = text;
        this.#tellStatus();
      },
      busy: (is) => {
        if (!isMine()) return;
        const changed = this.#busy !== is;
        this.#busy = is;
        if (changed) this.#parts.shown();
        this.#watchIdle();
      },
      end: () => {
        if (isMine()) this.#ended();
      },
    };
    this.#statusText = kind.displayName;
    // What the app does while it starts is done in its own name.
    const starting = { kind, sessionId, transportId };
    this.#running = { ...starting, app: idleApp };
    this.#running = { ...starting, app: kind.start(host, by) };
    this.#watchIdle();
  }

  #stop(from: CastSender, content: JsonObject, answer: (body: JsonObject) => void): void {
    const sessionId = textAt(content, "sessionId", limits.idCharsMax);
    const running = this.#running;
    if (sessionId !== undefined && sessionId !== running?.sessionId) {
      answer({ type: "INVALID_REQUEST", reason: "INVALID_SESSION_ID" });
      return;
    }
    this.#endApp(from.client);
    answer(this.#status());
  }

  #endApp(by: CastClient | undefined): void {
    const running = this.#running;
    if (running === undefined) return;
    running.app.stop(by);
    this.#ended();
  }

  #ended(): void {
    const { transportId = "" } = this.#running ?? {};
    this.#running = undefined;
    this.#statusText = "";
    this.#busy = false;
    this.#watchIdle();
    this.#tellStatus();
    for (const channel of this.#channels) channel.closeTo(transportId);
  }

  async #setVolume(
    client: CastClient,
    content: JsonObject,
    answer: (body: JsonObject) => void,
  ): Promise<void> {
    const wanted = objectAt(content, "volume") ?? {};
    const done = await setVolume(client, wanted, this.#isFresh(client));
    answer(done ? this.#status() : { type: "INVALID_REQUEST", reason: "INVALID_PARAMS" });
  }

  /** Once for each launch and each socket, and not long after. */
  #isFresh(client: CastClient): boolean {
    const freshUs = this.#volumeFresh.get(client);
    this.#volumeFresh.delete(client);
    return freshUs !== undefined && this.#parts.clock.nowUs() < freshUs;
  }

  #availability(content: JsonObject): JsonObject {
    const asked = listAt(content, "appId", limits.appsAskedMax) ?? [content["appId"]];
    const known = this.#parts.apps.flatMap(({ appIds }) => appIds);
    const rows = asked.flatMap((id) => {
      if (typeof id !== "string" || id.length > limits.idCharsMax) return [];
      return [[id, known.includes(id) ? "APP_AVAILABLE" : "APP_UNAVAILABLE"]];
    });
    return { responseType: "GET_APP_AVAILABILITY", availability: Object.fromEntries(rows) };
  }

  #discovery({ type }: JsonObject, answer: (body: JsonObject) => void): void {
    const { model, device } = this.#parts;
    if (type !== "GET_DEVICE_INFO") return;
    answer({
      type: "DEVICE_INFO",
      ...{ deviceId: device.id, deviceModel: device.model, deviceCapabilities: 4 },
      ...{ friendlyName: model.status().speaker.name, volume: this.#volume() },
    });
  }

  /** A group of one: itself. */
  #multizone({ type }: JsonObject, answer: (body: JsonObject) => void): void {
    const { model, device } = this.#parts;
    if (type !== "GET_STATUS") return;
    const { name } = model.status().speaker;
    const self = { deviceId: device.id, name, capabilities: 4, volume: this.#volume() };
    answer({ type: "MULTIZONE_STATUS", status: { devices: [self], isMultichannel: false } });
  }

  #setup({ type }: JsonObject, answer: (body: JsonObject) => void): void {
    if (type !== "eureka_info") return;
    const { model, device } = this.#parts;
    const { name, version } = model.status().speaker;
    const capabilities = { display_supported: false, multizone_supported: false };
    const info = { manufacturer: "Nightjar", product_name: device.model, model_name: device.model };
    const device_info = { ...info, ssdp_udn: device.id, capabilities };
    const data = { version: 8, name, build_info: { cast_build_revision: version }, device_info };
    answer({ type, response_code: 200, response_string: "OK", data });
  }

  #status(): JsonObject {
    const running = this.#running;
    const applications =
      running === undefined ? {} : { applications: [this.#application(running)] };
    const status = { ...applications, userEq: {}, volume: this.#volume() };
    return { type: "RECEIVER_STATUS", status };
  }

  #application({ kind, sessionId, transportId }: Running): JsonObject {
    return {
      ...{ appId: kind.appIds[0], universalAppId: kind.appIds[0], appType: "WEB" },
      ...{ displayName: kind.displayName, statusText: this.#statusText, iconUrl: "" },
      ...{ isIdleScreen: false, launchedFromCloud: false, sessionId, transportId },
      namespaces: kind.namespaces.map((name) => ({ name })),
    };
  }

  #volume(): JsonObject {
    const { volume, muted } = this.#parts.model.status();
    const how = { controlType: "attenuation", stepInterval: limits.volumeStep };
    return { ...how, level: volume / 100, muted };
  }

  #tellVolume(): void {
    const volume = JSON.stringify(this.#volume());
    if (volume !== this.#toldVolume) this.#tellStatus();
  }

  /** I3 */
  #tellStatus(): void {
    this.#toldVolume = JSON.stringify(this.#volume());
    this.#broadcast(platformId, ns.receiver, { requestId: 0, ...this.#status() });
    this.#parts.shown();
  }

  #broadcast(source: string, namespace: string, message: JsonObject): boolean {
    const sent = [...this.#channels].map((each) => each.broadcast(source, namespace, message));
    return !sent.includes(false);
  }

  /** Runs while an app is up that nobody uses. */
  #watchIdle(): void {
    const running = this.#running;
    const used =
      running === undefined ||
      this.#busy ||
      [...this.#channels].some((channel) => channel.sendersTo(running.transportId).length > 0);
    if (used) {
      this.#idle?.();
      this.#idle = undefined;
    } else this.#idle ??= this.#parts.clock.after(limits.idleAppUs, () => this.#endApp(undefined));
  }
}

/** In place of an app that is being started. */
const idleApp: CastApp = { receive: () => undefined, stop: () => undefined };

function uuidOf(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-");
}
