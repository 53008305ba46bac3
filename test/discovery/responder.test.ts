/** What a node says on the LAN when it comes up and when it is asked, packet by packet (RFC 6762 §5–8). */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { toHex, utf8Bytes } from "../../src/base/bytes.ts";
import type { Question } from "../../src/discovery/message.ts";
import { answers, ask, from, kitchen, kitchenHost, stranger, withKitchen } from "./kitchen.ts";
import { factsOf, Lan, linkPort, pointerTo, recordText, serviceType } from "./lan.ts";

describe("a node that comes up", () => {
  it("probes three times a quarter of a second apart, with what it is about to claim, then announces twice", async () => {
    const lan = new Lan();
    const startUs = lan.clock.nowUs();
    await lan.node("10.0.0.1", { name: "Kitchen" });
    await lan.pass(5);
    const probes = lan.heard.filter(({ message }) => message.authorities.length > 0);
    assert.equal(probes.length, 3);
    const [first = 0, ...later] = probes.map(({ atUs }) => atUs);
    assert.ok(first - startUs <= 250_000, "a random delay of a quarter of a second at most");
    assert.deepEqual(later, [first + 250_000, first + 500_000]);
    for (const { message } of probes) {
      assert.equal(message.response, false);
      assert.deepEqual(
        message.questions.map(({ name, type }) => `${type} ${name}`),
        [`ANY ${kitchen}`, `ANY ${kitchenHost}`],
      );
      assert.deepEqual(message.authorities.map(recordText), [
        `SRV ${kitchen} → ${kitchenHost} 120`,
        `TXT ${kitchen} 4500`,
        `A ${kitchenHost} = 10.0.0.1 120`,
      ]);
    }
    const announced = lan.heard.filter(({ message }) => message.response);
    assert.deepEqual(
      announced.map(({ atUs }) => atUs),
      [first + 750_000, first + 1_750_000],
    );
    for (const { message } of announced) {
      assert.deepEqual(message.answers.map(recordText), [
        `PTR ${serviceType} → ${kitchen} 4500`,
        `PTR _services._dns-sd._udp.local → ${serviceType} 4500`,
        `SRV ${kitchen} → ${kitchenHost} 120`,
        `TXT ${kitchen} 4500`,
        `A ${kitchenHost} = 10.0.0.1 120`,
      ]);
      const flushed = message.answers.filter(({ flush }) => flush).map(({ data }) => data.type);
      assert.deepEqual(flushed, ["SRV", "TXT", "A"], "shared records never flush a cache");
    }
  });

  it("answers nothing before it has proven that the name is free", async () => {
    const lan = new Lan();
    await lan.node("10.0.0.1", { name: "Kitchen" });
    await lan.pass(0.6);
    lan.takeHeard();
    lan.say(stranger, { questions: [ask(serviceType), ask(kitchen, "SRV")] });
    await lan.pass(0.14);
    assert.deepEqual(answers(lan.takeHeard()), []);
  });

  it("says with which addresses it can be reached on each interface, and with no other's", async () => {
    const lan = new Lan();
    await lan.node("10.0.0.1", { name: "Kitchen" }, [
      { name: "eth0", segment: "upstairs", addresses: ["10.0.0.1", "fe80::1"] },
      { name: "wlan0", segment: "downstairs", addresses: ["10.0.1.1", "fd00::1", "fe80::2"] },
    ]);
    await lan.pass(5);
    for (const [segment, wanted] of [
      ["upstairs", ["10.0.0.1"]],
      ["downstairs", ["10.0.1.1"]],
    ] as const) {
      const said = lan.heard.filter((heard) => heard.segment === segment);
      assert.ok(
        said.some(({ from: { host } }) => host.includes(":")),
        "over IPv6 too",
      );
      const addresses = said
        .flatMap(({ message }) => [...message.answers, ...message.additionals])
        .flatMap(({ data }) => ("address" in data ? [data.address] : []));
      assert.deepEqual([...new Set(addresses)], wanted);
    }
  });

  it("gives IPv6 addresses where it listens on them", async () => {
    const lan = new Lan();
    const discovery = await lan.discovery("10.0.0.1", [
      { name: "eth0", segment: "lan", addresses: ["10.0.0.1", "fd00::1"] },
    ]);
    const { NodeDirectory } = await import("../../src/discovery/nodes.ts");
    const listen = { host: "::", port: linkPort };
    new NodeDirectory(discovery).advertise(factsOf("10.0.0.1"), listen);
    await lan.pass(5);
    const said = answers(lan.heard).filter((text) => text.startsWith("A"));
    assert.deepEqual([...new Set(said)].sort(), [
      `A ${kitchenHost} = 10.0.0.1 120`,
      `AAAA ${kitchenHost} = fd00::1 120`,
    ]);
  });
});

describe("a node that is asked", () => {
  it("answers for its type after 20 to 120 ms, with all that will be asked next", async () => {
    const { lan } = await withKitchen();
    const atUs = lan.clock.nowUs();
    lan.say(stranger, { questions: [ask("_NIGHTJAR._udp.local")] });
    await lan.pass(1);
    const [answer, ...more] = from("10.0.0.1", lan.takeHeard());
    assert.deepEqual(more, []);
    assert.ok(answer !== undefined);
    assert.ok(answer.atUs - atUs >= 20_000 && answer.atUs - atUs <= 121_000);
    assert.equal(answer.to, undefined, "to the group");
    assert.deepEqual(answer.message.answers.map(recordText), [
      `PTR ${serviceType} → ${kitchen} 4500`,
    ]);
    assert.deepEqual(answer.message.additionals.map(recordText), [
      `SRV ${kitchen} → ${kitchenHost} 120`,
      `TXT ${kitchen} 4500`,
      `A ${kitchenHost} = 10.0.0.1 120`,
    ]);
  });

  it("answers for names of its own at once", async () => {
    const { lan } = await withKitchen();
    const atUs = lan.clock.nowUs();
    lan.say(stranger, { questions: [ask(kitchen, "SRV"), ask(kitchenHost, "A")] });
    await lan.pass(0.015);
    const said = from("10.0.0.1", lan.takeHeard());
    assert.deepEqual(answers(said), [
      `SRV ${kitchen} → ${kitchenHost} 120`,
      `A ${kitchenHost} = 10.0.0.1 120`,
    ]);
    assert.ok((said[0]?.atUs ?? 0) - atUs < 2_000);
  });

  it("lists its type for those who ask which types there are", async () => {
    const { lan } = await withKitchen();
    lan.say(stranger, { questions: [ask("_services._dns-sd._udp.local")] });
    await lan.pass(1);
    assert.deepEqual(answers(from("10.0.0.1", lan.takeHeard())), [
      `PTR _services._dns-sd._udp.local → ${serviceType} 4500`,
    ]);
  });

  it("says so where its names have no record of a type", async () => {
    const { lan } = await withKitchen();
    lan.say(stranger, { questions: [ask(kitchenHost, "AAAA")] });
    await lan.pass(1);
    const [answer] = from("10.0.0.1", lan.takeHeard());
    const text = toHex(answer?.bytes ?? new Uint8Array(0));
    // NSEC (47), cache-flush IN, two minutes.
    assert.match(text, /002f800100000078/);
    // After "local" a bitmap of one byte: A and nothing else.
    assert.match(text, /6c6f63616c00000140/);
  });

  it("keeps still for what others have, and for what it does not know", async () => {
    const { lan } = await withKitchen();
    const questions = [
      ask("_ipp._tcp.local"),
      ask(`Hall.${serviceType}`, "SRV"),
      ask("other.local", "A"),
    ];
    lan.say(stranger, { questions });
    await lan.pass(2);
    assert.deepEqual(from("10.0.0.1", lan.takeHeard()), []);
  });

  it("keeps still where the asker knows the answer with half of its life to come", async () => {
    const { lan } = await withKitchen();
    const known = (ttlS: number) => ({
      questions: [ask(serviceType)],
      answers: [pointerTo("Kitchen", ttlS)],
    });
    lan.say(stranger, known(2_250));
    await lan.pass(2);
    assert.deepEqual(from("10.0.0.1", lan.takeHeard()), []);
    lan.say(stranger, known(2_249));
    await lan.pass(2);
    assert.equal(answers(from("10.0.0.1", lan.takeHeard())).length, 1);
  });

  it("waits for more known answers where the query says that they follow", async () => {
    const { lan } = await withKitchen();
    lan.say(stranger, { truncated: true, questions: [ask(serviceType)] });
    await lan.pass(0.2);
    assert.deepEqual(from("10.0.0.1", lan.heard), []);
    lan.say(stranger, { answers: [pointerTo("Kitchen")] });
    await lan.pass(2);
    assert.deepEqual(from("10.0.0.1", lan.takeHeard()), [], "it was among them");
    lan.say(stranger, { truncated: true, questions: [ask(serviceType)] });
    lan.say(stranger, { answers: [pointerTo("Hall")] });
    await lan.pass(0.38);
    assert.deepEqual(from("10.0.0.1", lan.heard), []);
    await lan.pass(1);
    assert.equal(answers(from("10.0.0.1", lan.takeHeard())).length, 1, "it was not");
  });

  it("spares itself an answer that another has just given", async () => {
    const { lan } = await withKitchen();
    lan.say(stranger, { questions: [ask(serviceType)] });
    lan.say(stranger, { response: true, answers: [pointerTo("Kitchen")] });
    await lan.pass(2);
    assert.deepEqual(from("10.0.0.1", lan.takeHeard()), []);
  });

  it("multicasts a record once a second at most, however often it is asked", async () => {
    const { lan } = await withKitchen();
    for (let i = 0; i < 100; i++) {
      lan.say(`10.0.0.${100 + (i % 20)}`, { questions: [ask(kitchen, "SRV")] });
      await lan.pass(0.03);
    }
    await lan.pass(2);
    const times = from("10.0.0.1", lan.takeHeard()).map(({ atUs }) => atUs);
    assert.ok(times.length >= 3 && times.length <= 5, `${times.length} answers in 3 s`);
    for (const [i, atUs] of times.entries()) {
      assert.ok(i === 0 || atUs - (times[i - 1] ?? 0) >= 1_000_000, "a second apart");
    }
  });

  it("answers who asks for a private answer privately, if the group heard it lately", async () => {
    const { lan } = await withKitchen();
    const question = { name: kitchen, type: "SRV", unicast: true } as const;
    const bytes = withUnicastBit(question);
    lan.say(stranger, bytes);
    await lan.pass(1);
    const [lately] = from("10.0.0.1", lan.takeHeard());
    assert.deepEqual(lately?.to, { host: stranger, port: 5_353 });
    // A quarter of the record's two minutes later the group has to hear it again.
    await lan.pass(40);
    lan.takeHeard();
    lan.say(stranger, bytes);
    await lan.pass(1);
    const [later] = from("10.0.0.1", lan.takeHeard());
    assert.equal(later?.to, undefined);
  });

  it("answers a resolver of ordinary DNS as ordinary DNS would", async () => {
    const { lan } = await withKitchen();
    lan.say(stranger, { id: 4_711, questions: [ask(kitchen, "SRV")] }, { port: 40_000 });
    await lan.pass(0.1);
    const [answer, ...more] = from("10.0.0.1", lan.takeHeard());
    assert.deepEqual(more, []);
    assert.deepEqual(answer?.to, { host: stranger, port: 40_000 });
    assert.equal(answer?.message.id, 4_711);
    assert.deepEqual(answer?.message.questions, [ask(kitchen, "SRV")]);
    const [record] = answer?.message.answers ?? [];
    assert.equal(record?.flush, false);
    assert.equal(record?.ttlS, 10);
  });

  it("sends no more private answers than would be any use to an attacker", async () => {
    const { lan } = await withKitchen();
    for (let i = 0; i < 300; i++) {
      const host = `10.0.0.${100 + (i % 100)}`;
      lan.say(host, { id: i, questions: [ask(kitchen, "ANY")] }, { port: 40_000 });
    }
    await lan.pass(0.5);
    const said = from("10.0.0.1", lan.takeHeard());
    assert.ok(said.length > 0 && said.length <= 30, `${said.length} answers`);
  });
});

/** One question with the bit for a unicast answer (§5.4), which no query of ours has. */
function withUnicastBit({ name, type }: Question): Uint8Array {
  const labels = name.split(".").flatMap((label) => [label.length, ...utf8Bytes(label)]);
  const code = type === "SRV" ? 33 : 12;
  return Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, code, 0x80, 1);
}
