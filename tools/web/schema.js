/**
 * The table by which the web remote reads and writes frames, made from
 * src/wire/control.proto (src/web/wire/codec.ts says what it is).
 */
import path from "node:path";
import protobuf from "protobufjs";

const root = path.resolve(import.meta.dirname, "../..");

/** Each message's fields: number, name, kind, label. */
export function schemaTable() {
  const loaded = protobuf.loadSync(path.join(root, "src/wire/control.proto")).resolveAll();
  const table = {};
  for (const type of Object.values(loaded.lookup("nightjar.control").nested)) {
    if (type instanceof protobuf.Type) table[type.name] = type.fieldsArray.map(fieldRow);
  }
  return table;
}

const signs = {
  uint32: "",
  uint64: "",
  int32: "",
  string: "$",
  bool: "?",
  bytes: "*",
  sint32: "~",
  double: "^",
  float: "%",
};
const labels = { r: "+", o: "!" };

/** The same as the page has it (src/web/wire/schema.ts). */
export function schemaText() {
  return Object.entries(schemaTable())
    .map(([name, fields]) => `${name}=${fieldsText(fields)}`)
    .join(";");
}

function fieldsText(fields) {
  let last = 0;
  return [...fields]
    .sort(([a], [b]) => a - b)
    .map(([id, name, kind, label]) => {
      const number = id === last + 1 ? "" : id;
      last = id;
      return `${number}${name}${signs[kind] ?? `:${kind}`}${labels[label] ?? ""}`;
    })
    .join(",");
}

function fieldRow(field) {
  const kind = kindOf(field);
  if (field.repeated) return [field.id, field.name, kind, "r"];
  return field.options?.proto3_optional
    ? [field.id, field.name, kind, "o"]
    : [field.id, field.name, kind];
}

function kindOf({ resolvedType, type }) {
  if (resolvedType === null) return type;
  return resolvedType instanceof protobuf.Enum ? "int32" : resolvedType.name;
}
