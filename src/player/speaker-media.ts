/** Sound that is no track of the household, as the speaker has it: what a URL names, and what somebody sends as it happens. */
import type { CommonsReplica } from "../household/commons-replica.ts";
import type { TrackInfo } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Actor } from "./actor.ts";
import type { CommandExecutor } from "./commands.ts";
import type { Feed } from "./feed.ts";
import { LiveDesk, type LiveDeskPorts } from "./live/live-desk.ts";
import type { CommandOutcome, PlayerCommand, Topic } from "./model.ts";
import type { PlayGate } from "./play-gate.ts";
import { type SpeakerUrls, type SpeakerUrlsPorts, speakerUrls } from "./url/speaker-urls.ts";
import type { UrlBook } from "./url/url-book.ts";

export interface SpeakerMediaParts extends Pick<LiveDeskPorts, "sink"> {
  readonly urls: UrlBook;
  readonly commons: CommonsReplica;
}

/** What can be asked of the speaker once all of it is there. */
interface SpeakerMediaWhole extends Pick<LiveDeskPorts, "player"> {
  readonly commands: () => CommandExecutor;
  readonly gate: PlayGate;
}

export class SpeakerMedia {
  readonly live: LiveDesk;
  readonly urls: SpeakerUrls;

  constructor(
    ports: SpeakerUrlsPorts & Pick<LiveDeskPorts, "entropy" | "openDecoders">,
    { sink, urls, commons }: SpeakerMediaParts,
    { player, commands, gate }: SpeakerMediaWhole,
  ) {
    const edits = () => commands().queue;
    this.live = new LiveDesk({ ...ports, player, edits, sink, refusal: () => gate.refusal });
    this.urls = speakerUrls(ports, { urls, commons }, ports.origin, ports.changed);
  }

  /** Undefined where the id is none of these. */
  readonly info = (id: TrackId): TrackInfo | undefined => this.live.info(id) ?? this.urls.info(id);

  /** Undefined where the id is none of these. */
  feed(id: TrackId, startMs: number, changed: () => void): Feed | undefined {
    return this.live.feed(id, changed) ?? this.urls.feed(id, startMs, changed);
  }

  /** As SpeakerUrls.execute, and of what is offered as it happens. */
  execute(
    command: PlayerCommand,
    actor: Actor | undefined,
    signal: AbortSignal,
    run: (command: PlayerCommand) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    return this.live.execute(command, run) ?? this.urls.execute(command, actor, signal, run);
  }

  /** Told of all that changes. */
  changed(topics: readonly Topic[]): void {
    if (topics.includes("player") || topics.includes("queue")) this.live.check();
  }

  /** What is kept of the queue was read. */
  readonly restore = (): void => this.live.restore();

  /** Before the queue is kept. */
  async close(): Promise<void> {
    this.live.close();
    await this.urls.close();
  }
  async forget(): Promise<void> {
    await this.urls.forget();
  }
}
