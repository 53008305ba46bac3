/**
 * What a speaker answers over the link: the time, to members of its household,
 * and nothing else in this version.
 */
import { splitSymbols } from "../media/symbols.ts";
import type { ServedAnswer, ServedRequest } from "../transport/endpoint.ts";
import { decodeObject } from "../wire/objects.ts";

/** PROTOCOL.md §6.1. */
const notServed = 20;

export async function serveMembers(
  { peer, object }: ServedRequest,
  time: { answer(): Uint8Array },
): Promise<ServedAnswer> {
  if (peer.role !== "guest" && decodeObject(object)?.kind === "time")
    return { kind: "symbols", symbols: splitSymbols(time.answer()) };
  return { kind: "refused", code: notServed, message: "a speaker serves nothing but the time" };
}
