/** Order of byte strings, as unsigned bytes, a beginning before the whole. */

/** Negative where `a` comes first, 0 where they are equal. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
