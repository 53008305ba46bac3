/** Whole LANs of nodes: faults, floods and lies, and what is left when they are over. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { Discovery } from "../../src/discovery/discovery.ts";
import { NodeDirectory } from "../../src/discovery/nodes.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import { SimEntropy } from "../sim/sim-entropy.ts";
import { factsOf, Lan, pointerTo, serviceRecords, services } from "./lan.ts";
import { eth0, settled } from "./settled.ts";

describe("a LAN of nodes", () => {
  it("heals when two halves that grew apart meet again", async () => {
    const lan = new Lan(4);
    const [a, b] = [
      await lan.node("10.0.0.1", { name: "Kitchen" }),
      await lan.node("10.0.0.2", { name: "Kitchen" }, [
        { name: "eth0", segment: "elsewhere", addresses: ["10.0.0.2"] },
      ]),
    ];
    await lan.pass(30);
    assert.deepEqual([a.advertisement.service, b.advertisement.service], ["Kitchen", "Kitchen"]);
    lan.multicast.plug("10.0.0.2", []);
    await lan.pass(5);
    lan.multicast.plug("10.0.0.2", eth0("10.0.0.2"));
    await lan.pass(20);
    assert.ok(settled([a, b]));
  });

  it("is quiet once it has come to rest: some packets an hour for each node", async () => {
    const lan = new Lan(2);
    const nodes = [];
    for (let i = 1; i <= 5; i++) nodes.push(await lan.node(`10.0.0.${i}`));
    await lan.pass(3_600);
    lan.takeHeard();
    await lan.pass(3_600);
    assert.ok(settled(nodes));
    // Host records live for two minutes, so each is asked for some forty times an hour.
    assert.ok(lan.heard.length < 5 * 250, `${lan.heard.length} packets in an hour`);
  });
});

describe("a hostile LAN", () => {
  it("a flood costs a bounded number of looks, and the rest of the LAN is heard meanwhile", async () => {
    const lan = new Lan(3);
    const node = await lan.node("10.0.0.1", { name: "Kitchen" });
    await lan.pass(5);
    const rng = new Rng(1);
    const hall = await lan.node("10.0.0.2", { name: "Hall" });
    for (let i = 0; i < 20_000; i++) {
      const bytes = Uint8Array.from({ length: 60 }, () => rng.below(256));
      lan.say("10.0.0.99", bytes);
      await lan.pass(0.0001);
    }
    const { dropped } = node.discovery.stats() as { dropped: Record<string, number> }; // its own counters
    assert.ok((dropped["flood"] ?? 0) > 19_000, JSON.stringify(dropped));
    await lan.pass(5);
    assert.ok(services(node.directory.nodes()).includes("Hall"));
    assert.equal(hall.advertisement.service, "Hall");
  });

  it("a flood from a thousand addresses leaves a node that works when it is over", async () => {
    const lan = new Lan(3);
    const node = await lan.node("10.0.0.1", { name: "Kitchen" });
    await lan.pass(5);
    for (let i = 0; i < 10_000; i++) {
      const host = `10.0.0.${1 + (i % 254)}`;
      lan.say(host, { response: true, answers: serviceRecords(`Lie ${i}`, host) });
      await lan.pass(0.0001);
    }
    await lan.pass(130);
    const hall = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(10);
    assert.ok(services(node.directory.nodes()).includes("Hall"));
    assert.ok(services(hall.directory.nodes()).includes("Kitchen"));
  });

  it("spoofed goodbyes in a stream do not keep a node out of sight", async () => {
    const lan = new Lan(6);
    const node = await lan.node("10.0.0.1", { name: "Kitchen" });
    const hall = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(5);
    let seen = 0;
    for (let i = 0; i < 100; i++) {
      lan.say("10.0.0.99", { response: true, answers: [pointerTo("Kitchen", 0)] });
      await lan.pass(0.2);
      if (services(hall.directory.nodes()).includes("Kitchen")) seen += 1;
    }
    assert.ok(seen > 80, `seen at ${seen} of 100 looks`);
    await lan.pass(5);
    assert.ok(services(hall.directory.nodes()).includes("Kitchen"));
    assert.equal(node.advertisement.service, "Kitchen");
  });

  it("texts that are no node's are not listed", async () => {
    const lan = new Lan(6);
    const node = await lan.node("10.0.0.1", { name: "Kitchen" });
    await lan.pass(2);
    for (const [i, id] of ["", "xyz", "0123456789ABCDEF", "0".repeat(17)].entries()) {
      const records = serviceRecords(`Bad ${i}`, "10.0.0.99", { id });
      lan.say("10.0.0.99", { response: true, answers: records });
    }
    await lan.pass(2);
    assert.deepEqual(services(node.directory.nodes()), ["Kitchen"]);
  });
});

describe("a machine without multicast", () => {
  it("says so once, and goes on", async () => {
    const lan = new Lan();
    const node = await lan.node("10.0.0.1", { name: "Kitchen" }, []);
    await lan.pass(60);
    assert.deepEqual(lan.logged, ["discovery-waits"]);
    assert.deepEqual(node.directory.nodes(), []);
    lan.multicast.plug("10.0.0.1", eth0("10.0.0.1"));
    await lan.pass(10);
    assert.deepEqual(services(node.directory.nodes()), ["Kitchen"]);
  });

  it("says so once where the port is taken, and finds nobody", async () => {
    const lan = new Lan();
    const logged: string[] = [];
    const note = (event: string): void => void logged.push(event);
    const log = { debug: note, info: note, warn: note, error: note, child: () => log };
    const ports = {
      clock: lan.clock,
      entropy: new SimEntropy(new Rng(1)),
      log,
      openMulticast: async () => {
        throw new NetworkError("port-in-use", "UDP port 5353 is in use");
      },
    };
    await using discovery = await Discovery.open(ports, new AbortController().signal);
    const directory = new NodeDirectory(discovery);
    const listen = { host: "0.0.0.0", port: 1 };
    const advertisement = directory.advertise(factsOf("10.0.0.1"), listen);
    await lan.pass(60);
    advertisement.withdraw();
    assert.deepEqual(logged, ["discovery-off"]);
    assert.deepEqual(directory.nodes(), []);
  });
});
