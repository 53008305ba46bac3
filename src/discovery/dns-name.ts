/**
 * Names of DNS as one string: labels joined by dots. A dot within a label, as
 * in the service "Dr. Bob's", is written as U+0001, so that it cannot be taken
 * for a separator; no label has control characters of its own.
 *
 * Names are compared without regard to the case of ASCII letters, and of no
 * others (RFC 6762 §16).
 */
import { utf8Bytes } from "../base/bytes.ts";
import { labelBytesMax, renamesMax } from "./limits.ts";

export type Name = string;

export const innerDot = "\u0001";

/** A name of these labels. */
export function nameOf(...labels: readonly string[]): Name {
  return labels.map((label) => label.replaceAll(".", innerDot)).join(".");
}

/** The first label as people read it; a service's own name. */
export function firstLabel(name: Name): string {
  return (name.split(".", 1)[0] ?? "").replaceAll(innerDot, ".");
}

/** Without its first label. */
export function parentOf(name: Name): Name {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** Equal for names that are the same. */
export function foldName(name: Name): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Cuts text to a label: at most 63 bytes, whole characters, no control characters, never empty. */
export function labelOf(text: string): string {
  return cut(text.replace(/\p{C}/gu, "").trim(), labelBytesMax) || "Nightjar";
}

/** "Kitchen" → "Kitchen (2)" → "Kitchen (3)" (RFC 6763 App. D). */
export function nextServiceLabel(label: string): string {
  return numbered(label, / \((\d+)\)$/, (n) => ` (${n})`);
}

/** "nightjar-1" → "nightjar-1-2" (host names have no blanks): `base` is the name without a number. */
export function nextHostLabel(label: string, base: string): string {
  const n = label === base ? 1 : Number(label.slice(base.length + 1));
  return `${base}-${n >= renamesMax ? 2 : n + 1}`;
}

function numbered(label: string, pattern: RegExp, suffix: (n: number) => string): string {
  const n = Number(pattern.exec(label)?.[1] ?? "1");
  const end = suffix(n >= renamesMax ? 2 : n + 1);
  return cut(label.replace(pattern, ""), labelBytesMax - end.length) + end;
}

/** The longest beginning of `text` within so many bytes of UTF-8, whole characters only. */
function cut(text: string, bytesMax: number): string {
  let kept = "";
  let bytes = 0;
  for (const character of text) {
    bytes += utf8Bytes(character).length;
    if (bytes > bytesMax) break;
    kept += character;
  }
  return kept.trimEnd();
}
