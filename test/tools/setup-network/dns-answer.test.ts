import assert from "node:assert/strict";
import dnsPacket from "dns-packet";
import fc from "fast-check";
import { describe, it } from "vitest";
import { dnsAnswer } from "../../../tools/setup-network/dns-answer.ts";

const address = Uint8Array.of(10, 78, 74, 1);
type Asked = "A" | "AAAA" | "ANY" | "HTTPS" | "TXT";
const question = (name: string, type: Asked, extra: object = {}): Uint8Array =>
  new Uint8Array(
    dnsPacket.encode({
      ...{ type: "query", id: 4_711, flags: dnsPacket.RECURSION_DESIRED },
      questions: [{ name, type: type as "A" }],
      ...extra,
    }),
  );
const read = (bytes: Uint8Array | undefined) => {
  assert.ok(bytes !== undefined);
  return dnsPacket.decode(Buffer.from(bytes));
};

describe("names in the set-up network", () => {
  it("all lead to one address, and are forgotten at once", () => {
    for (const name of ["connectivitycheck.gstatic.com", "captive.apple.com", "x"]) {
      const answer = read(dnsAnswer(question(name, "A"), address));
      assert.equal(answer.id, 4_711);
      assert.equal((answer.flags ?? 0) & 0x0f, 0, "NOERROR");
      assert.equal(answer.flag_qr && answer.flag_rd && answer.flag_ra, true);
      assert.deepEqual(
        answer.answers?.map((each) => ({ ...each })),
        [{ name, type: "A", ttl: 0, class: "IN", flush: false, data: "10.78.74.1" }],
      );
    }
  });

  it("have no other records: a phone does not wait for them", () => {
    for (const type of ["AAAA", "HTTPS", "TXT"] as const) {
      const answer = read(dnsAnswer(question("example.org", type), address));
      assert.deepEqual([(answer.flags ?? 0) & 0x0f, answer.answers], [0, []]);
    }
  });

  it("are answered where EDNS is asked for, without it", () => {
    const opt = { type: "OPT" as const, name: ".", udpPayloadSize: 1_232, flags: 0, options: [] };
    const answer = read(dnsAnswer(question("a.example", "A", { additionals: [opt] }), address));
    assert.deepEqual([answer.answers?.length, answer.additionals?.length], [1, 0]);
  });

  it("of answers, of two questions, or without an end get no answer", () => {
    const plain = question("a.example", "A");
    const changed = (at: number, byte: number): Uint8Array => plain.with(at, byte);
    for (const wrong of [changed(2, 0x81), changed(2, 0x28), changed(5, 2), changed(12, 0xc0)])
      assert.equal(dnsAnswer(wrong, address), undefined);
    for (let length = 0; length < plain.length; length++)
      assert.equal(dnsAnswer(plain.subarray(0, length), address), undefined);
    const long = `${"a".repeat(60)}.`.repeat(4);
    assert.ok(dnsAnswer(question(`${long}${"a".repeat(9)}`, "A"), address) !== undefined);
    assert.equal(dnsAnswer(question(`${long}${"a".repeat(10)}`, "A"), address), undefined);
  });

  it("whatever comes, the answer is the question and one record at most, and can be read", () => {
    const plain = question("captive.apple.com", "A");
    const bent = fc.array(fc.tuple(fc.nat(plain.length - 1), fc.nat(255)), { maxLength: 6 });
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 1_500 }),
      bent.map((list) => list.reduce((bytes, [at, byte]) => bytes.with(at, byte), plain)),
    );
    fc.assert(
      fc.property(any, (bytes) => {
        const answer = dnsAnswer(bytes, address);
        if (answer === undefined) return;
        assert.ok(answer.length <= bytes.length + 16);
        assert.equal(read(answer).flag_qr, true);
      }),
      { numRuns: 3_000 },
    );
  });
});
