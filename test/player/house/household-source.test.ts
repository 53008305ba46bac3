/** Who is asked for what a track is known by: the origin, and in its place the house. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { HouseholdSource } from "../../../src/player/house/household-source.ts";
import { houseLookUs } from "../../../src/player/house/limits.ts";
import { StreamError } from "../../../src/stream/errors.ts";
import type { ObjectRequest } from "../../../src/stream/origin-client.ts";
import type { ObjectName } from "../../../src/wire/objects.ts";
import { SimClock } from "../../sim/sim-clock.ts";

const track = "ab".repeat(16);
const names: readonly ObjectName[] = [
  { kind: "manifest", track },
  { kind: "leaves", track, rung: 2 },
  { kind: "artwork", hash: "cd".repeat(32) },
];
const fromOrigin = [new Uint8Array([1])];
const fromHouse = [new Uint8Array([2])];
const s = 1_000_000;
const never = new AbortController().signal;

function world() {
  const clock = new SimClock();
  const state = { ready: true, houseHas: true, returns: false };
  const asked: string[] = [];
  const deadlinesUs: number[] = [];
  const origin = {
    get ready() {
      return state.ready;
    },
    fetch: async ({ kind }: ObjectName, request: ObjectRequest) => {
      asked.push(`origin ${kind}`);
      deadlinesUs.push(request.deadlineUs);
      if (!state.ready) throw new StreamError("expired", "no origin");
      return fromOrigin;
    },
  };
  const house = {
    object: async ({ kind }: ObjectName) => {
      asked.push(`house ${kind}`);
      if (state.returns) state.ready = true;
      return state.houseHas ? fromHouse : undefined;
    },
  };
  const source = new HouseholdSource(origin, house, clock);
  const request = { class: "play" as const, deadlineUs: 60 * s };
  const get = (name: ObjectName) => source.fetch(name, request, never);
  return { clock, state, asked, deadlinesUs, source, get };
}

describe("HouseholdSource", () => {
  it("asks an origin that is there, and nobody else", async () => {
    const { asked, get, source, deadlinesUs } = world();
    assert.ok(source.ready);
    for (const name of names) assert.equal(await get(name), fromOrigin);
    assert.deepEqual(asked, ["origin manifest", "origin leaves", "origin artwork"]);
    assert.deepEqual(deadlinesUs, [60 * s, 60 * s, 60 * s]);
  });

  it("asks the house while the origin is gone, for what can be checked", async () => {
    const { asked, get, source, state } = world();
    state.ready = false;
    assert.ok(!source.ready);
    for (const name of names) assert.equal(await get(name), fromHouse);
    assert.deepEqual(asked, ["house manifest", "house leaves", "house artwork"]);
  });

  it("asks no neighbour for what nobody could check, and for no chunk", async () => {
    const { asked, get, state } = world();
    state.ready = false;
    const others: readonly ObjectName[] = [
      { kind: "time" },
      { kind: "chunk", track, rung: 2, index: 0 },
    ];
    for (const name of others) await assert.rejects(get(name), { code: "expired" });
    assert.deepEqual(asked, ["origin time", "origin chunk"]);
  });

  it("waits for the origin only for a moment where nobody has it, so that the house is looked at again", async () => {
    const { clock, deadlinesUs, get, state } = world();
    state.ready = false;
    state.houseHas = false;
    await clock.advance(5 * s);
    await assert.rejects(get(names[0] ?? { kind: "time" }), { code: "expired" });
    assert.deepEqual(deadlinesUs, [clock.nowUs() + houseLookUs]);
  });

  it("never waits longer than whoever asked", async () => {
    const { clock, deadlinesUs, source, state } = world();
    state.ready = false;
    state.houseHas = false;
    await clock.advance(5 * s);
    const soon = { class: "play" as const, deadlineUs: clock.nowUs() + 1_000 };
    await assert.rejects(source.fetch({ kind: "manifest", track }, soon, never));
    assert.deepEqual(deadlinesUs, [soon.deadlineUs]);
  });

  it("gives an origin that came back meanwhile all the time there is", async () => {
    const { deadlinesUs, get, state } = world();
    Object.assign(state, { ready: false, houseHas: false, returns: true });
    assert.equal(await get({ kind: "manifest", track }), fromOrigin);
    assert.deepEqual(deadlinesUs, [60 * s]);
  });
});
