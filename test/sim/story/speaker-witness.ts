/** Sees what one life of a speaker is told and shows, and tells the referee of its sound and the trace. */
import type { PlayerCommand, SpeakerStatus } from "../../../src/player/model.ts";
import type { SoundReferee } from "../referees/sound-referee.ts";
import type { SimSpeaker } from "../sim-house.ts";

type Note = (kind: "press" | "state" | "link", text: string) => void;

export class SpeakerWitness {
  readonly made: SimSpeaker;
  readonly sound: SoundReferee;
  readonly #note: Note;
  readonly #unsubscribe: () => void;
  #shown = "";
  #links = "";

  constructor(made: SimSpeaker, sound: SoundReferee, note: Note) {
    this.made = made;
    this.sound = sound;
    this.#note = note;
    const { speaker } = made;
    const execute = speaker.execute.bind(speaker);
    speaker.execute = async (command) => {
      sound.command(made.machine.worldUs, command);
      const outcome = await execute(command);
      const refused = outcome.code === "ok" ? "" : `: ${outcome.message}`;
      note("press", `${commandText(command)}${refused}`);
      return outcome;
    };
    this.#unsubscribe = speaker.subscribe(() => this.#look());
    this.#look();
  }

  close(): void {
    this.#unsubscribe();
  }

  #look(): void {
    const status = this.made.speaker.status();
    this.sound.look(this.made.machine.worldUs, status);
    const shown = stateText(status);
    const links = status.link.map(({ state }) => state).join(" ");
    if (shown !== this.#shown) this.#note("state", shown);
    if (links !== this.#links) this.#note("link", links);
    this.#shown = shown;
    this.#links = links;
  }
}

function stateText({ state, track, rung, trouble, play }: SpeakerStatus): string {
  const stalls = play.stalls > 0 ? `, ${play.stalls} stalls` : "";
  const what = track === null ? "" : ` ${track.title}`;
  return `${state}${what} ${rung ?? ""}${stalls}${trouble === null ? "" : ` (${trouble})`}`;
}

function commandText(command: PlayerCommand): string {
  const { kind, ...rest } = command;
  const values = Object.values(rest).map((value: unknown) =>
    Array.isArray(value) && value.length > 2 ? `${value.length} items` : JSON.stringify(value),
  );
  return [kind, ...values].join(" ");
}
