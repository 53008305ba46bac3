/** The browser's codec against the programs' generated one, and against garbage. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { FrameCodec } from "../../src/web/wire/codec.ts";
import * as messages from "../../src/web/wire/messages.ts";
import { readSchema, type Schema } from "../../src/web/wire/schema.ts";
import { decodeFrame, type FrameOut, wire } from "../../src/wire/control-frame.ts";
import { schemaTable, schemaText } from "../../tools/web/schema.js";

const schema: Schema = schemaTable();
const codec = new FrameCodec(readSchema(schemaText()));

/** Values of a message by the table: what a real frame may hold. */
function messageOf(name: string, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const fields = (schema[name] ?? []).map(([, key, kind, label]) => {
    const one = scalarOf(kind, depth);
    const value = label === "r" ? fc.array(one, { maxLength: 3 }) : one;
    return [key, fc.option(value, { nil: undefined, freq: 3 })] as const;
  });
  return fc.record(Object.fromEntries(fields));
}

function scalarOf(kind: string, depth: number): fc.Arbitrary<unknown> {
  switch (kind) {
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 12 });
    case "bytes":
      return fc.uint8Array({ maxLength: 12 });
    case "bool":
      return fc.boolean();
    case "double":
      return fc.double({ noNaN: true });
    case "uint32":
      return fc.nat(0xffffffff);
    case "uint64":
      return fc.maxSafeNat();
    case "int32":
      return fc.nat(3);
    case "sint32":
      return fc.integer();
    case "float":
      return fc.float({ noNaN: true });
    default:
      return depth > 4 ? fc.constant({}) : messageOf(kind, depth + 1);
  }
}

/** One arm of the oneof, as frames have. */
const frame = fc.constantFrom(...(schema["Frame"] ?? []).slice(2)).chain(([, key, kind]) =>
  fc.record({ id: fc.nat(1000), replyTo: fc.nat(1000), body: messageOf(kind, 1) }).map(
    ({ body, ...ids }) => ({ ...ids, [key]: body }) as FrameOut, // by the schema
  ),
);

describe("the browser's codec", () => {
  it("reads what the programs write as they read it themselves", () => {
    fc.assert(
      fc.property(frame, (sent) => {
        // Written twice: of several arms of a oneof the last stays, and no program writes more.
        const once = decodeFrame(wire.Frame.encode(sent).finish());
        const bytes = wire.Frame.encode(once ?? {}).finish();
        assert.deepEqual(bare(codec.decode(bytes)), bare(decodeFrame(bytes)));
      }),
      { numRuns: 300 },
    );
  });

  it("writes what the programs read", () => {
    fc.assert(
      fc.property(frame, (sent) => {
        const expected = decodeFrame(wire.Frame.encode(sent).finish());
        assert.deepEqual(bare(decodeFrame(codec.encode(sent))), bare(expected));
      }),
      { numRuns: 300 },
    );
  });

  it("takes garbage for what it is, and never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        codec.decode(bytes);
      }),
      { numRuns: 2000 },
    );
    assert.equal(codec.decode(Uint8Array.of(0x52, 0xff)), undefined, "a message that is cut short");
    assert.equal(codec.decode(new Uint8Array(20).fill(0xff)), undefined, "a varint without end");
  });

  it("passes over fields that it does not know", () => {
    const known = codec.encode({ id: 7 });
    const unknown = Uint8Array.of(0xfa, 0x3f, 2, 1, 2, 0xf8, 0x3f, 5);
    assert.equal(codec.decode(Uint8Array.of(...known, ...unknown))?.id, 7);
  });

  it("knows every field of every message", () => {
    const wholes = /^(uint32|uint64|int32)$/;
    const read = readSchema(schemaText());
    assert.deepEqual(Object.keys(read), Object.keys(schema));
    for (const [name, fields] of Object.entries(schema)) {
      const expected = fields.map(([id, key, kind, ...label]) => [
        ...[id, key, kind.replace(wholes, "uint64")],
        ...label,
      ]);
      const sorted = expected.sort(([a], [b]) => Number(a) - Number(b));
      assert.deepEqual(read[name], sorted, name);
    }
  });

  it("has the numbers of the schema's enumerations", () => {
    const same = (mine: Readonly<Record<string, number>>, theirs: object, prefix: string) => {
      for (const [name, number] of Object.entries(mine)) {
        const upper = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
        assert.equal((theirs as Record<string, unknown>)[`${prefix}_${upper}`], number, name);
      }
    };
    same(messages.code, wire.Code, "CODE");
    same(messages.role, wire.Role, "ROLE");
    same(messages.authMode, wire.AuthMode, "AUTH_MODE");
    same(messages.playStatus, wire.PlayStatus, "PLAY_STATUS");
    same(messages.repeat, wire.Repeat, "REPEAT");
  });
});

/** Without what is as if it had not been sent: the two codecs say that in different ways. */
function bare(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const said = Object.entries(value).filter(([, inner]) => inner && inner.length !== 0);
  return Object.fromEntries(said.map(([key, inner]) => [key, bare(inner)]));
}
