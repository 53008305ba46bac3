/**
 * What a member shows of its household on the LAN: enough to know one's own by,
 * nothing that the household's key could be found from.
 *
 * A claim, not a proof: whoever has heard it can say it too. The link's
 * handshake proves membership.
 */
import { createHash } from "node:crypto";
import { concatBytes, toHex, utf8Bytes } from "../base/bytes.ts";

const domain = utf8Bytes("nightjar household tag 1\0");
/** Two households of a street do not meet by chance. */
const tagBytes = 8;

/** 16 hexadecimal digits of a SHA-256 over the household's public key. */
export function householdTag(household: Uint8Array): string {
  const digest = createHash("sha256")
    .update(concatBytes([domain, household]))
    .digest();
  return toHex(digest.subarray(0, tagBytes));
}
