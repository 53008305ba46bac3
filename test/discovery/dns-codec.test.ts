import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes, fromHex, utf8Bytes } from "../../src/base/bytes.ts";
import { dataBytes, decodeMessage, encodeMessage } from "../../src/discovery/dns-codec.ts";
import { nameOf } from "../../src/discovery/dns-name.ts";
import { packetBytesMax } from "../../src/discovery/limits.ts";
import { emptyMessage, type Message, type ResourceRecord } from "../../src/discovery/message.ts";

const label = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme-ascii" });
const names = fc
  .array(label, { minLength: 1, maxLength: 5 })
  .map((labels) => nameOf(...labels.map((text) => text.trim() || "x")));
const data = fc.oneof(
  fc.ipV4().map((address) => ({ type: "A", address }) as const),
  names.map((target) => ({ type: "PTR", target }) as const),
  fc
    .record({ target: names, port: fc.nat(65_535) })
    .map((srv) => ({ type: "SRV", ...srv }) as const),
  fc
    .array(fc.uint8Array({ minLength: 0, maxLength: 40 }), { minLength: 1, maxLength: 5 })
    .map((strings) => ({ type: "TXT", strings }) as const),
);
const records = fc.array(
  fc.record({ name: names, ttlS: fc.nat(5_000), flush: fc.boolean(), data }),
  { maxLength: 5 },
);
const messages: fc.Arbitrary<Message> = fc.record({
  id: fc.nat(65_535),
  response: fc.boolean(),
  truncated: fc.boolean(),
  questions: fc.array(
    fc.record({
      name: names,
      type: fc.constantFrom("A", "AAAA", "PTR", "SRV", "TXT", "ANY"),
      unicast: fc.constant(false),
    }),
    { maxLength: 3 },
  ),
  answers: records,
  authorities: records,
  additionals: records,
});

function header(counts: readonly number[], flags = 0x8400): number[] {
  return [0, 0, flags >> 8, flags & 0xff, ...counts.flatMap((count) => [count >> 8, count & 0xff])];
}

/** A record with this head, type and data. */
function raw(name: readonly number[], type: number, bytes: Uint8Array, flag = 0): Uint8Array {
  const head = [...name, 0, type, flag, 1, 0, 0, 0, 120, bytes.length >> 8, bytes.length & 0xff];
  return concatBytes([Uint8Array.from(head), bytes]);
}

function packet(counts: readonly number[], ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes([Uint8Array.from(header(counts)), ...parts]);
}

describe("the codec", () => {
  it("reads what it wrote, dots within labels and all", () => {
    fc.assert(
      fc.property(messages, (message) => {
        assert.deepEqual(decodeMessage(encodeMessage(message)), structuredClone(message));
      }),
    );
  });

  it("writes a dot within a label as a dot", () => {
    const name = nameOf("Dr. Bob's", "_nightjar", "_udp", "local");
    const question = { name, type: "SRV", unicast: false } as const;
    const bytes = encodeMessage({ ...emptyMessage, questions: [question] });
    const wanted = concatBytes([
      Uint8Array.of(9),
      utf8Bytes("Dr. Bob's"),
      Uint8Array.of(9),
      utf8Bytes("_nightjar"),
    ]);
    assert.deepEqual([...bytes.subarray(12, 12 + wanted.length)], [...wanted]);
  });

  it("reads compressed names, the cache-flush bit and the bit for a unicast answer", () => {
    // A question with the QU bit for host.local; an A record whose name points to it.
    const question = fromHex("04686f7374056c6f63616c00" + "0001" + "8001") ?? new Uint8Array(0);
    const answer = fromHex("c00c" + "0001" + "8001" + "00000078" + "0004" + "0a000001");
    const bytes = packet([1, 1, 0, 0], question, answer ?? new Uint8Array(0));
    const message = decodeMessage(bytes);
    assert.deepEqual(message?.questions, [{ name: "host.local", type: "A", unicast: true }]);
    const record = { name: "host.local", ttlS: 120, flush: true };
    assert.deepEqual(message?.answers, [{ ...record, data: { type: "A", address: "10.0.0.1" } }]);
  });

  it("gives the data that probes are compared by with its names in full (RFC 6762 §8.2)", () => {
    const record = { name: "a.local", ttlS: 1, flush: true } as const;
    const srv: ResourceRecord = { ...record, data: { type: "SRV", target: "b.local", port: 258 } };
    assert.deepEqual([...dataBytes(srv)], [0, 0, 0, 0, 1, 2, 1, 98, 5, ...utf8Bytes("local"), 0]);
  });

  it("leaves out what nobody here reads, and reads on behind it", () => {
    const root = [0];
    const bytes = packet(
      [0, 3, 0, 0],
      raw(root, 41, new Uint8Array(7)), // OPT, malformed at that
      raw(root, 47, Uint8Array.of(0, 0, 1, 0x40)), // NSEC
      raw(root, 1, Uint8Array.of(10, 0, 0, 1)),
    );
    assert.deepEqual(
      decodeMessage(bytes)?.answers.map((record) => record.data),
      [{ type: "A", address: "10.0.0.1" }],
    );
  });

  it("leaves out texts that are too long and names that are no UTF-8", () => {
    const long = new Uint8Array(1_301).map((_, i) => (i % 100 === 0 ? 99 : 97));
    long[1_300] = 0;
    const bytes = packet(
      [0, 2, 0, 0],
      raw([0], 16, long),
      raw([2, 0xff, 0xfe, 0], 1, Uint8Array.of(10, 0, 0, 1)),
    );
    assert.deepEqual(decodeMessage(bytes)?.answers, []);
  });

  it("turns away pointers that loop, point ahead, or into what is no label", () => {
    const question = (...name: readonly number[]): Uint8Array =>
      packet([1, 0, 0, 0], Uint8Array.of(...name, 0, 12, 0, 1));
    for (const bad of [
      question(0xc0, 12), // to itself
      question(1, 97, 0xc0, 12), // to its own beginning, for ever
      question(0xc0, 14, 0xc0, 12), // in a circle
      question(0xc0, 20), // ahead
      question(0xc0, 2), // into the header
      question(0xff, 0xff), // beyond the end
      question(0x40, 97, 0), // neither label nor pointer
    ]) {
      assert.equal(decodeMessage(bad), undefined);
    }
  });

  it("turns away a name that points into data, well-formed as it may look there", () => {
    const text = Uint8Array.of(3, 1, 97, 0);
    const before = packet([0, 1, 0, 0], raw([0], 16, text)).length;
    const bytes = packet(
      [0, 2, 0, 0],
      raw([0], 16, text),
      raw([0xc0, before - 3], 1, Uint8Array.of(10, 0, 0, 1)),
    );
    assert.equal(decodeMessage(bytes), undefined);
  });

  it("turns away more entries than any packet of use has", () => {
    const question = Uint8Array.of(0, 0, 12, 0, 1);
    const many = (count: number): Uint8Array =>
      packet([count, 0, 0, 0], ...new Array<Uint8Array>(count).fill(question));
    assert.notEqual(decodeMessage(many(256)), undefined);
    assert.equal(decodeMessage(many(257)), undefined);
  });

  it("takes a question that is asked many times for one", () => {
    const asked = (name: readonly number[], type: number, bits: number): Uint8Array =>
      Uint8Array.of(...name, 0, 0, type, bits, 1);
    const [upper, lower] = [
      [1, 0x41],
      [1, 0x61],
    ] as const;
    const bytes = packet(
      [6, 0, 0, 0],
      ...[asked(upper, 12, 0), asked(lower, 12, 0), asked(upper, 12, 0)],
      ...[asked(upper, 12, 0x80), asked(upper, 16, 0), asked([1, 0x62], 12, 0)],
    );
    assert.equal(decodeMessage(bytes)?.questions.length, 4);
  });

  it("turns away what is cut off, miscounted, or longer than a name can be", () => {
    const whole = encodeMessage({
      ...emptyMessage,
      response: true,
      answers: [
        { name: "a.local", ttlS: 1, flush: true, data: { type: "SRV", target: "b", port: 1 } },
      ],
    });
    for (let length = 0; length < whole.length; length++) {
      assert.equal(decodeMessage(whole.subarray(0, length)), undefined, `${length} bytes`);
    }
    const count = Uint8Array.from(whole);
    count[7] = 2;
    assert.equal(decodeMessage(count), undefined, "a record less than the header says");
    const label63 = [63, ...new Array<number>(63).fill(97)];
    const name = [...label63, ...label63, ...label63, ...label63, 0];
    assert.equal(
      decodeMessage(packet([1, 0, 0, 0], Uint8Array.of(...name, 0, 1, 0, 1))),
      undefined,
    );
    const claims = Uint8Array.from(header([65_535, 65_535, 65_535, 65_535]));
    assert.equal(decodeMessage(claims), undefined, "262,140 entries in twelve bytes");
  });

  it("turns away an address or a host that does not fill its data", () => {
    for (const [type, length] of [
      [1, 3],
      [1, 5],
      [28, 4],
      [33, 6],
      [12, 0],
    ] as const) {
      assert.equal(
        decodeMessage(packet([0, 1, 0, 0], raw([0], type, new Uint8Array(length)))),
        undefined,
        `type ${type}, ${length} bytes`,
      );
    }
  });

  it("survives any bytes, and damage to good ones", () => {
    const damage = fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(messages, damage, (message, changes) => {
        const bytes = Uint8Array.from(encodeMessage(message));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        decodeMessage(bytes);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        decodeMessage(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes next to no time over the worst packets it could be given", () => {
    // Chains of labels that each later name points through, in the largest packet.
    const chain: number[] = [];
    const starts: number[] = [];
    for (let i = 0; i < 120; i++) {
      starts.push(12 + chain.length);
      chain.push(1, 97);
    }
    const question = Uint8Array.of(...chain, 0, 0, 12, 0, 1);
    const pointer = [0xc0, starts[0] ?? 12];
    const answers = Array.from({ length: 255 }, () => raw(pointer, 12, Uint8Array.from(pointer)));
    const bytes = packet([1, 255, 0, 0], question, ...answers);
    assert.ok(bytes.length <= packetBytesMax);
    const began = process.cpuUsage();
    for (let i = 0; i < 400; i++) decodeMessage(bytes);
    const { user } = process.cpuUsage(began);
    assert.ok(user < 1_000_000, `400 of them, a second's worth, took ${user} µs`);
  });
});
