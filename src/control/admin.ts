/**
 * What only admins may do: let a client in, show who is in, put one out, and
 * take the speaker out of its household
 * (docs/CONTROL.md §3).
 */
import { toHex } from "../base/bytes.ts";
import { usPerMs } from "../base/units.ts";
import { ed25519KeyBytes } from "../media/ed25519.ts";
import type { CommandOutcome } from "../player/model.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { schema } from "../wire/control-frame.ts";
import type { Actor, Audit, AuditEntry } from "./audit.ts";
import { clientIdOf } from "./auth.ts";
import type { ClientRecord, ClientStore } from "./client-store.ts";
import { type Refused, roleTable } from "./codes.ts";
import type { Connection, EndReason } from "./connection.ts";
import type { Grants } from "./grants.ts";
import { clientNameBytesMax } from "./limits.ts";
import type { Identity } from "./opening.ts";
import { grantMsMax } from "./pairing/limits.ts";
import type { PairingDesk } from "./pairing-desk.ts";

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
  readonly desk: PairingDesk;
  readonly grants: Grants;
  readonly audit: Audit;
}

export class Admin {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws DiskError or ControlError where the list cannot be changed. */
  async run(message: schema.control.Admin.$Shape, by: Actor): Promise<ReplyOut | Refused> {
    switch (message.op) {
      case "pair":
        return await this.#pair(message.pair, by);
      case "revoke":
        return await this.#revoke(message.revoke.clientId ?? "", by);
      case "leave":
        return await this.#leave(by);
      case "pairOpen":
        return this.#openWindow(message.pairOpen, by);
      case "pairClose":
        this.#parts.desk.close(by);
        return { pairClosed: {} };
      default:
        return { refused: "unimplemented", message: "this speaker does not know that" };
    }
  }

  /** HOST:PORT at which remotes reach this speaker; empty where none do. */
  get outside(): string {
    return this.#parts.reachable().outside;
  }

  /** What clients pin; empty while there is no TLS listener. */
  get keyHash(): Uint8Array {
    return this.#parts.reachable().keyHash;
  }

  /** HOST:PORTs of the web remote; none where there is none. */
  get outsideWeb(): readonly string[] {
    return this.#parts.reachable().outsideWeb;
  }

  /** What is wrong with the list of clients, for people. */
  get trouble(): string | undefined {
    return this.#parts.clients.trouble;
  }

  audit(): readonly AuditEntry[] {
    return this.#parts.audit.list();
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
        ...this.#endOf(client),
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

  #endOf(client: ClientRecord): { expiresWallMs?: number; expiresInMs?: number } {
    const standing = this.#parts.grants.standing(client);
    if (standing.kind === "member") return {};
    const expiresInMs = standing.kind === "visit" ? Math.ceil(standing.leftUs / usPerMs) : 0;
    return { expiresWallMs: client.untilMs ?? 0, expiresInMs };
  }

  #openWindow(
    { role, grantMs }: schema.control.PairOpen.$Properties,
    by: Actor,
  ): ReplyOut | Refused {
    const { desk, clock } = this.#parts;
    const wanted = role ? roleTable.name(role) : "member";
    if (wanted === undefined || wanted === "none") return invalid("there is no such role");
    const visitMs = grantMs ?? 0;
    if (visitMs > 0 && wanted !== "guest") return invalid("only a guest can be let in for a while");
    if (visitMs > grantMsMax) return invalid("a visit is 31 days at most");
    const untilUs = visitMs > 0 ? clock.nowUs() + visitMs * usPerMs : undefined;
    const opened = desk.open({ role: wanted, untilUs }, by);
    return "refused" in opened ? opened : { pairWindow: opened };
  }

  async #pair(
    message: schema.control.PairClient.$Properties,
    by: Actor,
  ): Promise<ReplyOut | Refused> {
    const { clients, clock, speaker, log, reachable, grants, audit } = this.#parts;
    const publicKey = message.publicKey ?? new Uint8Array(0);
    const name = (message.name ?? "").slice(0, clientNameBytesMax);
    if (publicKey.length !== ed25519KeyBytes) {
      return { refused: "invalid-argument", message: "a client's key has 32 bytes (Ed25519)" };
    }
    const id = clientIdOf(publicKey);
    // A copy: the frame's buffer is larger and would be kept whole.
    const client = { id, name, publicKey: Uint8Array.from(publicKey), role: "admin" as const };
    await clients.add({ ...client, addedMs: clock.wallMs() });
    grants.began(id, undefined);
    audit.note(by, "paired", `${name} (admin)`);
    await audit.keep();
    log.info("client-paired", { id, key: toHex(publicKey.subarray(0, 4)) });
    const { keyHash, address } = reachable();
    return {
      paired: { clientId: id, speakerId: speaker.id, name: speaker.name, keyHash, address },
    };
  }

  async #revoke(id: string, by: Actor): Promise<ReplyOut | Refused> {
    const { clients, log, audit } = this.#parts;
    const name = clients.list().find((client) => client.id === id)?.name ?? "";
    if (!(await clients.remove(id))) {
      return { refused: "not-found", message: `there is no client ${id.slice(0, 32)}` };
    }
    log.info("client-revoked", { id });
    audit.note(by, "revoked", name);
    this.end(id, "revoked", "this client's access was revoked");
    await audit.keep();
    return { revoked: {} };
  }

  /** Ends all connections of a client. */
  end(id: string, reason: EndReason, message: string): void {
    for (const { connection } of this.#sessionsOf(id)) connection.close(reason, message);
  }

  async #leave(by: Actor): Promise<ReplyOut | Refused> {
    const { code, message } = await this.#parts.leave();
    if (code === "ok") this.#parts.audit.note(by, "left-household");
    return code === "ok" ? { left: { note: message } } : { refused: code, message };
  }

  #sessionsOf(clientId: string): Remote[] {
    return [...this.#parts.sessions].filter(({ identity }) => identity?.clientId === clientId);
  }
}

function invalid(message: string): Refused {
  return { refused: "invalid-argument", message };
}
