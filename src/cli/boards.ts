/** Profiles of boards: found by name or file, listed, and shown line by line (`nightjar boards`). */
import { utf8Text } from "../base/bytes.ts";
import { SpeakerError } from "../base/errors.ts";
import { BoardError } from "../board/errors.ts";
import { profileBytesMax } from "../board/limits.ts";
import {
  type BoardProfile,
  type ButtonSpec,
  type LightState,
  lightStates,
} from "../board/profile.ts";
import { readProfile } from "../board/profile-reader.ts";
import { DiskError } from "../ports/errors.ts";
import { painter, table } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";
import type { BoardsOptions } from "./options.ts";
import { didYouMean } from "./suggest.ts";

const ending = ".toml";

/** `board`: the name of a profile that comes with Nightjar, or a file. Throws BoardError, DiskError. */
export async function findBoard(
  { disk, boardsFolder }: Pick<Machine, "disk" | "boardsFolder">,
  board: string,
): Promise<BoardProfile> {
  const isFile = board.includes("/") || board.endsWith(ending);
  const file = isFile ? board : disk.join(boardsFolder, `${board}${ending}`);
  const found = await disk.stat(file);
  if (found?.kind !== "file") {
    const known = await boardNames({ disk, boardsFolder });
    const near = isFile ? "" : didYouMean(board, known);
    throw new BoardError("no-profile", `there is no board "${board}"${near}`, {
      remedy: "nightjar boards lists those that are known; a file of your own is FILE.toml",
    });
  }
  if (found.sizeBytes > profileBytesMax)
    throw new BoardError("bad-profile", `${file} is too long for a board's profile`, {
      remedy: "check the path",
    });
  const text = utf8Text(await disk.readFile(file));
  if (text === undefined)
    throw new BoardError("bad-profile", `${file} is not text`, { remedy: "check the path" });
  return readProfile(text, file);
}

async function boardNames({
  disk,
  boardsFolder,
}: Pick<Machine, "disk" | "boardsFolder">): Promise<string[]> {
  const entries = await disk.list(boardsFolder);
  const names = entries.map(({ name }) => name).filter((name) => name.endsWith(ending));
  return names.map((name) => name.slice(0, -ending.length)).sort();
}

/** Throws what findBoard throws. */
export async function showBoards(machine: Machine, { board, json }: BoardsOptions): Promise<void> {
  const { out } = machine.terminal;
  if (board !== undefined) {
    const profile = await findBoard(machine, board);
    out.write(json ? jsonLine(profile) : linesText(machine, profile));
    return;
  }
  const rows = await Promise.all(
    (await boardNames(machine)).map(async (id) => ({ id, ...(await findBoard(machine, id)) })),
  );
  const here = await labelsHere(machine);
  const listed = rows.map(({ id, about, chip, output, overlay }) => {
    const isHere = chip.some((label) => here.includes(label));
    return { id, about, here: isHere, output: output ?? null, overlay: overlay ?? null };
  });
  if (json) {
    out.write(jsonLine(listed));
    return;
  }
  const titles = [{ title: "BOARD" }, { title: "FITS" }, { title: "ABOUT", shrinks: true }];
  const cells = listed.map(({ id, here: isHere, about }) => [id, isHere ? "yes" : "", about]);
  out.write(`${table(titles, cells, pageOf(machine)).join("\n")}\n`);
}

/** A machine without FFI, or one whose chips we may not read, has none that fits. */
async function labelsHere({ openGpio }: Machine): Promise<string[]> {
  try {
    return (await openGpio()).chips().map(({ label }) => label);
  } catch (error) {
    if (!(error instanceof SpeakerError) || error instanceof DiskError) throw error;
    return [];
  }
}

function linesText(machine: Machine, profile: BoardProfile): string {
  const { about, chip, output, overlay } = profile;
  const titles = [{ title: "LINE" }, { title: "IS" }, { title: "DOES", shrinks: true }];
  const head = [
    about,
    `GPIO chip: ${chip.join(" or ")}`,
    ...(output === undefined ? [] : [`sound: --output ${output}`]),
    ...(overlay === undefined ? [] : [`device-tree overlay: ${overlay}`]),
  ];
  const rows = rowsOf(profile);
  const lines = rows.length === 0 ? [] : ["", ...table(titles, rows, pageOf(machine))];
  return `${[...head, ...lines].join("\n")}\n`;
}

function pageOf({ terminal: { out } }: Machine) {
  return { width: out.columns, paint: painter(out.colour) };
}

function rowsOf({ buttons, encoders, lights, amplifier, reserved }: BoardProfile): string[][] {
  return [
    ...buttons.map((spec) => [String(spec.line), `button "${spec.name}"`, tasksOf(spec)]),
    ...encoders.map(({ lineA, lineB, name }) => [`${lineA}, ${lineB}`, `knob "${name}"`, "volume"]),
    ...lights.map(({ line, name, shows }) => [String(line), `light "${name}"`, showsText(shows)]),
    ...(amplifier === undefined
      ? []
      : [[String(amplifier.line), "amplifier", "off while nothing plays"]]),
    ...(reserved.length === 0 ? [] : [[reserved.join(", "), "sound card", ""]]),
  ];
}

function tasksOf({ click, double, hold, veryLong }: ButtonSpec): string {
  const tasks = { click, double, hold, "very long": veryLong };
  return Object.entries(tasks)
    .filter(([, task]) => task !== undefined)
    .map(([gesture, task]) => `${gesture}: ${task}`)
    .join(", ");
}

function showsText(shows: readonly LightState[]): string {
  return shows.length === lightStates.length ? "all there is to show" : shows.join(", ");
}
