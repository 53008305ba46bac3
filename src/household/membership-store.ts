/**
 * What a node that was let in keeps of its household: the membership file and, beside it, the
 * newest roll. What is learnt counts at once and is written in the order in which
 * it was learnt; a disk that takes none of it is a warning.
 *
 * Invariants:
 *   I1  a roll is kept only where the household of the membership signed it, and it is newer
 *   I2  what `forget` has removed is not written again by what was learnt before; nor does that come behind
 *       what `begin` writes
 */
import { equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import { verifyCertificate } from "./certificate.ts";
import {
  decodeMembership,
  encodeMembership,
  type KnownOrigin,
  type Membership,
} from "./membership.ts";
import { Roll } from "./roll.ts";
import type { RollBook } from "./roll-exchange.ts";

/** Name of the roll's file beside the membership file. */
export const rollFile = "roll";

interface Ports {
  readonly disk: Disk;
  readonly log: Log;
}

export class MembershipStore implements RollBook {
  readonly #ports: Ports;
  readonly #path: string;
  readonly #rollPath: string;
  #membership: Membership | undefined;
  /** What is being written to take its place. */
  #beginning: Membership | undefined;
  #roll: Roll | undefined;
  #saved = Promise.resolve();
  #taken: (roll: Roll) => void = () => undefined;

  /** `path`: the membership file. Throws DiskError. */
  static async open(ports: Ports, path: string): Promise<MembershipStore> {
    const store = new MembershipStore(ports, path);
    const membership = await read(ports.disk, path);
    store.#membership = membership && decodeMembership(membership);
    if (membership !== undefined && store.#membership === undefined)
      ports.log.error("membership-damaged", { path, remedy: "join again with a new invite" });
    const document = await read(ports.disk, store.#rollPath);
    if (document !== undefined && store.#membership !== undefined)
      store.#roll = Roll.read(document, store.#membership.household);
    return store;
  }

  private constructor(ports: Ports, path: string) {
    this.#ports = ports;
    this.#path = path;
    this.#rollPath = ports.disk.join(path, "..", rollFile);
  }

  /** Undefined while this node is in no household. */
  get membership(): Membership | undefined {
    return this.#membership;
  }
  get roll(): Roll | undefined {
    return this.#roll;
  }
  get origins(): readonly KnownOrigin[] {
    return this.#membership?.origins ?? [];
  }

  /** Called with each roll that was taken. */
  onRoll(taken: (roll: Roll) => void): void {
    this.#taken = taken;
  }

  origin(linkKey: Uint8Array): KnownOrigin | undefined {
    return this.origins.find((origin) => equalBytes(origin.linkKey, linkKey));
  }

  /** Whether the roll has put out the owner of `linkKey`, this node. */
  isOut(linkKey: Uint8Array): boolean {
    const membership = this.#membership;
    if (membership === undefined) return false;
    const { household, certificate } = membership;
    const own = verifyCertificate(certificate, household, linkKey);
    return own !== undefined && this.#roll?.voids(own) === true;
  }

  /** Durable when it resolves; then, and not before, it counts. Throws DiskError. */
  async begin(membership: Membership): Promise<void> {
    this.#beginning = membership;
    const written = this.#saved.then(() => this.#write(membership));
    this.#saved = written.catch(() => undefined); // The caller hears of it.
    try {
      await written;
      this.#membership = this.#beginning;
    } finally {
      this.#beginning = undefined;
    }
  }

  /** Puts it in the place of what was known of that origin. */
  learn(origin: KnownOrigin): void {
    this.#origins((others) => [...others, origin], origin.linkKey);
  }

  /** It is an origin of this household no more. */
  drop(linkKey: Uint8Array): void {
    this.#origins((others) => others, linkKey);
  }

  offer(document: Uint8Array): "taken" | "old" | "forged" {
    const membership = this.#membership;
    const roll = membership && Roll.read(document, membership.household);
    if (roll === undefined) return "forged";
    if (!roll.isNewerThan(this.#roll)) return "old";
    this.#roll = roll;
    this.#later("roll-not-saved", async () => {
      // I2
      if (this.#roll !== roll) return;
      await this.#ports.disk.replaceFile(this.#rollPath, roll.bytes, { secret: true });
    });
    this.#taken(roll);
    return "taken";
  }

  /** This node is in no household any more; durable when it resolves. Throws DiskError: it is still in it then. */
  async forget(): Promise<void> {
    const { disk } = this.#ports;
    const [membership, roll] = [this.#membership, this.#roll];
    // I2: what is learnt from here on finds no membership.
    this.#membership = undefined;
    this.#beginning = undefined;
    this.#roll = undefined;
    try {
      await this.#saved;
      await disk.remove(this.#path);
      await disk.remove(this.#rollPath);
      await disk.syncFolder(disk.join(this.#path, ".."));
    } catch (error) {
      this.#membership = membership;
      this.#roll = roll;
      throw error;
    }
  }

  #origins(
    change: (others: readonly KnownOrigin[]) => readonly KnownOrigin[],
    linkKey: Uint8Array,
  ): void {
    const changed = (of: Membership): Membership => {
      const others = of.origins.filter((known) => !equalBytes(known.linkKey, linkKey));
      return { ...of, origins: change(others) };
    };
    if (this.#membership === undefined) return;
    this.#membership = changed(this.#membership);
    if (this.#beginning !== undefined) this.#beginning = changed(this.#beginning);
    this.#later("membership-not-saved", async () => {
      // I2
      const now = this.#beginning ?? this.#membership;
      if (now !== undefined) await this.#write(now);
    });
  }

  #later(trouble: string, write: () => Promise<void>): void {
    this.#saved = this.#saved.then(write).catch((error: unknown) => {
      this.#ports.log.warn(trouble, { why: describeError(error) });
    });
  }

  async #write(membership: Membership): Promise<void> {
    await this.#ports.disk.replaceFile(this.#path, encodeMembership(membership), { secret: true });
  }
}

async function read(disk: Disk, path: string): Promise<Uint8Array | undefined> {
  return (await disk.stat(path)) === undefined ? undefined : await disk.readFile(path);
}
