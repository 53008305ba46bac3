/**
 * How this speaker introduces itself to its household: its name, and the ports at
 * which remotes and browsers reach it, as a card in what the household keeps
 * together (household/member-card.ts). Renames it.
 *
 * Invariant: a card is written only where it would say something else, so that a
 * restart writes nothing.
 */
import { describeError } from "../base/errors.ts";
import type { CommonsReplica } from "../household/commons-replica.ts";
import { cardEdit, cardOf, nameFault } from "../household/member-card.ts";
import { DiskError } from "../ports/errors.ts";
import type { CommandOutcome } from "./model.ts";
import type { SpeakerName } from "./speaker-name.ts";

/** TCP ports that others of the LAN reach; undefined where they reach none. */
export interface ReachedAt {
  readonly controlPort: number | undefined;
  readonly webPort: number | undefined;
}

interface Parts {
  readonly id: string;
  readonly name: SpeakerName;
  readonly replica: CommonsReplica;
  /** It is called otherwise now. */
  readonly renamed: () => void;
}

export class Introduction {
  readonly #parts: Parts;
  /** Undefined until the remotes' listeners are open. */
  #reachedAt: ReachedAt | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  reachedAt(places: ReachedAt): void {
    this.#reachedAt = places;
    this.tell();
  }

  /** To the household, where there is one and it knows something else. */
  tell(): void {
    const { id, name, replica } = this.#parts;
    if (this.#reachedAt === undefined || !replica.isMember) return;
    const card = { name: name.current, ...this.#reachedAt };
    const told = cardOf(replica.commons, id);
    const isTold =
      told?.name === card.name &&
      told.controlPort === card.controlPort &&
      told.webPort === card.webPort;
    if (!isTold && nameFault(card.name) === undefined) replica.edit([cardEdit(id, card)]);
  }

  /** An empty name: as the command line says. */
  async rename(asked: string): Promise<CommandOutcome> {
    const { name, renamed } = this.#parts;
    const wanted = asked.trim();
    const fault = wanted === "" ? undefined : nameFault(wanted);
    if (fault !== undefined) return { code: "invalid-argument", message: fault };
    try {
      await name.choose(wanted === "" ? undefined : wanted);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      return { code: "unavailable", message: `it could not be kept: ${describeError(error)}` };
    }
    this.tell();
    renamed();
    return { code: "ok", message: "" };
  }
}
