/**
 * What the running origin does for its household: answers who asks to join, to
 * leave, or for the roll; sends off who was put out; passes the roll on.
 *
 * Invariants:
 *   I1  a guest is told of nobody but itself
 *   I2  once the database says that someone is out, also by a command beside this daemon, its sessions
 *       are closed within `membersLookUs`
 * Bounds: one look in `membersLookUs`, of as many sessions as the link has.
 */
import { equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { memberIdOf } from "../household/certificate.ts";
import { HouseholdError } from "../household/errors.ts";
import { putOutCode } from "../household/member-words.ts";
import { RollExchange } from "../household/roll-exchange.ts";
import { isKeyTaken } from "../household/sealed-key.ts";
import { splitSymbols } from "../media/symbols.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Address } from "../ports/network.ts";
import type {
  LinkEndpoint,
  LinkSession,
  ServedAnswer,
  ServedRequest,
} from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import { rollAddressesMax } from "../wire/roll.ts";
import { HandOver } from "./hand-over.ts";
import { farewellUs, membersLookUs } from "./limits.ts";
import type { OriginRecords } from "./origin-records.ts";
import { refusal } from "./refusals.ts";

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
}

export class HouseholdDesk {
  readonly rolls: RollExchange;
  readonly #ports: Ports;
  readonly #self: OriginRecords;
  readonly #endpoint: Pick<LinkEndpoint, "sessions">;
  /** Members that are connected, by id. */
  #connected: ReadonlySet<string> = new Set();
  /** Those that have just left, and may hear the answer. */
  readonly #leaving = new Set<string>();
  #digest: string | undefined;
  #addresses: readonly Address[] = [];
  #cancel: Cancel | undefined;
  #stopped = false;

  constructor(ports: Ports, self: OriginRecords, endpoint: Pick<LinkEndpoint, "sessions">) {
    this.#ports = ports;
    this.#self = self;
    this.#endpoint = endpoint;
    const { members } = self.admission;
    this.rolls = new RollExchange(ports, members, () => endpoint.sessions());
  }

  /** Ids of the members that are connected now. */
  get connected(): ReadonlySet<string> {
    return this.#connected;
  }

  /** This origin keeps the household's key from now on. */
  relist(): void {
    this.#listSelf(this.#addresses);
    this.look();
  }

  /** `addresses`: where this origin may be found. */
  start(addresses: readonly Address[]): void {
    this.#addresses = addresses;
    this.#listSelf(addresses);
    this.rolls.wake();
    this.look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.rolls.stop();
  }

  /** Sees what is new, in the database and on the link; and again in a while. */
  look(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = this.#ports.clock.after(membersLookUs, () => this.look());
    try {
      this.#see();
    } catch (error) {
      // A disk that is full or gone takes no notes; who is out stays out by what is known.
      this.#ports.log.warn("members-not-noted", { why: describeError(error) });
    }
    this.#heedRoll();
  }

  /** The answer to what is the household's business; undefined for everything else. */
  async serve(request: ServedRequest, name: ObjectName): Promise<ServedAnswer | undefined> {
    const { peer, peerKey } = request;
    if (name.kind === "join") return this.#join(request, name);
    if (this.#self.admission.members.roll?.isOut(peerKey) === true) return this.#out(peer.id);
    if (peer.role === "guest") return refuse(refusal.notMember, "join the household first");
    if (name.kind === "roll") return told(this.rolls.answer(name, peerKey));
    if (name.kind === "leave") return this.#leave(request);
    if (name.kind === "household-key") return await this.#handOver(request, name.proof);
    return undefined;
  }

  #join({ peerKey }: ServedRequest, name: Extract<ObjectName, { kind: "join" }>): ServedAnswer {
    try {
      const certificate = this.#self.admission.join(peerKey, name);
      this.#ports.log.info("member-joined", { member: memberIdOf(peerKey) });
      this.#heedRoll();
      return told(certificate);
    } catch (error) {
      return refusedBy(error);
    }
  }

  #leave({ peer, peerKey }: ServedRequest): ServedAnswer {
    try {
      this.#leaving.add(peer.id);
      this.#self.admission.revoke(peerKey, "left");
      this.#ports.log.info("member-left", { member: peer.id });
    } catch (error) {
      this.#leaving.delete(peer.id);
      return refusedBy(error);
    }
    this.#ports.clock.after(farewellUs, () => {
      this.#leaving.delete(peer.id);
      this.#closeThoseOut();
    });
    this.#heedRoll();
    return told(Uint8Array.of(1));
  }

  /** The key for whom it was handed to; without it once that one proves to have it. */
  async #handOver({ peer, peerKey }: ServedRequest, proof: Uint8Array): Promise<ServedAnswer> {
    const records = this.#self;
    const order = new HandOver(records.database);
    const sealed = peer.role === "origin" ? order.sealedFor(peerKey) : undefined;
    if (sealed === undefined) return refuse(refusal.notFound, "the key is not handed to you");
    if (proof.length === 0) return told(sealed);
    if (!isKeyTaken(proof, records.keys.household.publicKey, peerKey))
      return refuse(refusal.malformed, "that proves nothing");
    await records.giveUpKey(peerKey);
    order.done();
    this.#ports.log.info("household-key-given-up", { to: peer.id });
    return told(Uint8Array.of(1));
  }

  /** I1: only what concerns whoever asks, which has proven that it has this key. */
  #out(id: string): ServedAnswer {
    const gone = this.#self.admission.members.notes.get(id);
    const day = gone?.goneMs === undefined ? "" : ` on ${dayOf(gone.goneMs)}`;
    const how = gone?.how === "left" ? "has left its household" : "was put out of its household";
    return refuse(putOutCode, `this speaker ${how}${day}`);
  }

  #listSelf(addresses: readonly Address[]): void {
    const { admission, keys, name } = this.#self;
    const { linkKey, signer, household } = keys;
    if (household.privateKey === undefined) return;
    const issuedMs = admission.members.issueMs(linkKey);
    const at = addresses.slice(0, rollAddressesMax);
    const origin = { signingKey: signer.publicKey, addresses: at };
    admission.members.put({ linkKey, name, issuedMs, origin });
  }

  #see(): void {
    const { members } = this.#self.admission;
    members.refresh();
    this.#self.admission.listUnlisted();
    const sessions = this.#endpoint.sessions().filter(({ peer }) => peer?.role !== "guest");
    const now = new Set(sessions.map(({ peer }) => peer?.id ?? ""));
    const nowMs = this.#ports.clock.wallMs();
    for (const id of [...now, ...this.#connected])
      if (now.has(id) !== this.#connected.has(id)) members.notes.seen(id, nowMs);
    this.#connected = now;
    for (const session of sessions) this.#placeOf(session);
  }

  /** Another origin's link comes from where it listens: there speakers find it, too. */
  #placeOf({ remoteKey, address: { host, port } }: LinkSession): void {
    const { keys, admission } = this.#self;
    const member = admission.members.roll?.member(remoteKey);
    if (member?.origin === undefined || keys.household.privateKey === undefined) return;
    const same = (at: Address): boolean => at.host === host && at.port === port;
    if (equalBytes(remoteKey, keys.linkKey) || member.origin.addresses.some(same)) return;
    const addresses = [{ host, port }, ...member.origin.addresses].slice(0, rollAddressesMax);
    admission.members.put({ ...member, origin: { ...member.origin, addresses } });
  }

  #heedRoll(): void {
    const { roll } = this.#self.admission.members;
    if (roll === undefined || roll.digest === this.#digest) return;
    this.#digest = roll.digest;
    this.#closeThoseOut();
    this.rolls.wake();
  }

  #closeThoseOut(): void {
    const { roll } = this.#self.admission.members;
    for (const session of this.#endpoint.sessions()) {
      if (session.peer?.role === "guest" || roll?.isOut(session.remoteKey) !== true) continue;
      if (!this.#leaving.has(session.peer?.id ?? "")) session.close();
    }
  }
}

function told(bytes: Uint8Array): ServedAnswer {
  return { kind: "symbols", symbols: splitSymbols(bytes) };
}

function refuse(code: number, message: string): ServedAnswer {
  return { kind: "refused", code, message };
}

/** Throws what is no refusal. */
function refusedBy(error: unknown): ServedAnswer {
  if (!(error instanceof HouseholdError)) throw error;
  return refuse(refusal.inviteRefused, describeError(error));
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
