import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { PlayGate } from "../../src/player/play-gate.ts";
import { drain, SimClock } from "../sim/sim-clock.ts";
import { SimLog } from "../sim/sim-log.ts";

const { signal: never } = new AbortController();
const us = 1_000_000;

function makeGate() {
  const clock = new SimClock();
  const log = new SimLog(() => clock.nowUs());
  const room = { full: false, pending: 0, waiting: 0, trouble: null as string | null };
  let playing: string | undefined;
  const gate = new PlayGate({
    clock,
    log: log.of("speaker"),
    room: { stats: () => room },
    playing: () => playing,
  });
  const play = (track: string | undefined): void => {
    playing = track;
  };
  /** Notes when a play was let through. */
  const passed: string[] = [];
  const begin = (track: string, guessed: boolean, signal = never): Promise<void> =>
    gate.mayBegin(track, guessed, signal).then(() => void passed.push(track));
  return { clock, log, room, gate, play, passed, begin };
}

describe("PlayGate", () => {
  it("lets everything through while there is room", async () => {
    const { gate, begin, passed } = makeGate();
    await begin("a", false);
    await begin("b", true);
    assert.deepEqual([passed, gate.refusal], [["a", "b"], undefined]);
  });

  it("holds new plays while there is none, but not what goes on with the play that sounds", async () => {
    const { clock, room, play, begin, passed } = makeGate();
    Object.assign(room, { full: true, pending: 2_000 });
    play("a");
    void begin("b", false);
    void begin("a", true);
    void begin("a", false);
    await clock.advance(10 * us);
    assert.deepEqual(passed, ["a"], "the seek within it; not once more behind itself");
    room.full = false;
    await clock.advance(us);
    assert.deepEqual(passed, ["a", "b", "a"]);
  });

  it("says why, and says it in the log once each time", () => {
    const { room, gate, log } = makeGate();
    Object.assign(room, {
      full: true,
      pending: 2_000,
      waiting: 24,
      trouble: "the disk failed; check it",
    });
    const text = gate.refusal ?? "";
    assert.match(text, /^no new play begins, because 2024 play events wait to be counted/);
    assert.match(text, /\(the card takes none: the disk failed\); connect this speaker/);
    assert.equal(gate.refusal, text);
    room.full = false;
    assert.equal(gate.refusal, undefined);
    assert.equal(gate.refusal, undefined);
    const events = log.lines.map((line) => /plays-[a-z-]+/.exec(line)?.[0]);
    assert.deepEqual(events, ["plays-refused", "plays-taken-again"]);
  });

  it("leaves no timer behind when the play that waited is given up", async () => {
    const { clock, room, begin } = makeGate();
    room.full = true;
    const stop = new AbortController();
    const waiting = begin("b", true, stop.signal);
    await drain();
    stop.abort(new Error("closed"));
    await assert.rejects(waiting, /closed/);
    assert.equal(clock.nextDueUs, undefined);
  });
});
