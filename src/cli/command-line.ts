/** From the words of a command line to the command they name, and to its exit code. */
import { unreachable } from "../base/assert.ts";
import { SpeakerError } from "../base/errors.ts";
import { runCtl } from "./ctl.ts";
import { factoryReset } from "./factory-reset.ts";
import { helpText } from "./help.ts";
import type { Machine } from "./machine.ts";
import { isUsageError, type ParsedCommand } from "./options.ts";
import { backup, restore } from "./origin-backup.ts";
import * as originCommands from "./origin-commands.ts";
import { scrobble } from "./origin-scrobble.ts";
import { parseCommandLine } from "./parse.ts";
import { runOrigin } from "./run-origin.ts";
import { runSpeaker } from "./run-speaker.ts";
import { runStart } from "./run-start.ts";
import { listSoundCards } from "./sound-cards.ts";

/** Code of the error of a command that was stopped before it was done. */
export const interrupted = "interrupted";

/** Exit code of the program. Throws SpeakerError where it could not be done; rejects with `signal.reason` when stopped. */
export async function runCommandLine(
  machine: Machine,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const parsed = parseCommandLine(argv);
  if (isUsageError(parsed)) {
    machine.terminal.err.write(`nightjar: ${parsed.message}\n`);
    return parsed.exitCode;
  }
  return await run(machine, parsed, signal);
}

async function run(machine: Machine, parsed: ParsedCommand, signal: AbortSignal): Promise<number> {
  const { out } = machine.terminal;
  switch (parsed.kind) {
    case "help":
      out.write(helpText(parsed.topic));
      return 0;
    case "version":
      out.write(`nightjar ${machine.version}\n`);
      return 0;
    case "start":
      await runStart(machine, parsed.options, signal);
      return 0;
    case "origin":
      await runOrigin(machine, parsed.options, signal);
      return 0;
    case "speaker":
      await runSpeaker(machine, parsed.options, signal);
      return 0;
    case "origin-invite":
      await inFull(originCommands.invite(machine, parsed.options), signal);
      return 0;
    case "origin-library":
      await inFull(originCommands.library(machine, parsed.options, parsed.query), signal);
      return 0;
    case "origin-events":
      await inFull(originCommands.events(machine, parsed.options, parsed.view, signal), signal);
      return 0;
    case "origin-stats":
      await inFull(originCommands.stats(machine, parsed.options, signal), signal);
      return 0;
    case "origin-backup":
      await inFull(backup(machine, parsed.options, signal), signal);
      return 0;
    case "origin-restore":
      await inFull(restore(machine, parsed.options, signal), signal);
      return 0;
    case "origin-scrobble":
      await inFull(scrobble(machine, parsed.options, signal), signal);
      return 0;
    case "sound-cards":
      await inFull(listSoundCards(machine, parsed.options), signal);
      return 0;
    case "factory-reset":
      await inFull(factoryReset(machine, parsed.options, signal), signal);
      return 0;
    case "ctl":
      return await runCtl(machine, parsed.options, signal);
    default:
      return unreachable(parsed);
  }
}

/** A daemon that is stopped is done; work that is interrupted is not, and scripts must see it. */
async function inFull(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new SpeakerError(interrupted, "interrupted before it was done", { cause });
  }
}
