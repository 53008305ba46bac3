/**
 * What a speaker answers over the link to members of its household: the time,
 * the roll, what the household keeps together, what it holds, its copy of the catalogue, and what it holds of
 * the music.
 */
import type { CommonsReplica } from "../household/commons-replica.ts";
import type { RollExchange } from "../household/roll-exchange.ts";
import { splitSymbols } from "../media/symbols.ts";
import type { PeerHouse } from "../peer/house.ts";
import type { ServedAnswer, ServedRequest } from "../transport/endpoint.ts";
import { decodeObject } from "../wire/objects.ts";
import type { SpeakerCatalogue } from "./speaker-catalogue.ts";

/** PROTOCOL.md §6.1. */
const notServed = 20;
const noCatalogue: ServedAnswer = {
  kind: "refused",
  code: 16,
  message: "this speaker knows no catalogue",
};

export interface MemberServices {
  readonly time: { answer(): Uint8Array };
  readonly rolls: Pick<RollExchange, "answer">;
  readonly commons: Pick<CommonsReplica, "serve">;
  /** Its copy of the catalogue; undefined while the speaker opens. */
  catalogue?: Pick<SpeakerCatalogue, "copyPage"> | undefined;
  /** Undefined while the speaker opens, and where it has no part in the house. */
  house: Pick<PeerHouse, "serve" | "neighbours"> | undefined;
}

export async function serveMembers(
  request: ServedRequest,
  { time, rolls, commons, house, catalogue }: MemberServices,
): Promise<ServedAnswer> {
  const { peer, peerKey, object } = request;
  const name = peer.role === "guest" ? undefined : decodeObject(object);
  if (name?.kind === "time") return answer(time.answer());
  if (name?.kind === "roll") return answer(rolls.answer(name, peerKey));
  if (name?.kind === "commons") return commons.serve(name, peerKey);
  if (name?.kind === "catalogue-copy" && house !== undefined) {
    const page = await catalogue?.copyPage(name);
    return page === undefined ? noCatalogue : answer(page);
  }
  const served = name === undefined ? undefined : await house?.serve(request, name);
  return served ?? { kind: "refused", code: notServed, message: "a speaker does not serve this" };
}

function answer(bytes: Uint8Array): ServedAnswer {
  return { kind: "symbols", symbols: splitSymbols(bytes) };
}
