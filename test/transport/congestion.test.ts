/** Congestion control on model links: what it gets out of one, and what it leaves to others. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Congestion } from "../../src/transport/congestion.ts";
import { EndpointLoad } from "../../src/transport/endpoint-load.ts";
import { initialWindowBytes } from "../../src/transport/limits.ts";
import { allMechanisms } from "../../src/transport/link-types.ts";
import { RttEstimate } from "../../src/transport/rtt.ts";
import { SentPackets } from "../../src/transport/sent-packets.ts";
import type { RequestClass } from "../../src/wire/link-frames.ts";
import { Bottleneck, type Pair } from "./bottleneck.ts";

const mbit = 1_000_000;
const second = 1_000_000;

/** Always has something to fetch. */
function greedy(pair: Pair, requestClass: RequestClass): void {
  const more = (): void => {
    pair.fetch(requestClass, 4_000, more);
  };
  more();
  more();
}

/** Megabits of symbols in a second, over the next `us`. */
function rateOf(link: Bottleneck, pair: Pair, requestClass: RequestClass, us: number): number {
  const before = pair.got[requestClass];
  link.run(us);
  return ((pair.got[requestClass] - before) * 8) / us;
}

function percentileMs(sorted: readonly number[], share: number): number {
  return (sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 1_000;
}

describe("Congestion", () => {
  it("learns no rate from packets that go alone over an empty path, as probes of its size do", () => {
    const rtt = new RttEstimate();
    const packets = new SentPackets();
    const congestion = new Congestion(rtt);
    for (const [round, bytes] of [70, 70, 1_200, 70].entries()) {
      const nowUs = (1 + round) * second;
      const slot = packets.add(bytes, true, nowUs);
      congestion.sent(packets, slot, nowUs);
      rtt.sample(100_000, 0, nowUs + 100_000);
      const ack = { kind: "ack", largest: round, delayUs: 0, runs: [1] } as const;
      const sink = {
        acked: (at: number) => congestion.acked(packets, at, nowUs + 100_000),
        lost: () => assert.fail("nothing is lost"),
      };
      packets.acknowledge(ack, sink);
      congestion.update(0, nowUs + 100_000);
      assert.ok(!congestion.learned, `after ${bytes} bytes`);
    }
    assert.equal(congestion.urgentBytes, initialWindowBytes);
  });
});

describe("the foreground", () => {
  it("uses four fifths of a link of 10 Mbit/s and 100 ms that loses 5 % by chance", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (seed) => {
        const link = new Bottleneck({
          bitPerS: 10 * mbit,
          queueBytes: 125_000,
          rttUs: 100_000,
          lossShare: 0.05,
          seed,
        });
        const pair = link.pair();
        greedy(pair, "play");
        link.run(2 * second);
        // What is lost, headers and acknowledgements use the link too.
        const used = rateOf(link, pair, "play", 8 * second) / (0.95 * 10 * (1_140 / 1_210));
        assert.ok(used >= 0.8, `${used}`);
      }),
      { numRuns: 2 },
    );
  });

  it.each([20_000, 50_000, 100_000])(
    "keeps the queue short on 1 Mbit/s with a second of buffer, at %d µs",
    (rttUs) => {
      const link = new Bottleneck({ bitPerS: mbit, queueBytes: 125_000, rttUs });
      const pair = link.pair();
      greedy(pair, "play");
      link.run(2 * second);
      assert.ok(percentileMs(link.takeWaits(), 1) <= 300, "at the start");
      const rate = rateOf(link, pair, "play", 30 * second);
      const waits = link.takeWaits();
      assert.ok(percentileMs(waits, 0.95) <= 60, `${percentileMs(waits, 0.95)} ms`);
      assert.ok(percentileMs(waits, 1) <= 120, `${percentileMs(waits, 1)} ms`);
      assert.ok(rate > 0.85, `${rate}`);
      assert.equal(link.drops, 0);
    },
  );

  it("finds a link that became slower, and one that became faster, within seconds", () => {
    const link = new Bottleneck({ bitPerS: 8 * mbit, queueBytes: 400_000, rttUs: 40_000 });
    const pair = link.pair();
    greedy(pair, "play");
    link.run(4 * second);
    link.bitPerS = mbit;
    link.run(3 * second);
    link.takeWaits();
    assert.ok(rateOf(link, pair, "play", 3 * second) > 0.8);
    assert.ok(percentileMs(link.takeWaits(), 0.95) <= 150);
    link.bitPerS = 8 * mbit;
    link.run(4 * second);
    assert.ok(rateOf(link, pair, "play", 3 * second) > 6);
  });

  it("asked for music of 160 kbit/s comes at four times that at most, and not much less", () => {
    const link = new Bottleneck({ bitPerS: 20 * mbit, queueBytes: 250_000, rttUs: 30_000 });
    const pair = link.pair();
    pair.asker.needs(20_000);
    greedy(pair, "play");
    link.run(second);
    const rate = rateOf(link, pair, "play", 5 * second);
    assert.ok(rate > 0.5 && rate <= 0.64, `${rate}`);
    // What someone waits for is not held to it.
    pair.fetch("urgent", 400);
    assert.ok(rateOf(link, pair, "urgent", 0.5 * second) > 5);
  });

  it("uses a link that hardly carries the lowest rung, and does not fill its buffer", () => {
    const link = new Bottleneck({ bitPerS: 0.12 * mbit, queueBytes: 60_000, rttUs: 100_000 });
    const pair = link.pair();
    pair.asker.needs(12_000);
    greedy(pair, "play");
    link.run(10 * second);
    link.takeWaits();
    const rate = rateOf(link, pair, "play", 40 * second);
    assert.ok(rate > 0.1, `${rate}`);
    const waits = link.takeWaits();
    assert.ok(percentileMs(waits, 0.95) < 600, `${percentileMs(waits, 0.95)} ms`);
  });

  it("does not let what someone waits for stand in a queue of its own where the link's rate is known", () => {
    const link = new Bottleneck({ bitPerS: 0.32 * mbit, queueBytes: 16_000, rttUs: 150_000 });
    const pair = link.pair();
    pair.asker.needs(12_000);
    for (let i = 0; i < 3; i++) {
      pair.fetch("urgent", 26);
      link.run(5 * second);
    }
    link.takeWaits();
    const before = pair.got.urgent;
    pair.fetch("urgent", 26);
    link.run(1.1 * second);
    assert.ok(pair.got.urgent - before > 25 * 1_140, "and takes no longer");
    const waits = link.takeWaits();
    assert.ok(percentileMs(waits, 0.9) < 100, `${percentileMs(waits, 0.9)} ms`);
  });

  it("leaves parity out where the link has no room for it, and answers are whole all the same", () => {
    const link = new Bottleneck({ bitPerS: 0.12 * mbit, queueBytes: 60_000, rttUs: 100_000 });
    const pair = link.pair();
    pair.asker.needs(12_000);
    greedy(pair, "play");
    link.run(10 * second);
    const before = pair.asker.asker.parityBytes;
    let whole = 0;
    // What goes by itself has parity to send when all its symbols have gone.
    for (let i = 0; i < 4; i++) {
      pair.fetch("urgent", 6, () => {
        whole += 1;
      });
      link.run(3 * second);
    }
    assert.equal(whole, 4);
    assert.equal(pair.asker.asker.parityBytes, before);
  });

  it("does not flood a link for a peer that says it needs four gigabytes in a second", () => {
    const link = new Bottleneck({ bitPerS: 2 * mbit, queueBytes: 60_000, rttUs: 40_000 });
    const pair = link.pair();
    pair.asker.needs(0xffff_ffff);
    greedy(pair, "play");
    link.run(5 * second);
    assert.ok(link.drops < 100, `${link.drops} drops`);
  });

  it("keeps its music going beside a TCP that fills a second of buffer", () => {
    const link = new Bottleneck({ bitPerS: mbit, queueBytes: 125_000, rttUs: 40_000 });
    const pair = link.pair();
    pair.asker.needs(20_000);
    greedy(pair, "play");
    link.tcp();
    link.run(5 * second);
    const rate = rateOf(link, pair, "play", 20 * second);
    assert.ok(rate >= 0.16, `${rate}`);
  });
});

describe("a start", () => {
  it("beside a TCP that fills the buffer takes no more than some of its round trips", () => {
    const link = new Bottleneck({ bitPerS: 4 * mbit, queueBytes: 60_000, rttUs: 40_000 });
    const pair = link.pair();
    pair.asker.needs(20_000);
    greedy(pair, "play");
    link.tcp();
    link.run(12 * second);
    const fromUs = link.nowUs;
    let came = 0;
    pair.fetch("urgent", 18, () => {
      came = link.nowUs;
    });
    link.run(5 * second, () => came > 0);
    // 160 ms each; a second of music has 18 symbols, and parity.
    assert.ok(came > 0 && came - fromUs < 0.7 * second, `${came - fromUs} µs`);
  });
});

describe("the background", () => {
  it.each([
    [10, 20_000, 150],
    [10, 100_000, 150],
    [1, 40_000, 1_000],
    [10, 20_000, 30],
    [20, 5_000, 50],
  ])(
    "gives way to TCP within two seconds: %d Mbit/s, %d µs, %d ms of buffer",
    (rate, rttUs, ms) => {
      const queueBytes = Math.max(15_000, (rate * mbit * ms) / 8_000);
      const link = new Bottleneck({ bitPerS: rate * mbit, queueBytes, rttUs });
      const pair = link.pair();
      greedy(pair, "bulk");
      link.run(6 * second);
      const alone = rateOf(link, pair, "bulk", 2 * second);
      assert.ok(alone > 0.4 * rate, `alone ${alone}`);
      const tcp = link.tcp();
      link.run(2 * second);
      const before = tcp.bytes;
      const beside = rateOf(link, pair, "bulk", 4 * second);
      assert.ok(beside < 0.1 * rate, `beside ${beside}`);
      assert.ok(tcp.bytes - before > 0.4 * rate * mbit, "the other has the link");
      tcp.stop();
      link.run(5 * second);
      const again = rateOf(link, pair, "bulk", 2 * second);
      assert.ok(again > 0.3 * rate, `again ${again}`);
    },
  );

  it("adds no more than its target to the queue, of two transfers that begin one after the other", () => {
    const link = new Bottleneck({ bitPerS: 4 * mbit, queueBytes: 500_000, rttUs: 30_000 });
    const first = link.pair();
    greedy(first, "bulk");
    link.run(8 * second);
    const late = link.pair();
    greedy(late, "bulk");
    link.run(12 * second);
    link.takeWaits();
    const shares = [rateOf(link, first, "bulk", 10 * second)];
    shares.push(rateOf(link, late, "bulk", 10 * second));
    assert.ok(percentileMs(link.takeWaits(), 0.95) < 130);
    // Nobody starves, whoever came first.
    for (const share of shares) assert.ok(share > 0.4, `${shares}`);
  });

  it("is silent while something urgent is served to anybody, and goes on after it", () => {
    const link = new Bottleneck({ bitPerS: 2 * mbit, queueBytes: 100_000, rttUs: 40_000 });
    const load = new EndpointLoad();
    const [bulk, other] = [link.pair(load), link.pair(load)];
    greedy(bulk, "bulk");
    link.run(5 * second);
    let over = false;
    other.fetch("urgent", 150, () => {
      over = true;
    });
    // Its request is on the way, and what left before that still arrives.
    link.run(150_000);
    const before = bulk.got.bulk;
    link.run(5 * second, () => over);
    assert.ok(over);
    assert.equal(bulk.got.bulk, before);
    link.run(100_000);
    assert.ok(rateOf(link, bulk, "bulk", 5 * second) > 1);
  });

  it("is not held for ever by urgent answers that never end", () => {
    const link = new Bottleneck({ bitPerS: 2 * mbit, queueBytes: 100_000, rttUs: 40_000 });
    const load = new EndpointLoad();
    load.urgentBegan(link.nowUs);
    const bulk = link.pair(load);
    greedy(bulk, "bulk");
    assert.equal(rateOf(link, bulk, "bulk", 1.9 * second), 0);
    assert.ok(rateOf(link, bulk, "bulk", 10 * second) > 0.02);
  });

  it("to one speaker does not spoil the play of another", () => {
    const secondsFor = (withBulk: boolean): number[] => {
      const link = new Bottleneck({ bitPerS: mbit, queueBytes: 125_000, rttUs: 30_000 });
      const load = new EndpointLoad();
      const [bulk, player] = [link.pair(load), link.pair(load)];
      if (withBulk) greedy(bulk, "bulk");
      player.asker.needs(20_000);
      link.run(5 * second);
      const took: number[] = [];
      for (let i = 0; i < 20; i++) {
        const fromUs = link.nowUs;
        let done = false;
        player.fetch("play", 18, () => {
          done = true;
        });
        link.run(5 * second, () => done);
        took.push((link.nowUs - fromUs) / second);
        link.run(Math.max(0, second - (link.nowUs - fromUs)));
      }
      return took.sort((a, b) => a - b);
    };
    const alone = secondsFor(false);
    const beside = secondsFor(true);
    const worst = beside.at(-1) ?? 9;
    assert.ok(worst < 0.7, `a second of music takes ${worst} s, alone ${alone.at(-1)} s`);
  });
});

describe("switched off", () => {
  it("the background takes from others what it otherwise leaves them", () => {
    const shares = [true, false].map((background) => {
      const link = new Bottleneck({ bitPerS: 4 * mbit, queueBytes: 60_000, rttUs: 40_000 });
      const pair = link.pair(undefined, { ...allMechanisms, background });
      greedy(pair, "bulk");
      link.tcp();
      link.run(6 * second);
      return rateOf(link, pair, "bulk", 6 * second);
    });
    assert.ok((shares[0] ?? 9) < 0.4 && (shares[1] ?? 0) > 2 * (shares[0] ?? 0), `${shares}`);
  });

  it("pacing leaves bursts that wait in the queue", () => {
    const waits = [true, false].map((pacing) => {
      const link = new Bottleneck({ bitPerS: 4 * mbit, queueBytes: 200_000, rttUs: 100_000 });
      const pair = link.pair(undefined, { ...allMechanisms, pacing });
      greedy(pair, "play");
      link.run(10 * second);
      return percentileMs(link.takeWaits(), 0.5);
    });
    assert.ok((waits[1] ?? 0) > 2 * (waits[0] ?? 9), `${waits}`);
  });
});
