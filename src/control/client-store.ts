/**
 * The clients that a speaker knows by their keys, kept as a JSON file of mode
 * 0600 that is replaced as a whole. Small (`clientsMax`), read once, held in
 * memory.
 *
 * Invariants:
 *   I1  a change is on disk before its promise resolves; one that fails changes nothing
 *   I2  ids and keys are unique
 *   I3  a damaged file lets nobody in, and is put aside rather than overwritten where the disk allows it
 */
import { fromHex, toHex, utf8Bytes, utf8Text } from "../base/bytes.ts";
import { ed25519KeyBytes } from "../media/ed25519.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import { type Role, roles } from "./codes.ts";
import { ControlError } from "./errors.ts";
import { clientsMax } from "./limits.ts";

export interface ClientRecord {
  readonly id: string;
  readonly name: string;
  /** Ed25519, raw. */
  readonly publicKey: Uint8Array;
  readonly role: Role;
  /** Wall time of pairing; 0 where the clock was not known. */
  readonly addedMs: number;
  /** Wall time at which a visit ends; 0 where that is not known yet (grants.ts). Absent: no end. */
  readonly untilMs?: number | undefined;
}

export interface ClientStore {
  /** What is wrong with the list, for people; until somebody pairs again. */
  readonly trouble?: string | undefined;
  list(): readonly ClientRecord[];
  /** Replaces the client of the same id. Throws ControlError `refused` when full, DiskError. */
  add(client: ClientRecord): Promise<void>;
  /** False where there is no such client. Throws DiskError. */
  remove(id: string): Promise<boolean>;
  /** Puts what `change` makes of it in its place, or takes it off. False where there is none. Throws DiskError. */
  change(id: string, change: (client: ClientRecord) => ClientRecord | undefined): Promise<boolean>;
}

export class DiskClientStore implements ClientStore {
  readonly #disk: Disk;
  readonly #path: string;
  #clients: readonly ClientRecord[];
  #trouble: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * A missing file is an empty list; so is a damaged one, which is renamed to `PATH.damaged` and told as
   * `trouble`: music matters more than remotes. Throws DiskError where it cannot be read.
   */
  static async open(disk: Disk, path: string): Promise<DiskClientStore> {
    const there = (await disk.stat(path)) !== undefined;
    const clients = there ? decodeClients(await disk.readFile(path)) : [];
    if (clients !== undefined) return new DiskClientStore(disk, path, clients);
    const where = await putAside(disk, path);
    const trouble = `the list of paired remotes was damaged (${where}) and nobody is paired now; pair again: nightjar ctl --data DIR pair`;
    return new DiskClientStore(disk, path, [], trouble);
  }

  private constructor(
    disk: Disk,
    path: string,
    clients: readonly ClientRecord[],
    trouble?: string,
  ) {
    this.#disk = disk;
    this.#path = path;
    this.#clients = clients;
    this.#trouble = trouble;
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  list(): readonly ClientRecord[] {
    return this.#clients;
  }

  add(client: ClientRecord): Promise<void> {
    return this.#inTurn(async () => {
      const others = this.#clients.filter(({ id }) => id !== client.id);
      if (others.length >= clientsMax) {
        throw new ControlError("refused", `${clientsMax} clients are paired already`, {
          remedy: "revoke one that is not used any more",
        });
      }
      await this.#save([...others, client]);
    });
  }

  remove(id: string): Promise<boolean> {
    return this.change(id, () => undefined);
  }

  change(id: string, change: (client: ClientRecord) => ClientRecord | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      const client = this.#clients.find((each) => each.id === id);
      if (client === undefined) return false;
      const changed = change(client);
      if (changed === client) return true;
      const all = this.#clients.flatMap((each) => (each === client ? (changed ?? []) : each));
      await this.#save(all);
      return true;
    });
  }

  async #save(clients: readonly ClientRecord[]): Promise<void> {
    await this.#disk.replaceFile(this.#path, encodeClients(clients), { secret: true });
    this.#clients = clients;
    this.#trouble = undefined;
  }

  /** One change at a time: two at once would each lose the other. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(change, change);
    this.#last = turn.catch(() => undefined); // its caller gets the failure; the next turn need not
    return turn;
  }
}

/** Where the damaged file is now. A card that takes no writes keeps it where it is, and is no reason not to play. */
async function putAside(disk: Disk, path: string): Promise<string> {
  try {
    await disk.rename(path, `${path}.damaged`);
    return `kept as ${path}.damaged`;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return path;
  }
}

function encodeClients(clients: readonly ClientRecord[]): Uint8Array {
  const rows = clients.map((client) => ({ ...client, publicKey: toHex(client.publicKey) }));
  return utf8Bytes(`${JSON.stringify({ version: 1, clients: rows }, undefined, 2)}\n`);
}

function decodeClients(bytes: Uint8Array): readonly ClientRecord[] | undefined {
  const document = parseJson(utf8Text(bytes) ?? "");
  if (!isRecord(document) || !Array.isArray(document["clients"])) return undefined;
  const clients = document["clients"].map(clientOf);
  return clients.every((client) => client !== undefined) ? clients : undefined;
}

function clientOf(row: unknown): ClientRecord | undefined {
  if (!isRecord(row)) return undefined;
  const { id, name, publicKey, role, addedMs, untilMs } = row;
  const key = typeof publicKey === "string" ? fromHex(publicKey) : undefined;
  const knownRole = roles.find((known) => known === role);
  if (typeof id !== "string" || typeof name !== "string" || typeof addedMs !== "number") {
    return undefined;
  }
  if (key?.length !== ed25519KeyBytes || knownRole === undefined) return undefined;
  const client = { id, name, publicKey: key, role: knownRole, addedMs };
  if (untilMs === undefined) return client;
  return typeof untilMs === "number" ? { ...client, untilMs } : undefined;
}

/** Undefined where `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
