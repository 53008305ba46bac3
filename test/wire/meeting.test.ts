import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { decodeMeeting, encodeMeeting, meetingPlacesMax } from "../../src/wire/meeting.ts";
import { decodeObject, encodeObject } from "../../src/wire/objects.ts";

const plain = { noNullPrototype: true } as const;
const hosts = fc.constantFrom("10.0.0.5", "fe80::1%eth0", "2001:db8::7");
const address = fc.record({ host: hosts, port: fc.integer({ min: 1, max: 65_535 }) }, plain);
const linkKeys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const place = fc.record({ linkKey: linkKeys, address }, plain);

describe("places of a meeting point", () => {
  it("come out as they went in, 64 at most", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 80 }), (places) => {
        const kept = places.slice(0, meetingPlacesMax);
        assert.deepEqual(decodeMeeting(encodeMeeting(places)), kept);
      }),
    );
  });

  it("are none where a byte is missing or too many, and where they lead nowhere", () => {
    const linkKey = new Uint8Array(32).fill(7);
    const bytes = encodeMeeting([{ linkKey, address: { host: "10.0.0.5", port: 5 } }]);
    for (let at = 0; at < bytes.length; at++)
      assert.equal(decodeMeeting(bytes.subarray(0, at)), undefined);
    assert.equal(decodeMeeting(Uint8Array.of(...bytes, 0)), undefined);
    assert.equal(decodeMeeting(Uint8Array.of(2, ...bytes.subarray(1))), undefined);
    for (const address of [
      { host: "", port: 5 },
      { host: "10.0.0.5", port: 0 },
      { host: "x".repeat(65), port: 5 },
    ])
      assert.equal(decodeMeeting(encodeMeeting([{ linkKey, address }])), undefined);
    const many = new Uint8Array(2 + 65 * 36);
    many.set([1, 65]);
    assert.equal(decodeMeeting(many), undefined);
  });

  it("are asked for, as a page of a neighbour's catalogue is, by an object", () => {
    const copy = {
      kind: "catalogue-copy",
      epoch: "1f".repeat(8),
      version: 7,
      offset: 500,
    } as const;
    for (const name of [copy, { kind: "meeting" } as const])
      assert.deepEqual(decodeObject(encodeObject(name)), name);
    assert.equal(encodeObject(copy)[0], 13);
    assert.equal(decodeObject(encodeObject(copy).subarray(0, 20)), undefined);
  });
});
