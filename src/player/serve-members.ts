/**
 * What a speaker answers over the link to members of its household: the time,
 * the roll, and nothing else in this version.
 */
import type { RollExchange } from "../household/roll-exchange.ts";
import { splitSymbols } from "../media/symbols.ts";
import type { ServedAnswer, ServedRequest } from "../transport/endpoint.ts";
import { decodeObject } from "../wire/objects.ts";

/** PROTOCOL.md §6.1. */
const notServed = 20;

export interface MemberServices {
  readonly time: { answer(): Uint8Array };
  readonly rolls: Pick<RollExchange, "answer">;
}

export async function serveMembers(
  { peer, peerKey, object }: ServedRequest,
  { time, rolls }: MemberServices,
): Promise<ServedAnswer> {
  const name = peer.role === "guest" ? undefined : decodeObject(object);
  if (name?.kind === "time") return answer(time.answer());
  if (name?.kind === "roll") return answer(rolls.answer(name, peerKey));
  const message = "a speaker serves nothing but the time and the roll";
  return { kind: "refused", code: notServed, message };
}

function answer(bytes: Uint8Array): ServedAnswer {
  return { kind: "symbols", symbols: splitSymbols(bytes) };
}
