/** Order, deadlines, cancelling and refusals of requests. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { linkRefusals } from "../../src/transport/endpoint.ts";
import { asksMax } from "../../src/transport/limits.ts";
import { delay, type Filter } from "../sim/sim-network.ts";
import { LinkWorld, objectName } from "./link-world.ts";

const originAt = { host: "10.0.0.1", port: 41_000 };

/** 1 MB/s towards the speaker, an endless queue. */
function bottleneck(): Filter {
  let freeUs = 0;
  return ({ from, bytes, nowUs }, delays) => {
    if (from.host !== originAt.host) return delays;
    freeUs = Math.max(nowUs, freeUs) + bytes.length;
    const waitUs = freeUs - nowUs;
    return delays.map((delayUs) => delayUs + waitUs);
  };
}

async function slowHouse(seed: number, changes: Parameters<LinkWorld["open"]>[2] = {}) {
  const world = new LinkWorld(seed);
  world.network.setFilters([bottleneck(), delay(new Rng(seed), 10_000, 0)]);
  const origin = await world.open("origin", originAt.host, changes);
  const speaker = await world.open("speaker", "10.0.0.2");
  const session = world.connect(speaker, "origin", originAt);
  await world.ready(session);
  return { world, origin, speaker, session };
}

describe("requests", () => {
  it("of a more urgent class overtake bulk that is under way", async () => {
    const { world, session } = await slowHouse(1);
    const bulk = world.fetch(session, objectName(3_000, 1_140), "bulk");
    await world.clock.advance(1_000_000);
    const fromUs = world.clock.nowUs();
    const urgent = await world.clock.settle(world.fetch(session, objectName(18, 1_140), "urgent"));
    assert.equal(urgent.kind, "complete");
    // A round trip, 21 ms of its own bytes, and the queue of a window of bulk ahead of it.
    const tookMs = (world.clock.nowUs() - fromUs) / 1_000;
    assert.ok(tookMs < 100, `${tookMs} ms`);
    assert.equal((await world.clock.settle(bulk)).kind, "complete");
  });

  it("of one class are served by deadline", async () => {
    const { world, session } = await slowHouse(2);
    const order: number[] = [];
    const fetches = [4, 1, 3, 2].map((seconds) =>
      world
        .fetch(session, objectName(100, 1_140, seconds), "play", seconds * 10_000_000)
        .then(() => order.push(seconds)),
    );
    await world.clock.settle(Promise.all(fetches));
    assert.deepEqual(order, [1, 2, 3, 4]);
  });

  it("that are cancelled cost nothing more than what is on its way", async () => {
    const { world, session } = await slowHouse(3);
    let arrived = 0;
    const fetch = session.fetch({
      object: objectName(3_000, 1_140),
      class: "play",
      deadlineUs: Number.POSITIVE_INFINITY,
      onSymbol: () => {
        arrived += 1;
      },
    });
    await world.clock.until(() => arrived === 200);
    let lateBytes = 0;
    const untilUs = world.clock.nowUs() + 10_000;
    world.network.onSend = ({ from, bytes, nowUs }) => {
      if (from.host === originAt.host && nowUs > untilUs) lateBytes += bytes.length;
    };
    fetch.cancel();
    assert.equal((await world.clock.settle(fetch.done)).kind, "cancelled");
    await world.clock.advance(1_000_000);
    assert.equal(arrived, 200);
    assert.ok(lateBytes < 2_400, `${lateBytes} bytes after the cancel had arrived`);
  });

  it("end as expired at their deadline, and the server stops before it", async () => {
    const { world, session } = await slowHouse(4);
    const fromUs = world.clock.nowUs();
    let lastUs = 0;
    world.network.onSend = ({ from, bytes, nowUs }) => {
      if (from.host === originAt.host && bytes.length > 1_000) lastUs = nowUs;
    };
    const fetch = world.fetch(session, objectName(3_000, 1_140), "play", 500_000);
    assert.equal((await world.clock.settle(fetch)).kind, "expired");
    assert.equal(world.clock.nowUs() - fromUs, 500_000);
    await world.clock.advance(2_000_000);
    assert.ok(lastUs - fromUs < 500_000, `sent at ${lastUs - fromUs}`);
  });

  it("wait for a session no longer than their deadline", async () => {
    const world = new LinkWorld(5);
    const speaker = await world.open("speaker", "10.0.0.2");
    const session = world.connect(speaker, "origin", originAt);
    const fromUs = world.clock.nowUs();
    const fetch = world.fetch(session, objectName(1, 1), "play", 700_000);
    assert.equal((await world.clock.settle(fetch)).kind, "expired");
    assert.equal(world.clock.nowUs() - fromUs, 700_000);
  });

  it("beyond what runs at once wait their turn", async () => {
    const { world, session } = await slowHouse(6);
    const fetches = Array.from({ length: 3 * asksMax }, (_, i) =>
      world.fetch(session, objectName(2, 500, i)),
    );
    const outcomes = await world.clock.settle(Promise.all(fetches));
    assert.ok(outcomes.every(({ kind }) => kind === "complete"));
  });

  it("are refused with the server's code and words", async () => {
    const { world, session } = await slowHouse(7, {
      serve: async () => ({ kind: "refused", code: 17, message: "no such track" }),
    });
    const outcome = await world.clock.settle(world.fetch(session, objectName(1, 1)));
    assert.deepEqual(outcome, { kind: "refused", code: 17, message: "no such track" });
  });

  it("are refused when serving fails, or answers what no link can carry", async () => {
    const failing = await slowHouse(8, {
      serve: async () => {
        throw new Error("the disk is gone");
      },
    });
    const failed = await failing.world.clock.settle(
      failing.world.fetch(failing.session, objectName(1, 1)),
    );
    assert.ok(failed.kind === "refused" && failed.code === linkRefusals.failed);
    const large = await slowHouse(9);
    const refused = await large.world.clock.settle(
      large.world.fetch(large.session, objectName(1, 1_141)),
    );
    assert.ok(refused.kind === "refused" && refused.code === linkRefusals.tooLarge);
  });

  it("hand each symbol on once, as it comes", async () => {
    const { world, session } = await slowHouse(10);
    const seen: number[] = [];
    const fetch = session.fetch({
      object: objectName(40, 1_140),
      class: "play",
      deadlineUs: Number.POSITIVE_INFINITY,
      onSymbol: (index, count) => {
        assert.equal(count, 40);
        seen.push(index);
      },
    });
    assert.equal((await world.clock.settle(fetch.done)).kind, "complete");
    assert.deepEqual(
      seen,
      Array.from({ length: 40 }, (_, i) => i),
    );
  });
});
