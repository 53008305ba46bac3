/**
 * Sound that somebody sends to this speaker as it happens (a browser's tab), as the
 * player has it: an item of the queue, alone in it, in the place of what was there.
 * When it is over the queue of before is back, paused where it was.
 *
 * Invariants:
 *   I1  one sender at a time; a new one takes the place of the one before
 *   I2  the music of before is never lost: it is in the undo of the queue, also over a restart
 *   I3  who pauses keeps the sender; who stops, or plays something else, sends it away
 */
import { createHash } from "node:crypto";
import type { AudioEvent, AudioSink } from "../../audio/model.ts";
import { assert } from "../../base/assert.ts";
import { toHex, utf8Bytes } from "../../base/bytes.ts";
import { type TrackInfo, untagged } from "../../media/track.ts";
import { type TrackId, trackIdOf } from "../../media/track-id.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { DecoderDriver } from "../../ports/decoder.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Log } from "../../ports/log.ts";
import type { CommandOutcome, PlayerCommand } from "../model.ts";
import { refuse } from "../outcomes.ts";
import type { Player } from "../player.ts";
import type { QueueEdits } from "../queue-edits.ts";
import { liveHoldStepUs, liveHoldUsMax, liveHoldUsMin, liveTextMax } from "./limits.ts";
import { LiveFeed } from "./live-feed.ts";
import type { LiveAbout, LiveEnd, LiveFrame, LiveModel, LiveSound } from "./live-sound.ts";

/** Decodes what is sent; loaded when the first sender comes. */
export type OpenDecoders = () => Promise<DecoderDriver>;

export interface LiveDeskPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly entropy: Entropy;
  readonly sink: AudioSink;
  /** Absent where nothing that is sent can be played. */
  readonly openDecoders?: OpenDecoders | undefined;
  readonly player: () => Player;
  readonly edits: () => QueueEdits;
  /** Why no new play may begin, for people. */
  readonly refusal: () => string | undefined;
}

/** Stands for whatever is sent: there is one at a time. */
export const liveId: TrackId = trackIdOf(createHash("sha256").update(utf8Bytes("live")).digest());

const refBytes = 16;

/** One sender's sound. */
class LiveSession {
  /** By which a command names it; random, and told to nobody but its protocol. */
  readonly ref: string;
  readonly about: LiveAbout;
  readonly ended: (why: LiveEnd) => void;
  /** Its item of the queue, and the undo of its coming. */
  itemId: string | undefined;
  step: number | undefined;
  feed: LiveFeed | undefined;
  delayUs: number;
  /** From capture to arrival, as it was at the start; counted in the delay. */
  ageUs = 0;
  /** More is held for each time that it ran dry. */
  extraUs = 0;
  isOver = false;

  constructor(ref: string, about: LiveAbout, ended: (why: LiveEnd) => void) {
    this.ref = ref;
    this.about = about;
    this.ended = ended;
    this.delayUs = about.delayUs;
  }

  get holdUs(): number {
    const wantedUs = this.delayUs - this.ageUs + this.extraUs;
    return Math.max(liveHoldUsMin, Math.min(liveHoldUsMax, wantedUs));
  }
}

export class LiveDesk implements LiveModel {
  readonly #ports: LiveDeskPorts;
  readonly #unsubscribe: () => void;
  #decoders: DecoderDriver | undefined;
  /** Whom the next command may name. */
  #offered: LiveSession | undefined;
  #session: LiveSession | undefined;
  #beginning = false;
  #checking: Cancel | undefined;

  constructor(ports: LiveDeskPorts) {
    this.#ports = ports;
    this.#unsubscribe = ports.sink.onEvent((event) => this.#heard(event));
  }

  /** What plays it; null while nobody sends. */
  get figures() {
    const { feed, about, holdUs } = this.#session ?? {};
    return about === undefined ? null : { sender: about.sender, holdUs, ...feed?.figures };
  }

  /** Undefined where the id is none of ours. */
  info(id: TrackId): TrackInfo | undefined {
    if (id !== liveId) return undefined;
    const { title = "Live sound", sender = "" } = this.#session?.about ?? {};
    return { ...untagged, id, title, artist: sender, live: true };
  }

  /** Undefined where the id is none of ours, or nobody sends it any more. */
  feed(id: TrackId, changed: () => void): LiveFeed | undefined {
    const session = id === liveId ? this.#session : undefined;
    const decoders = this.#decoders;
    if (session === undefined || decoders === undefined) return undefined;
    const { clock, sink } = this.#ports;
    const feed = new LiveFeed({
      ...{ decoders, changed, nowUs: () => clock.nowUs(), holdUs: () => session.holdUs },
      aheadUs: () => {
        const { bufferedUs, delayUs } = sink.status();
        return bufferedUs + delayUs;
      },
      closed: () => {
        if (session.feed === feed) session.feed = undefined;
      },
    });
    session.feed = feed;
    return feed;
  }

  offer(about: LiveAbout, ended: (why: LiveEnd) => void): LiveSound {
    const short = { title: cut(about.title), sender: cut(about.sender) };
    const ref = `live-${toHex(this.#ports.entropy.bytes(refBytes))}`;
    const session = new LiveSession(ref, { ...about, ...short }, ended);
    this.#offered = session;
    return this.#soundOf(session);
  }

  /** Runs a command that names what was offered; undefined where it names nothing of that kind. */
  execute(
    command: PlayerCommand,
    run: (command: PlayerCommand) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> | undefined {
    const [ref, ...more] = command.kind === "play" ? command.what : [];
    const session = this.#offered;
    if (session === undefined || ref !== session.ref || more.length > 0) return undefined;
    this.#offered = undefined;
    return this.#play(session, () => run({ kind: "play", what: [liveId] }));
  }

  /** Something of the player or the queue has changed: I3. */
  check(): void {
    if (this.#session === undefined || this.#beginning) return;
    this.#checking ??= this.#ports.clock.after(0, () => {
      this.#checking = undefined;
      this.#look();
    });
  }

  /** I2: what was left of a sender when the speaker ended. */
  restore(): void {
    const { queue } = this.#ports.player();
    const left = queue.entries.filter(({ track }) => track === liveId);
    if (left.length === 0 || this.#session !== undefined) return;
    const edits = this.#ports.edits();
    if (edits.undoable?.what === "replace" && edits.withdraw(edits.undoable.step)) return;
    this.#ports.player().queueChanged(queue.remove(left.map(({ id }) => id)));
  }

  close(): void {
    this.#unsubscribe();
    this.#checking?.();
    const session = this.#session;
    if (session === undefined) return;
    this.#over(session);
    session.ended("stopped");
  }

  async #play(session: LiveSession, run: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    const { openDecoders, refusal } = this.#ports;
    const why = openDecoders === undefined ? "this speaker plays no live sound" : refusal();
    if (openDecoders === undefined || why !== undefined) return refuse("unavailable", why ?? "");
    this.#decoders ??= await openDecoders();
    if (session.isOver) return refuse("unavailable", "it is over before it began");
    const before = this.#session;
    if (before !== undefined) this.#over(before);
    this.#session = session;
    this.#beginning = true;
    const outcome = await run();
    this.#beginning = false;
    const item = this.#ports.player().queue.current;
    if (item?.track === liveId) {
      session.itemId = item.id;
      session.step = this.#ports.edits().undoable?.step;
      this.#ports.log.info("live-began", { sender: session.about.sender });
    } else this.#session = undefined;
    before?.ended("replaced");
    this.check();
    return outcome;
  }

  #soundOf(session: LiveSession): LiveSound {
    return {
      ref: session.ref,
      get patienceUs() {
        return session.feed?.patienceUs ?? 0;
      },
      push: (frame) => this.#push(session, frame),
      setDelayUs: (us) => {
        session.delayUs = us;
      },
      end: () => {
        if (session.isOver) return;
        if (this.#session !== session) {
          session.isOver = true;
          return;
        }
        this.#over(session);
        this.#ports.log.info("live-ended", { sender: session.about.sender });
      },
    };
  }

  #push(session: LiveSession, frame: LiveFrame): void {
    if (session.isOver || session.feed === undefined) return;
    const { capturedUs } = frame;
    if (session.ageUs === 0 && capturedUs !== undefined)
      session.ageUs = Math.max(
        0,
        Math.min(session.delayUs, this.#ports.clock.nowUs() - capturedUs),
      );
    session.feed.push(frame);
  }

  #heard({ kind }: AudioEvent): void {
    const session = this.#session;
    if (kind !== "starving" || session?.feed === undefined) return;
    session.feed.starved();
    session.extraUs = Math.min(liveHoldUsMax, session.extraUs + liveHoldStepUs);
  }

  #look(): void {
    const session = this.#session;
    if (session === undefined) return;
    const player = this.#ports.player();
    const isCurrent = player.queue.current?.id === session.itemId && !player.isLineIn;
    if (isCurrent && player.state !== "stopped") return;
    this.#over(session);
    const why = isCurrent ? "stopped" : "replaced";
    this.#ports.log.info("live-ended", { sender: session.about.sender, why });
    session.ended(why);
  }

  /** The queue of before is back where it can be; else the item goes out of it. */
  #over(session: LiveSession): void {
    assert(!session.isOver, "a sender ends once");
    session.isOver = true;
    this.#session = undefined;
    const { queue } = this.#ports.player();
    const { step, itemId } = session;
    const isCurrent = queue.current?.id === itemId;
    if (isCurrent && step !== undefined && this.#ports.edits().withdraw(step)) return;
    const left = queue.entries.filter(({ id }) => id === itemId).map(({ id }) => id);
    if (left.length > 0) this.#ports.player().queueChanged(queue.remove(left));
  }
}

function cut(text: string): string {
  return text.slice(0, liveTextMax);
}
