/**
 * Lets remotes in by a code (docs/CONTROL.md §3.2): opens the window for those
 * who may, has the code spoken, runs the speaker's half for whoever comes, and
 * puts whom it let in on the list.
 *
 * What is decided is decided in pairing/; this joins it to the list, the voice,
 * the log and the audit. The code goes to who asked for it, into the log and the
 * air, and nowhere else.
 */
import { parseAddress } from "../base/address.ts";
import { usPerMs } from "../base/units.ts";
import type { SpeakerModel } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { schema } from "../wire/control-frame.ts";
import type { Actor, Audit } from "./audit.ts";
import { clientIdOf } from "./auth.ts";
import type { ClientStore } from "./client-store.ts";
import { type Refused, type Role, roleReaches, roleTable } from "./codes.ts";
import type { Grants } from "./grants.ts";
import { firstAdminUs, windowUs } from "./pairing/limits.ts";
import type { PairStepFields } from "./pairing/pair-client.ts";
import type { PairResponder, ResponderFacts } from "./pairing/pair-responder.ts";
import { keyBytes } from "./pairing/pair-terms.ts";
import { type Grant, type PairRefusal, type PairRun, PairWindow } from "./pairing/pair-window.ts";
import { spokenCode, spokenPaired } from "./voice/spoken-code.ts";

type WindowOut = schema.control.PairWindow.$Properties;

interface Parts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly model: Pick<SpeakerModel, "say">;
  readonly clients: ClientStore;
  readonly grants: Grants;
  readonly audit: Audit;
}

/** One client's try, between its two messages. */
export interface Try {
  readonly run: PairRun;
  readonly responder: PairResponder;
  /** Where it comes from. */
  readonly peer: string;
}

/** What a client is refused with: as a Result. */
export interface PairRefused extends Refused {
  readonly retryMs: number;
}

export class PairingDesk {
  readonly #parts: Parts;
  readonly #window: PairWindow;
  readonly #startedUs: number;
  #changed: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#window = new PairWindow(parts.entropy);
    this.#startedUs = parts.clock.nowUs();
  }

  /** Calls `changed` whenever the window was opened or closed; when its time is over it closes by itself. */
  watch(changed: () => void): void {
    this.#changed = changed;
  }

  /** For an admin, or the owner of the socket. `untilUs`: monotonic, the end of a guest's visit. */
  open(grant: Grant, by: Actor): WindowOut | Refused {
    const { clock, log, audit } = this.#parts;
    const nowUs = clock.nowUs();
    const opened = this.#window.open(grant, nowUs);
    if (!("code" in opened)) return refusal(opened);
    const { code } = opened;
    // Whoever reads the log of a speaker that has no screen looks for just this; it is good once, for two minutes.
    log.info("pairing-code", { code, role: grant.role, seconds: windowUs / 1_000_000 });
    audit.note(by, "pairing-opened", grant.role);
    const spoken = this.#parts.model.say(spokenCode(code)) !== undefined;
    if (!spoken) log.warn("pairing-code-not-spoken", { why: "too much is to be said already" });
    const { openUs, attemptsLeft } = this.#window.at(nowUs);
    const role = roleTable.number(grant.role);
    this.#changed();
    return { code, leftMs: openUs / usPerMs, role, attemptsLeft, spoken };
  }

  /**
   * Somebody pressed the button of the speaker: the code is spoken and in the log. Makes an admin only while
   * there is none and the speaker started a quarter of an hour ago at most, else a member.
   */
  openByButton(): WindowOut | Refused {
    const { clients, clock } = this.#parts;
    const hasAdmin = clients.list().some(({ role }) => role === "admin");
    const isFresh = clock.nowUs() - this.#startedUs <= firstAdminUs;
    const role = !hasAdmin && isFresh ? "admin" : "member";
    return this.open({ role, untilUs: undefined }, { kind: "button", clientId: "", name: "" });
  }

  close(by: Actor): void {
    if (this.#window.at(this.#parts.clock.nowUs()).openUs > 0)
      this.#parts.audit.note(by, "pairing-closed");
    this.#window.close();
    this.#changed();
  }

  /** For Welcome. */
  facts(): { readonly pairOpenMs: number; readonly pairLockedMs: number } {
    const { openUs, lockedUs } = this.#window.at(this.#parts.clock.nowUs());
    return { pairOpenMs: ms(openUs), pairLockedMs: ms(lockedUs) };
  }

  /** Takes step 1. The curve is loaded for the first who pairs: few do, and it takes megabytes. */
  async begin(
    step: PairStepFields,
    facts: ResponderFacts,
    peer: string,
  ): Promise<{ readonly begun: Try; readonly answer: PairStepFields } | PairRefused> {
    const { clock, entropy } = this.#parts;
    const { PairResponder, readRequest } = await import("./pairing/pair-responder.ts");
    const request = readRequest(step);
    if (typeof request === "string") return invalid(request);
    const nowUs = clock.nowUs();
    const run = this.#window.begin(nowUs);
    if (!("code" in run)) return refusal(run);
    const responder = PairResponder.begin(request, run.code, facts, entropy.bytes(keyBytes));
    if (responder === undefined) {
      this.#window.drop(run);
      return invalid("the share is no element of the group");
    }
    const { attemptsLeft } = this.#window.at(nowUs);
    return { begun: { run, responder, peer }, answer: responder.answer(attemptsLeft) };
  }

  /** Takes step 3. Throws DiskError or ControlError where the list cannot be changed. */
  async finish(attempt: Try, step: PairStepFields): Promise<PairStepFields | PairRefused> {
    const { run, responder, peer } = attempt;
    const proves = (): boolean => responder.proves(step);
    const settled = this.#window.settle(run, proves, this.#parts.clock.nowUs());
    this.#changed();
    if (settled.kind === "void") return tooLate;
    if (settled.kind === "wrong") return this.#wrong(settled, peer);
    return await this.#letIn(attempt, settled.grant);
  }

  /** The client went away. */
  drop({ run }: Try): void {
    this.#window.drop(run);
  }

  #wrong(
    { attemptsLeft, lockedUs }: { readonly attemptsLeft: number; readonly lockedUs: number },
    peer: string,
  ): PairRefused {
    const { audit, log } = this.#parts;
    const name = parseAddress(peer)?.host ?? peer;
    const stranger = { kind: "stranger", clientId: "", name } as const;
    log.warn("pairing-wrong-code", { peer, attemptsLeft });
    audit.note(stranger, "pairing-wrong-code", `${attemptsLeft} tries left`);
    if (lockedUs > 0) audit.note(stranger, "pairing-locked", minutesText(lockedUs));
    const left =
      attemptsLeft > 0
        ? `${attemptsLeft} more ${attemptsLeft === 1 ? "try" : "tries"}`
        : `nobody is let in for ${minutesText(lockedUs)}`;
    const message = `the code is not right; ${left}`;
    return { refused: "unauthenticated", message, retryMs: ms(lockedUs) };
  }

  async #letIn({ responder, peer }: Try, grant: Grant): Promise<PairStepFields> {
    const { clients, grants, audit, clock, log, model } = this.#parts;
    const { publicKey, name } = responder.candidate;
    const id = clientIdOf(publicKey);
    const before = clients.list().find((client) => client.id === id);
    // Who has as much already, for good, does not lose it by a code.
    const keeps =
      before !== undefined && before.untilMs === undefined && roleReaches(before.role, grant.role);
    const role: Role = keeps ? before.role : grant.role;
    const untilUs = keeps ? undefined : grant.untilUs;
    const visit = untilUs === undefined ? {} : { untilMs: grants.wallMsAt(untilUs) };
    await clients.add({ id, name, publicKey, role, addedMs: clock.wallMs(), ...visit });
    grants.began(id, untilUs);
    log.info("client-paired", { id, role, peer });
    audit.note({ kind: "client", clientId: id, name }, "paired", role);
    await audit.keep();
    model.say(spokenPaired());
    const leftMs = untilUs === undefined ? 0 : ms(Math.max(0, untilUs - clock.nowUs()));
    return responder.welcome(id, roleTable.number(role), leftMs);
  }
}

function refusal({ refused, retryUs }: PairRefusal): PairRefused {
  const retryMs = ms(retryUs);
  switch (refused) {
    case "closed": {
      const how = "press its button, run on it: nightjar ctl pair --open, or ask an admin";
      return { refused: "unavailable", message: `no pairing code is good now; ${how}`, retryMs };
    }
    case "busy":
      return { refused: "busy", message: "another remote pairs just now; try again", retryMs };
    case "locked": {
      const message = `too many wrong codes; nobody is let in for ${minutesText(retryUs)}`;
      return { refused: "rate-limited", message, retryMs };
    }
  }
}

const tooLate: PairRefused = {
  refused: "unavailable",
  message: "the code is not good any more; ask for a new one",
  retryMs: 0,
};

function invalid(message: string): PairRefused {
  return { refused: "invalid-argument", message, retryMs: 0 };
}

function ms(us: number): number {
  return Math.ceil(us / usPerMs);
}

function minutesText(us: number): string {
  const minutes = Math.ceil(us / 60_000_000);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
