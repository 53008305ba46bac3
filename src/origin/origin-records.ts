/**
 * What an origin keeps, apart from music: keys, database, and the household desk
 * over them. The daemon opens it, and so do the commands that work beside the
 * daemon and without it (`nightjar origin invite`, `library`, `events`).
 */
import { parseAddress } from "../base/address.ts";
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { Owner } from "../base/owner.ts";
import type { Membership } from "../household/membership.ts";
import { ed25519KeyPair } from "../media/ed25519.ts";
import type { Clock } from "../ports/clock.ts";
import type { Database, DatabaseDriver } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { DiskError } from "../ports/errors.ts";
import { type Address, addressText, type Network } from "../ports/network.ts";
import { ensureKey } from "../storage/ensure-key.ts";
import { KeyStore } from "../storage/key-store.ts";
import { type LinkKeyPair, linkKeyPair } from "../transport/endpoint.ts";
import { Admission, type OriginKeys } from "./admission.ts";
import { databaseFile, openOriginDatabase } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { HouseholdStanding } from "./household-standing.ts";
import { inviteInterfacesMax } from "./limits.ts";
import { MetaStore } from "./meta-store.ts";

export interface RecordPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly databases: DatabaseDriver;
}

/** In the data folder: who holds it is the only daemon there. */
export const lockFile = "lock";

const listenKey = "listen";
const nameKey = "name";

export class OriginRecords implements AsyncDisposable {
  readonly database: Database;
  readonly link: LinkKeyPair;
  readonly keys: OriginKeys;
  readonly admission: Admission;
  readonly name: string;
  readonly #meta: MetaStore;
  readonly #standing: HouseholdStanding;
  readonly #owner: Owner;

  /**
   * For who holds the folder's lock. Makes what is missing, but no key for data that are there. `name`
   * undefined: the one it had. `joins`: the household that it is to be let into; without it one is made.
   * Throws DiskError, DatabaseError, HouseholdError `wrong-household`.
   */
  static open(
    ports: RecordPorts,
    dataFolder: string,
    name: string | undefined,
    joins?: Uint8Array,
  ): Promise<OriginRecords> {
    return OriginRecords.#open(ports, { dataFolder, name, joins, alone: true });
  }

  /**
   * Beside the daemon, or without it. What an earlier version left is brought to this one's form only
   * where no daemon has it: under its lock. Throws DiskError, DatabaseError.
   */
  static async openBeside(ports: RecordPorts, dataFolder: string): Promise<OriginRecords> {
    const set = { dataFolder, name: undefined, joins: undefined };
    try {
      return await OriginRecords.#open(ports, { ...set, alone: false });
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === "older-version")) throw error;
      await using _lock = await lockInstead(ports.disk, dataFolder, error);
      return await OriginRecords.#open(ports, { ...set, alone: true });
    }
  }

  static async #open(
    ports: RecordPorts,
    options: {
      readonly dataFolder: string;
      readonly name: string | undefined;
      readonly joins: Uint8Array | undefined;
      readonly alone: boolean;
    },
  ): Promise<OriginRecords> {
    const { disk, entropy } = ports;
    const { dataFolder, name, joins, alone } = options;
    const owner = new Owner();
    try {
      await disk.makeFolder(dataFolder);
      const store = await KeyStore.open(disk, disk.join(dataFolder, "keys"));
      const path = disk.join(dataFolder, databaseFile);
      // Keys are made first. New ones for old data would be another household, which no speaker knows.
      const begun = (await disk.stat(path)) !== undefined;
      const key = async (which: string): Promise<Uint8Array> => {
        if (begun && (await store.get(which)) === undefined) throw keyMissing(dataFolder, which);
        return ensureKey(store, which, entropy);
      };
      const link = linkKeyPair(await key("link"));
      const standing = await HouseholdStanding.open(disk, store, dataFolder, {
        joins,
        make: () => key("household"),
      });
      const signer = ed25519KeyPair(await key("signing"));
      const keys: OriginKeys = {
        get household() {
          return standing.household;
        },
        signer,
        linkKey: link.publicKey,
      };
      const database = owner.own(openOriginDatabase(ports.databases, path, entropy, alone));
      return new OriginRecords({ ports, owner, database, link, keys, standing, name });
    } catch (error) {
      await owner[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(parts: {
    readonly ports: RecordPorts;
    readonly owner: Owner;
    readonly database: Database;
    readonly link: LinkKeyPair;
    readonly keys: OriginKeys;
    readonly standing: HouseholdStanding;
    readonly name: string | undefined;
  }) {
    this.#owner = parts.owner;
    this.database = parts.database;
    this.link = parts.link;
    this.keys = parts.keys;
    this.#standing = parts.standing;
    this.#meta = new MetaStore(parts.database);
    this.name = parts.name ?? utf8Text(this.#meta.get(nameKey) ?? new Uint8Array(0)) ?? "";
    this.admission = new Admission({ ...parts.ports, database: parts.database }, parts.keys, {
      name: this.name,
      certificate: () => parts.standing.membership?.certificate,
    });
  }

  /** What it was given where it was let in; undefined where it made the household, and keeps its key. */
  get membership(): Membership | undefined {
    return this.#standing.membership;
  }
  get isMember(): boolean {
    return this.membership !== undefined || this.keys.household.privateKey !== undefined;
  }

  /** Durable when it resolves. Throws DiskError. */
  keepMembership(membership: Membership): Promise<void> {
    return this.#standing.keep(membership);
  }

  /** The household's key is kept here from now on. Durable when it resolves. Throws DiskError, StorageError. */
  takeKey(seed: Uint8Array): Promise<void> {
    return this.#standing.take(seed);
  }

  /** The origin of `heir` has the household's key: this one forgets it, and is let in by its own certificate. Throws DiskError. */
  async giveUpKey(heir: Uint8Array): Promise<void> {
    const origin = this.admission.members.roll?.member(heir)?.origin;
    const { publicKey: household } = this.keys.household;
    const known = {
      linkKey: heir,
      signingKey: origin?.signingKey,
      addresses: origin?.addresses ?? [],
    };
    const certificate = this.admission.credential();
    await this.#standing.keep({ household, certificate, origins: [known] });
    await this.#standing.forgetKey();
  }

  /** Where the daemon listens, or did last; undefined where it never ran. */
  get listen(): Address | undefined {
    const bytes = this.#meta.get(listenKey);
    return bytes === undefined ? undefined : parseAddress(utf8Text(bytes) ?? "");
  }

  /** The daemon leaves word, for the commands beside it. */
  announce(listen: Address): void {
    this.#meta.set(listenKey, utf8Bytes(addressText(listen)));
    this.#meta.set(nameKey, utf8Bytes(this.name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owner[Symbol.asyncDispose]();
  }
}

/** Throws `error` where the folder's daemon holds it; it ends by itself with what is being opened. */
async function lockInstead(
  disk: Disk,
  dataFolder: string,
  error: DatabaseError,
): Promise<AsyncDisposable> {
  try {
    return await disk.lock(disk.join(dataFolder, lockFile));
  } catch (busy) {
    throw busy instanceof DiskError && busy.code === "in-use" ? error : busy;
  }
}

function keyMissing(dataFolder: string, which: string): DiskError {
  return new DiskError("not-found", `the origin in ${dataFolder} has lost its key ${which}`, {
    remedy: "put its folder keys back, or restore the origin from a backup",
  });
}

/** What an invite names: the address itself, or those of the machine where it listens everywhere. */
export function invitedAddresses(network: Network, { host, port }: Address): readonly Address[] {
  if (host !== "0.0.0.0" && host !== "::") return [{ host, port }];
  const hosts = [...network.interfaces().slice(0, inviteInterfacesMax), "127.0.0.1"];
  return hosts.map((reachable) => ({ host: reachable, port }));
}
