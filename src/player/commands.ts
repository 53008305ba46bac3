/**
 * Carries out a PlayerCommand on the player: finds the tracks it names, checks
 * its values, and answers what became of it. The same for every remote.
 */

import { unreachable } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import type { Rng } from "../base/rng.ts";
import type { TrackInfo } from "../media/track.ts";
import { isTrackId, type TrackId } from "../media/track-id.ts";
import type { Entropy } from "../ports/entropy.ts";
import { lookedForMax, queueItemsMax } from "./limits.ts";
import { lineInId } from "./line-in.ts";
import type { CommandCode, CommandOutcome, PlayerCommand, QueuePlace } from "./model.ts";
import type { Player } from "./player.ts";
import type { PinQuality } from "./quality.ts";
import type { QueueEntry } from "./queue.ts";

export interface CommandPorts {
  readonly entropy: Entropy;
  readonly rng: Rng;
  readonly track: (id: TrackId) => TrackInfo | undefined;
  readonly search: (query: string) => readonly TrackInfo[];
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

const done: CommandOutcome = { code: "ok", message: "" };
const itemIdBytes = 8;

export class CommandExecutor {
  readonly #player: Player;
  readonly #ports: CommandPorts;

  constructor(player: Player, ports: CommandPorts) {
    this.#player = player;
    this.#ports = ports;
  }

  execute(command: PlayerCommand): CommandOutcome {
    const player = this.#player;
    switch (command.kind) {
      case "play":
        return command.what.length === 0 ? this.#resume() : this.#play(command.what);
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
      default:
        return this.#editQueue(command);
    }
  }

  #editQueue(
    command: Extract<PlayerCommand, { kind: `queue-${string}` | "repeat" | "shuffle" }>,
  ): CommandOutcome {
    const { queue } = this.#player;
    switch (command.kind) {
      case "queue-add":
        return this.#add(command.what, command.place);
      case "queue-remove":
        return this.#remove(command.ids);
      case "queue-move":
        if (!queue.move(command.ids, command.after)) return noSuchItem;
        break;
      case "queue-clear":
        queue.clear();
        this.#player.queueChanged("end");
        return done;
      case "repeat":
        queue.setRepeat(command.mode);
        break;
      case "shuffle":
        queue.setShuffle(command.on, this.#ports.rng);
        break;
      default:
        unreachable(command);
    }
    this.#player.queueChanged("kept");
    return done;
  }

  #resume(): CommandOutcome {
    return this.#player.resume() ? done : emptyQueue;
  }

  #play(what: readonly string[]): CommandOutcome {
    if (this.#asksForLineIn(what)) {
      if (what.length > 1) return lineInAlone;
      this.#player.playLineIn();
      return done;
    }
    const found = this.#find(what);
    if (!Array.isArray(found)) return found;
    const refusal = this.#ports.refusal?.();
    if (refusal !== undefined) return refuse("unavailable", refusal);
    if (found.slice(0, lookedForMax).every(({ track }) => this.#isMissing(track)))
      return this.#notHere(found);
    this.#player.queue.replace(found, this.#ports.rng);
    this.#player.playCurrent(0, "replaced");
    return found.length > queueItemsMax
      ? refuse("ok", `only the first ${queueItemsMax} tracks were queued`)
      : done;
  }

  #pin(what: readonly string[], quality: PinQuality): CommandOutcome {
    const found = this.#tracks(what);
    return Array.isArray(found) ? this.#ports.pins.add(found, quality) : found;
  }

  /** Where there is no line-in it is a search like any other. */
  #asksForLineIn(what: readonly string[]): boolean {
    return what.some((text) => text.toLowerCase() === lineInId) && this.#player.hasLineIn;
  }

  #add(what: readonly string[], place: QueuePlace): CommandOutcome {
    if (this.#asksForLineIn(what)) return lineInAlone;
    const found = this.#find(what);
    if (!Array.isArray(found)) return found;
    const added = this.#player.queue.add(found, place);
    if (added === 0) {
      return this.#player.queue.entries.length >= queueItemsMax
        ? refuse("unavailable", `the queue is full (${queueItemsMax} tracks); remove some first`)
        : noSuchItem;
    }
    this.#player.queueChanged("kept");
    return done;
  }

  #remove(ids: readonly string[]): CommandOutcome {
    const known = new Set(this.#player.queue.entries.map(({ id }) => id));
    if (!ids.some((id) => known.has(id))) return noSuchItem;
    this.#player.queueChanged(this.#player.queue.remove(ids));
    return done;
  }

  #seek(positionMs: number): CommandOutcome {
    if (!Number.isFinite(positionMs) || positionMs < 0) {
      return refuse("invalid-argument", "a position is a number of seconds from 0 on");
    }
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
  #find(what: readonly string[]): QueueEntry[] | CommandOutcome {
    const found = this.#tracks(what);
    if (!Array.isArray(found)) return found;
    return found.map(({ id }) => ({
      id: toHex(this.#ports.entropy.bytes(itemIdBytes)),
      track: id,
    }));
  }

  /** At most one more than a queue takes. */
  #tracks(what: readonly string[]): TrackInfo[] | CommandOutcome {
    const tracks: TrackInfo[] = [];
    for (const text of what) {
      const byId = isTrackId(text) ? this.#ports.track(text) : undefined;
      const found = byId === undefined ? this.#ports.search(text) : [byId];
      if (found.length === 0) return this.#notFound(text);
      for (const track of found) tracks.push(track);
      // One more than fits says that there was more; a thousand searches for everything must not fill the memory.
      if (tracks.length > queueItemsMax) break;
    }
    return tracks.slice(0, queueItemsMax + 1);
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
const lineInAlone = refuse(
  "invalid-argument",
  "line-in is no track of a queue; hear it alone with: nightjar ctl play line-in",
);
const noSuchItem = refuse(
  "not-found",
  "the queue has no such item; see the ids with: nightjar ctl queue --json",
);

function refuse(code: CommandCode, message: string): CommandOutcome {
  return { code, message };
}
