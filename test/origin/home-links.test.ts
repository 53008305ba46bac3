/** What an origin does that joins a household while its disk takes nothing. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { issueCertificate } from "../../src/household/certificate.ts";
import type { Invite } from "../../src/household/invite.ts";
import type { Membership } from "../../src/household/membership.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { HomeLinks } from "../../src/origin/home-links.ts";
import { DiskError } from "../../src/ports/errors.ts";
import type { Log } from "../../src/ports/log.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { silentLog } from "./silent-log.ts";

const household = ed25519KeyPair(new Uint8Array(32).fill(9));
const linkKey = new Uint8Array(32).fill(1);
const invite: Invite = {
  addresses: [{ host: "10.0.0.1", port: 41_000 }],
  household: household.publicKey,
  originKey: new Uint8Array(32).fill(4),
  token: new Uint8Array(16),
  expiresMs: 1_000,
};
const certificate = issueCertificate(
  {
    household: household.publicKey,
    role: "origin",
    name: "Attic",
    linkKey,
    signingKey: new Uint8Array(32).fill(2),
    issuedMs: 0,
  },
  household.privateKey,
);

/** A session that is never ready for more than the join. */
function sessionThatLetsIn() {
  const done = Promise.resolve({ kind: "complete", symbols: [certificate] });
  return {
    state: "connecting",
    onState: () => () => undefined,
    fetch: () => ({ done, cancel: () => undefined }),
    close: () => undefined,
  };
}

function world() {
  const clock = new SimClock();
  const errors: string[] = [];
  const log: Log = {
    ...silentLog,
    error: (what, about) => void errors.push(`${what} ${JSON.stringify(about)}`),
  };
  const kept: Membership[] = [];
  const state = { full: true, tries: 0, joins: 0 };
  const records = {
    isMember: false,
    name: "Attic",
    keys: { signer: { publicKey: new Uint8Array(32).fill(2) } },
    link: { publicKey: linkKey },
    admission: { members: { roll: undefined } },
    get membership() {
      return kept.at(-1);
    },
    keepMembership: async (membership: Membership) => {
      state.tries += 1;
      if (state.full) throw new DiskError("no-space", "the disk is full");
      kept.push(membership);
    },
  };
  const endpoint = {
    connect: () => {
      state.joins += 1;
      return sessionThatLetsIn();
    },
  };
  const desk = { rolls: { wake: () => undefined } };
  // As much of each as an origin uses that joins.
  const links = new HomeLinks({ clock, log }, { records, desk, endpoint } as never);
  return { clock, links, errors, kept, state };
}

describe("an origin that is let into a household", () => {
  it("says once what its disk does, holds what it was given, and keeps it as soon as it can", async () => {
    const { clock, links, errors, kept, state } = world();
    links.start(invite);
    await clock.advance(60_000_000);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? "", /membership-not-kept.*the disk is full.*make room/);
    assert.ok(state.tries > 5 && state.tries < 20, String(state.tries));
    assert.equal(state.joins, 1, "the invite is spent");
    state.full = false;
    await clock.advance(6_000_000);
    assert.deepEqual(kept[0]?.certificate, certificate);
    assert.equal(kept.length, 1);
    links.stop();
    await clock.advance(0);
  });

  it("stops while it waits for the disk, and tries no more", async () => {
    const { clock, links, state } = world();
    links.start(invite);
    await clock.advance(6_000_000);
    links.stop();
    await clock.advance(0);
    const { tries } = state;
    await clock.advance(60_000_000);
    assert.equal(state.tries, tries);
  });
});
