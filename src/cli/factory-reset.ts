/** `nightjar factory-reset`: forgets everything a speaker knows, and only when it is asked for twice. */
import { SpeakerError } from "../base/errors.ts";
import { isSpeakerFolder, pendingEventsOf, resetSpeaker } from "../player/factory-reset.ts";
import { countText } from "./format.ts";
import type { Machine } from "./machine.ts";
import type { ResetOptions } from "./options.ts";

/** Throws DiskError `in-use` while a speaker runs there, SpeakerError where it was not asked for in full. */
export async function factoryReset(
  machine: Machine,
  { dataDir, yes, losePlays }: ResetOptions,
  signal: AbortSignal,
): Promise<void> {
  const { disk, terminal } = machine;
  // Before the lock, which would leave its file in a stranger's folder.
  if (!(await isSpeakerFolder(disk, dataDir))) throw notOne(dataDir);
  await using _alone = await disk.lock(disk.join(dataDir, "lock"));
  const pendingEvents = await pendingEventsOf(machine, dataDir, signal);
  if (pendingEvents !== 0 && !losePlays)
    throw new SpeakerError(
      "plays-not-counted",
      `${told(pendingEvents)} in ${dataDir} never reached the origin and would be lost`,
      { remedy: "start the speaker where it reaches its origin, or add --lose-plays" },
    );
  if (!yes)
    throw new SpeakerError(
      "not-confirmed",
      `this makes the speaker in ${dataDir} forget its household, its queue, its remotes and its cache`,
      { remedy: "if that is what you want, add --yes" },
    );
  await resetSpeaker(disk, dataDir);
  terminal.out.write(`the speaker in ${dataDir} is as new; it can join a household again\n`);
}

/** A card in trouble may hold any number of them. */
function told(pendingEvents: number | undefined): string {
  if (pendingEvents === undefined) return "play events that cannot be counted";
  return countText(pendingEvents, "play event");
}

function notOne(dataDir: string): SpeakerError {
  return new SpeakerError("not-a-speaker", `${dataDir} is not the data folder of a speaker`, {
    remedy: "check the path",
  });
}
