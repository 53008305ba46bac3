/**
 * Who belongs to a simulated house: members that are put out and let in again,
 * and rogues on its LAN, who get nothing and disturb nothing.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import { issueCertificate, memberIdOf } from "../../src/household/certificate.ts";
import type { Invite } from "../../src/household/invite.ts";
import { decodeMembership } from "../../src/household/membership.ts";
import { Roll } from "../../src/household/roll.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { HandOver } from "../../src/origin/hand-over.ts";
import { Origin } from "../../src/origin/origin.ts";
import { OriginRecords } from "../../src/origin/origin-records.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import type { Database } from "../../src/ports/database.ts";
import type { Address } from "../../src/ports/network.ts";
import { KeyStore } from "../../src/storage/key-store.ts";
import {
  LinkEndpoint,
  type LinkKeyPair,
  type LinkSession,
  linkKeyPair,
  type ServedAnswer,
} from "../../src/transport/endpoint.ts";
import { decodeObject, encodeObject } from "../../src/wire/objects.ts";
import { decodeRollAnswer, encodeRollAnswer, type RollBody } from "../../src/wire/roll.ts";
import { certificateOf, stranger } from "../household/household-world.ts";
import { SimEntropy } from "./sim-entropy.ts";
import { keptOpen, originHost, SimHouse, type SimSpeaker } from "./sim-house.ts";
import { partition } from "./sim-network.ts";
import { SimTranscoder, simTags } from "./sim-transcoder.ts";

const us = 1_000_000;
const tracks = [48_000 * 90, 48_000 * 60];

async function withHouse(
  run: (house: SimHouse, first: SimSpeaker, second: SimSpeaker) => Promise<void>,
  directory?: (host: string) => Promise<NodeDirectory>,
): Promise<void> {
  const seen = directory === undefined ? {} : { directory };
  const house = await SimHouse.open({ seed: 6, tracks, speakers: 2, ...seen });
  const [first, second] = house.speakers;
  assert.ok(first !== undefined && second !== undefined);
  try {
    await run(house, first, second);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${house.log.lines.slice(-12).join("\n")}`;
    throw error;
  } finally {
    await house.close();
  }
}

/** As a command beside the origin. */
async function beside<T>(house: SimHouse, work: (records: OriginRecords) => T): Promise<T> {
  const disk = house.originDisk;
  const entropy = new SimEntropy(new Rng(3));
  const databases = { open: () => keptOpen(house.database) };
  const ports = { disk, entropy, databases, clock: house.clock };
  const records = await house.clock.settle(OriginRecords.openBeside(ports, "/origin"));
  return work(records);
}

function revoke(house: SimHouse, { speaker }: SimSpeaker): Promise<void> {
  return beside(house, ({ admission }) => {
    const { roll } = admission.members;
    const member = roll?.members.find(({ linkKey }) => memberIdOf(linkKey) === speaker.id);
    assert.ok(member, "it is in the roll");
    admission.revoke(member.linkKey, "revoked");
  });
}

const stateOf = ({ speaker }: SimSpeaker): string => speaker.status().link[0]?.state ?? "none";
const troubleOf = ({ speaker }: SimSpeaker): string => speaker.status().trouble ?? "";

interface Identity {
  readonly link: LinkKeyPair;
  readonly credential: Uint8Array;
}

/** What somebody has who copied a speaker's card. */
async function stolenFrom(house: SimHouse, { host }: SimSpeaker): Promise<Identity> {
  const disk = house.diskOf(host);
  const keys = await house.clock.settle(KeyStore.open(disk, "/speaker/keys"));
  const seed = (await house.clock.settle(keys.get("link"))) ?? assert.fail("it has a key");
  const membership = decodeMembership(
    await house.clock.settle(disk.readFile("/speaker/membership.json")),
  );
  return { link: linkKeyPair(seed), credential: membership?.certificate ?? assert.fail() };
}

interface Rogue {
  readonly endpoint: LinkEndpoint;
  /** What it was asked for. */
  readonly asked: string[];
  dial(to: Address, key: Uint8Array): LinkSession;
}

/** A node of the test's own; it believes everybody. `answer`: what it says to each request. */
async function rogueOf(
  house: SimHouse,
  host: string,
  { link, credential }: Identity,
  answer: (kind: string) => ServedAnswer = () => ({ kind: "refused", code: 16, message: "" }),
): Promise<Rogue> {
  const { network, clock } = house.machineOf(host).start();
  const asked: string[] = [];
  const ports = { network, clock, entropy: new SimEntropy(new Rng(5)), log: house.log.of(host) };
  const endpoint = await house.clock.settle(
    LinkEndpoint.open(
      { ...ports, aead: nodeAeadDriver },
      {
        at: { host, port: 41_000 },
        identity: link,
        credential: () => credential,
        admit: (key) => ({ id: memberIdOf(key), name: "", role: "speaker" }),
        serve: async ({ object }) => {
          const kind = decodeObject(object)?.kind ?? "?";
          asked.push(kind);
          return answer(kind);
        },
      },
      new AbortController().signal,
    ),
  );
  const dial = (to: Address, key: Uint8Array) => endpoint.connect({ key, addresses: () => [to] });
  return { endpoint, asked, dial };
}

async function asks(house: SimHouse, session: LinkSession, object: Uint8Array) {
  const deadlineUs = house.clock.nowUs() + 2 * us;
  return await house.clock.settle(session.fetch({ object, class: "play", deadlineUs }).done);
}

async function originKey(house: SimHouse): Promise<Uint8Array> {
  return await beside(house, ({ link }) => link.publicKey);
}

const manifest = encodeObject({ kind: "manifest", track: "00".repeat(16) });
const anyRoll = encodeObject({ kind: "roll", version: 0, digest: "00".repeat(8) });

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
      assert.deepEqual(again.speaker.library(""), []);
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
    withHouse(async (house, first, second) => {
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
      const document = await house.clock.settle(house.diskOf(first.host).readFile("/speaker/roll"));
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
      assert.deepEqual([...new Set(teller.asked)], ["roll"]);
      assert.notEqual(atSecond.state, "ready", "and now it does");
      await house.clock.advance(30 * us);
      assert.notEqual(atSecond.state, "ready");
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

/** Another origin of the house, which was let in; with a database of its own. */
async function secondOrigin(house: SimHouse, join: Invite | undefined, kept: HeirBox) {
  const host = "10.0.0.2";
  const process = house.machineOf(host).start();
  const { network, disk, clock } = process;
  await house.clock.settle(disk.makeFolder("/music"));
  kept.database ??= (await SqliteDriver.load()).open(":memory:");
  const { database } = kept;
  const ports = {
    ...{ network, disk, clock, entropy: new SimEntropy(new Rng(12)), log: house.log.of(host) },
    aead: nodeAeadDriver,
    databases: { open: () => keptOpen(database) },
    transcoder: new SimTranscoder(disk),
    tags: simTags(disk),
  };
  const options = {
    dataFolder: "/origin",
    libraryFolder: "/music",
    name: "Heir",
    listen: { host, port: 41_000 },
    join,
  };
  const { signal } = new AbortController();
  return { ports, origin: await house.clock.settle(Origin.open(ports, options, signal)) };
}

interface HeirBox {
  database?: Database;
}

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

describe("a rogue on the LAN", () => {
  const own = linkKeyPair(new Uint8Array(32).fill(77));
  const elsewhere = certificateOf(
    { linkKey: own.publicKey, name: "Kitchen", issuedMs: 1, origin: undefined },
    "origin",
    stranger,
  );

  it("gets nothing from origin or speaker with a key of its own, or with another household's certificate", () =>
    withHouse(async (house, first) => {
      const [atOrigin, key] = [{ host: originHost, port: 41_000 }, await originKey(house)];
      const speakerKey = (await stolenFrom(house, first)).link.publicKey;
      const nobody = await rogueOf(house, "10.0.0.66", {
        link: own,
        credential: new Uint8Array(0),
      });
      const [guest, refused] = [
        nobody.dial(atOrigin, key),
        nobody.dial(first.speaker.udp, speakerKey),
      ];
      await house.clock.advance(3 * us);
      assert.equal(refused.state, "connecting", "a speaker has no guests");
      for (const object of [manifest, anyRoll, encodeObject({ kind: "time" })]) {
        const outcome = await asks(house, guest, object);
        assert.ok(outcome.kind === "refused" && outcome.code === 17, JSON.stringify(outcome));
      }
      for (const object of [
        encodeObject({ kind: "leave" }),
        encodeObject({ kind: "household-key", proof: new Uint8Array(0) }),
      ])
        assert.equal((await asks(house, guest, object)).kind, "refused");
      const foreign = await rogueOf(house, "10.0.0.67", { link: own, credential: elsewhere });
      const [one, other] = [
        foreign.dial(atOrigin, key),
        foreign.dial(first.speaker.udp, speakerKey),
      ];
      await house.clock.advance(3 * us);
      assert.deepEqual([one.state, other.state], ["connecting", "connecting"]);
      assert.deepEqual([...nobody.asked, ...foreign.asked], []);
    }));

  it("that is a member cannot pass off a roll that is forged or an older one", () =>
    withHouse(async (house, first, second) => {
      const before = await beside(house, ({ admission }) => admission.members.roll);
      assert.ok(before);
      const liar = await stolenFrom(house, first);
      await house.stopSpeaker(first);
      await house.startSpeaker("10.0.0.40", 0, house.origin.invite());
      await house.clock.advance(3 * us);
      const roll = await house.clock.settle(house.diskOf(second.host).readFile("/speaker/roll"));
      const forgedBody: RollBody = { ...before.body, version: 99, members: [] };
      const forged = Roll.sign(forgedBody, stranger.privateKey);
      for (const lie of [before, forged]) {
        const { bytes: document } = lie;
        const answer = encodeRollAnswer({ version: 99, digest: "ff".repeat(8), document });
        const host = lie === before ? "10.0.0.66" : "10.0.0.67";
        const say = (): ServedAnswer => ({ kind: "symbols", symbols: [answer] });
        const rogue = await rogueOf(house, host, liar, say);
        const key = (await stolenFrom(house, second)).link.publicKey;
        const session = rogue.dial(second.speaker.udp, key);
        await house.clock.advance(6 * us);
        const told = await asks(house, session, anyRoll);
        assert.ok(told.kind === "complete" && rogue.asked.includes("roll"));
        const kept = await house.clock.settle(house.diskOf(second.host).readFile("/speaker/roll"));
        assert.deepEqual(kept, roll);
        assert.ok((decodeRollAnswer(told.symbols[0] ?? new Uint8Array(0))?.version ?? 0) < 99);
        await house.clock.settle(rogue.endpoint[Symbol.asyncDispose]());
      }
      assert.equal(stateOf(second), "ready");
    }));

  it("that says on the LAN that it is the origin gets a speaker to dial it, and no more", async () => {
    let nodes: readonly SeenNode[] = [];
    // As much of a directory as a speaker looks at.
    const directory = { nodes: () => nodes, stats: () => ({}) } as unknown as NodeDirectory;
    await withHouse(
      async (house, first) => {
        const key = await originKey(house);
        nodes = [
          {
            id: memberIdOf(key),
            name: "Origin",
            role: "origin",
            householdTag: house.origin.householdTag,
            controlPort: undefined,
            service: "Origin",
            addresses: [{ host: "10.0.0.66", port: 41_000 }],
          },
        ];
        const fake = ed25519KeyPair(new Uint8Array(32).fill(50));
        const credential = issueCertificate(
          {
            household: fake.publicKey,
            role: "origin",
            name: "Origin",
            linkKey: own.publicKey,
            signingKey: fake.publicKey,
            issuedMs: 1,
          },
          fake.privateKey,
        );
        const rogue = await rogueOf(house, "10.0.0.66", { link: own, credential });
        await house.stopSpeaker(first);
        const back = await house.startSpeaker(first.host, 0, undefined);
        await house.clock.advance(5 * us);
        assert.equal(stateOf(back), "ready");
        await back.speaker.execute({ kind: "play", what: ["sim"] });
        await house.clock.advance(10 * us);
        assert.equal(back.speaker.status().state, "playing");
        assert.deepEqual(rogue.asked, []);
        assert.equal(rogue.endpoint.sessions().length, 0);
        assert.ok(rogue.endpoint.stats().datagramsDropped.forged > 0, "it was dialled");
      },
      async () => directory,
    );
  });
});
