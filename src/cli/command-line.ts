/**
 * From the words of a command line to the command they name, and to its exit code.
 *
 * Each command's code is loaded when it is named: a speaker has none of an origin
 * in memory, and a remote's command starts without either.
 */
import { unreachable } from "../base/assert.ts";
import { SpeakerError } from "../base/errors.ts";
import type { Machine } from "./machine.ts";
import { isUsageError, type ParsedCommand } from "./options.ts";
import { parseCommandLine } from "./parse.ts";

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
      out.write((await import("./help.ts")).helpText(parsed.topic));
      return 0;
    case "completion":
      out.write((await import("./completion.ts")).completionScript(parsed.shell));
      return 0;
    case "version":
      out.write(`nightjar ${machine.version}\n`);
      return 0;
    case "start":
      await (await import("./run-start.ts")).runStart(machine, parsed.options, signal);
      return 0;
    case "origin":
      await (await import("./run-origin.ts")).runOrigin(machine, parsed.options, signal);
      return 0;
    case "speaker":
      await (await import("./run-speaker.ts")).runSpeaker(machine, parsed.options, signal);
      return 0;
    case "ctl":
      return await (await import("./ctl.ts")).runCtl(machine, parsed.options, signal);
    default:
      await inFull(runOnce(machine, parsed, signal), signal);
      return 0;
  }
}

type Daemon = "start" | "origin" | "speaker";
type OneShot = Exclude<ParsedCommand, { kind: Daemon | "help" | "version" | "completion" | "ctl" }>;

/** What has a piece of work and ends with it. */
async function runOnce(machine: Machine, parsed: OneShot, signal: AbortSignal): Promise<void> {
  switch (parsed.kind) {
    case "origin-household":
      return (await import("./origin-members.ts")).household(
        machine,
        parsed.options,
        parsed.action,
        signal,
      );
    case "origin-library":
      return (await import("./origin-commands.ts")).library(machine, parsed.options, parsed.query);
    case "origin-events":
      return (await import("./origin-commands.ts")).events(
        machine,
        parsed.options,
        parsed.view,
        signal,
      );
    case "origin-stats":
      return (await import("./origin-commands.ts")).stats(machine, parsed.options, signal);
    case "origin-backup":
      return (await import("./origin-backup.ts")).backup(machine, parsed.options, signal);
    case "origin-restore":
      return (await import("./origin-backup.ts")).restore(machine, parsed.options, signal);
    case "origin-scrobble":
      return (await import("./origin-scrobble.ts")).scrobble(machine, parsed.options, signal);
    case "sound-cards":
      return (await import("./sound-cards.ts")).listSoundCards(machine, parsed.options);
    case "boards":
      return (await import("./boards.ts")).showBoards(machine, parsed.options);
    case "factory-reset":
      return (await import("./factory-reset.ts")).factoryReset(machine, parsed.options, signal);
    case "update":
      return (await import("./update.ts")).update(machine, parsed.options, signal);
    case "cast-root":
      return (await import("./cast-root.ts")).castRoot(machine, parsed.options);
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
