import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { bytesOf, makeWorld } from "../storage/world.ts";
import { memoryDatabase } from "./memory-database.ts";

describe("what an origin keeps", () => {
  it("has keys of its own from the first start on, and makes no other ones when they are lost", async () => {
    const world = makeWorld(1);
    const ports = { ...world, databases: { open: () => memoryDatabase() } };
    const open = () => OriginRecords.open(ports, "/origin", "home");
    const household = async (): Promise<Uint8Array> => {
      await using records = await open();
      return records.keys.household.publicKey;
    };
    const first = await household();
    await world.disk.replaceFile("/origin/origin.db", bytesOf(1, 10)); // The database here is one in memory.
    assert.deepEqual(await household(), first);
    for (const copy of ["key", "key2"]) await world.disk.remove(`/origin/keys/household.${copy}`);
    await assert.rejects(open(), { code: "not-found", message: /lost its key household/ });
    assert.deepEqual(
      (await world.disk.list("/origin/keys")).filter(({ name }) => name.startsWith("household")),
      [],
    );
  });
});
