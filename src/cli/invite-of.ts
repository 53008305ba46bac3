/** The invite on a daemon's command line. */
import { assertNotExpired, type Invite, parseInvite } from "../household/invite.ts";
import { decodeMembership } from "../household/membership.ts";
import type { Machine } from "./machine.ts";

/** An invite that was used before is fine, expired or not: the same command line starts the same speaker again. */
export async function inviteOf(
  { disk, clock }: Machine,
  { join, dataDir }: { readonly join: string | undefined; readonly dataDir: string },
): Promise<Invite | undefined> {
  if (join === undefined) return undefined;
  const invite = parseInvite(join);
  const path = disk.join(dataDir, "membership.json");
  const there = (await disk.stat(path)) !== undefined;
  const member = there && decodeMembership(await disk.readFile(path)) !== undefined;
  if (!member) assertNotExpired(invite, clock.wallMs());
  return invite;
}
