import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { CommandRequest, CommandResult } from "../../src/control/command-runner.ts";
import { gestureUs } from "../../src/control/limits.ts";
import { VolumeGestures } from "../../src/control/volume-gestures.ts";
import type { PlayerCommand } from "../../src/player/model.ts";
import { SimClock } from "../sim/sim-clock.ts";

function desk() {
  const clock = new SimClock();
  const ran: CommandRequest[] = [];
  const gestures = new VolumeGestures(clock, async (request) => {
    ran.push(request);
    return { code: "ok", message: "", seq: ran.length, queueRev: 1, violations: [] };
  });
  const step = (
    command: PlayerCommand,
    number: number,
    { gesture = 7, final = false } = {},
  ): Promise<CommandResult> => {
    const request = { command, cause: { session: gestures, commandId: number }, by: "" };
    const rest = { ifQueueRev: 0, key: undefined, gesture: { gesture, step: number } };
    return gestures.step({ ...request, ...rest }, final);
  };
  return { clock, ran, step };
}

const level = (at: number): PlayerCommand => ({ kind: "volume", level: at });

describe("steps of a volume gesture", () => {
  it("are carried out 20 times a second at most, the latest of them, the last at once; each is answered", async () => {
    const { clock, ran, step } = desk();
    const answers: Promise<CommandResult>[] = [];
    for (let n = 1; n <= 100; n++) {
      answers.push(step(level(n), n));
      await clock.advance(gestureUs / 5);
    }
    answers.push(step(level(55), 101, { final: true }));
    assert.ok(ran.length <= 22, `${ran.length} of 101 were carried out`);
    assert.ok(ran.length >= 20);
    assert.deepEqual(ran.at(-1)?.command, level(55));
    const seqs = (await clock.settle(Promise.all(answers))).map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      [...seqs].sort((a, b) => a - b),
    );
    assert.equal(seqs.at(-1), ran.length);
    const steps = ran.map(({ gesture }) => gesture.step);
    assert.deepEqual(
      steps,
      [...steps].sort((a, b) => a - b),
    );
  });

  it("lose no change by so much, and none of another gesture", async () => {
    const { clock, ran, step } = desk();
    const by = (change: number): PlayerCommand => ({ kind: "volume-by", by: change });
    void step(by(1), 1);
    for (let n = 2; n <= 5; n++) void step(by(2), n);
    void step(level(98), 1, { gesture: 8 });
    void step(by(5), 2, { gesture: 8, final: true });
    await clock.advance(gestureUs);
    assert.deepEqual(
      ran.map(({ command }) => command),
      [by(1), by(8), level(98), by(5)].slice(0, 2).concat([level(100)]),
    );
  });

  it("that nothing follows is carried out all the same", async () => {
    const { clock, ran, step } = desk();
    void step(level(10), 1);
    void step(level(20), 2);
    assert.equal(ran.length, 1);
    await clock.advance(gestureUs);
    assert.deepEqual(ran.at(-1)?.command, level(20));
  });
});
