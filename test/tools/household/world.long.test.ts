import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../../src/base/units.ts";
import { Agenda } from "../../../tools/bench/household/agenda.ts";
import { ChunkLink } from "../../../tools/bench/household/link-model.ts";
import { keepRules, soonestPeer } from "../../../tools/bench/household/rules.ts";
import { runWorld, type WorldOptions } from "../../../tools/bench/household/world.ts";

const small: WorldOptions = {
  seed: 2,
  tracks: 120,
  speakers: 3,
  days: 21,
  cacheBytes: 160 * mib,
  keep: keepRules["second time while there is room, moves on what is alone"],
  peers: true,
  prefetch: true,
  readAheadS: () => 10,
  nextSeconds: 5,
  nextNearSeconds: 15,
};

describe("the household's world", () => {
  it("is the same twice", () => {
    assert.deepEqual(runWorld(small), runWorld(small));
  });

  it("asks the origin less when speakers help each other, and never less than one cache for all must", () => {
    const [together, alone] = [runWorld(small), runWorld({ ...small, peers: false })];
    assert.equal(alone.bytes.peer, 0);
    assert.ok(together.bytes.peer > 0);
    assert.ok(together.bytes.origin < 0.6 * alone.bytes.origin);
    assert.ok(together.bytes.origin >= 0.9 * together.idealFirst);
    assert.ok(together.originFirst <= together.bytes.origin);
  });

  it("starts fewer plays from the origin when heads are fetched ahead", () => {
    const [on, off] = [runWorld(small), runWorld({ ...small, prefetch: false })];
    assert.equal(on.plays, off.plays);
    assert.ok(
      on.startsFromOrigin < off.startsFromOrigin,
      `${on.startsFromOrigin} ${off.startsFromOrigin}`,
    );
    assert.ok(on.ahead.head > off.ahead.head);
    assert.equal(off.ahead.head, 0);
  });

  it("takes what somebody waits for before what is fetched ahead", () => {
    const link = new ChunkLink({ rttS: 0.01, bytesPerS: 1_000 });
    assert.equal(link.transfer(1_000, 0, true), 1.01);
    assert.equal(link.transfer(500, 0), 0.51);
    assert.equal(link.transfer(1_000, 0, true), 2.01);
  });

  it("asks the neighbour that will have sent it soonest, and the origin when all have too much to send", () => {
    const holders = [0.3, 0.1, 0.5].map((waitS, speaker) => ({ speaker, waitS, takesS: 0.01 }));
    const asked = { holders, neededInS: 9, originRttS: 0.03 };
    assert.deepEqual(soonestPeer.pick(asked), { from: "peer", speaker: 1 });
    assert.deepEqual(soonestPeer.pick({ ...asked, holders: holders.slice(2) }), { from: "origin" });
    assert.deepEqual(soonestPeer.pick({ ...asked, holders: [] }), { from: "origin" });
  });

  it("asks for what is heard at once only a neighbour that is as quick as the origin", () => {
    const slow = [{ speaker: 0, waitS: 0, takesS: 0.2 }];
    const asked = { holders: slow, neededInS: 1, originRttS: 0.03 };
    assert.deepEqual(soonestPeer.pick(asked), { from: "origin" });
    assert.deepEqual(soonestPeer.pick({ ...asked, neededInS: 4 }), { from: "peer", speaker: 0 });
    const far = { ...asked, originRttS: 0.15 };
    assert.deepEqual(soonestPeer.pick(far), { from: "peer", speaker: 0 });
  });

  it("does things in the order of their times, and of their coming where those are equal", () => {
    const [agenda, seen] = [new Agenda(), [] as string[]];
    for (const [atS, what] of [
      [3, "c"],
      [1, "a"],
      [3, "d"],
      [2, "b"],
      [1, "A"],
    ] as const)
      agenda.at(atS, () => seen.push(what));
    agenda.at(2.5, (now) => agenda.at(now, () => seen.push("+")));
    agenda.run();
    assert.equal(seen.join(""), "aAb+cd");
  });
});
