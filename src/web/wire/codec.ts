/**
 * Frames of the control protocol in the browser (docs/CONTROL.md §2; one Frame is
 * one binary message). Reads and writes by a table that the build makes from
 * control.proto: generated code and its runtime would be half of the script.
 *
 * Codec only. Malformed input is undefined, never an exception. A message that
 * comes in has every field of the table: 0, "", false or an empty list where
 * nothing was sent, null for messages and for scalars that are `optional`.
 */
import { emptyBytes } from "../../base/bytes.ts";
import { WireReader, WireWriter } from "./bytes.ts";
import type { FrameIn, FrameOut } from "./messages.ts";
import type { Field, Schema } from "./schema.ts";

type Message = Record<string, unknown>;

interface Scalar {
  readonly wireType: number;
  readonly zero: unknown;
  readonly read: (reader: WireReader) => unknown;
  /** Of the type that the table says. */
  readonly write: (writer: WireWriter, value: never) => void;
}

const scalars: Readonly<Record<string, Scalar>> = {
  // Enumerations, too, none of them below 0.
  uint64: {
    wireType: 0,
    zero: 0,
    read: (reader) => reader.varint(),
    write: (writer, value: number) => writer.varint(value),
  },
  sint32: {
    wireType: 0,
    zero: 0,
    read: (reader) => unZigZag(reader.varint()),
    write: (writer, value: number) => writer.varint(value < 0 ? -2 * value - 1 : 2 * value),
  },
  bool: {
    wireType: 0,
    zero: false,
    read: (reader) => reader.varint() !== 0,
    write: (writer, value: boolean) => writer.varint(value ? 1 : 0),
  },
  double: {
    wireType: 1,
    zero: 0,
    read: (reader) => reader.double(),
    write: (writer, value: number) => writer.double(value),
  },
  float: {
    wireType: 5,
    zero: 0,
    read: (reader) => reader.float(),
    write: (writer, value: number) => writer.float(value),
  },
  string: {
    wireType: 2,
    zero: "",
    read: (reader) => reader.string(),
    write: (writer, value: string) => writer.string(value),
  },
  bytes: {
    wireType: 2,
    zero: emptyBytes,
    read: (reader) => reader.bytes(),
    write: (writer, value: Uint8Array) => writer.bytes(value),
  },
};

/** Messages within messages at most: no message of the protocol is half as deep. */
const depthMax = 16;

export class FrameCodec {
  readonly #schema: Schema;
  readonly #byId: ReadonlyMap<string, ReadonlyMap<number, Field>>;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#byId = new Map(
      Object.entries(schema).map(([name, fields]) => [name, new Map(fields.map((f) => [f[0], f]))]),
    );
  }

  encode(frame: FrameOut): Uint8Array {
    const writer = new WireWriter();
    this.#write("Frame", frame as Message, writer); // a plain record of fields
    return writer.finish();
  }

  decode(bytes: Uint8Array): FrameIn | undefined {
    try {
      // The table makes what the type says.
      return this.#read("Frame", new WireReader(bytes), bytes.length, 0) as unknown as FrameIn;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #fieldsOf(name: string): readonly Field[] {
    return this.#schema[name] ?? [];
  }

  #write(name: string, message: Message, writer: WireWriter): void {
    for (const [id, key, kind, label] of this.#fieldsOf(name)) {
      const value = message[key];
      if (value === undefined || value === null) continue;
      const scalar = scalars[kind];
      if (label !== "r") this.#writeOne(id, kind, value, writer);
      else if (scalar === undefined || scalar.wireType === 2) {
        for (const item of value as unknown[]) this.#writeOne(id, kind, item, writer); // the table says repeated
      } else writePacked(id, scalar, value as unknown[], writer);
    }
  }

  #writeOne(id: number, kind: string, value: unknown, writer: WireWriter): void {
    const scalar = scalars[kind];
    writer.varint(id * 8 + (scalar?.wireType ?? 2));
    if (scalar !== undefined) {
      scalar.write(writer, value as never);
      return;
    }
    const inner = new WireWriter();
    this.#write(kind, value as Message, inner);
    writer.bytes(inner.finish());
  }

  #read(name: string, reader: WireReader, end: number, depth: number): Message {
    if (depth > depthMax || end > reader.length) throw new RangeError("a message is malformed");
    const message: Message = {};
    for (const [, key, kind, label] of this.#fieldsOf(name)) {
      if (label === "r") message[key] = [];
      else message[key] = label === undefined ? (scalars[kind]?.zero ?? null) : null;
    }
    const fields = this.#byId.get(name);
    while (reader.pos < end) {
      const tag = reader.varint();
      const field = fields?.get(Math.floor(tag / 8));
      if (field === undefined) reader.skip(tag % 8);
      else this.#readField(field, message, { reader, wireType: tag % 8, depth });
    }
    if (reader.pos !== end) throw new RangeError("a field is longer than its message");
    return message;
  }

  #readField(
    field: Field,
    message: Message,
    at: { reader: WireReader; wireType: number; depth: number },
  ): void {
    const [, key, kind, label] = field;
    const { reader, wireType, depth } = at;
    const scalar = scalars[kind];
    const packed = label === "r" && wireType === 2 && scalar !== undefined && scalar.wireType !== 2;
    if (!packed && wireType !== (scalar?.wireType ?? 2)) {
      reader.skip(wireType);
      return;
    }
    if (packed) {
      const end = reader.varint() + reader.pos;
      while (reader.pos < end) (message[key] as unknown[]).push(scalar.read(reader));
      return;
    }
    const value = scalar?.read(reader) ?? this.#readInner(kind, reader, depth);
    if (label === "r") (message[key] as unknown[]).push(value);
    else message[key] = value;
  }

  #readInner(kind: string, reader: WireReader, depth: number): Message {
    const length = reader.varint();
    return this.#read(kind, reader, reader.pos + length, depth + 1);
  }
}

function writePacked(
  id: number,
  scalar: Scalar,
  items: readonly unknown[],
  writer: WireWriter,
): void {
  if (items.length === 0) return;
  const inner = new WireWriter();
  for (const item of items) scalar.write(inner, item as never); // the table says what they are
  writer.varint(id * 8 + 2);
  writer.bytes(inner.finish());
}

function unZigZag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
