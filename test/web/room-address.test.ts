import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { roomAddress } from "../../src/web/model/room-address.ts";

describe("The address of another room", () => {
  it("is what its speaker tells, and of one on the same machine where the page came from", () => {
    const web = ["10.0.0.7:7680", "[fe80::1]:7680"];
    assert.equal(roomAddress(web, "10.0.0.5:7680"), "10.0.0.7:7680");
    assert.equal(roomAddress([], "10.0.0.5:7680"), undefined);
    for (const local of ["127.0.0.1:7681", "[::1]:7681"]) {
      assert.equal(roomAddress([local], "10.0.0.5:7680"), "10.0.0.5:7681");
      assert.equal(roomAddress([local], "kitchen.local"), "kitchen.local:7681");
      assert.equal(roomAddress([local], "[fd00::5]:7680"), "[fd00::5]:7681");
    }
  });
});
