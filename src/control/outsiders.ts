/**
 * Remotes that cannot pair (cast senders, and other protocols without keys): what
 * they ask for is done as a role that the owner chose for all of them, with the
 * same rates, the same order of commands and the same audit as paired remotes'.
 *
 * They are known by their addresses alone, which prove nothing: no admin among them.
 */
import type { PlayerCommand } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Audit, actorKinds } from "./audit.ts";
import { auditWords } from "./audit-words.ts";
import type { ClientRates } from "./client-rates.ts";
import { type ResultCode, roleReaches } from "./codes.ts";
import type { CommandRunner } from "./command-runner.ts";
import { gentleVolume, roleFor } from "./permissions.ts";
import { noGesture } from "./state.ts";

export interface Outsider {
  readonly kind: (typeof actorKinds)[number];
  /** IP address: all connections from there share their rates. */
  readonly host: string;
  /** For people: the queue and the audit name it. */
  readonly name: string;
  readonly role: "guest" | "member";
  /** It asks from the speaker itself: a URL may lead there. */
  readonly local: boolean;
}

export interface ActOutcome {
  readonly code: ResultCode;
  /** For people where `code` is not "ok". */
  readonly message: string;
}

export interface OutsiderParts {
  readonly clock: Clock;
  readonly runner: CommandRunner;
  readonly rates: ClientRates;
  readonly audit: Audit;
}

export class Outsiders {
  readonly #parts: OutsiderParts;

  constructor(parts: OutsiderParts) {
    this.#parts = parts;
  }

  /** Somebody's command runs now: what changes meanwhile did not come by itself. */
  get isCommanded(): boolean {
    return this.#parts.runner.isRunning;
  }

  /** Never rejects. `firstVolume`: a new sender's own idea of the volume, which makes nothing louder. */
  async act(who: Outsider, command: PlayerCommand, firstVolume = false): Promise<ActOutcome> {
    const { clock, runner, rates, audit } = this.#parts;
    const { kind, host, name, role, local } = who;
    const needed = roleFor(command);
    if (!roleReaches(role, needed))
      return { code: "permission-denied", message: `that needs the role ${needed}` };
    const rate = rates.of(`${kind} ${host}`, clock.nowUs());
    const retryMs = rate.retryMs("commands", clock.nowUs());
    if (retryMs > 0)
      return { code: "rate-limited", message: `too many commands; try again in ${retryMs} ms` };
    const louder = (points: number): number => rate.louder(points, clock.nowUs());
    const result = await runner.run({
      command,
      soften:
        role === "guest" ? (asked, volumeNow) => gentleVolume(asked, volumeNow, louder) : undefined,
      cause: { session: this, commandId: 0 },
      by: name,
      ifQueueRev: 0,
      gesture: noGesture,
      actor: { role, local, firstVolume },
      key: undefined,
    });
    const { code, message } = result;
    if (code === "ok" || code === "volume-limited")
      audit.note({ kind, clientId: "", name }, ...auditWords(command));
    return { code, message };
  }
}
