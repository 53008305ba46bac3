import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { UdpSocket } from "../../src/ports/network.ts";
import { SimClock } from "./sim-clock.ts";
import { labProfile, SimLan } from "./sim-lan.ts";
import { SimNetwork } from "./sim-network.ts";

const hosts = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
const never = new AbortController().signal;
const port = 9_000;

class World {
  readonly clock = new SimClock();
  readonly network = new SimNetwork(this.clock);
  readonly lan = new SimLan(this.clock, { hosts, seed: 3 });
  readonly arrived: { readonly at: string; readonly byte: number; readonly us: number }[] = [];
  readonly #fromUs = this.clock.nowUs();
  readonly #sockets = new Map<string, UdpSocket>();

  async open(): Promise<this> {
    this.network.carrier = this.lan.carry;
    for (const host of hosts) {
      const socket = await this.network.host(host).bindUdp({ host, port }, never);
      socket.onDatagram(([byte = 0], from) => {
        this.arrived.push({ at: host, byte, us: this.clock.nowUs() - this.#fromUs });
        // An answer from within: the model is busy at that moment.
        if (byte < 100) socket.send(Uint8Array.of(byte + 100), from);
      });
      this.#sockets.set(host, socket);
    }
    return this;
  }

  send(from: string, to: string, byte: number, bytes = 972): void {
    this.#sockets.get(from)?.send(new Uint8Array(bytes).fill(byte), { host: to, port });
  }
}

describe("netlab's model in the simulated LAN", () => {
  it("delays, limits the rate and answers in order; the first host is wired", async () => {
    const world = await new World().open();
    world.lan.play("delay 10ms\ndown rate 800kbit/s");
    world.send("10.0.0.1", "10.0.0.2", 1);
    world.send("10.0.0.1", "10.0.0.2", 2);
    await world.clock.advance(100_000);
    // 1000 bytes of IP take 10 ms at 800 kbit/s; answers have the wire for themselves.
    assert.deepEqual(
      world.arrived.map(({ at, byte, us }) => `${byte} at ${at} after ${us} us`),
      [
        "1 at 10.0.0.2 after 20000 us",
        "101 at 10.0.0.1 after 30000 us",
        "2 at 10.0.0.2 after 30000 us",
        "102 at 10.0.0.1 after 40000 us",
      ],
    );
  });

  it("runs a script from the moment it is played, and knows its hosts by their place", async () => {
    const world = await new World().open();
    await world.clock.advance(1_000_000);
    world.lan.play("at 1s: host1 loss 100% for 1s");
    for (let tenth = 0; tenth < 30; tenth++) {
      world.send("10.0.0.1", "10.0.0.2", 100 + tenth);
      world.send("10.0.0.1", "10.0.0.3", 200 + tenth);
      await world.clock.advance(100_000);
    }
    const at = (host: string): number => world.arrived.filter((one) => one.at === host).length;
    assert.equal(at("10.0.0.2"), 20);
    assert.equal(at("10.0.0.3"), 30);
    assert.equal(world.lan.counts()["host1.down"]?.lost, 10);
  });

  it("takes netlab's profiles as they are, and drops what is for nobody", async () => {
    const world = await new World().open();
    world.lan.play(labProfile("far-burst5"));
    for (let i = 0; i < 1_000; i++) {
      world.send("10.0.0.1", "10.0.0.2", 200, 100);
      await world.clock.advance(5_000);
    }
    world.send("10.0.0.1", "10.0.0.9", 7);
    await world.clock.advance(1_000_000);
    const lost = 1_000 - world.arrived.length;
    assert.ok(lost > 20 && lost < 90, `${lost} of 1000`);
    assert.ok(world.arrived.every(({ us }, i) => i === 0 || us >= (world.arrived[i - 1]?.us ?? 0)));
  });
});
