/** In which order answers leave, what is left out, and what a skip costs. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { RttEstimate } from "../../src/transport/rtt.ts";
import { carriedNothing, type ServedObject } from "../../src/transport/served-object.ts";
import { Server } from "../../src/transport/server.ts";
import { FrameWriter, type RequestFrame, requestClasses } from "../../src/wire/link-frames.ts";
import { Bottleneck } from "./bottleneck.ts";

const symbol = new Uint8Array(1_000);
const scratch = new Uint8Array(1_200);
const rttUs = 40_000;

function request(id: number, changes: Partial<RequestFrame>): RequestFrame {
  return {
    kind: "request",
    id,
    round: 0,
    class: "play",
    probe: false,
    deadlineMs: Number.POSITIVE_INFINITY,
    seen: -1,
    object: new Uint8Array(1),
    ranges: [],
    ...changes,
  };
}

/** A server that answers each request at once, and what it sends. */
class Desk {
  readonly server: Server;
  readonly all: ServedObject[] = [];
  nowUs = 0;
  #number = 0;

  constructor(symbols: number) {
    const rtt = new RttEstimate();
    rtt.sample(rttUs, 0, 0);
    this.server = new Server(rtt, (served) => {
      this.all.push(served);
      const answer = {
        kind: "symbols",
        symbols: new Array<Uint8Array>(symbols).fill(symbol),
      } as const;
      this.server.answer(served, answer);
    });
  }

  /** Sends one; undefined when there is nothing to send. */
  send(): ServedObject | undefined {
    const served = this.server.next(this.nowUs);
    if (served === undefined) return undefined;
    const carried = served.write(new FrameWriter(scratch), scratch);
    assert.notEqual(carried, carriedNothing);
    served.sent(carried, this.#number++, this.nowUs);
    return served;
  }
}

describe("answers", () => {
  it("leave strictly by class, and within a class by deadline, whenever the requests come", () => {
    const asking = fc.record({
      class: fc.constantFrom(...requestClasses),
      deadlineMs: fc.integer({ min: 10_000, max: 90_000 }),
      sendsBefore: fc.nat(6),
    });
    fc.assert(
      fc.property(fc.array(asking, { minLength: 1, maxLength: 20 }), (askings) => {
        const desk = new Desk(4);
        const check = (): boolean => {
          const waiting = desk.all.filter(({ pending }) => pending > 0);
          const sent = desk.send();
          if (sent === undefined) return false;
          for (const other of waiting) {
            assert.ok(sent.rank <= other.rank, "no less urgent class goes first");
            if (sent.rank === other.rank) assert.ok(sent.deadlineUs <= other.deadlineUs);
          }
          desk.nowUs += 1_000;
          return true;
        };
        for (const [id, { sendsBefore, ...changes }] of askings.entries()) {
          for (let i = 0; i < sendsBefore; i++) check();
          desk.server.request(request(id, changes), desk.nowUs);
        }
        while (check());
        assert.ok(desk.all.every(({ pending }) => pending === 0));
      }),
    );
  });

  it("take another place when a repair says that they are needed at another time", () => {
    const desk = new Desk(4);
    desk.server.request(request(1, { deadlineMs: 5_000 }), 0);
    desk.server.request(request(2, { deadlineMs: 6_000 }), 0);
    desk.server.request({ ...request(1, { deadlineMs: 9_000 }), round: 1 }, 0);
    assert.equal(desk.send()?.id, 2);
    desk.server.request({ ...request(1, { deadlineMs: 2_000 }), round: 2 }, 0);
    assert.equal(desk.send()?.id, 1);
  });

  it("are not dropped for a deadline that moved while they were being read", () => {
    const rtt = new RttEstimate();
    rtt.sample(rttUs, 0, 0);
    const asked: ServedObject[] = [];
    const server = new Server(rtt, (served) => asked.push(served));
    server.request(request(1, { deadlineMs: 100 }), 0);
    server.request({ ...request(1, { deadlineMs: 5_000 }), round: 1 }, 90_000);
    const [served] = asked;
    assert.ok(served !== undefined);
    server.answer(served, { kind: "symbols", symbols: [symbol] });
    assert.equal(server.next(200_000), served);
  });

  it("that would arrive too late are not begun, and others take their place", () => {
    const desk = new Desk(4);
    desk.server.request(request(1, { class: "urgent", deadlineMs: 30 }), 0);
    desk.server.request(request(2, { deadlineMs: 5_000 }), 0);
    assert.equal(desk.send()?.id, 1);
    // Half a round trip before its deadline is the last moment.
    desk.nowUs = 10_000;
    assert.equal(desk.send()?.id, 1);
    desk.nowUs = 10_001;
    assert.equal(desk.send()?.id, 2);
    assert.equal(desk.server.size, 1);
  });

  it("of a request that is called off stop with the packet that is leaving", () => {
    const link = new Bottleneck({ bitPerS: 2_000_000, queueBytes: 60_000, rttUs });
    const pair = link.pair();
    const skipped = pair.fetch("play", 400);
    link.run(1_000_000);
    skipped.cancel();
    // What had left when the CANCEL came, half a round trip later, is still under way.
    link.run(rttUs / 2);
    const onTheWay = link.sent;
    link.run(1_000_000);
    assert.ok(onTheWay > 100);
    assert.ok(link.sent - onTheWay <= 1, `${link.sent - onTheWay} datagrams after the skip`);
    // And what is asked for instead is there in a round trip, and what lay in the queue.
    const fromUs = link.nowUs;
    let came = 0;
    pair.fetch("urgent", 3, () => {
      came = link.nowUs;
    });
    link.run(1_000_000, () => came > 0);
    assert.ok(came - fromUs <= rttUs + 30_000, `${came - fromUs} µs`);
  });
});
