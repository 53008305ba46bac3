/** What people press, drawn from the speaker's state at that moment. */
import type { Rng } from "../../../src/base/rng.ts";
import type { PlayerCommand, SpeakerModel } from "../../../src/player/model.ts";

const repeats = ["off", "one", "all"] as const;

/** Undefined where nothing comes to anybody's mind. */
export function drawPress(rng: Rng, speaker: SpeakerModel): PlayerCommand | undefined {
  const ids = speaker.queue().map(({ id }) => id);
  const { queue, track, state } = speaker.status();
  // Who comes to a silent speaker wants music more often than not.
  if ((state === "paused" || state === "stopped") && rng.chance(0.5))
    return rng.chance(0.6) ? { kind: "resume" } : { kind: "play", what: ["sim"] };
  const some = ids.filter(() => rng.chance(0.3));
  const nearEndMs = Math.max(0, (track?.durationMs ?? 0) - rng.below(6_000));
  const current = ids.slice(queue.index, queue.index + 1);
  const next = ids.slice(queue.index + 1, queue.index + 2);
  const commands: readonly PlayerCommand[] = [
    { kind: "play", what: ["sim"] },
    { kind: "play", what: [`00${rng.below(9)}`] },
    { kind: "next" },
    { kind: "previous" },
    { kind: "seek", positionMs: rng.below(120_000) },
    { kind: "seek", positionMs: nearEndMs },
    { kind: "pause" },
    { kind: "resume" },
    { kind: "resume" },
    { kind: "stop" },
    { kind: "shuffle", on: rng.chance(0.5) },
    { kind: "repeat", mode: repeats[rng.below(repeats.length)] ?? "off" },
    { kind: "queue-remove", ids: current },
    { kind: "queue-remove", ids: next },
    { kind: "queue-remove", ids: some },
    { kind: "queue-add", what: ["sim"], place: { at: rng.chance(0.5) ? "next" : "end" } },
    { kind: "queue-move", ids: some, after: undefined },
    { kind: "queue-move", ids: next, after: ids[rng.below(ids.length)] },
    { kind: "mute", muted: rng.chance(0.3) },
    { kind: "volume", level: rng.chance(0.7) ? 100 : rng.below(101) },
  ];
  return commands[rng.below(commands.length)];
}
