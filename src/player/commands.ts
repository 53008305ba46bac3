/**
 * Carries out a PlaybackCommand on the player: finds the tracks it names, checks
 * its values, and answers what became of it. The same for every remote.
 */

import { unreachable } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import type { Rng } from "../base/rng.ts";
import type { TrackInfo } from "../media/track.ts";
import { isTrackId, type TrackId } from "../media/track-id.ts";
import type { Entropy } from "../ports/entropy.ts";
import { looksLikeUrl } from "../url/media-url.ts";
import { lookedForMax, queueItemsMax } from "./limits.ts";
import { lineInId } from "./line-in.ts";
import type { CommandOutcome, PlaybackCommand, QueuePlace } from "./model.ts";
import { done, noSuchItem, refuse } from "./outcomes.ts";
import type { Player } from "./player.ts";
import type { PinQuality } from "./quality.ts";
import type { QueueEntry } from "./queue.ts";
import { QueueEdits } from "./queue-edits.ts";

export interface CommandPorts {
  readonly entropy: Entropy;
  readonly rng: Rng;
  readonly track: (id: TrackId) => TrackInfo | undefined;
  readonly search: (query: string) => readonly TrackInfo[];
  /** What stands for a URL; why it cannot be one. */
  readonly url?: (text: string) => TrackInfo | CommandOutcome;
  /** Of an artist, an album or a genre; undefined where `ref` is not of that form, empty where there is none. */
  readonly shelf?: (ref: string) => readonly TrackInfo[] | undefined;
  readonly clearHistory?: () => void;
  /** Why nothing is known of any music, for people; undefined when the library is there. */
  readonly libraryTrouble: () => string | undefined;
  /** The tracks that are kept on the card. */
  readonly pins: {
    add(tracks: readonly TrackInfo[], quality: PinQuality): CommandOutcome;
    remove(what: readonly string[]): CommandOutcome;
  };
  /** Why no new play may begin, for people; undefined while one may. */
  readonly refusal?: () => string | undefined;
  /** No origin is there, and nobody in the house has it. */
  readonly isMissing?: (track: TrackId) => boolean;
}

const itemIdBytes = 8;

export class CommandExecutor {
  readonly #player: Player;
  readonly #ports: CommandPorts;
  readonly queue: QueueEdits;

  constructor(player: Player, ports: CommandPorts) {
    this.#player = player;
    this.#ports = ports;
    this.queue = new QueueEdits(player, ports.rng);
  }

  /** `by`: the name of who asks; empty where nobody knows. */
  execute(command: PlaybackCommand, by = ""): CommandOutcome {
    const player = this.#player;
    switch (command.kind) {
      case "play":
        return command.what.length === 0 ? this.#resume() : this.#play(command.what, by);
      case "resume":
        return this.#resume();
      case "pause":
        player.pause();
        return done;
      case "stop":
        player.stop();
        return done;
      case "next":
        return this.#withNewPlay(() => player.next());
      case "previous":
        return this.#withNewPlay(() => player.previous());
      case "seek":
        return this.#seek(command.positionMs);
      case "volume":
        return this.#volume(command.level);
      case "volume-by":
        return this.#volume(Math.min(100, Math.max(0, player.volume + command.by)));
      case "mute":
        player.setMuted(command.muted);
        return done;
      case "quality":
        player.setQuality(command.quality, command.source);
        return done;
      case "pin":
        return this.#pin(command.what, command.quality);
      case "unpin":
        return this.#ports.pins.remove(command.what);
      case "history-clear":
        this.#ports.clearHistory?.();
        return done;
      default:
        return this.#editQueue(command, by);
    }
  }

  /** Tracks for ids and searches, in their order; the outcome that says why not, if any of them finds nothing. */
  find(what: readonly string[]): readonly TrackInfo[] | CommandOutcome {
    return this.#tracks(what);
  }

  #editQueue(
    command: Extract<PlaybackCommand, { kind: `queue-${string}` | "repeat" | "shuffle" }>,
    by: string,
  ): CommandOutcome {
    switch (command.kind) {
      case "queue-add":
        return this.#add(command.what, command.place, by);
      case "queue-remove":
        return this.queue.remove(command.ids, by);
      case "queue-move":
        return this.queue.move(command, by);
      case "queue-clear":
        return this.queue.clear(by);
      case "queue-undo":
        return this.queue.undo(command.step);
      case "queue-play":
        return this.#playItem(command.id, command.positionMs);
      case "shuffle":
        return this.queue.shuffle(command.on, by);
      case "repeat":
        this.#player.queue.setRepeat(command.mode);
        this.#player.queueChanged("kept");
        return done;
      default:
        return unreachable(command);
    }
  }

  #resume(): CommandOutcome {
    return this.#player.resume() ? done : emptyQueue;
  }

  #play(what: readonly string[], by: string): CommandOutcome {
    if (this.#asksForLineIn(what)) {
      if (what.length > 1) return lineInAlone;
      this.#player.playLineIn();
      return done;
    }
    const found = this.#find(what, by);
    if (!Array.isArray(found)) return found;
    return this.#whyNotNow(found) ?? this.queue.replace(found, by);
  }

  /** Undefined where a play of these may begin. */
  #whyNotNow(entries: readonly QueueEntry[]): CommandOutcome | undefined {
    const refusal = this.#ports.refusal?.();
    if (refusal !== undefined) return refuse("unavailable", refusal);
    const missing = entries.slice(0, lookedForMax).every(({ track }) => this.#isMissing(track));
    return missing ? this.#notHere(entries) : undefined;
  }

  #playItem(id: string, positionMs: number): CommandOutcome {
    const entry = this.#player.queue.entries.find((item) => item.id === id);
    if (entry === undefined) return noSuchItem;
    if (!isPosition(positionMs)) return badPosition;
    const refused = this.#whyNotNow([entry]);
    if (refused !== undefined) return refused;
    this.#player.queue.jump(id);
    this.#player.playCurrent(positionMs, "skipped");
    return done;
  }

  #pin(what: readonly string[], quality: PinQuality): CommandOutcome {
    const found = this.#tracks(what);
    return Array.isArray(found) ? this.#ports.pins.add(found, quality) : found;
  }

  /** Where there is no line-in it is a search like any other. */
  #asksForLineIn(what: readonly string[]): boolean {
    return what.some((text) => text.toLowerCase() === lineInId) && this.#player.hasLineIn;
  }

  #add(what: readonly string[], place: QueuePlace, by: string): CommandOutcome {
    if (this.#asksForLineIn(what)) return lineInAlone;
    const found = this.#find(what, by);
    if (!Array.isArray(found)) return found;
    const now = "at" in place && place.at === "now";
    return (now ? this.#whyNotNow(found) : undefined) ?? this.queue.add(found, place, by);
  }

  #seek(positionMs: number): CommandOutcome {
    if (!isPosition(positionMs)) return badPosition;
    if (this.#player.isLive && !this.#player.isLineIn) return noPlaces;
    return this.#withTracks(() => this.#player.seek(positionMs));
  }

  #volume(level: number): CommandOutcome {
    if (!Number.isInteger(level) || level < 0 || level > 100) {
      return refuse("invalid-argument", "a volume is a whole number from 0 to 100");
    }
    this.#player.setVolume(level);
    return done;
  }

  #withTracks(act: () => void): CommandOutcome {
    if (this.#player.isLineIn) return noTracks;
    if (this.#player.queue.current === undefined) return emptyQueue;
    act();
    return done;
  }

  #withNewPlay(act: () => void): CommandOutcome {
    const refusal = this.#ports.refusal?.();
    return refusal === undefined ? this.#withTracks(act) : refuse("unavailable", refusal);
  }

  /** Entries for ids and searches, in their order; the outcome that says why not, if any of them finds nothing. */
  #find(what: readonly string[], by: string): QueueEntry[] | CommandOutcome {
    const found = this.#tracks(what);
    if (!Array.isArray(found)) return found;
    return found.map(({ id }) => ({
      id: toHex(this.#ports.entropy.bytes(itemIdBytes)),
      track: id,
      ...(by === "" ? {} : { by }),
    }));
  }

  /** At most one more than a queue takes. */
  #tracks(what: readonly string[]): TrackInfo[] | CommandOutcome {
    const tracks: TrackInfo[] = [];
    for (const text of what) {
      const isId = isTrackId(text);
      const byId = looksLikeUrl(text) ? this.#ports.url?.(text) : this.#byId(text);
      if (byId !== undefined && "code" in byId) return byId;
      // What looks like an id is one: nothing is called so, and looking for it takes long.
      const found = byId !== undefined ? [byId] : isId ? [] : this.#search(text);
      if (found.length === 0) return this.#notFound(text);
      for (const track of found) tracks.push(track);
      // One more than fits says that there was more; a thousand searches for everything must not fill the memory.
      if (tracks.length > queueItemsMax) break;
    }
    return tracks.slice(0, queueItemsMax + 1);
  }

  #byId(text: string): TrackInfo | undefined {
    return isTrackId(text) ? this.#ports.track(text) : undefined;
  }

  #search(text: string): readonly TrackInfo[] {
    return this.#ports.shelf?.(text) ?? this.#ports.search(text);
  }

  #isMissing(track: TrackId): boolean {
    return this.#ports.isMissing?.(track) === true;
  }

  #notHere([first, ...more]: readonly QueueEntry[]): CommandOutcome {
    const title = first && this.#ports.track(first.track)?.title;
    const what = more.length === 0 && title !== undefined ? `"${title}"` : "any of it";
    return refuse(
      "unavailable",
      `nobody in the house has all of ${what}, and no origin is there; see what is here with: nightjar ctl library`,
    );
  }

  #notFound(text: string): CommandOutcome {
    const trouble = this.#ports.libraryTrouble();
    if (trouble !== undefined) return refuse("unavailable", trouble);
    if (text.toLowerCase() === lineInId) return noLineIn;
    const what = isTrackId(text)
      ? `no track has the id ${text}`
      : `nothing in the library matches "${text}"`;
    return refuse("not-found", `${what}; see what there is with: nightjar ctl library`);
  }
}

const emptyQueue = refuse(
  "unavailable",
  "the queue is empty; play something with: nightjar ctl play QUERY",
);
const noTracks = refuse(
  "unavailable",
  "line-in has no tracks and no places; go back to the music with: nightjar ctl resume",
);
const noPlaces = refuse("unavailable", "a live stream has no places to go to");
const noLineIn = refuse(
  "not-found",
  "this speaker has no line-in; it gets one by: nightjar speaker --input alsa:DEVICE",
);

const lineInAlone = refuse(
  "invalid-argument",
  "line-in is no track of a queue; hear it alone with: nightjar ctl play line-in",
);
const badPosition = refuse("invalid-argument", "a position is a number of seconds from 0 on");

function isPosition(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}
