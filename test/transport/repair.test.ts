/** Losses that are told from their surroundings, long before a timer would. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { Answerer, type HandshakeSide, Initiator } from "../../src/transport/handshake.ts";
import { ServedObject } from "../../src/transport/served-object.ts";
import { decodeAddressed, decodeInit } from "../../src/wire/link-datagram.ts";
import type { RequestFrame } from "../../src/wire/link-frames.ts";
import { delay } from "../sim/sim-network.ts";
import { LinkWorld, objectName } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const speakerAt = { host: "10.0.0.2", port: 41_000 };

/** A warm session at 40 ms round trip with a bulk transfer of several seconds under way. */
async function busyHouse(seed: number) {
  const world = new LinkWorld(seed);
  let freeUs = 0;
  let drop: ((from: string, bytes: number) => boolean) | undefined;
  world.network.setFilters([
    ({ from, bytes }, delays) => {
      if (drop?.(from.host, bytes.length) !== true) return delays;
      drop = undefined;
      return [];
    },
    ({ from, bytes, nowUs }, delays) => {
      if (from.host !== originAt.host) return delays;
      freeUs = Math.max(nowUs, freeUs) + bytes.length;
      const waitUs = freeUs - nowUs;
      return delays.map((delayUs) => delayUs + waitUs);
    },
    delay(new Rng(seed), 20_000, 0),
  ]);
  await world.open("origin", originAt.host);
  const speaker = await world.open("speaker", speakerAt.host);
  const session = world.connect(speaker, "origin", originAt);
  await world.ready(session);
  const bulk = world.fetch(session, objectName(4_000, 1_140), "bulk");
  await world.clock.advance(1_000_000);
  const dropNext = (when: (from: string, bytes: number) => boolean): void => {
    drop = when;
  };
  return { world, session, bulk, dropNext };
}

async function tookMs(world: LinkWorld, fetch: Promise<{ readonly kind: string }>) {
  const fromUs = world.clock.nowUs();
  assert.equal((await world.clock.settle(fetch)).kind, "complete");
  return (world.clock.nowUs() - fromUs) / 1_000;
}

describe("repair", () => {
  it("says a lost request again while other answers flow", async () => {
    const { world, session, dropNext } = await busyHouse(1);
    dropNext((from, bytes) => from === speakerAt.host && bytes > 70);
    const ms = await tookMs(world, world.fetch(session, objectName(3, 500), "urgent"));
    assert.ok(ms < 250, `${ms} ms`);
  });

  it("asks for a lost tail as soon as later packets come", async () => {
    const { world, session, dropNext } = await busyHouse(2);
    // The only datagram of this size is the answer.
    dropNext((from, bytes) => from === originAt.host && bytes > 500 && bytes < 700);
    const ms = await tookMs(world, world.fetch(session, objectName(1, 555), "urgent"));
    assert.ok(ms < 120, `${ms} ms`);
  });
});

describe("ServedObject", () => {
  const request: RequestFrame = {
    kind: "request",
    id: 1,
    round: 0,
    class: "play",
    probe: false,
    deadlineMs: Number.POSITIVE_INFINITY,
    seen: -1,
    object: new Uint8Array(1),
    ranges: [],
  };
  const all = { first: 0, length: 3 };

  function sentThree(): ServedObject {
    const served = new ServedObject(request, 0);
    served.answer(Array.from({ length: 3 }, () => new Uint8Array(10)));
    for (let i = 0; i < 3; i++) served.sent(served.nextIndex, 100 + i, 1_000 * i);
    assert.equal(served.pending, 0);
    return served;
  }

  it("sends again only what the asker can know to be lost", () => {
    const served = sentThree();
    served.repair({ ...request, round: 1, seen: 101, ranges: [all] }, 5_000, 10_000);
    assert.equal(served.pending, 2);
    assert.equal(served.nextIndex, 0);
  });

  it("gives a probe what left a round trip ago, whatever was seen", () => {
    const served = sentThree();
    served.repair({ ...request, round: 1, probe: true, ranges: [all] }, 5_000, 6_000);
    assert.equal(served.pending, 2);
  });
});

describe("Initiator and Answerer", () => {
  const world = new LinkWorld(1);
  const sideOf = (name: string): HandshakeSide => ({
    driver: nodeAeadDriver,
    identity: world.keyOf(name),
    seed: world.keyOf(`${name} once`).privateKey,
    payload: {
      connectionId: new Uint8Array(8).fill(name.length),
      resetToken: new Uint8Array(16),
      features: 0,
      credential: new Uint8Array(3),
    },
  });

  it.each(["IK", "XX"] as const)("are not put off by forged answers (%s)", (pattern) => {
    const key = pattern === "IK" ? world.keyOf("origin").publicKey : undefined;
    const initiator = new Initiator(sideOf("speaker"), key);
    const init = decodeInit(initiator.init(undefined) ?? assert.fail()) ?? assert.fail();
    const answerer = new Answerer(sideOf("origin"), init);
    assert.ok(answerer.read() !== undefined);
    const response = answerer.response() ?? assert.fail();
    const { body } = decodeAddressed(response) ?? assert.fail();
    for (let at = 0; at < body.length; at += 11) {
      const forged = body.slice();
      forged[at] = (forged[at] ?? 0) ^ 4;
      assert.equal(initiator.response(forged), undefined);
    }
    const result = initiator.response(body) ?? assert.fail();
    assert.deepEqual(result.remoteKey, world.keyOf("origin").publicKey);
    if (result.finish === undefined) assert.equal(pattern, "IK");
    else {
      assert.equal(answerer.finish(new Uint8Array(90)), undefined);
      assert.deepEqual(answerer.finish(result.finish)?.remoteKey, world.keyOf("speaker").publicKey);
    }
  });
});
