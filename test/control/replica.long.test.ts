import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { ControlClient } from "../../src/control/client.ts";
import { Replica } from "../../src/control/replica.ts";
import type { PlayerCommand } from "../../src/player/model.ts";
import { drain } from "../sim/sim-clock.ts";
import { fakeTrack } from "./fake-model.ts";
import { World } from "./world.ts";

const commands: fc.Arbitrary<PlayerCommand> = fc.oneof(
  fc.constantFrom<PlayerCommand>(
    { kind: "play", what: [] },
    { kind: "pause" },
    { kind: "stop" },
    { kind: "next" },
    { kind: "previous" },
    { kind: "queue-clear" },
    { kind: "mute", muted: true },
    { kind: "mute", muted: false },
  ),
  fc.integer({ min: 0, max: 100 }).map((level): PlayerCommand => ({ kind: "volume", level })),
  fc.nat(60_000).map((positionMs): PlayerCommand => ({ kind: "seek", positionMs })),
  fc.nat(7).map((at): PlayerCommand => ({ kind: "play", what: [fakeTrack(at).id] })),
  fc.nat(7).map(
    (at): PlayerCommand => ({
      kind: "queue-add",
      what: [fakeTrack(at).id],
      place: { at: at % 2 === 0 ? "next" : "end" },
    }),
  ),
);

type Step =
  | { readonly do: "command"; readonly remote: number; readonly command: PlayerCommand }
  | { readonly do: "leave" | "return" | "stall" | "wake"; readonly remote: number }
  /** More than the server queues for a reader that is stalled, or more than it keeps. */
  | { readonly do: "flood"; readonly remote: number; readonly times: number }
  | { readonly do: "advance" | "auto"; readonly remote: number };

const step = <Kind extends Step["do"]>(...kinds: Kind[]) =>
  fc.record({ do: fc.constantFrom(...kinds), remote: fc.nat(2) });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(step("command"), commands).map(([at, command]) => ({ ...at, command })),
  },
  { weight: 3, arbitrary: step("leave", "return", "stall", "wake") },
  { weight: 1, arbitrary: step("flood").map((at) => ({ ...at, times: 1_500 })) },
  { weight: 1, arbitrary: step("advance", "auto") },
);

/** A remote that comes back with what it knew. */
class Remote {
  readonly replica = new Replica();
  readonly #world: World;
  #client: ControlClient | undefined;
  #stream: World["network"]["lastServer"];

  constructor(world: World) {
    this.#world = world;
  }

  async connect(): Promise<void> {
    this.#client = await this.#world.connect();
    this.#stream = this.#world.network.lastServer;
    const subscribed = this.#client.subscribe({ replica: this.replica, onChange: () => undefined });
    await this.#world.clock.settle(subscribed);
  }

  async step(step: Step): Promise<void> {
    if (step.do === "command") void this.#client?.command(step.command).catch(() => undefined);
    if (step.do === "stall" || step.do === "flood") this.#stall();
    if (step.do === "wake" || step.do === "leave") this.#wake();
    if (step.do === "leave") await this.#leave();
    if (step.do === "return") await this.#return();
  }

  /** Reads all there is, and is back if it was away. */
  async settle(): Promise<void> {
    this.#wake();
    await this.#return();
    await this.#world.clock.advance(200_000);
  }

  async #leave(): Promise<void> {
    this.#stream?.close();
    this.#stream = undefined;
    await drain();
  }

  async #return(): Promise<void> {
    if (this.#stream === undefined) await this.connect();
  }

  #stall(): void {
    if (this.#stream !== undefined) this.#stream.stalled = true;
  }

  #wake(): void {
    if (this.#stream === undefined) return;
    this.#stream.stalled = false;
    this.#stream.flush();
  }
}

describe("a remote's replica", () => {
  it("equals the server's state after any interleaving of commands, stalls and reconnects", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (run) => {
        const world = await World.open();
        const all = [new Remote(world), new Remote(world), new Remote(world)];
        for (const remote of all) await remote.connect();
        for (const step of run) await apply(world, all, step);
        for (const remote of all) await remote.settle();
        const late = new Remote(world);
        await late.connect();
        for (const remote of all) {
          assert.deepEqual(remote.replica.state, late.replica.state);
          assert.equal(remote.replica.seq, late.replica.seq);
        }
        await world.server[Symbol.asyncDispose]();
      }),
      { numRuns: 60 },
    );
  });

  it("asks again when a delta is missing, and resumes from the ring when it was away", async () => {
    const world = await World.open();
    const remote = new Remote(world);
    await remote.connect();
    const { seq } = remote.replica;
    assert.equal(remote.replica.delta({ seq: seq + 2, changes: {} }), "gap");
    assert.equal(remote.replica.delta({ seq, changes: {} }), "ignored");
    const other = await world.connect();
    await remote.step({ do: "leave", remote: 0 });
    await world.clock.settle(other.command({ kind: "volume", level: 55 }));
    await remote.settle();
    assert.equal(remote.replica.state?.volume.level, 55);
    assert.equal(remote.replica.seq, seq + 1);
  });
});

async function apply(world: World, remotes: readonly Remote[], step: Step): Promise<void> {
  if (step.do === "advance") await world.clock.advance(400_000);
  else if (step.do === "auto") world.model.advance();
  else await remotes[step.remote]?.step(step);
  if (step.do === "flood") {
    for (let at = 0; at < step.times; at++) {
      world.model.advance();
      void world.model.execute({ kind: "play", what: [fakeTrack(at % 8).id] });
      await Promise.resolve();
    }
  }
  await drain();
}
