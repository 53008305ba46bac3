/** `--board`: the front of a speaker, from its profile to the speaker that it acts on. */
import { AmpGate } from "../audio/amp-gate.ts";
import { describeError } from "../base/errors.ts";
import { Board } from "../board/board.ts";
import { BoardError } from "../board/errors.ts";
import type { BoardProfile } from "../board/profile.ts";
import { FrontPanel } from "../control/front-panel.ts";
import type { ControlServer } from "../control/server.ts";
import { pendingEventsOf, resetSpeaker } from "../player/factory-reset.ts";
import type { Speaker } from "../player/speaker.ts";
import { GpioError } from "../ports/errors.ts";
import { findBoard } from "./boards.ts";
import type { Machine } from "./machine.ts";
import { isUsageError, type OutputOption } from "./options.ts";
import { readOutput } from "./values.ts";

export interface OpenBoard extends Disposable {
  /** What the profile says the output is. */
  readonly output: OutputOption | undefined;
  /** The machine with its amplifier. */
  readonly machine: Machine;
  /** From now on its buttons act on the speaker. `reset`: somebody asked for a factory reset. */
  attach(speaker: Speaker, server: ControlServer, reset: () => void): Disposable;
}

/** Lights say "booting" from now on. Throws BoardError, DiskError; lines that cannot be had are said in the log. */
export async function openBoard(machine: Machine, name: string): Promise<OpenBoard> {
  const profile = await findBoard(machine, name);
  const output = outputOf(profile, name);
  const board = await openLines(machine, profile);
  return {
    output,
    machine: board === undefined ? machine : withAmplifier(machine, board, profile),
    attach(model, server, reset) {
      if (board === undefined) return { [Symbol.dispose]: () => undefined };
      const { clock, log } = machine;
      const { pairing, audit } = server;
      return new FrontPanel({ clock, log, model, pairing, audit, reset }, board);
    },
    [Symbol.dispose]: () => board?.[Symbol.dispose](),
  };
}

function outputOf({ output }: BoardProfile, name: string): OutputOption | undefined {
  if (output === undefined) return undefined;
  const read = readOutput(output, "output");
  if (isUsageError(read))
    throw new BoardError("bad-profile", `board ${name}: ${read.message}`, {
      remedy: "mend it and start again",
    });
  return read;
}

async function openLines(machine: Machine, profile: BoardProfile): Promise<Board | undefined> {
  const { clock, log } = machine;
  try {
    return new Board({ gpio: await machine.openGpio(), clock, log }, profile);
  } catch (error) {
    if (!(error instanceof GpioError)) throw error;
    log.error("board-trouble", { board: profile.about, why: describeError(error) });
    return undefined;
  }
}

function withAmplifier(machine: Machine, board: Board, { amplifier }: BoardProfile): Machine {
  if (amplifier === undefined || !board.hasAmplifier) return machine;
  const turn = (on: boolean): void => board.setAmplifier(on);
  return {
    ...machine,
    async openSink(output, signal) {
      const sink = await machine.openSink(output, signal);
      const gate = new AmpGate(sink, machine.clock, turn, amplifier);
      return Object.assign(gate, { pulse: () => sink.pulse() });
    },
  };
}

/** What the very long hold asks for, once the speaker has ended. Throws DiskError. */
export async function resetFolder(machine: Machine, folder: string): Promise<void> {
  const { disk, log } = machine;
  await using _alone = await disk.lock(disk.join(folder, "lock"));
  const { signal } = new AbortController();
  // Whoever holds a button for so long means it: plays that no origin counted are lost, and that is said.
  const playsLost = await pendingEventsOf(machine, folder, signal);
  await resetSpeaker(disk, folder);
  log.warn("factory-reset", { folder, playsLost: playsLost ?? "unknown" });
}
