/**
 * What an origin notes of members for people: when they joined, when they were
 * last seen, and who has gone. Nothing is decided by it; the roll does that.
 */
import type { MemberRole } from "../household/certificate.ts";
import type { Database, SqlRow } from "../ports/database.ts";
import { memberNotesMax } from "./limits.ts";

export interface NotedMember {
  /** Member id, 16 hexadecimal digits. */
  readonly id: string;
  readonly linkKey: Uint8Array;
  readonly name: string;
  readonly role: MemberRole;
}

export interface MemberNote extends NotedMember {
  /** Wall times, ms; undefined for never, or where nobody knows. */
  readonly joinedMs: number | undefined;
  readonly seenMs: number | undefined;
  readonly goneMs: number | undefined;
  readonly how: "member" | "revoked" | "left";
}

export class MemberNotes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** It is a member, also where it had gone. The time counts where none is known, or it comes back. */
  joined({ id, linkKey, name, role }: NotedMember, nowMs: number): void {
    this.#database.transaction(() => {
      const sql = `INSERT INTO member_notes VALUES (?, ?, ?, ?, ?, NULL, NULL, 'member')
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,
          joined_ms = CASE WHEN how = 'member' THEN joined_ms ELSE excluded.joined_ms END,
          gone_ms = NULL, how = 'member'`;
      this.#database.prepare(sql).run(id, linkKey, name, role, nowMs);
      this.#forgetOld();
    });
  }

  seen(id: string, nowMs: number): void {
    this.#database.prepare("UPDATE member_notes SET seen_ms = ? WHERE id = ?").run(nowMs, id);
  }

  gone(id: string, nowMs: number, how: "revoked" | "left"): void {
    const sql = "UPDATE member_notes SET gone_ms = ?, how = ? WHERE id = ?";
    this.#database.prepare(sql).run(nowMs, how, id);
  }

  get(id: string): MemberNote | undefined {
    const row = this.#database.prepare("SELECT * FROM member_notes WHERE id = ?").get(id);
    return row && noteOf(row);
  }

  /** Those that have gone are kept for people to see, the last ones. */
  all(): readonly MemberNote[] {
    return this.#database.prepare("SELECT * FROM member_notes ORDER BY name, id").all().map(noteOf);
  }

  #forgetOld(): void {
    const sql = `DELETE FROM member_notes WHERE how <> 'member' AND id NOT IN (
      SELECT id FROM member_notes ORDER BY how = 'member' DESC, gone_ms DESC LIMIT ?)`;
    this.#database.prepare(sql).run(memberNotesMax);
  }
}

function noteOf(row: SqlRow): MemberNote {
  const time = (name: string): number | undefined =>
    row[name] === null ? undefined : Number(row[name]);
  const how = row["how"];
  const linkKey = row["link_key"];
  return {
    id: String(row["id"]),
    linkKey: linkKey instanceof Uint8Array ? linkKey : new Uint8Array(0),
    name: String(row["name"]),
    role: row["role"] === "origin" ? "origin" : "speaker",
    joinedMs: time("joined_ms"),
    seenMs: time("seen_ms"),
    goneMs: time("gone_ms"),
    how: how === "revoked" || how === "left" ? how : "member",
  };
}
