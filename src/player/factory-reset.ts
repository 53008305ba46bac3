/**
 * Makes a speaker's data folder one that never was a speaker's: what it knows of
 * household, people and music goes, and its keys are destroyed, so that what the
 * card still holds of the cache is noise.
 *
 * Invariants:
 *   I1  nothing is removed that a speaker did not make; what else lies in the folder stays
 *   I2  after a cut at any moment a second try ends it; until then the folder is an older speaker or none
 */
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import { EventSpool } from "../storage/event-spool.ts";
import { KeyStore } from "../storage/key-store.ts";

export interface ResetPorts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

/** The cache's key before the cache; the certificate before the key that it is for. */
const secretsFirst = "cache";
const files = [
  "membership.json",
  "roll",
  "clients.json",
  "clients.json.damaged",
  "state.ring",
  "habits",
  "sound",
  "name",
  "commons",
  "audit.json",
  "cast-device.pem",
  "urls",
  "played",
  "queue-notes",
  "catalogue",
  "peers",
  "events",
  "chunks.log",
] as const;
const keysLast = ["control", "signing", "link"] as const;

/**
 * What only a speaker has; the key of the link goes last, its second copy at the very end. Folders called
 * `keys` or `events` others have, too, and they are not ours to empty.
 */
const marks = ["keys/link.key", "keys/link.key2", "state.ring"] as const;
/** An origin has keys, too, and what hangs on them is a whole household. */
const originMarks = ["origin.db", "keys/household.key", "keys/household.key2"] as const;

/** Whether the folder is a speaker's. Writes nothing, so the lock need not be held. Throws DiskError. */
export async function isSpeakerFolder(disk: Disk, folder: string): Promise<boolean> {
  const hasAny = async (names: readonly string[]): Promise<boolean> => {
    for (const name of names)
      if ((await disk.stat(disk.join(folder, name))) !== undefined) return true;
    return false;
  };
  return !(await hasAny(originMarks)) && (await hasAny(marks));
}

/**
 * Play events that no origin has taken: they would be lost for good. Undefined where the card does not let
 * them be counted. The folder's lock must be held. Throws DiskError.
 */
export async function pendingEventsOf(
  ports: ResetPorts,
  folder: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const events = ports.disk.join(folder, "events");
  if ((await ports.disk.stat(events)) === undefined) return 0;
  await using spool = await EventSpool.open(ports, { folder: events }, signal);
  const { pending, trouble } = spool.stats();
  return trouble === null ? pending : undefined;
}

/** The folder's lock must be held. Throws DiskError; a second try goes on where this one stopped. */
export async function resetSpeaker(disk: Disk, folder: string): Promise<void> {
  const keys = await KeyStore.open(disk, disk.join(folder, "keys"));
  await keys.destroy(secretsFirst);
  for (const name of files) await disk.remove(disk.join(folder, name));
  await disk.syncFolder(folder);
  for (const name of keysLast) await keys.destroy(name);
}
