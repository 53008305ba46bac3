/**
 * Invites that were given out, by the hash of their token. An invite is good
 * for one speaker; that speaker may use it again, because its first answer may
 * have been lost.
 */
import { openInvitesMax } from "../household/limits.ts";
import type { Database } from "../ports/database.ts";

export type Redeemed = "ok" | "unknown" | "expired" | "used";

export class Invites {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** `expiresMs` is wall time. Those that expired before `nowMs` go, and the oldest above openInvitesMax. */
  add(hash: Uint8Array, expiresMs: number, nowMs: number): void {
    this.#database.prepare("DELETE FROM invites WHERE expires_ms < ?").run(nowMs);
    this.#database
      .prepare("INSERT OR REPLACE INTO invites VALUES (?, ?, NULL)")
      .run(hash, expiresMs);
    this.#database
      .prepare(
        "DELETE FROM invites WHERE hash NOT IN (SELECT hash FROM invites ORDER BY expires_ms DESC LIMIT ?)",
      )
      .run(openInvitesMax);
  }

  /** Marks the invite as used by `member` (its id). */
  redeem(hash: Uint8Array, member: string, nowMs: number): Redeemed {
    return this.#database.transaction(() => {
      const row = this.#database.prepare("SELECT * FROM invites WHERE hash = ?").get(hash);
      if (row === undefined) return "unknown";
      if (Number(row["expires_ms"]) < nowMs) return "expired";
      if (row["used_by"] !== null) return row["used_by"] === member ? "ok" : "used";
      this.#database.prepare("UPDATE invites SET used_by = ? WHERE hash = ?").run(member, hash);
      return "ok";
    });
  }
}
