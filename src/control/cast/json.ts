/**
 * JSON of strangers: depth and number of its parts are counted before anything is
 * made of it, and what is read of it has a type and a size.
 *
 * Invariant: nothing here throws, whatever the text is.
 */
import { isRecord, parseJson } from "../client-store.ts";
import { jsonDepthMax, jsonPartsMax } from "./limits.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that the text is; undefined where it is none, or too deep or too manifold. */
export function readObject(text: string): JsonObject | undefined {
  if (!isBounded(text)) return undefined;
  const value = parseJson(text);
  return isRecord(value) ? value : undefined;
}

/** Looks at brackets and commas outside of strings alone: whether it is JSON at all is the parser's business. */
function isBounded(text: string): boolean {
  let depth = 0;
  let parts = 0;
  for (const mark of text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"?|[^{}[\],"]+/gs, "")) {
    if (mark === "{" || mark === "[") depth += 1;
    else if (mark === ",") parts += 1;
    else depth -= 1;
    if (depth > jsonDepthMax || parts > jsonPartsMax) return false;
  }
  return true;
}

export function textAt(object: JsonObject, key: string, charsMax: number): string | undefined {
  const value = object[key];
  return typeof value === "string" && value.length <= charsMax ? value : undefined;
}

/** Finite; null and everything else that is no number is undefined. */
export function numberAt(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Also as 0 and 1, and as the words: senders send all of these. */
export function flagAt(object: JsonObject, key: string): boolean | undefined {
  const value = object[key];
  if (value === true || value === 1 || value === "true") return true;
  return value === false || value === 0 || value === "false" ? false : undefined;
}

export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isRecord(value) ? value : undefined;
}

/** Undefined where it is no list, or has more than `most`. */
export function listAt(object: JsonObject, key: string, most: number): unknown[] | undefined {
  const value = object[key];
  return Array.isArray(value) && value.length <= most ? value : undefined;
}

/** Whole numbers, at most `most`; undefined where it is anything else. */
export function numbersAt(object: JsonObject, key: string, most: number): number[] | undefined {
  const list = listAt(object, key, most);
  return list?.every((each) => Number.isSafeInteger(each)) ? (list as number[]) : undefined; // checked just before
}
