/**
 * The household as an origin keeps it: the roll, signed anew at each change where
 * this origin has the household's key, and notes about members for people.
 *
 * Beside the running daemon the command line writes here, too: `refresh` finds that.
 *
 * Invariants:
 *   I1  each change is one transaction on what the database has now, so that no two rolls of one version
 *       come of a daemon and a command that change it at once
 *   I2  what was learnt from another roll is never lost by a change made here: they are merged
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { type MemberRole, memberIdOf } from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import {
  earliestIssueMs,
  emptyRoll,
  merged,
  Roll,
  saysTheSame,
  withMember,
  withRevoked,
} from "../household/roll.ts";
import type { RollBook } from "../household/roll-exchange.ts";
import type { Clock } from "../ports/clock.ts";
import type { Database } from "../ports/database.ts";
import { type RollBody, type RollMember, rollMembersMax } from "../wire/roll.ts";
import { MemberNotes } from "./member-notes.ts";
import { MetaStore } from "./meta-store.ts";

/** The household's key pair; the private half only where this origin keeps it. */
export interface HouseholdKey {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array | undefined;
}

interface Ports {
  readonly clock: Clock;
  readonly database: Database;
}

const documentKey = "roll";
const digestKey = "roll-digest";

export class Members implements RollBook {
  readonly notes: MemberNotes;
  readonly #ports: Ports;
  readonly #household: () => HouseholdKey;
  readonly #meta: MetaStore;
  #roll: Roll | undefined;

  /** `household`: asked at each change, for the key may be handed over. */
  constructor(ports: Ports, household: () => HouseholdKey) {
    this.#ports = ports;
    this.#household = household;
    this.#meta = new MetaStore(ports.database);
    this.notes = new MemberNotes(ports.database);
    this.refresh();
  }

  get roll(): Roll | undefined {
    return this.#roll;
  }

  /** Reads the roll where somebody else has written one. True when there is another than before. */
  refresh(): boolean {
    const digest = utf8Text(this.#meta.get(digestKey) ?? new Uint8Array(0));
    if (digest === (this.#roll?.digest ?? "")) return false;
    const document = this.#meta.get(documentKey) ?? new Uint8Array(0);
    this.#roll = Roll.read(document, this.#household().publicKey);
    return true;
  }

  /** The certificate for a newcomer may be of this time, and counts then. */
  issueMs(linkKey: Uint8Array): number {
    this.refresh();
    const nowMs = this.#ports.clock.wallMs();
    const earliest = earliestIssueMs(this.#body(), linkKey);
    const known = this.#roll?.member(linkKey);
    // Who asks twice, because its answer was lost, is no news.
    return Math.max(known?.issuedMs ?? nowMs, earliest);
  }

  /** Puts a member in, or in the place of what was said of it. Throws HouseholdError `household-full`, `no-household-key`. */
  put(member: RollMember): void {
    this.#change((body) => {
      const next = withMember(body, member);
      if (next !== undefined) return next;
      throw new HouseholdError(
        "household-full",
        `there is no room: a household has at most ${rollMembersMax} members, few of them origins`,
        { remedy: "put out those that are not in use, with: nightjar origin revoke ID --data DIR" },
      );
    });
    const { linkKey, name, origin } = member;
    const role: MemberRole = origin === undefined ? "speaker" : "origin";
    this.notes.joined({ id: memberIdOf(linkKey), linkKey, name, role }, this.#ports.clock.wallMs());
  }

  /** Voids all certificates of this key. Throws HouseholdError `no-household-key`. */
  revoke(linkKey: Uint8Array, how: "revoked" | "left"): void {
    const nowMs = this.#ports.clock.wallMs();
    this.#change((body) => {
      this.notes.gone(memberIdOf(linkKey), nowMs, how);
      return withRevoked(body, linkKey, nowMs);
    });
  }

  offer(document: Uint8Array): "taken" | "old" | "forged" {
    const theirs = Roll.read(document, this.#household().publicKey);
    if (theirs === undefined) return "forged";
    return this.#ports.database.transaction(() => {
      this.refresh();
      const mine = this.#roll;
      const isNewer = theirs.isNewerThan(mine);
      if (this.#household().privateKey === undefined || mine === undefined) {
        if (isNewer) this.#keep(theirs);
        return isNewer ? "taken" : "old";
      }
      const [older, newer] = isNewer ? [mine, theirs] : [theirs, mine];
      const both = merged(older.body, newer.body);
      if (!saysTheSame(both, newer.body)) this.#sign(both);
      else if (isNewer) this.#keep(theirs);
      else return "old";
      return "taken";
    });
  }

  /** I1. Nothing is signed where nothing changed. */
  #change(change: (body: RollBody) => RollBody): void {
    this.#ports.database.transaction(() => {
      this.refresh();
      const before = this.#body();
      const next = change(before);
      if (before.version === 0 || !saysTheSame(before, next)) this.#sign(next);
    });
  }

  #body(): RollBody {
    return this.#roll?.body ?? emptyRoll(this.#household().publicKey);
  }

  #sign(body: RollBody): void {
    const { privateKey } = this.#household();
    if (privateKey === undefined) throw noHouseholdKey();
    this.#keep(Roll.sign({ ...body, version: body.version + 1 }, privateKey));
  }

  #keep(roll: Roll): void {
    this.#meta.set(documentKey, roll.bytes);
    this.#meta.set(digestKey, utf8Bytes(roll.digest));
    this.#roll = roll;
  }
}

export function noHouseholdKey(): HouseholdError {
  return new HouseholdError(
    "no-household-key",
    "this origin does not keep the household's key, and cannot say who is a member",
    { remedy: "do it at the origin that keeps the key" },
  );
}
