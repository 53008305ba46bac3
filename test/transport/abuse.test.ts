/** Peers and strangers that mean no good: floods, replays, lies about what arrived, waste of what is read for them. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { EndpointLoad } from "../../src/transport/endpoint-load.ts";
import {
  endpointHeldBytesMax,
  halfOpenBeforeCookies,
  servingMax,
} from "../../src/transport/limits.ts";
import type { ServedAnswer } from "../../src/transport/link-types.ts";
import { PacketBuffers } from "../../src/transport/packet-buffers.ts";
import { PacketProtection } from "../../src/transport/packet-protection.ts";
import { amplificationMax } from "../../src/transport/path.ts";
import { SessionCore } from "../../src/transport/session-core.ts";
import { datagramKinds, writePacketHeader } from "../../src/wire/link-datagram.ts";
import { FrameWriter } from "../../src/wire/link-frames.ts";
import { delay } from "../sim/sim-network.ts";
import { LinkWorld, objectName, symbolsOf } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const speakerAt = { host: "10.0.0.2", port: 41_000 };
const second = 1_000_000;

describe("ten thousand half-open handshakes", () => {
  it("hold no more than a few dozen, and a speaker comes in all the same", async () => {
    const world = new LinkWorld(1);
    world.network.setFilters([delay(new Rng(1), 5_000, 0)]);
    const origin = await world.open("origin", originAt.host);
    const speaker = await world.open("speaker", speakerAt.host);
    let there = 0;
    let back = 0;
    world.network.onSend = ({ to, bytes }) => {
      if (to.host.startsWith("203.")) back += bytes.length;
      assert.ok(back <= amplificationMax * there);
    };
    const rng = new Rng(2);
    const flood = (): void => {
      const bytes = new Uint8Array(1_200).map((_, i) => (i < 57 ? rng.below(256) : 0));
      bytes[0] = datagramKinds.initXx;
      bytes.fill(0, 9, 25);
      there += bytes.length;
      const from = { host: `203.0.${rng.below(256)}.${rng.below(256)}`, port: 1_000 };
      world.network.inject({ from, to: originAt, bytes });
    };
    for (let i = 0; i < 10_000; i++) {
      if (i === 5_000) world.connect(speaker, "origin", originAt);
      flood();
      if (i % 10 === 0) await world.clock.advance(1_000);
      assert.ok(origin.stats().halfOpen <= halfOpenBeforeCookies + 1);
    }
    assert.equal(origin.sessions().length, 1);
    assert.ok(back > 0);
    await world.clock.advance(10 * second);
    assert.equal(origin.stats().halfOpen, 0);
  });
});

describe("handshakes that come again, in any order", () => {
  it("begin no session and end none", async () => {
    const world = new LinkWorld(2);
    world.network.setFilters([delay(new Rng(1), 5_000, 0)]);
    const origin = await world.open("origin", originAt.host);
    const speaker = await world.open("speaker", speakerAt.host);
    const caught: {
      readonly from: typeof originAt;
      readonly to: typeof originAt;
      readonly bytes: Uint8Array;
    }[] = [];
    world.network.onSend = (flight) => caught.push({ ...flight, bytes: flight.bytes.slice() });
    const known = world.connect(speaker, "origin", originAt);
    await world.ready(known);
    await world.clock.settle(world.fetch(known, objectName(20, 1_000)));
    world.network.onSend = () => undefined;
    const rng = new Rng(3);
    for (let i = 0; i < 1_000; i++) {
      const seen = caught[rng.below(caught.length)] ?? assert.fail();
      const away = { host: "203.0.113.5", port: 1 };
      world.network.inject({ ...seen, from: rng.chance(0.5) ? seen.from : away });
      await world.clock.advance(rng.below(20_000));
    }
    assert.equal(origin.sessions().length, 1);
    assert.equal(speaker.sessions().length, 1);
    assert.equal(origin.stats().handshakes, 1);
    assert.deepEqual(origin.sessions()[0]?.address, speakerAt);
    const outcome = await world.clock.settle(world.fetch(known, objectName(20, 1_000, 1)));
    assert.equal(outcome.kind, "complete");
    await world.clock.advance(10 * second);
    assert.equal(origin.stats().halfOpen, 0);
  });
});

describe("a peer that acknowledges what was never sent", () => {
  it("ends its session, and gets nothing more", () => {
    const buffers = new PacketBuffers(nodeAeadDriver);
    const keys = { send: new Uint8Array(32).fill(1), receive: new Uint8Array(32).fill(2) };
    const core = new SessionCore(
      nodeAeadDriver,
      buffers,
      {
        initiator: false,
        keys,
        targetId: new Uint8Array(8),
        address: speakerAt,
        rttUs: 10_000,
        requested: (served) =>
          core.server.answer(served, { kind: "symbols", symbols: symbolsOf(served.object) }),
      },
      0,
    );
    const liar = new PacketProtection(nodeAeadDriver, { send: keys.receive, receive: keys.send });
    const say = (number: number, write: (frames: FrameWriter) => void): void => {
      const packet = nodeAeadDriver.packetBuffer(1_200);
      writePacketHeader(packet.bytes, 0, new Uint8Array(8), number);
      const frames = new FrameWriter(packet.bytes.subarray(13, 1_184));
      write(frames);
      const length = liar.seal(packet, frames.length, number);
      core.receive(packet.bytes.slice(0, length), speakerAt, 1_000);
    };
    say(0, (frames) => {
      frames.request({
        kind: "request",
        id: 0,
        round: 0,
        class: "play",
        probe: false,
        deadlineMs: Number.POSITIVE_INFINITY,
        seen: -1,
        object: objectName(500, 1_100),
        ranges: [],
      });
    });
    let sent = 0;
    while (core.nextDatagram(1_000) > 0) sent += 1;
    assert.ok(sent > 1 && sent <= 12, `${sent}`);
    say(1, (frames) => frames.ack(sent + 5, 0, [sent + 6]));
    assert.equal(core.ended, "protocol");
    assert.equal(core.nextDatagram(2_000), 0);
  });
});

describe("a peer that asks for everything and cancels", () => {
  it("has no more read for it at once than an honest one, and others are served meanwhile", async () => {
    const world = new LinkWorld(4);
    world.network.setFilters([delay(new Rng(1), 1_000, 0)]);
    let reading = 0;
    let readingMax = 0;
    const serve = ({ peer, object }: { peer: { id: string }; object: Uint8Array }) =>
      new Promise<ServedAnswer>((resolve) => {
        const greedy = peer.id === "I am greedy";
        reading += greedy ? 1 : 0;
        readingMax = Math.max(readingMax, reading);
        // A disk that takes its time.
        world.clock.after(greedy ? second : 0, () => {
          reading -= greedy ? 1 : 0;
          resolve({ kind: "symbols", symbols: symbolsOf(object) });
        });
      });
    await world.open("origin", originAt.host, { serve });
    const greedy = await world.open("greedy", "10.0.0.3");
    const honest = await world.open("honest", speakerAt.host);
    const bad = world.connect(greedy, "origin", originAt);
    const good = world.connect(honest, "origin", originAt);
    await world.ready(bad);
    await world.ready(good);
    for (let round = 0; round < 60; round++) {
      const fetches = Array.from({ length: 60 }, (_, i) =>
        bad.fetch({
          object: objectName(4_000, 1_140, round * 100 + i),
          class: "urgent",
          deadlineUs: Number.POSITIVE_INFINITY,
        }),
      );
      await world.clock.advance(5_000);
      for (const fetch of fetches) fetch.cancel();
      await world.clock.advance(5_000);
      if (round % 10 !== 0) continue;
      const fromUs = world.clock.nowUs();
      const outcome = await world.clock.settle(world.fetch(good, objectName(9, 1_000, round)));
      assert.equal(outcome.kind, "complete");
      assert.ok(world.clock.nowUs() - fromUs < 50_000);
    }
    assert.ok(readingMax <= servingMax, `${readingMax} at once`);
    assert.ok(readingMax > 64);
  });

  it("together with others makes an endpoint hold so many bytes, and no more", () => {
    const load = new EndpointLoad();
    const share = endpointHeldBytesMax / 4;
    for (let i = 0; i < 2; i++) assert.equal(load.hold(share, true), true);
    // What someone waits for still finds room.
    assert.equal(load.hold(1, true), false);
    for (let i = 0; i < 2; i++) assert.equal(load.hold(share, false), true);
    assert.equal(load.hold(1, false), false);
    load.release(share);
    assert.equal(load.hold(share, false), true);
  });
});
