/** What a node asks, what it remembers, and for how long (RFC 6762 §5.2, §7, §10). */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { instancesMax, recordSetsMax } from "../../src/discovery/limits.ts";
import type { ResourceRecord } from "../../src/discovery/message.ts";
import {
  type Heard,
  Lan,
  pointerTo,
  recordText,
  serviceRecords,
  services,
  serviceType,
} from "./lan.ts";

const stranger = "10.0.0.99";
const hall = `Hall.${serviceType}`;

/** A node that only looks, on a LAN where strangers speak. */
async function looking(seed = 1) {
  const lan = new Lan(seed);
  const discovery = await lan.discovery("10.0.0.1");
  const { NodeDirectory } = await import("../../src/discovery/nodes.ts");
  const directory = new NodeDirectory(discovery);
  return { lan, discovery, directory };
}

function questions(heard: readonly Heard[]): { atS: number; asked: string[]; known: string[] }[] {
  return heard
    .filter(({ message, from }) => !message.response && from.host === "10.0.0.1")
    .map(({ atUs, message }) => ({
      atS: atUs / 1_000_000 - 1,
      asked: message.questions.map(({ name, type }) => `${type} ${name}`),
      known: message.answers.map(recordText),
    }));
}

function announce(lan: Lan, records: readonly ResourceRecord[], host = stranger): void {
  lan.say(host, { response: true, answers: records });
}

describe("a node that looks", () => {
  it("asks at once, then with pauses of 1, 2, 4 … s, at last once an hour", async () => {
    const { lan } = await looking();
    await lan.pass(4 * 3_600);
    const times = questions(lan.heard).map(({ atS }) => atS);
    assert.ok((times[0] ?? 1) < 0.13);
    const pauses = times.slice(1).map((atS, i) => Math.round(atS - (times[i] ?? 0)));
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
  });

  it("says what it knows with half of its life to come, and no more", async () => {
    const { lan } = await looking();
    await lan.pass(0.5);
    announce(lan, [...serviceRecords("Hall", stranger, { ttlS: 4_500 }), pointerTo("Attic", 8)]);
    await lan.pass(7.4);
    const asked = questions(lan.heard).filter(
      ({ asked: names, atS }) => names.includes(`PTR ${serviceType}`) && atS > 0.6,
    );
    assert.ok(asked.length >= 3);
    for (const { atS, known } of asked) {
      const names = known.map((text) => /→ (\w+)/.exec(text)?.[1]);
      assert.deepEqual(names, atS < 4.5 ? ["Hall", "Attic"] : ["Hall"], `at ${atS} s`);
    }
    assert.match(asked[0]?.known[1] ?? "", / 7$/, "what is left of its life");
  });

  it("spares itself a question that another has just asked", async () => {
    const { lan } = await looking();
    await lan.pass(1.0);
    lan.takeHeard();
    lan.say(stranger, { questions: [{ name: serviceType, type: "PTR", unicast: false }] });
    await lan.pass(1.9);
    assert.deepEqual(questions(lan.takeHeard()), []);
    // But not where the other already knows something that we do not.
    await lan.pass(2.7);
    lan.takeHeard();
    lan.say(stranger, {
      questions: [{ name: serviceType, type: "PTR", unicast: false }],
      answers: [pointerTo("Attic")],
    });
    await lan.pass(1.7);
    assert.equal(questions(lan.takeHeard()).length, 1);
  });

  it("tells several packets of known answers as one question", async () => {
    const { lan } = await looking();
    await lan.pass(0.5);
    for (let i = 0; i < 40; i++) announce(lan, [pointerTo(`A room with a long name, number ${i}`)]);
    await lan.pass(0.4);
    lan.takeHeard();
    await lan.pass(0.4);
    const asked = lan.heard.filter(({ message }) => message.answers.length > 0);
    assert.ok(asked.length >= 3, `${asked.length} packets`);
    for (const { bytes } of asked) assert.ok(bytes.length <= 1_232);
    assert.deepEqual(
      asked.map(({ message }) => message.truncated),
      asked.map((_, i) => i < asked.length - 1),
    );
    assert.deepEqual(
      asked.map(({ message }) => message.questions.length > 0),
      asked.map((_, i) => i === 0),
    );
    const known = new Set(asked.flatMap(({ message }) => message.answers).map(recordText));
    assert.equal(known.size, 40);
  });

  it("asks for what a service leaves open, with growing pauses", async () => {
    const { lan, directory } = await looking();
    await lan.pass(0.5);
    const [pointer, srv, txt, address] = serviceRecords("Hall", stranger);
    assert.ok(pointer && srv && txt && address);
    announce(lan, [pointer]);
    await lan.pass(8);
    const asked = questions(lan.takeHeard()).filter(({ asked: names }) =>
      names.includes(`SRV ${hall}`),
    );
    assert.ok(asked.length >= 3 && asked.length <= 5, `${asked.length} times`);
    assert.deepEqual(asked[0]?.asked, [`SRV ${hall}`, `TXT ${hall}`]);
    announce(lan, [srv, txt]);
    await lan.pass(0.3);
    const [next] = questions(lan.takeHeard());
    assert.deepEqual(next?.asked, ["A host-Hall.local", "AAAA host-Hall.local"]);
    assert.deepEqual(directory.nodes(), []);
    announce(lan, [address]);
    await lan.pass(0.3);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
  });

  it("asks again at 80, 85, 90 and 95 % of a record's life, and lets it go at its end", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    const startS = lan.clock.nowUs() / 1_000_000 - 1;
    announce(lan, serviceRecords("Hall", stranger, { ttlS: 1_000 }));
    await lan.pass(999);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
    const asked = questions(lan.takeHeard()).filter(({ asked: names }) =>
      names.includes(`SRV ${hall}`),
    );
    const shares = asked.map(({ atS }) => (atS - startS) / 1_000);
    assert.equal(shares.length, 4);
    for (const [i, share] of [0.8, 0.85, 0.9, 0.95].entries()) {
      const at = shares[i] ?? 0;
      assert.ok(at >= share && at <= share + 0.021, `${at} for ${share}`);
    }
    await lan.pass(2);
    assert.deepEqual(directory.nodes(), []);
  });

  it("keeps what is answered in time", async () => {
    const { lan, directory } = await looking();
    const other = await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(7_200);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
    // Its power fails: nobody says goodbye, and its host's two minutes run out.
    lan.multicast.plug(other.host, []);
    await lan.pass(125);
    assert.deepEqual(directory.nodes(), []);
  });

  it("lets go within a second what is said goodbye to", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", stranger));
    await lan.pass(1);
    announce(lan, [pointerTo("Hall", 0)]);
    await lan.pass(0.9);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
    await lan.pass(0.2);
    assert.deepEqual(directory.nodes(), []);
  });

  it("asks whether who is said to have gone is gone, where they did not hear it said", async () => {
    const { lan, directory } = await looking();
    await lan.node("10.0.0.2", { name: "Hall" });
    await lan.pass(60);
    lan.takeHeard();
    const gone = serviceRecords("Hall", stranger, { ttlS: 0 }).slice(0, 1);
    for (let i = 0; i < 3; i++)
      lan.say(stranger, { response: true, answers: gone }, { to: "10.0.0.1" });
    await lan.pass(10);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
    const asked = questions(lan.takeHeard()).map((question) => question.asked);
    assert.deepEqual(asked, [[`PTR ${serviceType}`]], "once");
  });

  it("does not believe that a pointer is the only one", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", stranger));
    await lan.pass(5);
    announce(lan, [{ ...pointerTo("Attic"), flush: true }]);
    await lan.pass(5);
    assert.deepEqual(services(directory.nodes()), ["Hall"]);
  });

  it("takes two of one name on two links for two, and one on both for one", async () => {
    const lan = new Lan(3);
    const discovery = await lan.discovery("10.0.0.1", [
      { name: "eth0", segment: "upstairs", addresses: ["10.0.0.1"] },
      { name: "wlan0", segment: "downstairs", addresses: ["10.0.1.1"] },
    ]);
    const { NodeDirectory } = await import("../../src/discovery/nodes.ts");
    const directory = new NodeDirectory(discovery);
    await lan.pass(1);
    const told = (address: string, segment: string, id?: string): void => {
      const answers = serviceRecords("Hall", address, id === undefined ? {} : { id });
      lan.say(address, { response: true, answers }, { segment });
    };
    told("10.0.0.9", "upstairs");
    told("10.0.1.9", "downstairs");
    await lan.pass(1);
    assert.deepEqual(
      directory.nodes().map(({ addresses }) => addresses.map(({ host }) => host)),
      [["10.0.0.9", "10.0.1.9"]],
    );
    told("10.0.1.9", "downstairs", "00000000000000ee");
    await lan.pass(3);
    assert.deepEqual(
      directory.nodes().map(({ id, addresses }) => `${id} ${addresses[0]?.host}`),
      ["00000000000000ff 10.0.0.9", "00000000000000ee 10.0.1.9"],
    );
  });

  it("believes the newer of two ports, and forgets the older within a second", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", stranger, { port: 1_000 }));
    await lan.pass(3);
    announce(lan, serviceRecords("Hall", stranger, { port: 2_000 }));
    await lan.pass(0.1);
    assert.deepEqual(directory.nodes()[0]?.addresses, [{ host: stranger, port: 2_000 }]);
    announce(lan, serviceRecords("Hall", stranger, { port: 2_000, ttlS: 0 }));
    await lan.pass(1.1);
    assert.deepEqual(directory.nodes(), [], "the older does not come back");
  });

  it("does not let one packet of a set flush another of the same moment", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    const [pointer, srv, txt] = serviceRecords("Hall", stranger);
    assert.ok(pointer && srv && txt);
    const address = (host: string): ResourceRecord => ({
      name: "host-Hall.local",
      ttlS: 120,
      flush: true,
      data: { type: "A", address: host },
    });
    announce(lan, [pointer, srv, txt, address("10.0.0.99")]);
    announce(lan, [address("10.0.0.98")]);
    await lan.pass(5);
    assert.equal(directory.nodes()[0]?.addresses.length, 2);
  });

  it("passes on no address that is not on the link it was told on", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", "203.0.113.7"));
    announce(lan, serviceRecords("Attic", "127.0.0.1"));
    await lan.pass(2);
    assert.deepEqual(directory.nodes(), []);
  });

  it("hears nobody who is not on the link, and no answer from another port", async () => {
    const { lan, discovery, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", stranger), "203.0.113.7");
    lan.say(
      stranger,
      { response: true, answers: serviceRecords("Attic", stranger) },
      { port: 5_354 },
    );
    await lan.pass(2);
    assert.deepEqual(directory.nodes(), []);
    const dropped = discovery.stats()["dropped"] as Record<string, number>; // discovery's own counters
    assert.deepEqual([dropped["offLink"], dropped["wrongPort"]], [1, 1]);
  });

  it("keeps nothing that nobody asked for", async () => {
    const { lan, discovery } = await looking();
    await lan.pass(1);
    const data = { type: "PTR", target: "Printer._ipp._tcp.local" } as const;
    announce(lan, [{ name: "_ipp._tcp.local", ttlS: 4_500, flush: false, data }]);
    const [, srv, txt, address] = serviceRecords("Never named", stranger);
    assert.ok(srv && txt && address);
    announce(lan, [srv, txt, address]);
    await lan.pass(1);
    assert.equal(discovery.version, 0);
  });

  it("forgets the hosts that a service has left: an endless journey leaves room for others", async () => {
    const { lan, directory } = await looking();
    await lan.pass(1);
    const [pointer, , txt] = serviceRecords("Hall", stranger, { ttlS: 4_500 });
    assert.ok(pointer && txt);
    announce(lan, [pointer, txt]);
    for (let i = 0; i < 1_000; i++) {
      const host = `host-${i}.local`;
      const own = { ttlS: 4_500, flush: true } as const;
      announce(lan, [
        { name: hall, ...own, data: { type: "SRV", target: host, port: 1 } },
        { name: host, ...own, data: { type: "A", address: stranger } },
      ]);
      await lan.pass(0.02);
    }
    announce(lan, serviceRecords("Attic", stranger));
    await lan.pass(2);
    assert.ok(services(directory.nodes()).includes("Attic"));
  });

  it("keeps a bounded number of invented services, and those that were there before them", async () => {
    const { lan, discovery, directory } = await looking();
    await lan.pass(1);
    announce(lan, serviceRecords("Hall", stranger, { ttlS: 4_500 }));
    await lan.pass(2);
    announce(lan, serviceRecords("Hall", stranger, { ttlS: 4_500 }));
    await lan.pass(1);
    for (let i = 0; i < 2_000; i++) {
      announce(
        lan,
        serviceRecords(`Lie ${i}`, stranger, { ttlS: 4_500 }),
        `10.0.0.${100 + (i % 50)}`,
      );
      await lan.pass(0.01);
    }
    await lan.pass(1);
    const seen = directory.nodes();
    assert.ok(seen.length <= instancesMax, `${seen.length} services`);
    assert.ok(seen.length > instancesMax / 2);
    assert.ok(services(seen).includes("Hall"));
    assert.ok(discovery.version < 100_000);
    // A new one comes in among them.
    announce(lan, serviceRecords("Attic", stranger));
    await lan.pass(1);
    assert.ok(services(directory.nodes()).includes("Attic"));
    assert.ok(recordSetsMax >= 4 * instancesMax, "room for all records of all services");
  });
});
