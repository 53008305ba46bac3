/** Members of a simulated house that are put out, come back, leave; and a household that is handed over. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { decodeMembership } from "../../src/household/membership.ts";
import { Roll } from "../../src/household/roll.ts";
import { HandOver } from "../../src/origin/hand-over.ts";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { linkKeyPair } from "../../src/transport/endpoint.ts";
import { encodeRollAnswer } from "../../src/wire/roll.ts";
import {
  beside,
  type HeirBox,
  originKey,
  revoke,
  rogueOf,
  secondOrigin,
  stateOf,
  stolenFrom,
  tracks,
  troubleOf,
  us,
  withHouse,
} from "./household-rig.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { originHost, type SimHouse, type SimSpeaker } from "./sim-house.ts";
import { partition } from "./sim-network.ts";

describe("a member that is put out", () => {
  it("loses its session within two seconds and says why within a minute; the others play on", () =>
    withHouse(async (house, first, second) => {
      await second.speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(5 * us);
      await revoke(house, first);
      await house.clock.advance(2 * us);
      assert.notEqual(stateOf(first), "ready");
      await house.clock.advance(58 * us);
      assert.match(troubleOf(first), /was put out of its household on 20\d\d-.*new invite/);
      assert.equal(stateOf(second), "ready");
      assert.equal(second.speaker.status().totals.stalls, 0);
      assert.equal(troubleOf(second), "");
    }));

  it("does not come back with a restart, nor with the invite it came with; with a new one it does, as the same", () =>
    withHouse(async (house, first) => {
      const invite = house.origin.invite();
      const guest = await house.startSpeaker("10.0.0.40", 0, invite);
      await house.clock.advance(3 * us);
      assert.equal(guest.speaker.library("").length, tracks.length);
      const { id } = guest.speaker;
      await revoke(house, guest);
      await house.stopSpeaker(guest);
      const again = await house.startSpeaker("10.0.0.40", 0, invite);
      await house.clock.advance(60 * us);
      assert.match(troubleOf(again), /put out.*invite did not help.*not known/);
      // What it kept it still knows, and may play: the word that put it out is nobody's signature to it.
      assert.equal(again.speaker.library("").length, tracks.length);
      await house.stopSpeaker(again);
      const back = await house.startSpeaker("10.0.0.40", 0, house.origin.invite());
      await house.clock.advance(60 * us);
      assert.equal(back.speaker.id, id);
      assert.equal(troubleOf(back), "");
      assert.equal(back.speaker.library("").length, tracks.length);
      await house.stopSpeaker(back);
      const restarted = await house.startSpeaker("10.0.0.40", 0, undefined);
      await house.clock.advance(3 * us);
      assert.equal(stateOf(restarted), "ready");
      assert.equal(stateOf(first), "ready");
    }));

  it("is let in by no speaker that has heard of it, also with the origin off; and one that has tells the others", () =>
    withHouse(
      async (house, first, second) => {
        const thief = await house.startSpeaker("10.0.0.40", 0, house.origin.invite());
        await house.clock.advance(3 * us);
        const stolen = await stolenFrom(house, thief);
        const carrier = await stolenFrom(house, first);
        await house.stopSpeaker(thief);
        // The second one hears nothing of it from the origin.
        const [alone, always] = [new Set([second.host]), (): boolean => true];
        house.network.setFilters([partition(alone, always)]);
        await house.clock.advance(2 * us);
        await revoke(house, thief);
        await house.clock.advance(5 * us);
        await house.stopOrigin();
        house.network.setFilters([]);
        const rogue = await rogueOf(house, "10.0.0.66", stolen);
        const keyOf = async (of: SimSpeaker) => (await stolenFrom(house, of)).link.publicKey;
        const atFirst = rogue.dial(first.speaker.udp, await keyOf(first));
        const atSecond = rogue.dial(second.speaker.udp, await keyOf(second));
        await house.clock.advance(3 * us);
        assert.equal(atFirst.state, "connecting");
        assert.equal(atSecond.state, "ready", "who has not heard of it cannot know");
        // A speaker that meets another one: as the first would, with what it has.
        const document = await house.clock.settle(
          house.diskOf(first.host).readFile("/speaker/roll"),
        );
        const { household } =
          decodeMembership(
            await house.clock.settle(house.diskOf(first.host).readFile("/speaker/membership.json")),
          ) ?? assert.fail();
        const roll = Roll.read(document, household) ?? assert.fail("it is signed");
        const answer = encodeRollAnswer({ version: roll.version, digest: roll.digest, document });
        const teller = await rogueOf(house, "10.0.0.67", carrier, () => ({
          kind: "symbols",
          symbols: [answer],
        }));
        teller.dial(second.speaker.udp, await keyOf(second));
        await house.clock.advance(6 * us);
        const asked = [...new Set(teller.asked)].sort();
        assert.deepEqual(asked, ["commons", "roll"], "what any member is asked, and no more");
        assert.notEqual(atSecond.state, "ready", "and now it does");
        await house.clock.advance(30 * us);
        assert.notEqual(atSecond.state, "ready");
      },
      undefined,
      // Speakers that have no sessions to each other.
      { peers: false },
    ));

  it("is let in by no speaker soon after one of them has heard of it: they tell each other", () =>
    withHouse(async (house, _, second) => {
      const thief = await house.startSpeaker("10.0.0.40", 0, house.origin.invite());
      await house.clock.advance(40 * us);
      const stolen = await stolenFrom(house, thief);
      await house.stopSpeaker(thief);
      house.network.setFilters([partition(new Set([second.host]), () => true)]);
      await house.clock.advance(2 * us);
      await revoke(house, thief);
      await house.clock.advance(5 * us);
      await house.stopOrigin();
      house.network.setFilters([]);
      await house.clock.advance(40 * us);
      const rogue = await rogueOf(house, "10.0.0.66", stolen);
      const key = (await stolenFrom(house, second)).link.publicKey;
      const dialled = rogue.dial(second.speaker.udp, key);
      await house.clock.advance(5 * us);
      assert.equal(dialled.state, "connecting");
    }));

  it("disturbs nobody by asking to be let in again and again", () =>
    withHouse(async (house, first, second) => {
      const stolen = await stolenFrom(house, first);
      await revoke(house, first);
      await house.stopSpeaker(first);
      await second.speaker.execute({ kind: "play", what: ["sim"] });
      const key = await originKey(house);
      const rogue = await rogueOf(house, first.host, stolen);
      const dials = Array.from({ length: 40 }, () =>
        rogue.dial({ host: originHost, port: 41_000 }, key),
      );
      await house.clock.advance(30 * us);
      assert.ok(dials.every(({ state }) => state === "connecting"));
      assert.ok(house.origin.figures().datagramsDropped > 500, "they did knock");
      assert.equal(house.origin.figures().sessions, 1);
      assert.equal(second.speaker.status().totals.stalls, 0);
      assert.equal(second.speaker.status().state, "playing");
    }));
});

describe("a speaker that leaves", () => {
  const there = (house: SimHouse, { host }: SimSpeaker, name: string) =>
    house.clock.settle(house.diskOf(host).stat(`/speaker/${name}`));

  it("hands in what it played, is lost to the roll, and has nothing of the household any more", () =>
    withHouse(async (house, first, second) => {
      await first.speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(40 * us);
      assert.deepEqual(await house.clock.settle(first.speaker.leave()), {
        code: "ok",
        message: "",
      });
      const { counted, gaps } = house.origin.ledger.report();
      assert.deepEqual([counted, gaps], [1, []]);
      assert.equal(first.speaker.status().events.pending, 0);
      for (const name of ["membership.json", "roll", "keys/cache.key", "keys/cache.key2"])
        assert.equal(await there(house, first, name), undefined, name);
      assert.deepEqual([first.speaker.library(""), first.speaker.queue()], [[], []]);
      assert.match(troubleOf(first), /has left its household; start it with --join/);
      await house.clock.advance(3 * us);
      const members = await beside(house, ({ admission }) => admission.members);
      assert.equal(members.roll?.members.length, 2);
      assert.equal(members.notes.get(first.speaker.id)?.how, "left");
      assert.equal(house.origin.figures().sessions, 1);
      assert.equal(stateOf(second), "ready");
      await house.stopSpeaker(first);
      const back = await house.startSpeaker(first.host, 0, house.origin.invite());
      await house.clock.advance(5 * us);
      assert.equal(back.speaker.library("").length, tracks.length);
      await back.speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(5 * us);
      assert.equal(back.speaker.status().state, "playing");
      assert.equal(back.speaker.status().totals.bytes.cache, 0, "what it had was noise");
    }));

  it("lets no play begin meanwhile, and keeps neither what was pinned nor what it learned of its people", () =>
    withHouse(async (house, first) => {
      const { speaker } = first;
      await speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(20 * us);
      await speaker.execute({ kind: "pin", what: ["sim"], quality: "96" });
      await house.clock.advance(20 * us);
      const leaving = speaker.leave();
      await house.clock.advance(us / 10);
      const tooLate = await speaker.execute({ kind: "play", what: ["sim"] });
      assert.match(tooLate.message, /is leaving its household/);
      await speaker.execute({ kind: "resume" });
      assert.equal((await speaker.leave()).code, "unavailable", "it does so already");
      assert.equal((await house.clock.settle(leaving)).code, "ok");
      await house.clock.advance(5 * us);
      assert.equal(speaker.status().events.pending, 0, "no play is left that nobody counts");
      assert.deepEqual([speaker.pins(), speaker.library("")], [[], []]);
      await house.stopSpeaker(first);
      assert.equal(await there(house, first, "habits"), undefined);
      const again = await house.startSpeaker(first.host, 0, undefined);
      assert.deepEqual(again.speaker.pins(), []);
    }));

  it("stays while plays are not counted, and says so; without any it goes, though nobody hears it", () =>
    withHouse(async (house, first, second) => {
      await first.speaker.execute({ kind: "play", what: ["sim"] });
      await house.clock.advance(10 * us);
      await house.stopOrigin();
      const stays = await house.clock.settle(first.speaker.leave());
      assert.equal(stays.code, "unavailable");
      assert.match(stays.message, /play events? (is|are) not counted yet/);
      assert.ok(await there(house, first, "membership.json"));
      const goes = await house.clock.settle(second.speaker.leave());
      assert.equal(goes.code, "ok");
      assert.match(goes.message, /nightjar origin revoke/);
      assert.equal(await there(house, second, "membership.json"), undefined);
      assert.equal((await second.speaker.leave()).code, "unavailable");
      await house.startOrigin();
      await house.clock.advance(10 * us);
      assert.equal((await house.clock.settle(first.speaker.leave())).code, "ok");
      assert.deepEqual(house.origin.ledger.report().gaps, []);
    }));
});

describe("a household that is handed over", () => {
  const hasKey = async (house: SimHouse, host: string): Promise<boolean> =>
    (await house.clock.settle(house.diskOf(host).stat("/origin/keys/household.key"))) !== undefined;

  it("has its key at the new origin alone, and its speakers with it, who play on", () =>
    withHouse(async (house, first, second) => {
      const invite = await beside(house, ({ admission }) =>
        admission.invite([{ host: originHost, port: 41_000 }], "origin"),
      );
      await first.speaker.execute({ kind: "play", what: ["sim"] });
      const box: HeirBox = {};
      const { origin: heir, ports } = await secondOrigin(house, invite, box);
      await house.clock.advance(15 * us);
      assert.equal(first.speaker.status().link.length, 2, "speakers know it by the roll");
      assert.ok(first.speaker.status().link.every(({ state }) => state === "ready"));
      assert.throws(() => heir.invite(), { code: "no-household-key" });
      assert.deepEqual(
        [await hasKey(house, originHost), await hasKey(house, "10.0.0.2")],
        [true, false],
      );
      await beside(house, ({ admission, keys, database }) => {
        const member = admission.members.roll?.members.find(({ name }) => name === "Heir");
        const seed = keys.household.privateKey;
        assert.ok(member && seed);
        assert.ok(new HandOver(database).order(seed, member.linkKey, new SimEntropy(new Rng(9))));
      });
      await house.clock.advance(15 * us);
      assert.deepEqual(
        [await hasKey(house, originHost), await hasKey(house, "10.0.0.2")],
        [false, true],
      );
      assert.throws(() => house.origin.invite(), { code: "no-household-key" });
      // The old one is an origin like any other, over a restart, and can be put out.
      await house.stopOrigin();
      await house.startOrigin();
      await house.clock.advance(5 * us);
      assert.ok(first.speaker.status().link.every(({ state }) => state === "ready"));
      assert.throws(() => house.origin.invite(), { code: "no-household-key" });
      const records = await house.clock.settle(OriginRecords.openBeside(ports, "/origin"));
      const oldKey = await originKey(house);
      records.admission.revoke(oldKey, "revoked");
      const guest = await house.startSpeaker("10.0.0.40", 0, heir.invite());
      await house.clock.advance(5 * us);
      for (const { speaker } of [first, second, guest])
        assert.deepEqual(
          speaker.status().link.map(({ to, state }) => [to, state]),
          [["Heir", "ready"]],
        );
      assert.equal(first.speaker.status().totals.stalls, 0);
      assert.equal(first.speaker.status().state, "playing");
      await house.clock.settle(heir[Symbol.asyncDispose]());
    }));

  it("can come back, and go there again, without a restart", () =>
    withHouse(async (house) => {
      const box: HeirBox = {};
      const invite = await beside(house, ({ admission }) =>
        admission.invite([{ host: originHost, port: 41_000 }], "origin"),
      );
      const { origin: heir, ports } = await secondOrigin(house, invite, box);
      await house.clock.advance(15 * us);
      const own = await house.clock.settle(OriginRecords.openBeside(ports, "/origin"));
      const [old, next] = [await originKey(house), own.link.publicKey];
      const order = (records: OriginRecords, to: Uint8Array): boolean => {
        const seed = records.keys.household.privateKey ?? assert.fail("it has the key");
        return new HandOver(records.database).order(seed, to, new SimEntropy(new Rng(9)));
      };
      const there = async (): Promise<readonly boolean[]> => [
        await hasKey(house, originHost),
        await hasKey(house, "10.0.0.2"),
      ];
      await beside(house, (records) => order(records, next));
      await house.clock.advance(15 * us);
      assert.deepEqual(await there(), [false, true]);
      order(await house.clock.settle(OriginRecords.openBeside(ports, "/origin")), old);
      await house.clock.advance(15 * us);
      assert.deepEqual(await there(), [true, false]);
      await beside(house, (records) => order(records, next));
      await house.clock.advance(15 * us);
      assert.deepEqual(await there(), [false, true]);
      await house.clock.settle(heir[Symbol.asyncDispose]());
    }));

  it("is not, by an invite for a speaker, or by an order for another", () =>
    withHouse(async (house) => {
      const box: HeirBox = {};
      const { origin: heir } = await secondOrigin(house, house.origin.invite(), box);
      await house.clock.advance(10 * us);
      assert.ok(house.log.lines.some((line) => line.includes("make one with --origin")));
      await beside(house, ({ keys, database }) => {
        const seed = keys.household.privateKey ?? assert.fail();
        const other = linkKeyPair(new Uint8Array(32).fill(5)).publicKey;
        new HandOver(database).order(seed, other, new SimEntropy(new Rng(9)));
      });
      await house.clock.advance(15 * us);
      assert.deepEqual(
        [await hasKey(house, originHost), await hasKey(house, "10.0.0.2")],
        [true, false],
      );
      await house.clock.settle(heir[Symbol.asyncDispose]());
    }));
});
