import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  isKeyTaken,
  openHouseholdKey,
  proveKeyTaken,
  sealHouseholdKey,
} from "../../src/household/sealed-key.ts";
import { linkKeyPair } from "../../src/transport/x25519.ts";
import { household, stranger } from "./household-world.ts";

const heir = linkKeyPair(new Uint8Array(32).fill(1));
const other = linkKeyPair(new Uint8Array(32).fill(2));
const sealed =
  sealHouseholdKey(household.privateKey, heir.publicKey, new Uint8Array(32).fill(3)) ??
  assert.fail("it is a key");

describe("a sealed household key", () => {
  it("is opened by the one it was sealed for, and by nobody else", () => {
    assert.deepEqual(openHouseholdKey(sealed, heir, household.publicKey), household.privateKey);
    assert.equal(openHouseholdKey(sealed, other, household.publicKey), undefined);
    assert.equal(openHouseholdKey(sealed, heir, stranger.publicKey), undefined);
    assert.equal(
      sealHouseholdKey(household.privateKey, new Uint8Array(32), sealed.subarray(0, 32)),
      undefined,
    );
  });

  it("is not opened once a byte of it is another, or missing", () => {
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(openHouseholdKey(changed, heir, household.publicKey), undefined);
      assert.equal(openHouseholdKey(sealed.subarray(0, at), heir, household.publicKey), undefined);
    }
  });

  it("is proven to be taken by who has it, for itself alone", () => {
    const proof = proveKeyTaken(household.privateKey, heir.publicKey);
    assert.ok(isKeyTaken(proof, household.publicKey, heir.publicKey));
    assert.ok(!isKeyTaken(proof, household.publicKey, other.publicKey));
    const forged = proveKeyTaken(stranger.privateKey, heir.publicKey);
    assert.ok(!isKeyTaken(forged, household.publicKey, heir.publicKey));
  });
});
