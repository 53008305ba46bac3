/** CPace against the draft's published vectors (draft-irtf-cfrg-cpace-21, appendix B.3). */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fromHex, toHex, utf8Bytes } from "../../../src/base/bytes.ts";
import {
  CpaceEnd,
  type CpaceMessage,
  generatorOf,
  generatorString,
  keyOf,
  multiply,
  sameBytes,
} from "../../../src/control/pairing/cpace.ts";

const hex = (text: string): Uint8Array => {
  const bytes = fromHex(text.replaceAll(/\s/g, ""));
  assert.ok(bytes !== undefined);
  return bytes;
};

const inputs = {
  secret: utf8Bytes("Password"),
  channel: utf8Bytes("\x0bA_initiator\x0bB_responder"),
  sessionId: hex("7e4b4791d6a8ef019b936c79fb7f2c57"),
};
const ya = hex("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08");
const yb = hex("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d");
const messages = {
  initiator: {
    share: hex("d6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157"),
    associated: utf8Bytes("ADa"),
  },
  responder: {
    share: hex("3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258"),
    associated: utf8Bytes("ADb"),
  },
};
const secretElement = "80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f";

describe("CPACE-RISTR255-SHA512", () => {
  it("makes the generator of appendix B.3.1", () => {
    assert.equal(
      toHex(generatorString(inputs)),
      `11435061636552697374726574746f3235350850617373776f726464${"00".repeat(100)}` +
        "180b415f696e69746961746f720b425f726573706f6e646572107e4b4791d6a8ef019b936c79fb7f2c57",
    );
    assert.equal(
      toHex(generatorOf(inputs)),
      "222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56",
    );
  });

  it("makes the shares of B.3.2 and B.3.3, and the element of B.3.4", () => {
    assert.deepEqual(new CpaceEnd(inputs, ya).share, messages.initiator.share);
    assert.deepEqual(new CpaceEnd(inputs, yb).share, messages.responder.share);
    assert.equal(toHex(multiply(ya, messages.responder.share) ?? ya), secretElement);
    assert.equal(toHex(multiply(yb, messages.initiator.share) ?? yb), secretElement);
  });

  it("makes the key of B.3.5", () => {
    assert.equal(
      toHex(keyOf(inputs.sessionId, hex(secretElement), messages)),
      "b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd" +
        "2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447",
    );
  });

  it("multiplies as B.3.10, and takes no invalid element of B.3.11", () => {
    const scalar = hex("7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05");
    const valid = hex("2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c");
    const invalid = hex("2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c");
    assert.equal(
      toHex(multiply(scalar, valid) ?? scalar),
      "7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e",
    );
    assert.equal(multiply(scalar, invalid), undefined);
    assert.equal(multiply(scalar, new Uint8Array(32)), undefined);
    const end = new CpaceEnd(inputs, ya);
    assert.equal(end.finish(messages, invalid), undefined);
    assert.equal(end.finish(messages, new Uint8Array(32)), undefined);
  });

  it("takes any other bytes for an element or for none, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const product = multiply(ya, bytes);
        assert.ok(product === undefined || (product.length === 32 && bytes.length === 32));
      }),
      { numRuns: 200 },
    );
  });

  it("gives both ends the same proofs, and others where anything differs", () => {
    const run = (change: Partial<typeof inputs>) => {
      const other = { ...inputs, ...change };
      const [a, b] = [new CpaceEnd(inputs, ya), new CpaceEnd(other, yb)];
      const said = {
        initiator: { share: a.share, associated: utf8Bytes("ADa") },
        responder: { share: b.share, associated: utf8Bytes("ADb") },
      };
      return { a: a.finish(said, b.share), b: b.finish(said, a.share), said, end: a };
    };
    const good = run({});
    assert.ok(good.a !== undefined && good.b !== undefined);
    assert.deepEqual(good.a, good.b);
    assert.notDeepEqual(good.a.initiator, good.a.responder);
    for (const part of ["secret", "channel", "sessionId"] as const) {
      const bad = run({ [part]: utf8Bytes("other") });
      assert.notDeepEqual(bad.a?.initiator, bad.b?.initiator, part);
      assert.notDeepEqual(bad.a?.responder, bad.b?.responder, part);
    }
    const lied: { initiator: CpaceMessage; responder: CpaceMessage } = {
      ...good.said,
      responder: { ...good.said.responder, associated: utf8Bytes("ADx") },
    };
    assert.notDeepEqual(good.end.finish(lied, lied.responder.share), good.b);
  });

  it("compares bytes whole", () => {
    const bytes = fc.uint8Array({ maxLength: 5 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        assert.equal(sameBytes(a, b), toHex(a) === toHex(b));
      }),
    );
    assert.ok(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
    assert.ok(!sameBytes(Uint8Array.of(1, 0), Uint8Array.of(1)));
  });
});
