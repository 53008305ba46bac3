/**
 * The Cast app for the sound of a browser's tab (85CDB22F): answers the sender's
 * OFFER, and plays what it streams (docs/TAB-AUDIO.md).
 *
 * Invariants:
 *   I1  one stream at a time: a new OFFER takes its place, from whomever it is
 *   I2  nothing of a stream is left when the app ends
 */
import { describeError } from "../../../base/errors.ts";
import type { LiveEnd, LiveModel, LiveSound } from "../../../player/live/live-sound.ts";
import type { Network } from "../../../ports/network.ts";
import type { CastApp, CastAppHost, CastAppKind, CastClient, CastSender } from "../app.ts";
import type { JsonObject } from "../json.ts";
import { answerTo, capabilitiesFor, type Offer, readOffer, refusalOf } from "./offer.ts";
import { bindStream, StreamLink } from "./stream-link.ts";
import { StreamReceiver } from "./stream-receiver.ts";

export interface TabAppParts {
  readonly network: Network;
  readonly live: LiveModel;
}

export const webrtcNamespace = "urn:x-cast:com.google.cast.webrtc";
/** Of Cast's own for mirroring without a picture. */
const audioMirroringAppId = "85CDB22F";
const shown = "Browser tab";
/** As Open Screen counts: the receiver could not. */
const cannotStart = 3;

/** The kind of app that plays a tab's sound. */
export function tabApp(parts: TabAppParts): CastAppKind {
  return {
    appIds: [audioMirroringAppId],
    displayName: shown,
    namespaces: [webrtcNamespace],
    start: (host) => new TabApp(parts, host),
  };
}

interface Playing {
  readonly by: CastSender;
  readonly live: LiveSound;
  readonly link: StreamLink;
}

class TabApp implements CastApp {
  readonly #parts: TabAppParts;
  readonly #host: CastAppHost;
  readonly #lifetime = new AbortController();
  #playing: Playing | undefined;
  #negotiating = false;

  constructor(parts: TabAppParts, host: CastAppHost) {
    this.#parts = parts;
    this.#host = host;
  }

  receive(from: CastSender, _namespace: string, message: JsonObject): void {
    if (message["type"] === "GET_CAPABILITIES") this.#send(from, capabilitiesFor(message));
    if (message["type"] !== "OFFER") return;
    const offer = readOffer(message);
    if ("refusal" in offer) this.#send(from, refusalOf(offer, offer.refusal));
    else if (this.#negotiating) this.#refuse(from, offer, "an offer before this one is looked at");
    else void this.#negotiate(from, offer);
  }

  left(sender: CastSender): void {
    if (!isSame(this.#playing?.by, sender)) return;
    this.#close();
    this.#host.end();
  }

  stop(_by: CastClient | undefined): void {
    this.#lifetime.abort(new Error("the app was stopped"));
    this.#close();
  }

  /** Never rejects. */
  async #negotiate(by: CastSender, offer: Offer): Promise<void> {
    this.#negotiating = true;
    try {
      await this.#begin(by, offer);
    } catch (error) {
      if (!this.#lifetime.signal.aborted) this.#refuse(by, offer, describeError(error));
    } finally {
      this.#negotiating = false;
    }
  }

  async #begin(by: CastSender, offer: Offer): Promise<void> {
    if (!("stream" in offer)) return;
    const { stream } = offer;
    const { signal } = this.#lifetime;
    const socket = await bindStream(this.#parts.network, signal);
    // From here on the link owns the socket, and closes it whatever happens.
    const before = this.#playing;
    const goesOn = isSame(before?.by, by) ? before?.live : undefined;
    if (goesOn === undefined) this.#close();
    const live = goesOn ?? this.#offered(by, stream.targetDelayMs);
    const ssrc = new DataView(this.#host.entropy.bytes(4).buffer).getUint32(0);
    const { clock, log } = this.#host;
    const link = new StreamLink({
      ...{ clock, log, socket, live, receiver: new StreamReceiver(stream, ssrc) },
      senderHost: hostOf(by.client.peer),
      silent: () => this.#isOver(live),
    });
    const { code, message } = goesOn === undefined ? await this.#play(by, live) : played;
    if (code !== "ok" || signal.aborted) {
      link.close();
      live.end();
      if (!signal.aborted) this.#refuse(by, offer, message);
      return;
    }
    before?.link.close();
    this.#playing = { by, live, link };
    this.#host.busy(true);
    this.#send(by, answerTo(offer, { stream, udpPort: socket.local.port, ssrc }));
  }

  #offered(by: CastSender, delayMs: number): LiveSound {
    const about = { title: shown, sender: by.client.name, delayUs: 1_000 * delayMs };
    const live: LiveSound = this.#parts.live.offer(about, (why: LiveEnd) => {
      this.#host.log.info("tab-audio-over", { why });
      this.#isOver(live);
    });
    return live;
  }

  #play(by: CastSender, live: LiveSound) {
    return by.client.act({ kind: "play", what: [live.ref] });
  }

  /** By itself, or by what somebody does at the speaker. */
  #isOver(live: LiveSound): void {
    if (this.#playing?.live !== live) return;
    this.#close();
    this.#host.end();
  }

  #close(): void {
    const playing = this.#playing;
    if (playing === undefined) return;
    this.#playing = undefined;
    playing.link.close();
    playing.live.end();
    this.#host.log.info("tab-audio-closed", { ...playing.link.figures });
  }

  #refuse(to: CastSender, offer: Offer, description: string): void {
    this.#send(to, refusalOf(offer, { code: cannotStart, description }));
  }

  #send(to: CastSender, message: object): void {
    this.#host.send(to, webrtcNamespace, { ...message });
  }
}

const played = { code: "ok", message: "" };

function isSame(a: CastSender | undefined, b: CastSender): boolean {
  return a?.client === b.client && a.id === b.id;
}

/** Of HOST:PORT or [HOST]:PORT, with IPv4 as itself where a socket for both wrote it as IPv6. */
function hostOf(peer: string): string {
  const host = peer.slice(0, peer.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
  return host.replace(/^::ffff:(?=\d+\.)/i, "");
}
