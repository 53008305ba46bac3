/**
 * Gives each command to the part of the speaker that carries it out, once what it
 * looks for in the library is found: no command looks through a large library
 * while music and remotes wait.
 */
import { isTrackId } from "../media/track-id.ts";
import type { Actor } from "./actor.ts";
import type { CollectionCommands } from "./collection/collection-commands.ts";
import { isCollectionCommand } from "./collection/model.ts";
import type { Introduction } from "./introduction.ts";
import { searchesPerCommandMax } from "./limits.ts";
import type { CommandOutcome, PlayerCommand } from "./model.ts";
import type { SpeakerCatalogue } from "./speaker-catalogue.ts";
import type { SpeakerSound } from "./speaker-sound.ts";

interface Parts {
  readonly introduction: Introduction;
  readonly catalogue: SpeakerCatalogue;
  readonly collecting: CollectionCommands;
  /** And all that is the player's. */
  readonly sound: SpeakerSound;
}

const tooManySearches: CommandOutcome = {
  code: "invalid-argument",
  message: `more than ${searchesPerCommandMax} searches in one command; name the tracks by their ids`,
};

export class SpeakerCommands {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async execute(
    command: PlayerCommand,
    by: string,
    actor: Actor | undefined,
  ): Promise<CommandOutcome> {
    const { introduction, catalogue, collecting, sound } = this.#parts;
    if (command.kind === "rename") return await introduction.rename(command.name);
    const searches = "what" in command ? command.what.filter((text) => !isTrackId(text)) : [];
    if (searches.length > searchesPerCommandMax) return tooManySearches;
    const run = (): CommandOutcome | Promise<CommandOutcome> =>
      isCollectionCommand(command)
        ? collecting.execute(command, by)
        : sound.execute(command, by, actor);
    return await (searches.length === 0 ? run() : catalogue.withSearches(searches, run));
  }
}
