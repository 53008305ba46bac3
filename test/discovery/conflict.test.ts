/** Names that two want, and words that others spoil or that change (RFC 6762 §8–10). */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { ResourceRecord } from "../../src/discovery/message.ts";
import { answers, from, kitchen, kitchenHost, probesOf, stranger, withKitchen } from "./kitchen.ts";
import { factsOf, Lan, linkPort, pointerTo, serviceRecords } from "./lan.ts";

describe("two that want one name", () => {
  it("the one whose claim is the lesser waits a second and then takes another name", async () => {
    const lan = new Lan(5);
    const nodes = [];
    for (const n of [1, 2, 3]) nodes.push(await lan.node(`10.0.0.${n}`, { name: "Kitchen" }));
    await lan.pass(15);
    const names = nodes.map(({ advertisement }) => advertisement.service).sort();
    assert.deepEqual(names, ["Kitchen", "Kitchen (2)", "Kitchen (3)"]);
    // RFC 6762 §8.2: of equal SRV heads the later host name wins.
    assert.equal(nodes[2]?.advertisement.service, "Kitchen");
  });

  it("who has a name defends it at once, and the newcomer takes another", async () => {
    const { lan, node } = await withKitchen();
    const late = await lan.node("10.0.0.2", { name: "Kitchen" });
    await lan.pass(5);
    assert.equal(node.advertisement.service, "Kitchen");
    assert.equal(late.advertisement.service, "Kitchen (2)");
    assert.deepEqual(lan.logged, ["service-renamed"]);
    const said = lan.takeHeard();
    const probe = said.find(({ message }) => message.authorities.length > 0);
    const [defence] = from("10.0.0.1", said);
    assert.ok((defence?.atUs ?? 0) - (probe?.atUs ?? 0) < 5_000, "within milliseconds");
    assert.equal(late.discovery.stats()["conflicts"], 1, "one defence is one conflict");
  });

  it("people keep the name that they gave, whatever the network calls it", async () => {
    const { lan } = await withKitchen();
    const late = await lan.node("10.0.0.2", { name: "Kitchen" });
    await lan.pass(5);
    const seen = late.directory.nodes().find(({ service }) => service === "Kitchen (2)");
    assert.equal(seen?.name, "Kitchen");
  });

  it("a name that someone takes from it is proven again, and kept where nobody defends the other", async () => {
    const { lan, node } = await withKitchen();
    lan.say(stranger, { response: true, answers: serviceRecords("Kitchen", stranger) });
    await lan.pass(5);
    assert.equal(probesOf("10.0.0.1", lan.takeHeard()).length, 3);
    assert.equal(node.advertisement.service, "Kitchen");
  });

  it("a stranger who contests every name costs no more than RFC 6762 §8.1 says", async () => {
    const { lan, node } = await withKitchen();
    lan.multicast.onSay = ({ from: { host } }) => {
      if (host === stranger) return;
      const label = node.advertisement.service;
      lan.say(stranger, { response: true, answers: serviceRecords(label, stranger) });
    };
    const before = lan.multicast.counts.sent;
    lan.say(stranger, { response: true, answers: serviceRecords("Kitchen", stranger) });
    await lan.pass(100);
    const ours = (lan.multicast.counts.sent - before) / 2;
    assert.ok(ours < 100, `${ours} packets in 100 s`);
    const number = Number(/\((\d+)\)/.exec(node.advertisement.service)?.[1]);
    assert.ok(number > 10 && number < 50, node.advertisement.service);
  });

  it("a name that is lost on one interface is given up on all, and said goodbye to", async () => {
    const lan = new Lan(8);
    const wlan0 = { name: "wlan0", segment: "there", addresses: ["10.0.1.1"] };
    await lan.node("10.0.1.2", { name: "Kitchen" }, [
      { name: "eth0", segment: "there", addresses: ["10.0.1.2"] },
    ]);
    const node = await lan.node("10.0.0.1", { name: "Kitchen" });
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(10);
    const eth0 = { name: "eth0", segment: "lan", addresses: ["10.0.0.1"] };
    lan.multicast.plug("10.0.0.1", [eth0, wlan0]);
    await lan.pass(6);
    assert.equal(node.advertisement.service, "Kitchen (2)");
    const seen = other.directory.nodes().map(({ service }) => service);
    assert.deepEqual(seen.sort(), ["Hall", "Kitchen (2)"]);
  });

  it("its own voice, heard over another interface, is no conflict", async () => {
    const lan = new Lan();
    // Both interfaces hang on one LAN; each says other addresses of the same host.
    const node = await lan.node("10.0.0.1", { name: "Kitchen" }, [
      { name: "eth0", segment: "lan", addresses: ["10.0.0.1"] },
      { name: "wlan0", segment: "lan", addresses: ["10.0.0.2"] },
    ]);
    await lan.pass(1.1);
    const established = lan.heard.filter(({ message }) => message.response);
    assert.equal(established.length, 2, "on both, and neither waited for the other");
    await lan.pass(30);
    assert.equal(node.advertisement.service, "Kitchen");
    assert.equal(node.discovery.stats()["conflicts"], 0);
  });
});

describe("a node whose word is spoiled or changes", () => {
  it("announces a changed text twice, and nobody has to ask", async () => {
    const { lan, node } = await withKitchen();
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(5);
    lan.takeHeard();
    const householdTag = "0123456789abcdef";
    node.advertisement.update(factsOf("10.0.0.1", { name: "Kitchen", householdTag }));
    await lan.pass(3);
    assert.equal(from("10.0.0.1", lan.takeHeard()).length, 2);
    const seen = other.directory.nodes().find(({ service }) => service === "Kitchen");
    assert.equal(seen?.householdTag, householdTag);
  });

  it("takes back a goodbye that someone else said in its name", async () => {
    const { lan, node } = await withKitchen();
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(5);
    const goodbye: ResourceRecord[] = [
      pointerTo("Kitchen", 0),
      ...serviceRecordsOf(node.host).map((record) => ({ ...record, ttlS: 0 })),
    ];
    lan.say(stranger, { response: true, answers: goodbye });
    await lan.pass(1);
    const seen = other.directory.nodes().map(({ service }) => service);
    assert.ok(seen.includes("Kitchen"), "known again before it was gone");
  });

  it("says goodbye when it stops, and others know within a second", async () => {
    const { lan, node } = await withKitchen();
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(5);
    lan.takeHeard();
    await node.discovery[Symbol.asyncDispose]();
    const [goodbye] = from("10.0.0.1", lan.takeHeard());
    assert.deepEqual([...new Set(goodbye?.message.answers.map(({ ttlS }) => ttlS))], [0]);
    await lan.pass(1.2);
    assert.deepEqual(
      other.directory.nodes().map(({ service }) => service),
      ["Hall"],
    );
  });

  it("a withdrawn service is said goodbye to, and the others of the process stay", async () => {
    const { lan, node } = await withKitchen();
    const listen = { host: "0.0.0.0", port: 41_001 };
    const second = node.directory.advertise(factsOf("10.0.0.7", { name: "Hall" }), listen);
    await lan.pass(5);
    assert.equal(node.directory.nodes().length, 2);
    second.withdraw();
    await lan.pass(3);
    assert.deepEqual(
      node.directory.nodes().map(({ service }) => service),
      ["Kitchen"],
    );
  });

  it("a new address is announced at once, and flushes the old one", async () => {
    const { lan } = await withKitchen();
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(5);
    lan.multicast.plug("10.0.0.1", [{ name: "eth0", segment: "lan", addresses: ["10.0.0.44"] }]);
    await lan.pass(5);
    const seen = other.directory.nodes().find(({ service }) => service === "Kitchen");
    assert.deepEqual(seen?.addresses, [{ host: "10.0.0.44", port: linkPort }]);
  });

  it("an interface that got one address more asks and announces on, and one on another LAN begins anew", async () => {
    const { lan, node } = await withKitchen();
    await lan.node("10.0.0.2", { name: "Hall" });
    await lan.node("10.0.9.2", { name: "Attic" }, [
      { name: "eth0", segment: "elsewhere", addresses: ["10.0.9.2"] },
    ]);
    await lan.pass(100);
    lan.takeHeard();
    const both = ["10.0.0.1", "10.0.0.9"];
    lan.multicast.plug("10.0.0.1", [{ name: "eth0", segment: "lan", addresses: both }]);
    await lan.pass(3);
    const heard = lan.takeHeard().filter((said) => said.from.host === "10.0.0.1");
    assert.equal(probesOf("10.0.0.1", heard).length, 0, "the name is still its own");
    assert.ok(
      heard.some(({ message }) => !message.response),
      "asked again",
    );
    assert.ok(answers(heard).includes(`A ${kitchenHost} = 10.0.0.9 120`));
    const moved = [{ name: "eth0", segment: "elsewhere", addresses: ["10.0.9.1"] }];
    lan.multicast.plug("10.0.0.1", moved);
    await lan.pass(6);
    const seen = node.directory.nodes().map(({ service }) => service);
    assert.deepEqual(seen.sort(), ["Attic", "Kitchen"], "what was known of the other LAN is gone");
  });

  it("a cable that is plugged in again is probed and announced anew", async () => {
    const { lan, node } = await withKitchen();
    const eth0 = { name: "eth0", segment: "lan", addresses: ["10.0.0.1"] };
    lan.multicast.plug("10.0.0.1", []);
    await lan.pass(5);
    assert.deepEqual(node.directory.nodes(), [], "what is behind a lost link is unknown");
    lan.takeHeard();
    lan.multicast.plug("10.0.0.1", [eth0]);
    await lan.pass(8);
    const said = lan.takeHeard();
    assert.equal(probesOf("10.0.0.1", said).length, 3);
    assert.equal(from("10.0.0.1", said).length, 2);
  });
});

/** What Kitchen says of itself. */
function serviceRecordsOf(address: string): ResourceRecord[] {
  return [
    {
      name: kitchen,
      ttlS: 120,
      flush: true,
      data: { type: "SRV", target: kitchenHost, port: linkPort },
    },
    { name: kitchenHost, ttlS: 120, flush: true, data: { type: "A", address } },
  ];
}
