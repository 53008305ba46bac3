/** Requests in the first flight: what they save, and what a replay of them is worth. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { utf8Text } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { decodeEarly, EarlyGuard, encodeEarly } from "../../src/transport/early.ts";
import { earlyMemoryUs, earlyPerSecond, earlyRequestsMax } from "../../src/transport/limits.ts";
import type { LinkOptions, ServedRequest } from "../../src/transport/link-types.ts";
import { amplificationMax } from "../../src/transport/path.ts";
import { datagramKinds } from "../../src/wire/link-datagram.ts";
import { FrameWriter } from "../../src/wire/link-frames.ts";
import { delay } from "../sim/sim-network.ts";
import { LinkWorld, objectName, serveSymbols } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };
const strangerAt = { host: "10.0.0.66", port: 6_666 };
const oneWayUs = 50_000;
const isRead = (): boolean => true;

/** Everybody, as this. */
const admitAs =
  (role: "speaker" | "guest"): LinkOptions["admit"] =>
  (_key, credential) => ({ id: utf8Text(credential) ?? "", name: "", role });
const admit = admitAs("speaker");

async function house(seed: number, reads = isRead, speakersReads = reads, as = admit) {
  const world = new LinkWorld(seed);
  world.network.setFilters([delay(new Rng(seed), oneWayUs, 0)]);
  const asked: ServedRequest[] = [];
  const serve = (request: ServedRequest) => {
    asked.push(request);
    return serveSymbols(request);
  };
  const origin = await world.open("origin", originAt.host, { isRead: reads, serve, admit: as });
  const speaker = await world.open("speaker", "10.0.0.2", { isRead: speakersReads });
  return { world, origin, speaker, asked };
}

describe("a request in the first flight", () => {
  it("has its first symbols back after one round trip, and all that fits a window after two", async () => {
    const { world, speaker, asked } = await house(1);
    const session = world.connect(speaker, "origin", originAt);
    const fromUs = world.clock.nowUs();
    const seen: number[] = [];
    const fetch = session.fetch({
      object: objectName(9, 1_140),
      class: "urgent",
      deadlineUs: Number.POSITIVE_INFINITY,
      onSymbol: () => seen.push(world.clock.nowUs() - fromUs),
    });
    const outcome = await world.clock.settle(fetch.done);
    assert.equal(outcome.kind, "complete");
    const first = seen[0] ?? 0;
    assert.equal(first, 2 * oneWayUs);
    assert.equal(seen.filter((us) => us === first).length, 2);
    assert.ok((seen.at(-1) ?? 0) - first <= 2 * oneWayUs + 12_000);
    assert.equal(asked.length, 1);
  });

  it("saves the round trip of the handshake when an origin came back", async () => {
    const took = async (reads: () => boolean): Promise<number> => {
      const { world, origin, speaker } = await house(2, reads);
      const session = world.connect(speaker, "origin", originAt);
      await world.ready(session);
      world.network.setFilters([() => []]);
      await origin[Symbol.asyncDispose]();
      world.network.setFilters([delay(new Rng(2), oneWayUs, 0)]);
      await world.open("origin", originAt.host, { isRead: reads, admit });
      const fromUs = world.clock.nowUs();
      await world.clock.settle(world.fetch(session, objectName(2, 1_140), "urgent"), 5_000_000);
      return world.clock.nowUs() - fromUs;
    };
    // Request and reset; then handshake and answer in one.
    assert.ok((await took(isRead)) <= 4 * oneWayUs + 1_000);
    assert.ok((await took(() => false)) >= 6 * oneWayUs);
  });

  it("is answered again when the answer to the handshake was lost", async () => {
    const { world, speaker, asked } = await house(3);
    let cut = true;
    const late = delay(new Rng(3), oneWayUs, 0);
    world.network.setFilters([
      (flight, delays) => (cut && flight.from.host === originAt.host ? [] : delays),
      late,
    ]);
    const session = world.connect(speaker, "origin", originAt);
    const done = world.fetch(session, objectName(2, 1_140), "urgent");
    await world.clock.until(() => asked.length > 0);
    await world.clock.advance(10_000);
    cut = false;
    let answeredUs = 0;
    world.network.onSend = ({ bytes, nowUs }) => {
      if (bytes[0] === datagramKinds.response) answeredUs = nowUs;
    };
    assert.equal((await world.clock.settle(done, 3_000_000)).kind, "complete");
    // All of it came right behind the handshake's answer.
    assert.equal(world.clock.nowUs() - answeredUs, oneWayUs);
    assert.equal(asked.length, 1);
  });

  it("is answered at once also where packets overtake the answer to the handshake, or that is lost once", async () => {
    for (const fate of ["late", "lost"] as const) {
      const { world, speaker, asked } = await house(8);
      const late = delay(new Rng(3), oneWayUs, 0);
      let responses = 0;
      let requests = 0;
      world.network.setFilters([
        ({ bytes }, delays) => {
          if (bytes[0] !== datagramKinds.response) return delays;
          responses += 1;
          if (fate === "lost" && responses === 1) return [];
          return delays.map((us) => us + 5_000);
        },
        late,
      ]);
      world.network.onSend = ({ from, bytes }) => {
        if (from.host === originAt.host && bytes.length > 1_100) requests += 1;
      };
      const session = world.connect(speaker, "origin", originAt);
      const fromUs = world.clock.nowUs();
      const done = world.fetch(session, objectName(2, 1_140), "urgent");
      assert.equal((await world.clock.settle(done, 3_000_000)).kind, "complete");
      assert.equal(asked.length, 1);
      if (fate === "late") {
        assert.equal(world.clock.nowUs() - fromUs, 2 * oneWayUs + 5_000);
        assert.equal(requests, 2);
      }
      assert.equal(speaker.stats().datagramsDropped.unknown, 0);
    }
  });

  it.each([true, false])(
    "that could change something waits for the handshake, also where it is sent early (%s)",
    async (sent) => {
      const { world, speaker, asked } = await house(
        4,
        () => false,
        () => sent,
      );
      const session = world.connect(speaker, "origin", originAt);
      const fromUs = world.clock.nowUs();
      const done = world.fetch(session, objectName(2, 100), "urgent");
      await world.clock.until(() => asked.length > 0);
      assert.equal(world.clock.nowUs() - fromUs, 3 * oneWayUs);
      assert.equal((await world.clock.settle(done)).kind, "complete");
    },
  );

  it("of a guest waits for the handshake, and takes nothing of what members may ask for", async () => {
    const { world, speaker, asked } = await house(6, isRead, isRead, admitAs("guest"));
    const session = world.connect(speaker, "origin", originAt);
    const fromUs = world.clock.nowUs();
    const done = world.fetch(session, objectName(2, 100), "urgent");
    await world.clock.until(() => asked.length > 0);
    assert.equal(world.clock.nowUs() - fromUs, 3 * oneWayUs);
    assert.equal((await world.clock.settle(done)).kind, "complete");
  });

  it("brings whoever replays it three times its bytes at most, once", async () => {
    const { world, speaker, asked } = await house(5);
    const caught: Uint8Array[] = [];
    world.network.onSend = ({ bytes, from }) => {
      if (from.host !== originAt.host && bytes[0] === 0x10) caught.push(bytes.slice());
    };
    const session = world.connect(speaker, "origin", originAt);
    await world.clock.settle(world.fetch(session, objectName(100, 1_140), "urgent"));
    const served = asked.length;
    const stranger = await world.network
      .host(strangerAt.host)
      .bindUdp(strangerAt, new AbortController().signal);
    let there = 0;
    let back = 0;
    world.network.onSend = ({ to, bytes }) => {
      if (to.host === strangerAt.host) back += bytes.length;
      assert.ok(back <= amplificationMax * there);
    };
    for (let i = 0; i < 3; i++) {
      for (const bytes of caught) {
        there += bytes.length;
        stranger.send(bytes, originAt);
      }
      await world.clock.advance(20_000_000);
    }
    assert.ok(back > 0);
    assert.equal(asked.length, served, "what was taken once is not taken again");
  });

  it("spoofed from a victim's address brings that no more than three times its bytes", async () => {
    const { world, speaker, origin } = await house(6);
    const caught: Uint8Array[] = [];
    world.network.onSend = ({ bytes, from }) => {
      if (from.host !== originAt.host && bytes[0] === 0x10) caught.push(bytes.slice());
    };
    // The first messages never reach the origin: the one on the path keeps them for itself.
    world.network.setFilters([({ to }, delays) => (to.host === originAt.host ? [] : delays)]);
    const session = world.connect(speaker, "origin", originAt);
    const done = world.fetch(session, objectName(100, 1_140), "urgent");
    await world.clock.advance(1_000_000);
    session.close();
    await done;
    world.network.setFilters([]);
    let back = 0;
    let went = 0;
    world.network.onSend = ({ to, bytes }) => {
      if (to.host === strangerAt.host) back += bytes.length;
      assert.ok(back <= amplificationMax * went, `${back} of ${went}`);
    };
    for (const bytes of caught) {
      went += bytes.length;
      world.network.inject({ from: strangerAt, to: originAt, bytes });
      await world.clock.advance(100_000);
    }
    await world.clock.advance(20_000_000);
    assert.ok(back > 1_200, "the first of them was worth an answer");
    assert.equal(origin.stats().halfOpen, 0);
  });
});

describe("early requests", () => {
  it("come back as they were, as many as fit, and nothing else is taken for one", () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 12 }), fc.nat(900), (sizes, room) => {
        const requests = sizes.map((bytes) => ({
          object: new Uint8Array(bytes).fill(bytes),
          class: "play" as const,
          deadlineUs: Number.POSITIVE_INFINITY,
        }));
        const { bytes, count } = encodeEarly(requests, room, 0);
        const back = decodeEarly(bytes);
        assert.ok(bytes.length <= room && count <= earlyRequestsMax);
        assert.deepEqual(
          back.map(({ id, object }) => [id, object]),
          requests.slice(0, count).map(({ object }, id) => [id, object]),
        );
      }),
    );
    const writer = new FrameWriter(new Uint8Array(100));
    writer.cancel(1);
    writer.ping();
    assert.deepEqual(decodeEarly(writer.bytes.subarray(0, writer.length)), []);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (junk) => void decodeEarly(junk)));
  });

  it("are taken once from each message, and from so many in a second", () => {
    const guard = new EarlyGuard();
    const idOf = (i: number): Uint8Array => Uint8Array.of(i >> 8, i & 255, 0, 0, 0, 0, 0, 0);
    assert.equal(guard.takes(idOf(0), 0), true);
    assert.equal(guard.takes(idOf(0), 1), false);
    assert.equal(guard.takes(idOf(0), earlyMemoryUs - 1), false);
    let taken = 0;
    for (let i = 1; i < 1_000; i++) taken += guard.takes(idOf(i), earlyMemoryUs) ? 1 : 0;
    assert.equal(taken, earlyPerSecond);
  });
});
