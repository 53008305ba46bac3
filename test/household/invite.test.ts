import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { HouseholdError } from "../../src/household/errors.ts";
import {
  assertNotExpired,
  formatInvite,
  type Invite,
  parseInvite,
} from "../../src/household/invite.ts";

const invite: Invite = {
  addresses: [
    { host: "192.168.1.10", port: 41_000 },
    { host: "fe80::1", port: 41_000 },
  ],
  household: new Uint8Array(32).fill(1),
  originKey: new Uint8Array(32).fill(2),
  token: new Uint8Array(16).fill(3),
  expiresMs: 1_800_000_000_000,
};

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof HouseholdError, String(error));
    assert.ok(error.remedy !== undefined, "an error says what to do");
    return error.code;
  }
  return "no error";
}

describe("an invite", () => {
  it("comes back from its URI as it was", () => {
    const uri = formatInvite(invite);
    assert.match(uri, /^nightjar:\/\/192\.168\.1\.10:41000,\[fe80::1\]:41000\/join\?/);
    assert.deepEqual(parseInvite(uri), invite);
    assert.deepEqual(parseInvite(`  ${uri}\n`), invite);
  });

  it("is refused when any part of it is missing", () => {
    const uri = formatInvite(invite);
    for (const name of ["household", "origin", "token", "expires"]) {
      assert.equal(
        codeOf(() => parseInvite(uri.replace(`${name}=`, "x="))),
        "invite-malformed",
        name,
      );
    }
    for (const end of [10, 40, 80, uri.length - 12]) {
      assert.equal(
        codeOf(() => parseInvite(uri.slice(0, end))),
        "invite-malformed",
        String(end),
      );
    }
  });

  it("is refused, and nothing else happens, whatever text it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `nightjar://${text}/join?${text}`),
        ),
        (text) =>
          assert.equal(
            codeOf(() => parseInvite(text)),
            "invite-malformed",
          ),
      ),
    );
  });

  it("expires", () => {
    assertNotExpired(invite, invite.expiresMs - 1);
    assert.equal(
      codeOf(() => assertNotExpired(invite, invite.expiresMs)),
      "invite-expired",
    );
  });
});
