/**
 * The table of frames as the build writes it into the page (tools/web/schema.js):
 * "Name=field,field;Name=…". A field is its number where that is not the one
 * after the last, its name, its kind and its label. Pure.
 */

/** One field: number, name, kind (a scalar, or the name of a message), and "r" for repeated, "o" for optional. */
export type Field = readonly [id: number, name: string, kind: string, label?: "r" | "o"];
/** The fields of each message, by its name. */
export type Schema = Readonly<Record<string, readonly Field[]>>;

/** Of a kind without a sign: all whole numbers from 0 on are the same varints, enumerations, too. */
const whole = "uint64";
const kinds: Readonly<Record<string, string>> = {
  $: "string",
  "?": "bool",
  "*": "bytes",
  "~": "sint32",
  "^": "double",
  "%": "float",
};
const field = /^(\d*)(\w+)(?:([$?*~^%])|:(\w+))?([+!]?)$/;

export function readSchema(table: string): Schema {
  return Object.fromEntries(
    table.split(";").map((message) => {
      const [name = "", fields = ""] = message.split("=");
      return [name, fields === "" ? [] : readFields(fields)];
    }),
  );
}

function readFields(fields: string): Field[] {
  let last = 0;
  return fields.split(",").map((text) => {
    const [, id, name = "", sign = "", message, label] = field.exec(text) ?? [];
    last = Number(id) || last + 1;
    const kind = message ?? kinds[sign] ?? whole;
    return label ? [last, name, kind, label === "+" ? "r" : "o"] : [last, name, kind];
  });
}
