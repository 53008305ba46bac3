import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SeenNode } from "../../src/discovery/nodes.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import { emptyRoll, keyHashOf, Roll } from "../../src/household/roll.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import type { SeenSpeaker } from "../../src/player/model.ts";
import { type HouseView, speakerRows } from "../../src/player/speaker-rows.ts";

const household = ed25519KeyPair(new Uint8Array(32).fill(9));
const keyOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const id = memberIdOf(keyOf(1));
const tag = "0123456789abcdef";
const member = { linkKey: keyOf(1), name: "Bath", issuedMs: 1, origin: undefined };
const body = { ...emptyRoll(household.publicKey), version: 1 };
const roll = Roll.sign({ ...body, members: [member] }, household.privateKey);
const gone = Roll.sign(
  { ...body, revoked: [{ keyHash: keyHashOf(keyOf(1)), revokedMs: 5 }] },
  household.privateKey,
);
const node: SeenNode = {
  id,
  name: "Bath",
  service: "Bath",
  role: "speaker",
  householdTag: tag,
  controlPort: 7_646,
  webPort: 7_680,
  addresses: [{ host: "10.0.0.9", port: 41_000 }],
};
const quiet: HouseView = {
  self: { id: "aa".repeat(8), name: "Kitchen", householdTag: tag },
  nodes: [],
  roll,
  cardOf: () => undefined,
  sessions: [],
  sought: [],
};
const session = {
  peer: { id, name: "Bath", role: "speaker" as const },
  address: { host: "10.0.0.9", port: 41_000 },
};
const known = { id, via: ["known"] as const, addresses: [] };

function rowOf(view: Partial<HouseView>): SeenSpeaker {
  const rows = speakerRows({ ...quiet, ...view });
  assert.equal(rows.length, 2, JSON.stringify(rows));
  assert.equal(rows[0]?.via, "self");
  return rows[1] ?? assert.fail();
}

describe("rows of ctl speakers", () => {
  it("have nothing in the way of a speaker that is seen and reached", () => {
    const row = rowOf({ nodes: [node], sessions: [session] });
    assert.deepEqual(row, {
      ...{
        id,
        name: "Bath",
        address: "10.0.0.9:7646",
        web: ["10.0.0.9:7680"],
        via: "mdns",
        seen: ["mdns", "session"],
      },
      ...{ member: true, open: true, blocked: null },
    });
  });

  it("say in words what keeps speakers apart", () => {
    const table: readonly (readonly [Partial<HouseView>, string, boolean, RegExp])[] = [
      [{ sessions: [session], sought: [known] }, "known", true, /multicast does not come through/],
      [{}, "roll", true, /was not seen.*--peer/],
      [{ sought: [known] }, "known", true, /does not answer where it was/],
      [{ nodes: [node] }, "mdns", true, /firewall.*41000/],
      [{ nodes: [{ ...node, householdTag: "" }], roll: undefined }, "mdns", false, /no household/],
      [
        { nodes: [{ ...node, householdTag: "ff".repeat(8) }], roll: undefined },
        "mdns",
        false,
        /another household/,
      ],
      [{ nodes: [node], roll: gone }, "mdns", true, /was put out/],
      [{ nodes: [node], sought: undefined }, "mdns", true, /no part in its house/],
      [{ self: { ...quiet.self, householdTag: "" } }, "roll", true, /this speaker is in no/],
    ];
    for (const [view, via, isMember, why] of table) {
      const row = rowOf(view);
      assert.match(row.blocked ?? "", why);
      assert.deepEqual([row.via, row.member], [via, isMember], String(why));
    }
  });

  it("name a speaker as it is called now, and lead to its pages without multicast", () => {
    const card = { name: "Spa", controlPort: 7_646, webPort: 7_681 };
    const cardOf = (of: string) => (of === id ? card : undefined);
    const reached = rowOf({ cardOf, nodes: undefined, sessions: [session] });
    assert.deepEqual(
      [reached.name, reached.address, reached.web],
      ["Spa", "10.0.0.9:7646", ["10.0.0.9:7681"]],
    );
    const addresses = [
      { host: "10.0.0.9", port: 41_000 },
      { host: "fe80::1", port: 41_000 },
    ];
    const away = rowOf({ cardOf, sought: [{ ...known, addresses }] });
    assert.deepEqual(away.web, ["10.0.0.9:7681", "[fe80::1]:7681"], "where it was known to be");
    const seen = rowOf({ cardOf, nodes: [node], sessions: [session] });
    assert.deepEqual([seen.name, seen.web], ["Spa", ["10.0.0.9:7680"]], "multicast is fresher");
    const hidden = { ...card, webPort: undefined };
    assert.deepEqual(rowOf({ cardOf: () => hidden, sessions: [session] }).web, []);
    assert.deepEqual(rowOf({ cardOf }).web, [], "nobody knows where it is");
  });

  it("say nothing of multicast where nobody looks for it, and list everybody once", () => {
    assert.equal(rowOf({ nodes: undefined, sessions: [session] }).blocked, null);
    rowOf({ nodes: [node], sessions: [session, session], sought: [known] });
  });
});
