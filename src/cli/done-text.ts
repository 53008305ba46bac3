/** What `nightjar ctl` says of a command that was done and of which there is nothing to look up. Pure. */
import type { PlayerCommand } from "../player/model.ts";

const words: Partial<Record<PlayerCommand["kind"], string>> = {
  pause: "paused",
  resume: "resumed",
  stop: "stopped",
  "queue-clear": "the queue is empty",
  "history-clear": "the history is empty",
  announce: "announced",
};

export function doneText(command: PlayerCommand): string {
  switch (command.kind) {
    case "mute":
      return command.muted ? "muted" : "not muted";
    case "repeat":
      return `repeat ${command.mode}`;
    case "shuffle":
      return `shuffle ${command.on ? "on" : "off"}`;
    case "resume-after-restart":
      return command.on ? "plays on after a restart" : "is silent after a restart";
    case "volume-guard":
      return guardText(command);
    default:
      return words[command.kind] ?? "done";
  }
}

function guardText({ cap, quiet }: PlayerCommand & { readonly kind: "volume-guard" }): string {
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const parts = [
    cap === undefined ? "" : `at most ${cap}`,
    quiet === null ? "no quiet hours" : "",
    quiet ? `at most ${quiet.cap} from ${clock(quiet.fromMinute)} to ${clock(quiet.toMinute)}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "done" : parts.join(" · ");
}
