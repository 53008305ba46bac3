/**
 * What only admins may do: let a client in, show who is in, put one out, and
 * take the speaker out of its household
 * (docs/CONTROL.md §3).
 */
import { toHex } from "../base/bytes.ts";
import { ed25519KeyBytes } from "../media/ed25519.ts";
import type { CommandOutcome } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { schema } from "../wire/control-frame.ts";
import { clientIdOf } from "./auth.ts";
import type { ClientStore } from "./client-store.ts";
import { type ResultCode, roleTable } from "./codes.ts";
import type { Connection } from "./connection.ts";
import { clientNameBytesMax } from "./limits.ts";
import type { Identity } from "./opening.ts";

type ReplyOut = schema.control.AdminReply.$Properties;

/** What a client pins when it is let in. All are empty while there is no TLS listener. */
export interface Reachable {
  readonly keyHash: Uint8Array;
  /** As it was asked to listen: a wildcard where at all. */
  readonly address: string;
  /** And one at which others reach it. */
  readonly outside: string;
  /** HOST:PORTs at which browsers reach it. */
  readonly outsideWeb: readonly string[];
}

export interface Refused {
  readonly refused: ResultCode;
  readonly message: string;
}

/** A connection and who it is, once that is known. */
export interface Remote {
  readonly identity: Identity | undefined;
  readonly connection: Connection;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly clients: ClientStore;
  readonly speaker: { readonly id: string; readonly name: string };
  /** Those that are connected now. */
  readonly sessions: ReadonlySet<Remote>;
  readonly reachable: () => Reachable;
  /** Takes the speaker out of its household. */
  readonly leave: () => Promise<CommandOutcome>;
}

export class Admin {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws DiskError or ControlError where the list cannot be changed. */
  async run(message: schema.control.Admin.$Shape): Promise<ReplyOut | Refused> {
    if (message.op === "pair") return await this.#pair(message.pair);
    if (message.op === "revoke") return await this.#revoke(message.revoke.clientId ?? "");
    if (message.op === "leave") return await this.#leave();
    return { refused: "unimplemented", message: "this speaker does not know that" };
  }

  /** HOST:PORT at which remotes reach this speaker; empty where none do. */
  get outside(): string {
    return this.#parts.reachable().outside;
  }

  /** HOST:PORTs of the web remote; none where there is none. */
  get outsideWeb(): readonly string[] {
    return this.#parts.reachable().outsideWeb;
  }

  /** What is wrong with the list of clients, for people. */
  get trouble(): string | undefined {
    return this.#parts.clients.trouble;
  }

  /** Paired clients first, then who is connected without a key. */
  clientRows(): schema.control.Client.$Properties[] {
    const paired = this.#parts.clients.list().map((client) => {
      const now = this.#sessionsOf(client.id);
      return {
        id: client.id,
        name: client.name,
        kind: now.at(-1)?.identity?.kind ?? "",
        role: roleTable.number(client.role),
        connections: now.length,
        addedWallMs: client.addedMs,
        peer: now.at(-1)?.connection.socket.peer ?? "",
      };
    });
    const local = this.#sessionsOf("").map(({ identity, connection }) => ({
      name: identity?.name ?? "",
      kind: identity?.kind ?? "",
      role: roleTable.number(identity?.role ?? "none"),
      connections: 1,
      peer: connection.socket.peer,
    }));
    return [...paired, ...local];
  }

  async #pair(message: schema.control.PairClient.$Properties): Promise<ReplyOut | Refused> {
    const { clients, clock, speaker, log, reachable } = this.#parts;
    const publicKey = message.publicKey ?? new Uint8Array(0);
    const name = (message.name ?? "").slice(0, clientNameBytesMax);
    if (publicKey.length !== ed25519KeyBytes) {
      return { refused: "invalid-argument", message: "a client's key has 32 bytes (Ed25519)" };
    }
    const id = clientIdOf(publicKey);
    // A copy: the frame's buffer is larger and would be kept whole.
    const client = { id, name, publicKey: Uint8Array.from(publicKey), role: "admin" as const };
    await clients.add({ ...client, addedMs: clock.wallMs() });
    log.info("client-paired", { id, key: toHex(publicKey.subarray(0, 4)) });
    const { keyHash, address } = reachable();
    return {
      paired: { clientId: id, speakerId: speaker.id, name: speaker.name, keyHash, address },
    };
  }

  async #revoke(id: string): Promise<ReplyOut | Refused> {
    if (!(await this.#parts.clients.remove(id))) {
      return { refused: "not-found", message: `there is no client ${id.slice(0, 32)}` };
    }
    this.#parts.log.info("client-revoked", { id });
    for (const session of this.#sessionsOf(id)) {
      session.connection.close("revoked", "this client's access was revoked");
    }
    return { revoked: {} };
  }

  async #leave(): Promise<ReplyOut | Refused> {
    const { code, message } = await this.#parts.leave();
    return code === "ok" ? { left: { note: message } } : { refused: code, message };
  }

  #sessionsOf(clientId: string): Remote[] {
    return [...this.#parts.sessions].filter(({ identity }) => identity?.clientId === clientId);
  }
}
