/** A Cast receiver over a speaker that plays nothing, and senders that keep what they are told. */
import { Rng } from "../../../src/base/rng.ts";
import { Audit } from "../../../src/control/audit.ts";
import type { CastClient } from "../../../src/control/cast/app.ts";
import type { CastChannel, ChannelEnd } from "../../../src/control/cast/channel.ts";
import { defaultMediaReceiver } from "../../../src/control/cast/media/default-media.ts";
import { ns, platformId } from "../../../src/control/cast/namespaces.ts";
import { CastReceiver } from "../../../src/control/cast/receiver.ts";
import { ClientRates } from "../../../src/control/client-rates.ts";
import { CommandRunner } from "../../../src/control/command-runner.ts";
import { StateFeed } from "../../../src/control/feed.ts";
import { Outsiders } from "../../../src/control/outsiders.ts";
import type { Actor } from "../../../src/player/actor.ts";
import type { CommandOutcome, PlayerCommand } from "../../../src/player/model.ts";
import type { CastMessage } from "../../../src/wire/cast-message.ts";
import { encodeCastMessage } from "../../../src/wire/cast-message.ts";
import { drain, SimClock } from "../../sim/sim-clock.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";
import { SimLog } from "../../sim/sim-log.ts";
import { FakeModel, fakeTrack } from "../fake-model.ts";

export const appId = "CC1AD845";
export const urls = Array.from({ length: 6 }, (_, i) => `http://10.0.0.9/${i}.mp3`);
/** Of the speaker's own music. */
export const ownTrack = fakeTrack(1).id;
export const missingUrl = "http://10.0.0.9/missing.mp3";

/** Knows some URLs, and the places of its queue. */
export class CastModel extends FakeModel {
  actors: (Actor | undefined)[] = [];

  constructor(clock: SimClock) {
    super(clock);
    const cast = urls.map((url, i) => ({ ...fakeTrack(50 + i), id: url, url, live: false }));
    this.tracks = [...this.tracks, ...cast];
  }

  override async execute(command: PlayerCommand, by = "", actor?: Actor): Promise<CommandOutcome> {
    this.actors.push(actor);
    if (command.kind === "play" && command.what.includes(missingUrl))
      return { code: "unavailable", message: "it has no such thing" };
    const current = this.items[this.index];
    if (command.kind === "queue-move") {
      const outcome = await super.execute(command, by);
      this.index = current === undefined ? -1 : this.items.indexOf(current);
      await super.execute({ kind: "repeat", mode: this.repeat });
      return outcome;
    }
    if (command.kind !== "queue-play") return super.execute(command, by);
    this.index = this.items.findIndex(({ id }) => id === command.id);
    return super.execute({ kind: "seek", positionMs: command.positionMs });
  }
}

type Content = Readonly<Record<string, unknown>>;

export interface ToldMessage extends Omit<CastMessage, "payload"> {
  readonly content: Content;
}

export class CastRig {
  readonly clock = new SimClock();
  readonly model = new CastModel(this.clock);
  readonly audit: Audit;
  readonly receiver: CastReceiver;
  readonly outsiders: Outsiders;
  readonly #role: "guest" | "member";

  constructor(role: "guest" | "member" = "member") {
    this.#role = role;
    const { clock, model } = this;
    const log = new SimLog(() => clock.nowUs()).of("cast");
    const entropy = new SimEntropy(new Rng(7));
    const feed = new StateFeed(model, "e", clock.nowUs());
    const runner = new CommandRunner({ clock, log }, { model, feed, publish: () => undefined });
    model.subscribe((topics) => runner.changed(topics));
    this.audit = new Audit({ clock, log, time: () => model.time() });
    const rate = { perS: 1e6, burst: 1e6 };
    const rates = new ClientRates({
      ...{ commands: rate, searches: rate, requests: rate },
      guestVolume: { perS: 2, burst: 10 },
    });
    this.outsiders = new Outsiders({ clock, runner, rates, audit: this.audit });
    this.receiver = new CastReceiver({
      ...{ model, clock, entropy, log, apps: [defaultMediaReceiver] },
      device: { id: "0".repeat(32), model: "Nightjar Speaker" },
      isCommanded: () => this.outsiders.isCommanded,
      shown: () => undefined,
    });
    model.subscribe((topics) => this.receiver.changed(topics));
  }

  sender(id = "sender-0", host = "10.0.0.7"): RigSender {
    const name = `Cast on ${host}`;
    const who = { kind: "cast", host, name, role: this.#role, local: false } as const;
    const client: CastClient = {
      ...{ peer: `${host}:5000`, name },
      act: (command, firstVolume) => this.outsiders.act(who, command, firstVolume),
    };
    return new RigSender(this, client, id);
  }
}

export class RigSender {
  readonly told: ToldMessage[] = [];
  readonly binary: Uint8Array[] = [];
  readonly channel: CastChannel;
  readonly id: string;
  end: ChannelEnd | undefined;
  #requests = 100;
  readonly #rig: CastRig;

  constructor(rig: CastRig, client: CastClient, id: string) {
    this.#rig = rig;
    this.id = id;
    this.channel = rig.receiver.open({
      client,
      send: (message) => {
        const { payload, ...ends } = message;
        if (encodeCastMessage(message) === undefined) return false;
        if (typeof payload === "string")
          this.told.push({ ...ends, content: JSON.parse(payload) as Content }); // ours: an object
        else this.binary.push(payload);
        return true;
      },
      close: (reason) => {
        this.end = reason;
      },
      authenticate: () => Uint8Array.of(1),
    });
  }

  /** Sends, and lets everything come of it that comes at once. */
  async say(namespace: string, content: Content, destination = platformId): Promise<void> {
    this.sayNow(namespace, content, destination);
    await drain();
  }

  sayNow(namespace: string, content: Content, destination = platformId): void {
    const payload = JSON.stringify(content);
    const message = { source: this.id, destination, namespace, payload };
    this.channel.receive(message, this.#rig.clock.nowUs());
  }

  connect(destination = platformId): Promise<void> {
    return this.say(ns.connection, { type: "CONNECT", origin: {} }, destination);
  }

  /** The answer to a request; undefined where there is none. */
  async ask(
    namespace: string,
    content: Content,
    destination = platformId,
  ): Promise<Content | undefined> {
    const requestId = this.#requests++;
    await this.say(namespace, { ...content, requestId }, destination);
    const answers = this.told.filter((each) => each.content["requestId"] === requestId);
    if (answers.length > 1) throw new Error(`answered ${answers.length} times`);
    return answers[0]?.content;
  }

  /** Connects and launches; where the app is. */
  async launch(): Promise<string> {
    await this.connect();
    const answer = await this.ask(ns.receiver, { type: "LAUNCH", appId });
    const status = (answer?.["status"] ?? {}) as { applications?: { transportId: string }[] }; // as documented
    const transport = status.applications?.[0]?.transportId ?? "";
    await this.connect(transport);
    return transport;
  }

  /** Broadcasts of MEDIA_STATUS, in order. */
  get statuses(): readonly Content[] {
    return this.told
      .filter(({ content }) => content["type"] === "MEDIA_STATUS" && content["requestId"] === 0)
      .map(({ content }) => (content["status"] as Content[])[0] ?? {});
  }
}

export function load(...names: readonly string[]): Content {
  const [first = "", ...more] = names;
  const media = (url: string) => ({ contentId: url, contentType: "audio/mpeg", streamType: null });
  return more.length === 0
    ? { type: "LOAD", media: media(first), autoplay: true }
    : { type: "QUEUE_LOAD", items: names.map((url) => ({ media: media(url) })) };
}
