/** How CPace joins values, apart from its curve: that is loaded for the first who pairs. */
import { ByteWriter } from "../../base/bytes.ts";

/** `lv_cat` of §6.3: each part behind its length, so that no two lists are the same bytes. */
export function lengthValues(...parts: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter();
  for (const part of parts) writer.sized(part);
  return writer.finish();
}
