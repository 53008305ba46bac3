import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Lan } from "../../../tools/netlab/model/lan.ts";
import type { Destination, Packet } from "../../../tools/netlab/model/packet.ts";
import { parseScript } from "../../../tools/netlab/script/parse.ts";

interface Numbered extends Packet {
  readonly number: number;
}
interface Arrival {
  readonly number: number;
  readonly host: string;
  readonly atMs: number;
}

/** A lab without a network: packets are numbers. */
class Bench {
  readonly arrivals: Arrival[] = [];
  readonly lan: Lan<Numbered>;
  freed = 0;
  sent = 0;
  readonly #hosts: readonly string[];

  constructor(hosts: readonly string[], script: string, seed = 1) {
    this.#hosts = hosts;
    this.lan = new Lan<Numbered>({
      hosts,
      seed,
      output: {
        deliver: ({ number }, host, dueUs) => {
          this.arrivals.push({ number, host: hosts[host] ?? "", atMs: dueUs / 1e3 });
        },
        free: () => {
          this.freed += 1;
        },
      },
    });
    this.lan.play(parseScript(script, { name: "test", hosts }), 0);
  }

  send(from: string, to: string | "all", nowMs: number, sizeBytes = 100): void {
    const packet = { number: this.sent++, sizeBytes, from: 0, to: 0 as Destination, holders: 0 };
    const target = to === "all" ? "all" : this.#hosts.indexOf(to);
    this.lan.send(packet, this.#hosts.indexOf(from), target, nowMs * 1e3);
  }

  run(untilMs: number): readonly Arrival[] {
    this.lan.advance(untilMs * 1e3);
    return this.arrivals;
  }
}

describe("a virtual LAN", () => {
  it("takes a packet up the sender's link and down the receiver's; the first host is wired", () => {
    const bench = new Bench(["origin", "x", "y"], "delay 50ms");
    bench.send("origin", "x", 0);
    bench.send("x", "origin", 1);
    bench.send("x", "y", 2);
    assert.deepEqual(bench.run(1_000), [
      { number: 0, host: "x", atMs: 50 },
      { number: 1, host: "origin", atMs: 51 },
      { number: 2, host: "y", atMs: 102 },
    ]);
    assert.equal(bench.freed, 3);
  });

  it("carries what is for all to each other host, over each one's own link", () => {
    const bench = new Bench(["a", "b", "c", "d"], "c.down delay 7ms\nd.down loss 100%");
    bench.send("b", "all", 0);
    assert.deepEqual(bench.run(1_000), [
      { number: 0, host: "a", atMs: 0 },
      { number: 0, host: "c", atMs: 7 },
    ]);
    assert.equal(bench.freed, 1);
    assert.equal(bench.lan.counts()["d.down"]?.lost, 1);
  });

  it("shares the medium between all: two senders get half each", () => {
    const bench = new Bench(["a", "b", "c"], "shared rate 800kbit/s, shared queue 1MB");
    for (let i = 0; i < 50; i++) {
      bench.send("b", "a", 0, 1_000);
      bench.send("c", "a", 0, 1_000);
    }
    assert.equal(bench.run(1_000).length, 100);
    assert.equal(bench.arrivals.at(-1)?.atMs, 1_000);
    const half = bench.arrivals.slice(0, 50).filter(({ number }) => number % 2 === 0);
    assert.equal(half.length, 25);
  });

  it("does what its script says at the times it says, however late it is asked", () => {
    const text =
      "rate 8mbit/s, queue 1s\nat 20ms: rate 800kbit/s for 100ms\nat 200ms: loss 100% for 50ms";
    const [prompt, late] = [1, 1_000].map((stepMs) => {
      const bench = new Bench(["a", "b"], text);
      for (let i = 0; i < 60; i++) bench.send("a", "b", 0, 1_000);
      for (let ms = 0; ms <= 1_000; ms += stepMs) bench.run(ms);
      return bench.arrivals;
    });
    assert.deepEqual(prompt, late);
    // One packet a millisecond; then ten times slower; then as before; then lost.
    const within = (from: number, to: number) =>
      prompt?.filter(({ atMs }) => atMs > from && atMs <= to).length;
    assert.equal(within(0, 20), 20);
    assert.equal(within(20, 120), 10);
    assert.equal(within(120, 1_000), 30);
  });

  it("lets an outage lose what comes in it, and nothing that was there before", () => {
    const bench = new Bench(["a", "b"], "delay 30ms\nat 100ms: loss 100% for 50ms");
    for (let ms = 0; ms < 300; ms += 10) bench.send("a", "b", ms);
    const missing = new Set(Array.from({ length: 30 }, (_, i) => i));
    for (const { number } of bench.run(1_000)) missing.delete(number);
    assert.deepEqual([...missing], [10, 11, 12, 13, 14]);
  });

  it("holds back what comes for a sleeping host until it wakes or speaks itself", () => {
    const bench = new Bench(["a", "b"], "sleep after 200ms wakes every 1s");
    bench.send("a", "b", 300);
    bench.send("a", "b", 310);
    assert.equal(bench.run(999).length, 0);
    assert.deepEqual(
      bench.run(1_500).map(({ atMs }) => atMs),
      [1_000, 1_000],
    );
    bench.send("a", "b", 1_700);
    bench.send("b", "a", 1_750);
    bench.send("a", "b", 1_755);
    assert.deepEqual(
      bench
        .run(1_760)
        .slice(2)
        .map(({ host, atMs }) => [host, atMs]),
      [
        ["a", 1_750],
        ["b", 1_750],
        ["b", 1_755],
      ],
    );
  });

  it("gives every packet back once, whatever happens to it", () => {
    const text =
      "delay 5ms, jitter 3ms, loss 10%, duplicate 10%, reorder 5% by 9ms, rate 1mbit/s, queue 5kB";
    const bench = new Bench(["a", "b", "c"], text, 9);
    for (let i = 0; i < 3_000; i++) {
      bench.send(i % 2 === 0 ? "a" : "b", i % 5 === 0 ? "all" : "c", i, i % 3 === 0 ? 1_400 : 80);
    }
    bench.run(60_000);
    assert.equal(bench.freed, 3_000);
    assert.equal(bench.lan.nextUs, Number.POSITIVE_INFINITY);
  });

  it("is the same for the same seed, and a host more at the end changes nothing for the others", () => {
    const run = (hosts: readonly string[], seed: number) => {
      const bench = new Bench(hosts, "loss 20%, jitter 5ms", seed);
      for (let i = 0; i < 300; i++) bench.send("a", "b", i);
      return bench.run(10_000);
    };
    assert.deepEqual(run(["a", "b"], 3), run(["a", "b"], 3));
    assert.deepEqual(run(["a", "b"], 3), run(["a", "b", "c"], 3));
    assert.notDeepEqual(run(["a", "b"], 3), run(["a", "b"], 4));
  });
});
