/** Small values of the origin by name. Durable when `set` returns. */
import type { Database } from "../ports/database.ts";

export class MetaStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(key: string): Uint8Array | undefined {
    const value = this.#database.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.[
      "value"
    ];
    return value instanceof Uint8Array ? value : undefined;
  }

  set(key: string, value: Uint8Array): void {
    const sql =
      "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    this.#database.prepare(sql).run(key, value);
  }

  delete(key: string): void {
    this.#database.prepare("DELETE FROM meta WHERE key = ?").run(key);
  }
}
