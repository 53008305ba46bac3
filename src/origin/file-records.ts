/**
 * What the origin remembers of the files in the library folder: which track a
 * file is, or why it is none. That is what makes a second look cheap.
 *
 * Paths are relative to the library folder, parts joined by "/".
 */
import type { TrackId } from "../media/track-id.ts";
import type { Database, SqlRow } from "../ports/database.ts";

/** What tells whether a file changed, without opening it. */
export interface FileMark {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: string;
}

export interface FoundFile extends FileMark {
  readonly path: string;
}

export interface FailedFile {
  readonly file: string;
  readonly why: string;
}

export class FileRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  all(): Map<string, FileMark> {
    const rows = this.#database.prepare("SELECT path, size, modified_ms, inode FROM files").all();
    return new Map(rows.map((row) => [String(row["path"]), markOf(row)]));
  }

  failed(): FailedFile[] {
    const sql = "SELECT path, why FROM files WHERE why IS NOT NULL ORDER BY path";
    const rows = this.#database.prepare(sql).all();
    return rows.map((row) => ({ file: String(row["path"]), why: String(row["why"]) }));
  }

  /** The track of a file; undefined where the file is unknown or failed. */
  trackAt(path: string): TrackId | undefined {
    const row = this.#database.prepare("SELECT track FROM files WHERE path = ?").get(path);
    return typeof row?.["track"] === "string" ? row["track"] : undefined;
  }

  /** The first, by name, of the other files that are this track; undefined where there is none. */
  firstOtherPath(track: TrackId, path: string): string | undefined {
    const sql = "SELECT min(path) AS path FROM files WHERE track = ? AND path <> ?";
    const first = this.#database.prepare(sql).get(track, path)?.["path"];
    return typeof first === "string" ? first : undefined;
  }

  /** Whether any file is this track. */
  holds(track: TrackId): boolean {
    const sql = "SELECT 1 AS n FROM files WHERE track = ? LIMIT 1";
    return this.#database.prepare(sql).get(track) !== undefined;
  }

  put(file: FoundFile, what: { readonly track: TrackId } | { readonly why: string }): void {
    const track = "track" in what ? what.track : null;
    const why = "why" in what ? what.why : null;
    this.#database
      .prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)")
      .run(file.path, file.sizeBytes, file.modifiedMs, file.inode, track, why);
  }

  move(from: string, to: string): void {
    this.#database.prepare("DELETE FROM files WHERE path = ?").run(to);
    this.#database.prepare("UPDATE files SET path = ? WHERE path = ?").run(to, from);
  }

  remove(path: string): void {
    this.#database.prepare("DELETE FROM files WHERE path = ?").run(path);
  }

  /** The track that a coded sound (without its tags) decodes to. */
  trackOfSound(audioKey: string): TrackId | undefined {
    const row = this.#database
      .prepare("SELECT track FROM sounds WHERE audio_key = ?")
      .get(audioKey);
    return row === undefined ? undefined : String(row["track"]);
  }

  /** The next scan takes the files of this track for changed ones. */
  lookAgain(track: TrackId): void {
    this.#database.prepare("UPDATE files SET modified_ms = -1 WHERE track = ?").run(track);
  }

  putSound(audioKey: string, track: TrackId): void {
    this.#database.prepare("INSERT OR REPLACE INTO sounds VALUES (?, ?)").run(audioKey, track);
  }
}

function markOf(row: SqlRow): FileMark {
  return {
    sizeBytes: Number(row["size"]),
    modifiedMs: Number(row["modified_ms"]),
    inode: String(row["inode"]),
  };
}
