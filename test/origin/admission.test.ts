/** Who an origin lets in, puts out and lists, over its database. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { memberIdOf, verifyCertificate } from "../../src/household/certificate.ts";
import { Roll, withRevoked } from "../../src/household/roll.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { Admission } from "../../src/origin/admission.ts";
import { memberCalled, memberRows, originCalled } from "../../src/origin/member-rows.ts";
import type { Database } from "../../src/ports/database.ts";
import { rollMembersMax } from "../../src/wire/roll.ts";
import {
  certificateOf,
  household,
  keyOf,
  rollOf,
  speakerOf,
  stranger,
} from "../household/household-world.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { memoryDatabase } from "./memory-database.ts";

const self = keyOf(1);
const signer = ed25519KeyPair(new Uint8Array(32).fill(4));
const at = [{ host: "10.0.0.1", port: 41_000 }];

function desk(database: Database = memoryDatabase(), clock = new SimClock(), keeps = true) {
  let made = 0;
  const entropy = { bytes: (length: number) => new Uint8Array(length).fill(++made) };
  const privateKey = keeps ? household.privateKey : undefined;
  const keys = {
    household: { publicKey: household.publicKey, privateKey },
    linkKey: self,
    signer,
  };
  const certificate = (): undefined => undefined;
  const admission = new Admission({ clock, entropy, database }, keys, {
    name: "Home",
    certificate,
  });
  const join = (n: number, token: Uint8Array, name = `Speaker ${n}`) =>
    admission.join(keyOf(n), { kind: "join", token, name, signingKey: signer.publicKey });
  return { admission, members: admission.members, clock, database, join };
}

describe("an origin's desk", () => {
  it("lets a member in with its invite, twice where its first answer was lost, and lists it once", () => {
    const { admission, members, join } = desk();
    const { token } = admission.invite(at);
    const [first, again] = [join(2, token), join(2, token)];
    assert.deepEqual(first, again);
    assert.deepEqual(admission.admit(keyOf(2), first)?.id, memberIdOf(keyOf(2)));
    assert.deepEqual([members.roll?.version, members.roll?.members.length], [1, 1]);
    assert.throws(() => join(3, token), { code: "invite-refused" });
  });

  it("voids certificate and invite of who is put out, who comes back with a new invite and a later certificate", () => {
    const { admission, members, join, clock } = desk();
    const { token } = admission.invite(at);
    const before = join(2, token);
    admission.revoke(keyOf(2), "revoked");
    assert.equal(admission.admit(keyOf(2), before), undefined);
    assert.throws(() => join(2, token), { code: "invite-refused" });
    assert.equal(members.notes.get(memberIdOf(keyOf(2)))?.how, "revoked");
    const after = join(2, admission.invite(at).token);
    assert.ok(admission.admit(keyOf(2), after));
    assert.equal(admission.admit(keyOf(2), before), undefined, "the old one stays void");
    const issued = verifyCertificate(after, household.publicKey, keyOf(2))?.issuedMs;
    assert.ok(issued !== undefined && issued > clock.wallMs(), "the clock has not moved");
  });

  it("knows at once what a command beside it has done", () => {
    const database = memoryDatabase();
    const [daemon, command] = [desk(database), desk(database)];
    const certificate = daemon.join(2, daemon.admission.invite(at).token);
    assert.ok(daemon.admission.admit(keyOf(2), certificate));
    command.admission.revoke(keyOf(2), "revoked");
    assert.equal(daemon.admission.admit(keyOf(2), certificate), undefined);
    const versions = [daemon, command].map(({ members }) => members.roll?.version);
    assert.deepEqual(versions, [2, 2]);
  });

  it("lists members of before there was a roll once they come by, and only those of the household", () => {
    const { admission, members } = desk();
    assert.ok(admission.admit(keyOf(5), certificateOf(speakerOf(5))));
    assert.equal(
      admission.admit(keyOf(6), certificateOf(speakerOf(6), "speaker", stranger)),
      undefined,
    );
    assert.equal(admission.admit(keyOf(7), new Uint8Array(0))?.role, "guest");
    admission.listUnlisted();
    assert.deepEqual(
      members.roll?.members.map(({ name }) => name),
      ["Speaker 5"],
    );
  });

  it("that was restored learns from speakers what was decided since, and loses none of its own", () => {
    const { admission, members, join } = desk();
    for (const n of [2, 3, 4]) join(n, admission.invite(at).token);
    const backup = members.roll ?? assert.fail();
    const since = rollOf({ ...withRevoked(backup.body, keyOf(2), 5e12), version: 9 });
    admission.revoke(keyOf(3), "revoked");
    assert.equal(members.offer(since.bytes), "taken");
    const roll = members.roll ?? assert.fail();
    assert.equal(roll.version, 10, "nobody has one that is newer");
    assert.ok(roll.isOut(keyOf(2)) && roll.isOut(keyOf(3)) && !roll.isOut(keyOf(4)));
    assert.ok(Roll.read(roll.bytes, household.publicKey));
    assert.equal(members.offer(since.bytes), "old");
    assert.equal(members.offer(Roll.sign(since.body, stranger.privateKey).bytes), "forged");
  });

  it("without the household's key takes newer rolls and signs nothing", () => {
    const { admission, members } = desk(memoryDatabase(), new SimClock(), false);
    const [older, newer] = [1, 2].map((version) =>
      rollOf({
        household: household.publicKey,
        version,
        floorMs: 0,
        members: [speakerOf(2)],
        revoked: [],
      }),
    );
    assert.ok(older && newer);
    assert.equal(members.offer(newer.bytes), "taken");
    assert.equal(members.offer(older.bytes), "old");
    assert.deepEqual(members.roll?.bytes, newer.bytes);
    assert.throws(() => admission.invite(at), { code: "no-household-key" });
    assert.throws(() => admission.revoke(keyOf(2), "revoked"), { code: "no-household-key" });
    assert.ok(admission.admit(keyOf(2), certificateOf(speakerOf(2))), "and it lets members in");
  });

  it("takes no more members than a household has, and keeps the invite of who came too late good", () => {
    const { admission, join, members } = desk();
    const many = Array.from({ length: rollMembersMax }, (_, n) => speakerOf(100 + n));
    const full = { household: household.publicKey, version: 1, floorMs: 0, revoked: [] };
    assert.equal(members.offer(rollOf({ ...full, members: many }).bytes), "taken");
    const { token } = admission.invite(at);
    assert.throws(() => join(2, token), { code: "household-full" });
    admission.revoke(keyOf(100), "revoked");
    assert.ok(join(2, token));
    assert.equal(members.roll?.members.length, rollMembersMax);
  });
});

describe("a member that people mean", () => {
  const { admission, members, join } = desk();
  join(2, admission.invite(at).token, "Kitchen");
  join(3, admission.invite(at).token, "Bath");
  join(4, admission.invite(at).token, "bath");
  join(5, admission.invite(at).token, "Attic");
  admission.revoke(keyOf(5), "left");
  const rowsNamed = (ownName: (id: string) => string | undefined) =>
    memberRows(members.roll?.members ?? [], members.notes.all(), ownName);
  const rows = rowsNamed(() => undefined);

  it("is found by name, whatever its case, or by id; what fits several or nobody is said", () => {
    assert.deepEqual(memberCalled(rows, "KITCHEN").linkKey, keyOf(2));
    assert.deepEqual(memberCalled(rows, memberIdOf(keyOf(3))).linkKey, keyOf(3));
    assert.throws(() => memberCalled(rows, "bath"), { code: "ambiguous-member" });
    assert.throws(() => originCalled(rows, "Kitchen"), /Kitchen is a speaker, not an origin/);
    assert.throws(() => originCalled(rows, "nobody"), { code: "no-such-member" });
    assert.throws(() => memberCalled(rows, "cellar"), { code: "no-such-member" });
    assert.throws(() => memberCalled(rows, "Attic"), { code: "no-such-member" });
  });

  it("is called as it calls itself since it was let in", () => {
    const renamed = rowsNamed((id) => (id === memberIdOf(keyOf(2)) ? "Galley" : undefined));
    assert.deepEqual(memberCalled(renamed, "galley").linkKey, keyOf(2));
    assert.throws(() => memberCalled(renamed, "Kitchen"), { code: "no-such-member" });
    assert.deepEqual(renamed.map(({ name }) => name).slice(2), ["Galley", "Attic"]);
  });

  it("is listed by name, those who have gone last", () => {
    const listed = rows.map(({ name, state }) => `${name} ${state}`);
    assert.deepEqual(listed.slice(2), ["Kitchen member", "Attic left"]);
  });
});
