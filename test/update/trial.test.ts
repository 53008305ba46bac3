import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { healthyWithinUs } from "../../src/update/limits.ts";
import { armed, freshSlots, started } from "../../src/update/slots.ts";
import { stand } from "../../src/update/trial.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { noSignal, SimCardOfTwo } from "./world.ts";

async function standing(isReadyAt: (s: number) => boolean, upUs = 30e6) {
  const card = new SimCardOfTwo();
  card.running = "b";
  await card.note(started(armed(freshSlots, "b")).state);
  const clock = new SimClock();
  const fromUs = clock.nowUs();
  const isReady = async (): Promise<boolean> => isReadyAt((clock.nowUs() - fromUs) / 1e6);
  const running = stand({ card, clock, isReady }, upUs, noSignal);
  await clock.advance(healthyWithinUs);
  return { outcome: await running, record: (await card.records()).record };
}

describe("a new system's trial", () => {
  it("is won by a speaker that stays ready for a while", async () => {
    const { outcome, record } = await standing((s) => s > 20);
    assert.equal(outcome, "confirmed");
    assert.equal(record.active, "b");
    assert.equal(record.trying, undefined);
  });

  it("is lost by one that is not ready two minutes after the start, or dies again and again", async () => {
    for (const isReady of [() => false, (s: number) => s % 10 < 8, (s: number) => s > 80]) {
      const { outcome, record } = await standing(isReady);
      assert.equal(outcome, "failed");
      assert.equal(record.active, "a");
      assert.equal(record.usable.b, false);
    }
  });

  it("is not held where nothing is on trial", async () => {
    const card = new SimCardOfTwo();
    const ports = { card, clock: new SimClock(), isReady: async () => false };
    assert.equal(await stand(ports, 0, noSignal), "no-trial");
  });
});
