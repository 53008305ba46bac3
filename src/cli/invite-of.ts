/** The invite on a daemon's command line, or the one that systemd hands it. */
import { describeError } from "../base/errors.ts";
import { assertNotExpired, type Invite, parseInvite } from "../household/invite.ts";
import { decodeMembership } from "../household/membership.ts";
import { credentialBytesMax } from "./limits.ts";
import type { Machine } from "./machine.ts";

/** Of systemd.exec(5), LoadCredential=: not on a command line, where every user of the machine would read it. */
const credentialName = "nightjar.invite";

interface Place {
  readonly join: string | undefined;
  readonly dataDir: string;
}

type Needed = Pick<Machine, "disk" | "clock" | "log" | "environment">;

/** An invite that was used before is fine, expired or not: the same command line starts the same speaker again. */
export async function inviteOf(machine: Needed, place: Place): Promise<Invite | undefined> {
  if (place.join === undefined) return handedInvite(machine, place.dataDir);
  return usable(machine, place.join, place.dataDir);
}

/** One that lies there from before is no reason not to play: the speaker goes on without. */
async function handedInvite(machine: Needed, dataDir: string): Promise<Invite | undefined> {
  const { disk, environment, log } = machine;
  const folder = environment.variables["CREDENTIALS_DIRECTORY"];
  if (!folder) return undefined;
  const path = disk.join(folder, credentialName);
  try {
    const found = await disk.stat(path);
    if (found?.kind !== "file" || found.sizeBytes > credentialBytesMax) return undefined;
    const text = new TextDecoder().decode(await disk.readFile(path));
    return await usable(machine, text.trim(), dataDir);
  } catch (error) {
    log.warn("invite-not-used", { credential: credentialName, why: describeError(error) });
    return undefined;
  }
}

async function usable(
  { disk, clock }: Needed,
  uri: string,
  dataDir: string,
): Promise<Invite | undefined> {
  const invite = parseInvite(uri);
  const path = disk.join(dataDir, "membership.json");
  const there = (await disk.stat(path)) !== undefined;
  const member = there && decodeMembership(await disk.readFile(path)) !== undefined;
  if (!member) assertNotExpired(invite, clock.wallMs());
  return invite;
}
