/**
 * Any bench's results as a table for people: one row a figure, its name the path to it; a list
 * of objects becomes a table of its own with one row each. Pure.
 */

type Cells = readonly string[];

export function resultTable(results: unknown): string {
  const plain: Cells[] = [];
  const tables: string[] = [];
  for (const [name, value] of Object.entries(asObject(results))) {
    if (isRows(value)) tables.push(`${name}\n${listTable(value)}`);
    else plain.push(...flatten(value, name));
  }
  const parts = plain.length > 0 ? [align(plain), ...tables] : tables;
  return `${parts.join("\n\n")}\n`;
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : { result: value };
}

function isRows(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object");
}

/** A text longer than this that is the same in all rows is said once, below the table. */
const columnCharsMax = 24;

/** A column for each name that any row has; a row without it shows a dash. */
function listTable(rows: readonly object[]): string {
  const flat = rows.map(
    (row) => new Map(flatten(row, "").map(([name = "", text = ""]) => [name, text])),
  );
  const names = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  const said = (name: string): string => flat[0]?.get(name) ?? "";
  const common = (name: string): boolean =>
    said(name).length > columnCharsMax && flat.every((row) => row.get(name) === said(name));
  const columns = names.filter((name) => !common(name));
  const table = align([columns, ...flat.map((row) => columns.map((name) => row.get(name) ?? "–"))]);
  const below = names.filter(common).map((name) => `  ${name} ${said(name)}`);
  return [table, ...below].join("\n");
}

/** `{ a: { p50: 1, p99: 2 } }` becomes one cell, "1 / 2": percentiles are read side by side. */
function flatten(value: unknown, path: string): Cells[] {
  if (typeof value !== "object" || value === null) return [[path, cell(value)]];
  if (Array.isArray(value)) return [[path, value.map(cell).join(", ")]];
  if ("skipped" in value) return [[path, `skipped: ${cell(value.skipped)}`]];
  const entries = Object.entries(value);
  const percentiles = entries.filter(([name]) => /^(p\d+|worst|n)$/.test(name));
  if (percentiles.length > 1 && percentiles.length === entries.length) {
    const names = percentiles.map(([name]) => name).join("/");
    return [[`${path} ${names}`, percentiles.map(([, figure]) => cell(figure)).join(" / ")]];
  }
  return entries.flatMap(([name, inner]) => flatten(inner, path === "" ? name : `${path}.${name}`));
}

function cell(value: unknown): string {
  if (typeof value !== "number") return typeof value === "string" ? value : JSON.stringify(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Columns padded to their widest cell; the last one runs free. */
function align(rows: readonly Cells[]): string {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}
