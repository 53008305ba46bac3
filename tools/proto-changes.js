/**
 * What the .proto files promise to programs that others wrote: which number has
 * which name and type. `describe` reads it, `breaks` says where a newer set of
 * files breaks a promise of an older one. Additions break nothing.
 *
 * What was added since is promised by the next release: `unrecorded` lists it, and
 * `releaseFault` tells of a version that goes out without that.
 *
 * The promises are in test/wire/control-promises.json, with numbers and types
 * that once were and must not mean anything else (docs/CONTROL.md §2).
 */
import path from "node:path";
import protobuf from "protobufjs";

const root = path.resolve(import.meta.dirname, "..");
export const promisesFile = path.join(root, "test/wire/control-promises.json");
export const protoFile = path.join(root, "src/wire/control.proto");

/**
 * `{ messages: { Frame: { 10: "hello: Hello, one of body" } }, enums: { Role: { 1: "ROLE_GUEST" } } }`,
 * of a file and what it imports.
 */
export function describe(file = protoFile) {
  const loaded = new protobuf.Root().loadSync(file, { keepCase: true });
  const found = { messages: {}, enums: {} };
  collect(loaded, "", found);
  return found;
}

function collect(space, prefix, found) {
  for (const each of space.nestedArray ?? []) {
    const name = each.name === "nightjar" || each.name === "control" ? "" : `${prefix}${each.name}`;
    if (each instanceof protobuf.Enum) found.enums[name] = valuesOf(each);
    if (each instanceof protobuf.Type) found.messages[name] = fieldsOf(each);
    collect(each, name === "" ? prefix : `${name}.`, found);
  }
}

function valuesOf({ values }) {
  return Object.fromEntries(Object.entries(values).map(([name, number]) => [number, name]));
}

function fieldsOf({ fieldsArray }) {
  return Object.fromEntries(fieldsArray.map((field) => [field.id, wordsOf(field)]));
}

function wordsOf(field) {
  const choice = field.partOf;
  // `optional` is a choice of one, for protobufjs.
  const alone = choice?.oneof.length === 1 && choice.name.startsWith("_");
  const label = field.repeated ? "repeated " : alone ? "optional " : "";
  return `${field.name}: ${label}${field.type}${choice && !alone ? `, one of ${choice.name}` : ""}`;
}

/** One line for each promise of `before` that `now` does not keep. */
export function breaks(before, now) {
  const lines = [];
  for (const part of ["messages", "enums"]) {
    for (const [name, rows] of Object.entries(before[part])) {
      const there = now[part][name];
      if (there === undefined) lines.push(`${name} is gone`);
      else lines.push(...changedRows(name, rows, there));
    }
  }
  const retired = before.retired ?? {};
  for (const [name, rows] of Object.entries(retired)) {
    const there = now.messages[name] ?? now.enums[name] ?? {};
    for (const [number, was] of Object.entries(rows)) {
      if (there[number] === undefined) continue;
      lines.push(`${name} ${number} was "${was}" once and is used again, for "${there[number]}"`);
    }
  }
  return lines;
}

function changedRows(name, rows, there) {
  const lines = [];
  for (const [number, was] of Object.entries(rows)) {
    const is = there[number];
    if (is === was) continue;
    const moved = Object.keys(there).find((other) => there[other] === was);
    const what = is === undefined ? "is gone" : `is "${is}" now`;
    const where = moved === undefined ? "" : ` (it has the number ${moved} now)`;
    lines.push(`${name} ${number}: "${was}" ${what}${where}`);
  }
  return lines;
}

/** One line for each thing of `now` that is not among the promises of `before`. */
export function unrecorded(before, now) {
  return ["messages", "enums"].flatMap((part) =>
    Object.entries(now[part]).flatMap(([name, rows]) =>
      Object.entries(rows)
        .filter(([number]) => before[part][name]?.[number] === undefined)
        .map(([number, is]) => `${name} ${number}: "${is}"`),
    ),
  );
}

/** Why `version` cannot go out with `now`: what it adds was not promised by it. Undefined where it can. */
export function releaseFault(before, now, version) {
  const more = unrecorded(before, now);
  if (before.version === version || more.length === 0) return undefined;
  const list = more.map((line) => `  ${line}\n`).join("");
  const since = before.version ?? "the beginning";
  return `version ${version} releases what was not promised since ${since}:\n${list}Promise it: npm run proto -- --record\n`;
}

/** What is promised from `version` on: all that is there, and what is gone is retired for good. */
export function record(before, now, version) {
  const retired = structuredClone(before?.retired ?? {});
  for (const part of ["messages", "enums"]) {
    for (const [name, rows] of Object.entries(before?.[part] ?? {})) {
      for (const [number, was] of Object.entries(rows)) {
        if (now[part][name]?.[number] !== undefined) continue;
        retired[name] = { ...retired[name], [number]: was };
      }
    }
  }
  return { version, ...now, retired };
}
