import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  connectionKey,
  decodeAddressed,
  decodeHandshakePayload,
  decodeInit,
  decodeReset,
  encodeAddressed,
  encodeHandshakePayload,
  encodeInit,
  encodeReset,
  recoverNumber,
  truncatedNumber,
  writePacketHeader,
} from "../../src/wire/link-datagram.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("link datagrams", () => {
  it("bring a first message back, and only at its full 1200 bytes", () => {
    fc.assert(
      fc.property(bytes(8), bytes(16), bytes(1_175), (sourceId, cookie, message) => {
        const init = { pattern: "IK" as const, sourceId, cookie, message };
        const datagram = encodeInit(init);
        assert.equal(datagram.length, 1_200);
        assert.deepEqual(decodeInit(datagram), init);
        assert.equal(decodeInit(datagram.subarray(1)), undefined);
      }),
    );
  });

  it("bring addressed bodies, reset tokens and handshake payloads back", () => {
    fc.assert(
      fc.property(
        bytes(8),
        bytes(16),
        fc.uint8Array({ maxLength: 512 }),
        (id, token, credential) => {
          const body = Uint8Array.of(1, ...credential);
          assert.deepEqual(decodeAddressed(encodeAddressed(0x12, id, body)), {
            targetId: id,
            body,
          });
          assert.deepEqual(decodeReset(encodeReset(token)), token);
          const payload = { connectionId: id, resetToken: token, credential, features: 1 };
          assert.deepEqual(decodeHandshakePayload(encodeHandshakePayload(payload)), payload);
          const padded = encodeHandshakePayload(payload, 900);
          assert.equal(padded.length, 900);
          assert.deepEqual(decodeHandshakePayload(padded), payload);
          // A node of before ends with its credential.
          const older = encodeHandshakePayload(payload).subarray(0, -1);
          assert.deepEqual(decodeHandshakePayload(older), { ...payload, features: 0 });
        },
      ),
    );
  });

  it("never make a decoder throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_300 }), (random) => {
        decodeInit(random);
        decodeAddressed(random);
        decodeReset(random);
        decodeHandshakePayload(random);
      }),
    );
  });

  it("carry the connection id and 32 bits of number in the clear", () => {
    const header = new Uint8Array(13);
    writePacketHeader(header, 1, Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 5, 6, 7, 8), 0x1_8000_0001);
    assert.equal(header[0], 0x19);
    assert.equal(connectionKey(header), 0xdeadbeef | 0);
    assert.equal(truncatedNumber(header), 0x8000_0001);
  });

  it("recover every number within half a span of the next expected", () => {
    const largest = fc.integer({ min: -1, max: 2 ** 45 });
    fc.assert(
      fc.property(largest, fc.integer({ min: -(2 ** 31) + 2, max: 2 ** 31 - 1 }), (seen, ahead) => {
        const number = seen + ahead;
        if (number < 0) return;
        assert.equal(recoverNumber(seen, number % 2 ** 32), number);
      }),
      { numRuns: 2_000 },
    );
  });
});
