/**
 * Invites that were given out, by the hash of their token. An invite is good
 * for one member; that member may use it again, because its first answer may
 * have been lost.
 */
import type { MemberRole } from "../household/certificate.ts";
import { openInvitesMax } from "../household/limits.ts";
import type { Database } from "../ports/database.ts";

export type Redeemed = MemberRole | "unknown" | "expired" | "used";

export class Invites {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** `expiresMs` is wall time. Those that expired before `nowMs` go, and the oldest above openInvitesMax. */
  add(
    invite: { readonly hash: Uint8Array; readonly role: MemberRole; readonly expiresMs: number },
    nowMs: number,
  ): void {
    const { hash, role, expiresMs } = invite;
    this.#database.transaction(() => {
      this.#database.prepare("DELETE FROM invites WHERE expires_ms < ?").run(nowMs);
      this.#database
        .prepare("INSERT OR REPLACE INTO invites VALUES (?, ?, NULL)")
        .run(hash, expiresMs);
      if (role === "origin")
        this.#database.prepare("INSERT OR REPLACE INTO origin_invites VALUES (?)").run(hash);
      this.#database
        .prepare(
          "DELETE FROM invites WHERE hash NOT IN (SELECT hash FROM invites ORDER BY expires_ms DESC LIMIT ?)",
        )
        .run(openInvitesMax);
      this.#forgetRoles();
    });
  }

  /** Marks the invite as used by `member` (its id), and says as what it lets that in. */
  redeem(hash: Uint8Array, member: string, nowMs: number): Redeemed {
    return this.#database.transaction(() => {
      const row = this.#database.prepare("SELECT * FROM invites WHERE hash = ?").get(hash);
      if (row === undefined) return "unknown";
      if (Number(row["expires_ms"]) < nowMs) return "expired";
      if (row["used_by"] !== null && row["used_by"] !== member) return "used";
      this.#database.prepare("UPDATE invites SET used_by = ? WHERE hash = ?").run(member, hash);
      const origin = this.#database.prepare("SELECT 1 FROM origin_invites WHERE hash = ?");
      return origin.get(hash) === undefined ? "speaker" : "origin";
    });
  }

  /** Who is out does not come back with the invite that it came with. */
  voidOf(member: string): void {
    this.#database.transaction(() => {
      this.#database.prepare("DELETE FROM invites WHERE used_by = ?").run(member);
      this.#forgetRoles();
    });
  }

  #forgetRoles(): void {
    this.#database.exec("DELETE FROM origin_invites WHERE hash NOT IN (SELECT hash FROM invites)");
  }
}
