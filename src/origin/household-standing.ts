/**
 * How an origin stands to its household: it keeps the household's key, or it was
 * let in and has a certificate; in between, while the key changes hands, both.
 *
 * Invariants:
 *   I1  the key goes only after the membership is there: a cut leaves one of them, or both
 */
import { equalBytes } from "../base/bytes.ts";
import { HouseholdError } from "../household/errors.ts";
import { decodeMembership, encodeMembership, type Membership } from "../household/membership.ts";
import { ed25519KeyPair } from "../media/ed25519.ts";
import type { Disk } from "../ports/disk.ts";
import type { KeyStore } from "../storage/key-store.ts";
import type { HouseholdKey } from "./members.ts";

const keyName = "household";
const membershipFile = "membership.json";

export class HouseholdStanding {
  readonly #disk: Disk;
  readonly #keys: KeyStore;
  readonly #path: string;
  #household: HouseholdKey;
  #membership: Membership | undefined;

  /** `make`: the household's key of an origin that begins one. Throws DiskError, HouseholdError `wrong-household`. */
  static async open(
    disk: Disk,
    keys: KeyStore,
    dataFolder: string,
    options: {
      readonly joins: Uint8Array | undefined;
      readonly make: () => Promise<Uint8Array>;
    },
  ): Promise<HouseholdStanding> {
    const { joins, make } = options;
    const path = disk.join(dataFolder, membershipFile);
    const there = (await disk.stat(path)) !== undefined;
    const membership = there ? decodeMembership(await disk.readFile(path)) : undefined;
    const seed = await keys.get(keyName);
    const known = membership?.household ?? (seed && ed25519KeyPair(seed).publicKey);
    if (joins !== undefined && known !== undefined && !equalBytes(joins, known)) throw elsewhere();
    const publicKey = known ?? joins;
    const household: HouseholdKey =
      seed === undefined && publicKey !== undefined
        ? { publicKey, privateKey: undefined }
        : ed25519KeyPair(seed ?? (await make()));
    return new HouseholdStanding({ disk, keys, path }, household, membership);
  }

  private constructor(
    parts: { readonly disk: Disk; readonly keys: KeyStore; readonly path: string },
    household: HouseholdKey,
    membership: Membership | undefined,
  ) {
    this.#disk = parts.disk;
    this.#keys = parts.keys;
    this.#path = parts.path;
    this.#household = household;
    this.#membership = membership;
  }

  get household(): HouseholdKey {
    return this.#household;
  }
  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** Durable when it resolves. Throws DiskError. */
  async keep(membership: Membership): Promise<void> {
    await this.#disk.replaceFile(this.#path, encodeMembership(membership), { secret: true });
    this.#membership = membership;
  }

  /** Durable when it resolves. Throws DiskError, StorageError. */
  async take(seed: Uint8Array): Promise<void> {
    await this.#keys.create(keyName, seed);
    this.#household = ed25519KeyPair(seed);
  }

  /** I1: `keep` came first. Throws DiskError: it has the key still. */
  async forgetKey(): Promise<void> {
    await this.#keys.destroy(keyName);
    this.#household = { publicKey: this.#household.publicKey, privateKey: undefined };
  }
}

function elsewhere(): HouseholdError {
  return new HouseholdError("wrong-household", "this origin belongs to another household", {
    remedy: "start it with an empty --data folder to join this one",
  });
}
