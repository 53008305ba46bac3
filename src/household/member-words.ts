/** What a node says to an origin about its own membership, and what it makes of the answers (PROTOCOL.md §7). */
import { emptyBytes } from "../base/bytes.ts";
import { joinSymbols } from "../media/symbols.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Address } from "../ports/network.ts";
import { type LinkEndpoint, type LinkSession, linkRefusals } from "../transport/endpoint.ts";
import { encodeObject } from "../wire/objects.ts";
import type { Invite } from "./invite.ts";
import { joinRetryUs, knockAnswerUs } from "./limits.ts";
import { noRoll } from "./roll.ts";

/** PROTOCOL.md §6.1: who asks was put out of the household. */
export const putOutCode = 21;

/** Refusals that say nothing of the invite. */
const passing: readonly number[] = [linkRefusals.busy, linkRefusals.failed];

/** True where the origin says that the roll has lost this node. */
export async function tellOf(clock: Clock, session: LinkSession): Promise<boolean> {
  const object = encodeObject({ kind: "leave" });
  const deadlineUs = clock.nowUs() + knockAnswerUs;
  const outcome = await session.fetch({ object, class: "urgent", deadlineUs }).done;
  return outcome.kind === "complete";
}

export interface Door {
  readonly endpoint: LinkEndpoint;
  /** Of the origin. */
  readonly linkKey: Uint8Array;
  readonly addresses: () => readonly Address[];
}

/**
 * Asks an origin that does not answer a member whether this node is one no more: as a guest, who is told
 * of nobody but itself. The origin's words where it says so, else undefined.
 */
export async function knockAt(clock: Clock, door: Door): Promise<string | undefined> {
  const { endpoint, linkKey: key, addresses } = door;
  const session = endpoint.connect({ key, addresses, credential: () => emptyBytes });
  const object = encodeObject({ kind: "roll", ...noRoll });
  const deadlineUs = clock.nowUs() + knockAnswerUs;
  const outcome = await session.fetch({ object, class: "urgent", deadlineUs }).done;
  session.close();
  return outcome.kind === "refused" && outcome.code === putOutCode ? outcome.message : undefined;
}

export interface JoinRequest {
  readonly endpoint: LinkEndpoint;
  readonly invite: Invite;
  readonly addresses: () => readonly Address[];
  readonly name: string;
  readonly signingKey: Uint8Array;
  /** Called when the session changes, and with what the origin says while it is waited for. */
  readonly changed: (waitingFor: string | undefined) => void;
}

export type JoinOutcome =
  /** Not looked at yet: it may be anything. */
  | { readonly kind: "certificate"; readonly certificate: Uint8Array }
  | { readonly kind: "refused"; readonly why: string }
  /** The endpoint was closed. */
  | { readonly kind: "over" };

/** Asks the origin of an invite to be let in, for as long as it takes. Rejects with `signal.reason` between two tries. */
export async function askToJoin(
  clock: Clock,
  request: JoinRequest,
  signal: AbortSignal,
): Promise<JoinOutcome> {
  const { endpoint, invite, addresses, name, signingKey, changed } = request;
  // Also who has a certificate of before: that counts for nothing any more.
  const credential = (): Uint8Array => emptyBytes;
  const session = endpoint.connect({ key: invite.originKey, addresses, credential });
  session.onState(() => changed(undefined));
  const object = encodeObject({ kind: "join", token: invite.token, name, signingKey });
  const ask = { object, class: "urgent", deadlineUs: Number.POSITIVE_INFINITY } as const;
  let outcome = await session.fetch(ask).done;
  // The origin has too much to do, or its disk is full: that passes, the invite stays good.
  while (outcome.kind === "refused" && passing.includes(outcome.code)) {
    changed(outcome.message);
    await sleep(clock, joinRetryUs, signal);
    outcome = await session.fetch(ask).done;
  }
  session.close();
  if (outcome.kind === "refused") return { kind: "refused", why: outcome.message };
  if (outcome.kind !== "complete") return { kind: "over" };
  return { kind: "certificate", certificate: joinSymbols(outcome.symbols) };
}
