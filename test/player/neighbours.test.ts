import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SeenNode } from "../../src/discovery/nodes.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import { householdTag } from "../../src/household/household-tag.ts";
import { controlAddress, originPlaces } from "../../src/player/neighbours.ts";

const household = new Uint8Array(32).fill(1);
const linkKey = new Uint8Array(32).fill(2);
const origin: SeenNode = {
  id: memberIdOf(linkKey),
  name: "Home",
  service: "Home",
  role: "origin",
  householdTag: householdTag(household),
  controlPort: undefined,
  addresses: [{ host: "10.0.0.1", port: 41_800 }],
};

function places(...nodes: readonly SeenNode[]): string[] {
  return originPlaces(nodes, household, linkKey).map(({ host, port }) => `${host}:${port}`);
}

describe("nodes that are seen on the LAN", () => {
  it("are places to try where they say that they are the origin of the household", () => {
    assert.deepEqual(places(origin), ["10.0.0.1:41800"]);
    assert.deepEqual(places({ ...origin, role: "speaker" }), []);
    assert.deepEqual(places({ ...origin, id: "0123456789abcdef" }), []);
    assert.deepEqual(places({ ...origin, householdTag: "" }), []);
  });

  it("are a few places at most, however many say so", () => {
    const liars = Array.from({ length: 50 }, (_, i) => ({
      ...origin,
      addresses: [{ host: `10.0.1.${i}`, port: 1 }],
    }));
    assert.equal(places(...liars).length, 4);
  });

  it("show a tag that does not give the household's key away, and another for each household", () => {
    const other = new Uint8Array(32).fill(3);
    assert.match(householdTag(household), /^[0-9a-f]{16}$/);
    assert.notEqual(householdTag(household), householdTag(other));
    assert.notEqual(
      householdTag(household),
      memberIdOf(household),
      "not the hash of anything else",
    );
  });

  it("are reached by remotes at their control port, or where their link is", () => {
    assert.equal(controlAddress({ ...origin, controlPort: 7_646 }), "10.0.0.1:7646");
    assert.equal(controlAddress(origin), "10.0.0.1:41800");
    assert.equal(controlAddress({ ...origin, addresses: [] }), "", "not yet known");
  });
});
