import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { ClientRates } from "../../src/control/client-rates.ts";
import { clientsMax, rates, strangersPerAddressMax } from "../../src/control/limits.ts";
import { gentleVolume } from "../../src/control/permissions.ts";
import { encodeFrame } from "../../src/wire/control-frame.ts";
import { drain } from "../sim/sim-clock.ts";
import { SimStream } from "./sim-streams.ts";
import { tlsAddress, World } from "./world.ts";

describe("limits of a client", () => {
  it("hold over all of its connections, and say when to try again", async () => {
    const world = await World.open();
    world.pairPhone("member");
    const clients = [await world.connectPhone(), await world.connectPhone()];
    const answers: { code: string; retryMs: number }[] = [];
    for (let i = 0; i < rates.commands.burst + 2; i++) {
      const command = { volume: { level: i % 100 } };
      const { result } = await world.clock.settle(
        clients[i % 2]?.request({ command }) ?? Promise.reject(new Error("two are there")),
      );
      answers.push({ code: String(result?.code), retryMs: result?.retryAfterMs ?? 0 });
    }
    const limited = answers.filter(({ code }) => code === "7");
    assert.equal(limited.length, 2);
    assert.ok(limited.every(({ retryMs }) => retryMs > 0 && retryMs <= 34));
    await world.clock.advance(34_000);
    const [first] = clients;
    assert.equal(
      (await world.clock.settle(first?.command({ kind: "pause" }) ?? fail())).code,
      "ok",
    );
    const other = await world.connect();
    assert.equal((await world.clock.settle(other.command({ kind: "pause" }))).code, "ok");
  });

  it("let a search's pages pass, and new searches twice a second", async () => {
    const world = await World.open();
    world.pairPhone("member");
    const client = await world.connectPhone();
    const search = async (query: string): Promise<boolean> => {
      const { result } = await world.clock.settle(
        client.request({ query: { library: { query } } }),
      );
      return !result;
    };
    for (let i = 0; i < rates.searches.burst; i++) assert.ok(await search(`words ${i}`));
    assert.ok(!(await search("one more")));
    for (let i = 0; i < 20; i++) assert.ok(await search(`words ${rates.searches.burst - 1}`));
    await world.clock.advance(500_000);
    assert.ok(await search("one more"));
  });

  it("count no steps of a drag of the volume as commands", async () => {
    const world = await World.open();
    world.pairPhone("member");
    const client = await world.connectPhone();
    for (let step = 1; step <= 2 * rates.commands.burst; step++) {
      const volume = { level: step % 100, gesture: 7, step };
      const { result } = await world.clock.settle(client.request({ command: { volume } }));
      assert.notEqual(result?.code, 7);
    }
  });

  it("are forgotten for the client that was away longest, never for who comes back at once", () => {
    const all = new ClientRates(rates);
    for (let i = 0; i < rates.commands.burst; i++) all.of("a", 0).retryMs("commands", 0);
    assert.ok(all.of("a", 0).retryMs("commands", 0) > 0);
    for (let i = 0; i < clientsMax; i++) all.of(`other ${i}`, 0);
    assert.equal(all.of("a", 0).retryMs("commands", 0), 0);
    assert.notEqual(all.of("", 0), all.of("", 0), "the socket's owner has one a connection");
  });

  it("keep an address to its share of those who prove nothing, with the time to try again", async () => {
    const world = await World.open();
    const sockets: SimStream[] = [];
    for (let i = 0; i <= strangersPerAddressMax; i++) {
      const socket = await world.network.connectTls(tlsAddress);
      assert.ok(socket instanceof SimStream);
      sockets.push(socket);
    }
    assert.equal(world.server.counts.turnedAway, 1);
    assert.equal(world.server.counts.connections, strangersPerAddressMax);
    world.network.from = "10.0.0.77";
    world.pairPhone("member");
    assert.equal((await world.connectPhone()).role, "member");
    sockets[0]?.close();
    await drain();
    world.network.from = "10.0.0.9";
    const again = await world.network.connectTls(tlsAddress);
    again.write(encodeFrame({ id: 1, hello: { major: 1 } }) ?? new Uint8Array(0));
    await drain();
    assert.equal(world.server.counts.turnedAway, 1);
  });
});

describe("a guest's volume", () => {
  it("goes down at once, and up by ten points, then two a second, to 70 at most", async () => {
    const world = await World.open();
    world.pairPhone("guest");
    const guest = await world.connectPhone();
    const set = async (level: number): Promise<number> => {
      await world.clock.settle(guest.command({ kind: "volume", level }));
      return world.model.volume;
    };
    assert.equal(await set(100), 40);
    assert.equal(await set(100), 40);
    await world.clock.advance(3_000_000);
    assert.equal(await set(100), 46);
    const by = { kind: "volume-by", by: 30 } as const;
    const { code } = await world.clock.settle(guest.command(by));
    assert.equal(code, "volume-limited");
    assert.equal(world.model.volume, 46);
    const both = [guest.command({ kind: "volume", level: 99 }), guest.command(by)];
    await world.clock.advance(1_000_000);
    await Promise.all(both.map((each) => world.clock.settle(each)));
    assert.equal(world.model.volume, 46, "what waits is weighed when its turn has come");
    assert.equal(await set(5), 5);
    for (let i = 0; i < 60; i++) {
      await world.clock.advance(2_000_000);
      await set(100);
    }
    assert.equal(world.model.volume, 70);
    const owner = await world.connect();
    await world.clock.settle(owner.command({ kind: "volume", level: 90 }));
    assert.equal(await set(100), 90, "who has turned it up further decides");
    const next = { kind: "next" } as const;
    assert.equal(
      gentleVolume(next, 90, () => assert.fail("it is no volume")),
      next,
    );
  });
});

function fail(): never {
  return assert.fail("it is there");
}
