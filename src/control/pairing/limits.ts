/** Bounds of pairing by a code, each with its reason (docs/CONTROL.md §3.2). Free of Node. */

/** Of a name, in UTF-8. */
export const nameBytesMax = 64;
