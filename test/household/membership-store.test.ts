/** What a membership file that cannot be read does: the store says so and goes on without. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { MembershipStore } from "../../src/household/membership-store.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { silentLog } from "../origin/silent-log.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("MembershipStore", () => {
  it("says that its file is damaged, and says nothing where there is none", async () => {
    const errors: string[] = [];
    const log = { ...silentLog, error: (event: string) => void errors.push(event) };
    const ports = { disk: new NodeDisk(silentLog), log };
    const file = path.join(folder, "membership.json");
    assert.equal((await MembershipStore.open(ports, file)).membership, undefined);
    assert.deepEqual(errors, []);
    for (const text of ["", "{", "\u0000\u0001"]) {
      writeFileSync(file, text);
      assert.equal((await MembershipStore.open(ports, file)).membership, undefined);
      assert.deepEqual(errors.splice(0), ["membership-damaged"]);
    }
  });
});
