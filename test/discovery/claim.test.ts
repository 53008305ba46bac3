import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { utf8Bytes } from "../../src/base/bytes.ts";
import { compareClaims } from "../../src/discovery/claim.ts";
import type { RecordData, ResourceRecord } from "../../src/discovery/message.ts";

function claim(...data: readonly RecordData[]): ResourceRecord[] {
  return data.map((each) => ({ name: "x.local", ttlS: 120, flush: true, data: each }));
}

describe("two claims to one name", () => {
  const address = (host: string): RecordData => ({ type: "A", address: host });

  it("are decided as in the example of RFC 6762 §8.2", () => {
    const [less, more] = [claim(address("169.254.99.200")), claim(address("169.254.200.50"))];
    assert.ok(compareClaims(less, more) < 0);
    assert.ok(compareClaims(more, less) > 0);
  });

  it("are equal when they say the same, in whatever order", () => {
    const txt: RecordData = { type: "TXT", strings: [utf8Bytes("a=b")] };
    assert.equal(
      compareClaims(claim(txt, address("10.0.0.1")), claim(address("10.0.0.1"), txt)),
      0,
    );
  });

  it("are decided by the record that one has more (§8.2.1)", () => {
    const one = claim(address("10.0.0.1"));
    const two = claim(address("10.0.0.1"), { type: "SRV", target: "h.local", port: 1 });
    assert.ok(compareClaims(one, two) < 0);
    assert.ok(compareClaims(two, one) > 0);
  });

  it("are decided by type before data, and by bytes without a sign", () => {
    const srv: RecordData = { type: "SRV", target: "h.local", port: 1 };
    assert.ok(compareClaims(claim(address("255.0.0.1")), claim(srv)) < 0);
    assert.ok(compareClaims(claim(address("127.0.0.1")), claim(address("128.0.0.1"))) < 0);
  });
});
