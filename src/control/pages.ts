/** Cuts lists into pages that fit a frame (docs/CONTROL.md §6). Pure. */
import type { schema } from "../wire/control-frame.ts";
import { pageBytesMax } from "./limits.ts";

type WindowIn = schema.control.Window.$Properties | null | undefined;

/** Rows from the window's offset, as many as it asks for and a page holds. */
export function pageOf<Row, Out>(
  rows: readonly Row[],
  window: WindowIn,
  toWire: (row: Row) => Out,
  sizeOf: (row: Out) => number,
): { readonly offset: number; readonly rows: Out[] } {
  const offset = Math.min(window?.offset ?? 0, rows.length);
  const limit = window?.limit ? window.limit : rows.length;
  const page: Out[] = [];
  let bytes = 0;
  for (const row of rows.slice(offset, offset + Math.min(limit, rowsPerPageMax))) {
    const out = toWire(row);
    bytes += sizeOf(out) + rowHeaderBytes;
    if (bytes > pageBytesMax && page.length > 0) break;
    page.push(out);
  }
  return { offset, rows: page };
}

/** Tag and length of an embedded row. */
const rowHeaderBytes = 5;
/** The smallest row has an id of 16 bytes: no page holds more. */
export const rowsPerPageMax = 2048;
