/**
 * How long a WAV file says it is, from its head. Nothing else of the format is
 * read here: decoding is ffmpeg's.
 */

/** The sound of a WAV file starts within this; pictures and long texts that stand before it are rare. */
export const wavHeadBytes = 64 * 1024;

/** Programs that write into a pipe cannot know the length, and say one at the top of 31 or 32 bits. */
const unknownFrom = 0x7fff_0000;
const chunkHeadBytes = 8;
const firstChunkAt = 12;

/** Bytes of the whole file up to the end of its sound; undefined where `head` does not say. */
export function wavLength(head: Uint8Array): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const name = (at: number): string => String.fromCharCode(...head.subarray(at, at + 4));
  if (name(0) !== "RIFF" || name(8) !== "WAVE") return undefined;
  for (let at = firstChunkAt; at + chunkHeadBytes <= head.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + chunkHeadBytes + size;
    if (name(at) === "data") return size >= unknownFrom ? undefined : end;
    at = end + (size % 2);
  }
  return undefined;
}
