/** Rogues on the LAN of a simulated house get nothing and disturb nothing. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import { issueCertificate, memberIdOf } from "../../src/household/certificate.ts";
import { Roll } from "../../src/household/roll.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import { linkKeyPair, type ServedAnswer } from "../../src/transport/endpoint.ts";
import { encodeObject } from "../../src/wire/objects.ts";
import { decodeRollAnswer, encodeRollAnswer, type RollBody } from "../../src/wire/roll.ts";
import { certificateOf, stranger } from "../household/household-world.ts";
import {
  anyRoll,
  asks,
  beside,
  manifest,
  originKey,
  rogueOf,
  stateOf,
  stolenFrom,
  us,
  withHouse,
} from "./household-rig.ts";
import { originHost } from "./sim-house.ts";

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
