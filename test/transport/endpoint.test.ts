import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Rng } from "../../src/base/rng.ts";
import { burstLoss, delay, duplicate, type Filter, loss } from "../sim/sim-network.ts";
import { digestOf, LinkWorld, objectName, symbolsOf } from "./link-world.ts";

const a = { host: "10.0.0.1", port: 41_000 };
const b = { host: "10.0.0.2", port: 41_000 };

async function pair(seed: number, filters: (rng: Rng) => readonly Filter[]) {
  const world = new LinkWorld(seed);
  world.network.setFilters(filters(world.rng.fork()));
  const server = await world.open("origin", a.host);
  const client = await world.open("speaker", b.host);
  const session = world.connect(client, "origin", a);
  return { world, server, client, session };
}

/** A bottleneck of `bytesPerMs` with a drop-tail queue of `queueBytes` towards each host. */
function bottleneck(bytesPerMs: number, queueBytes: number): Filter {
  const freeUs = new Map<string, number>();
  return ({ to, bytes, nowUs }, delays) => {
    const startUs = Math.max(nowUs, freeUs.get(to.host) ?? 0);
    if (((startUs - nowUs) / 1_000) * bytesPerMs > queueBytes) return [];
    const endUs = startUs + (bytes.length / bytesPerMs) * 1_000;
    freeUs.set(to.host, endUs);
    return delays.map((d) => d + endUs - nowUs);
  };
}

describe("LinkEndpoint", () => {
  it("answers a fetch in one round trip on a warm session", async () => {
    const { world, session } = await pair(1, (rng) => [delay(rng, 20_000, 0)]);
    await world.ready(session);
    const object = objectName(8, 1_140);
    const fromUs = world.clock.nowUs();
    const outcome = await world.clock.settle(world.fetch(session, object, "urgent"));
    assert.ok(outcome.kind === "complete");
    assert.equal(digestOf(outcome.symbols), digestOf(symbolsOf(object)));
    assert.equal(world.clock.nowUs() - fromUs, 40_000);
  });

  it("completes every fetch with the right bytes whatever the network does", async () => {
    const shape = fc.record({
      seed: fc.nat(),
      lossPct: fc.integer({ min: 0, max: 15 }),
      burst: fc.integer({ min: 1, max: 5 }),
      duplicatePct: fc.integer({ min: 0, max: 5 }),
      delayMs: fc.integer({ min: 1, max: 80 }),
      jitterMs: fc.integer({ min: 0, max: 20 }),
      fetches: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async (s) => {
        const { world, session, server, client } = await pair(s.seed, (rng) => [
          burstLoss(rng.fork(), s.lossPct / 100, s.burst),
          duplicate(rng.fork(), s.duplicatePct / 100),
          delay(rng.fork(), s.delayMs * 1_000, s.jitterMs * 1_000),
        ]);
        const fetches = s.fetches.map((count, i) => {
          const object = objectName(count, 1_140, i);
          return { object, done: world.fetch(session, object, i % 2 ? "play" : "bulk") };
        });
        for (const { object, done } of fetches) {
          const outcome = await world.clock.settle(done, 120_000_000);
          assert.ok(outcome.kind === "complete");
          assert.equal(digestOf(outcome.symbols), digestOf(symbolsOf(object)));
        }
        await server[Symbol.asyncDispose]();
        await client[Symbol.asyncDispose]();
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it.each([
    [0, 1.04],
    [2, 1.08],
    [8, 1.25],
  ])("at %i %% loss sends little more than is needed", async (lossPct, overheadMax) => {
    const { world, session } = await pair(7, (rng) => [
      bottleneck(1_000, 60_000),
      loss(rng, lossPct / 100),
      delay(rng, 20_000, 0),
    ]);
    await world.ready(session);
    let dataBytes = 0;
    world.network.onSend = ({ from, bytes }) => {
      if (from.host === a.host) dataBytes += bytes.length;
    };
    const count = 2_000;
    const fromUs = world.clock.nowUs();
    const outcome = await world.clock.settle(world.fetch(session, objectName(count, 1_140)));
    const seconds = (world.clock.nowUs() - fromUs) / 1e6;
    assert.equal(outcome.kind, "complete");
    const overhead = dataBytes / (count * 1_182 * (1 / (1 - lossPct / 100)));
    const rate = (count * 1_182) / seconds / 1e6;
    assert.ok(overhead < overheadMax, `overhead ${overhead}`);
    assert.ok(rate > 0.75, `${rate} of 1 MB/s`);
  });
});
