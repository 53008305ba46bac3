/** Passes on what the player tells: to the play log, to people's history, to whoever fetches ahead. */
import type { Topic } from "./model.ts";
import type { PlayLog } from "./play-log.ts";
import type { PlayerListener } from "./player-listener.ts";
import type { SpeakerPrefetch } from "./prefetch/speaker-prefetch.ts";
import type { SpeakerMemory } from "./speaker-memory.ts";

export interface ListenerParts {
  readonly plays: PlayLog;
  readonly memory: SpeakerMemory;
  readonly ahead: () => SpeakerPrefetch | undefined;
  readonly changed: (topics: readonly Topic[]) => void;
  readonly positionMs: () => number;
  readonly save: (when: "now" | "soon") => void;
}

export function playerListener(parts: ListenerParts): PlayerListener {
  const { plays, memory, ahead, changed, positionMs, save } = parts;
  /** A play ends in the midst of a command, where the place shown is still the old one: it is told with what comes of it. */
  let played = false;
  return {
    changed: (topics) => {
      if (topics.includes("queue")) memory.edited();
      const told: readonly Topic[] = played ? [...topics, "history"] : topics;
      played = false;
      changed(told);
    },
    playStarted: (track, rung) => {
      plays.started(track, rung);
      memory.began(track);
      played = true;
      ahead()?.began(track);
    },
    playEnded: (reason) => {
      memory.ended(reason, plays.ended(reason));
      played = true;
      ahead()?.ended(reason === "finished");
    },
    playProgress: () => {
      plays.progress();
      ahead()?.progress(positionMs());
    },
    save,
  };
}
