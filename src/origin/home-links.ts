/**
 * What an origin does that was let into a household, as a speaker is: joins with
 * its invite, keeps sessions to the origins that it knows, and takes the
 * household's key when that is handed to it (PROTOCOL.md §7.4). An origin that
 * made its household and never gave the key away has nothing to do here.
 *
 * Invariants:
 *   I1  the key is in this origin's key store before the other one hears that it may forget it
 * Bounds: a session for each known origin, one question at each in `keyLookUs`.
 */
import { emptyBytes, equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { verifyCertificate } from "../household/certificate.ts";
import type { Invite } from "../household/invite.ts";
import { knockAnswerUs } from "../household/limits.ts";
import { askToJoin } from "../household/member-words.ts";
import type { KnownOrigin, Membership } from "../household/membership.ts";
import { openHouseholdKey, proveKeyTaken } from "../household/sealed-key.ts";
import { joinSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import type { Address } from "../ports/network.ts";
import type { LinkEndpoint, LinkSession } from "../transport/endpoint.ts";
import { encodeObject } from "../wire/objects.ts";
import type { HouseholdDesk } from "./household-desk.ts";
import { keyLookUs } from "./limits.ts";
import type { OriginRecords } from "./origin-records.ts";

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
}

interface Parts {
  readonly records: OriginRecords;
  readonly desk: HouseholdDesk;
  readonly endpoint: LinkEndpoint;
}

export class HomeLinks {
  readonly #ports: Ports;
  readonly #parts: Parts;
  readonly #sessions = new Map<string, LinkSession>();
  /** Those that know that the key was taken, or never had it to give. */
  readonly #proven = new WeakSet<LinkSession>();
  readonly #lifetime = new AbortController();

  constructor(ports: Ports, parts: Parts) {
    this.#ports = ports;
    this.#parts = parts;
  }

  /** `invite`: where this origin is in no household yet. */
  start(invite: Invite | undefined): void {
    this.#run(invite).catch((error: unknown) => {
      if (!this.#lifetime.signal.aborted) throw error;
    });
  }

  stop(): void {
    this.#lifetime.abort(new Error("the origin stops"));
    for (const session of this.#sessions.values()) session.close();
  }

  async #run(invite: Invite | undefined): Promise<never> {
    const { records, endpoint } = this.#parts;
    const { signal } = this.#lifetime;
    if (invite !== undefined && !records.isMember) await this.#join(invite, endpoint);
    for (;;) {
      for (const origin of records.membership?.origins ?? []) this.#connect(origin);
      for (const session of this.#sessions.values())
        if (session.state === "ready") await this.#askForKey(session);
      await sleep(this.#ports.clock, keyLookUs, signal);
    }
  }

  async #join(invite: Invite, endpoint: LinkEndpoint): Promise<void> {
    const { records } = this.#parts;
    const { log, clock } = this.#ports;
    const request = {
      ...{ endpoint, invite, name: records.name, signingKey: records.keys.signer.publicKey },
      addresses: () => invite.addresses,
      changed: () => undefined,
    };
    const outcome = await askToJoin(clock, request, this.#lifetime.signal);
    if (outcome.kind !== "certificate") {
      const why = outcome.kind === "refused" ? outcome.why : "the origin stops";
      log.error("join-refused", { why });
      return;
    }
    const { household, originKey, addresses } = invite;
    const { certificate } = outcome;
    const own = verifyCertificate(certificate, household, records.link.publicKey);
    if (own?.role !== "origin") {
      log.error("join-refused", { why: "the invite is for a speaker: make one with --origin" });
      return;
    }
    const origin = { linkKey: originKey, signingKey: undefined, addresses };
    await this.#keep({ household, certificate, origins: [origin] });
    log.info("joined-household");
  }

  /** The invite is spent: what it brought is held until the disk takes it. Rejects when the origin stops. */
  async #keep(membership: Membership): Promise<void> {
    const { log, clock } = this.#ports;
    for (let tries = 0; ; tries++) {
      try {
        await this.#parts.records.keepMembership(membership);
        return;
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        const why = `the disk does not take the membership: ${describeError(error)}`;
        const todo =
          "make room or mend the disk; it is tried again, and a restart before that needs a new invite";
        if (tries === 0) log.error("membership-not-kept", { why, todo });
      }
      await sleep(clock, keyLookUs, this.#lifetime.signal);
    }
  }

  #connect({ linkKey, addresses }: KnownOrigin): void {
    const key = linkKey.join();
    if (this.#sessions.has(key) || equalBytes(linkKey, this.#parts.records.link.publicKey)) return;
    const { members } = this.#parts.records.admission;
    const places = (): readonly Address[] => [
      ...addresses,
      ...(members.roll?.member(linkKey)?.origin?.addresses ?? []),
    ];
    const session = this.#parts.endpoint.connect({ key: linkKey, addresses: places });
    session.onState(() => this.#parts.desk.rolls.wake());
    this.#sessions.set(key, session);
  }

  /** Takes the key where it is handed over; says that it was taken where it was. */
  async #askForKey(session: LinkSession): Promise<void> {
    const { records, desk } = this.#parts;
    const { privateKey, publicKey } = records.keys.household;
    // Who gave the key away may get it again, and has to prove that anew.
    if (privateKey === undefined) this.#proven.delete(session);
    if (this.#proven.has(session)) return;
    const proof =
      privateKey === undefined ? emptyBytes : proveKeyTaken(privateKey, records.link.publicKey);
    const object = encodeObject({ kind: "household-key", proof });
    const deadlineUs = this.#ports.clock.nowUs() + knockAnswerUs;
    const outcome = await session.fetch({ object, class: "play", deadlineUs }).done;
    if (privateKey !== undefined) {
      if (outcome.kind === "complete" || outcome.kind === "refused") this.#proven.add(session);
      return;
    }
    if (outcome.kind !== "complete") return;
    const seed = openHouseholdKey(joinSymbols(outcome.symbols), records.link, publicKey);
    if (seed === undefined) {
      this.#ports.log.warn("household-key-unreadable", { from: session.peer?.id });
      return;
    }
    try {
      await records.takeKey(seed);
    } catch (error) {
      this.#ports.log.error("household-key-not-kept", { why: describeError(error) });
      return;
    }
    this.#ports.log.info("household-key-taken", { from: session.peer?.id });
    desk.relist();
    // I1
    await this.#askForKey(session);
  }
}
