import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  ByteReader,
  ByteWriter,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
} from "../../src/base/bytes.ts";

describe("ByteReader and ByteWriter", () => {
  it("give back every field that was written", () => {
    const natural = fc.integer({ min: 0, max: 2 ** 48 });
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(65_535),
        fc.nat(),
        natural,
        natural,
        fc.double({ noNaN: true }),
        fc.string({ unit: "grapheme" }),
        (a, b, c, d, e, f, text) => {
          const bytes = new ByteWriter(1)
            .u8(a)
            .u16(b)
            .u32(c)
            .u64(d)
            .varint(e)
            .f64(f)
            .text(text)
            .i32(-c)
            .finish();
          const reader = new ByteReader(bytes);
          assert.deepEqual(
            [reader.u8(), reader.u16(), reader.u32(), reader.u64(), reader.varint()],
            [a, b, c, d, e],
          );
          assert.deepEqual([reader.f64(), reader.text(10_000), reader.i32()], [f, text, -c | 0]);
          assert.ok(reader.ok);
          assert.equal(reader.remaining, 0);
        },
      ),
    );
  });

  it("turn bad at the first field that is not there, stay bad, and read zeros", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    assert.equal(reader.u32(), 0);
    assert.equal(reader.ok, false);
    assert.equal(reader.u8(), 0);
    assert.deepEqual([...reader.take(1)], []);
    assert.equal(reader.remaining, 0);
  });

  it("refuse a varint that does not end, a text that is too long, and text that is not UTF-8", () => {
    const endless = new ByteReader(new Uint8Array(20).fill(0xff));
    endless.varint();
    assert.equal(endless.ok, false);
    const long = new ByteReader(new ByteWriter().text("hello").finish());
    assert.equal(long.text(4), "");
    assert.equal(long.ok, false);
    const broken = new ByteReader(Uint8Array.of(2, 0xc3, 0x28));
    broken.text(10);
    assert.equal(broken.ok, false);
  });

  it("never read out of bounds on random input", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.array(fc.constantFrom("u8", "u16", "u32", "u64", "varint", "f64", "i32"), {
          maxLength: 20,
        }),
        (bytes, calls) => {
          const reader = new ByteReader(bytes);
          for (const call of calls) reader[call]();
          assert.ok(reader.offset <= bytes.length);
        },
      ),
    );
  });
});

describe("hex and base64url", () => {
  it("come back, and refuse what they are not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        assert.deepEqual(fromHex(toHex(bytes)), bytes);
        assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
      }),
    );
    assert.deepEqual(
      [fromHex("abc"), fromHex("zz"), fromBase64Url("a"), fromBase64Url("a+b=")],
      [undefined, undefined, undefined, undefined],
    );
  });
});
