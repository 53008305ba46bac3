/** An origin's database in memory, with its tables. */
import { openOriginDatabase } from "../../src/origin/database.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import type { Database } from "../../src/ports/database.ts";

const driver = await SqliteDriver.load();

export function memoryDatabase(): Database {
  let made = 0;
  const bytes = (length: number) => new Uint8Array(length).map(() => ++made);
  return openOriginDatabase(driver, ":memory:", { bytes });
}
