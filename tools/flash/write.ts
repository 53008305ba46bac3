/**
 * `flash write IMAGE DISK`: everything is looked at before the card is touched
 * (the disk, the settings, the whole image), then asked, written, read back.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { bytesText, spanText } from "../../src/cli/format.ts";
import type { SetupNetwork } from "../../src/household/provisioning.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { mapNameOf, type WriteCommand } from "./command-line.ts";
import { FlashError } from "./errors.ts";
import { demandMtools, layBootFile } from "./host/boot-files.ts";
import { type CardPlace, DiskCard } from "./host/disk-card.ts";
import { openImage } from "./host/image.ts";
import { run } from "./host/programs.ts";
import { readPlan } from "./host/read-plan.ts";
import { diskNameOf, recordMachine } from "./host/record-tree.ts";
import type { Screen } from "./host/screen.ts";
import { StateStore } from "./host/state-store.ts";
import { holdsSteps, probeCard, verifySteps, writeSteps } from "./host/write-steps.ts";
import { mapBytesMax } from "./limits.ts";
import { type BlockMap, parseBlockMap } from "./model/block-map.ts";
import { chooseDisk, refuseSmall } from "./model/choose.ts";
import type { Disk } from "./model/disks.ts";
import type { Plan } from "./model/plan.ts";
import { samplesOf, stepsDone } from "./model/resume.ts";
import { demandGood } from "./model/verdict.ts";
import { type BootFile, readSettings } from "./settings.ts";
import { setupNetworkText } from "./setup-network.ts";

/** What is to be written on, before it is opened. */
interface Target extends CardPlace {
  readonly identity: string;
  readonly label: string;
}

interface Outcome {
  readonly plan: Plan;
  readonly cardBytes: number;
  readonly resumedAt: number;
}

interface Reported extends Outcome {
  /** Made up for this card. */
  readonly setupNetwork: SetupNetwork | undefined;
}

/** Throws FlashError and others that say what went wrong; aborting leaves a state to go on from. */
export async function writeImage(
  screen: Screen,
  command: WriteCommand,
  signal: AbortSignal,
): Promise<void> {
  const startUs = new NodeClock().nowUs();
  const target = targetOf(command);
  const { settings } = command;
  if (settings !== undefined) await demandMtools();
  const bootFile = settings === undefined ? undefined : await readSettings(settings, signal);
  const plan = await readImage(screen, command, signal);
  refuseSmall(target.sizeBytes, target.name, plan.imageBytes);
  await confirm(screen, command, target, plan, signal);
  await release(command, target);
  const outcome = await onCard(screen, { command, target, plan, bootFile }, signal);
  const tookUs = new NodeClock().nowUs() - startUs;
  report(screen, command, target, { ...outcome, setupNetwork: bootFile?.setupNetwork }, tookUs);
}

function targetOf(command: WriteCommand): Target {
  if (command.file) return fileTarget(command.target);
  const machine = recordMachine();
  const disk = chooseDisk(machine, { ...command, disk: diskNameOf(command.target) });
  const dev = machine.blocks[`${disk.name}/dev`];
  return { ...disk, dev: dev ?? "", label: labelOf(disk) };
}

function fileTarget(file: string): Target {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    throw new FlashError("no-such-disk", `${file} is no regular file`, {
      remedy: "leave --file away to write a disk",
    });
  }
  const place = found === undefined ? path.resolve(file) : realpathSync(file);
  const name = path.basename(file);
  const { POSITIVE_INFINITY: sizeBytes } = Number;
  return { path: place, name, sizeBytes, dev: undefined, identity: `file ${place}`, label: file };
}

function labelOf(disk: Disk): string {
  const parts = disk.partitions.length;
  const what = [
    disk.model,
    bytesText(disk.sizeBytes),
    parts === 1 ? "1 partition" : `${parts} partitions`,
  ];
  return `${disk.path} (${what.filter((part) => part !== "").join(", ")})`;
}

async function readImage(
  screen: Screen,
  command: WriteCommand,
  signal: AbortSignal,
): Promise<Plan> {
  const map = findMap(command);
  await using image = await openImage(command.image);
  return await screen.during("reading", (onProgress) => readPlan(image, map, onProgress, signal));
}

function findMap({ image, bmap }: WriteCommand): BlockMap | undefined {
  if (bmap === "none") return undefined;
  const places = bmap === undefined ? [`${image}.bmap`, mapNameOf(image)] : [bmap];
  const file = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
  if (file !== undefined && statSync(file).size <= mapBytesMax)
    return parseBlockMap(readFileSync(file, "utf8"));
  if (file === undefined && bmap === undefined) return undefined;
  throw new FlashError(
    "bad-map",
    `there is no block map ${file ?? bmap} of at most ${bytesText(mapBytesMax)}`,
    {
      remedy: "name another, or write without: --no-bmap",
    },
  );
}

async function confirm(
  screen: Screen,
  { yes }: WriteCommand,
  { name, label }: Target,
  plan: Plan,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return;
  screen.say(`${bytesText(plan.imageBytes)} will be written to ${label}; what is on it is lost.`);
  const typed = await screen.ask(`Type ${name} to go on: `, signal);
  if (typed === name) return;
  const message = typed === undefined ? "there is no terminal to ask on" : "it was not confirmed";
  const remedy =
    typed === undefined ? "say it beforehand: --yes" : `nothing was written; type ${name}`;
  throw new FlashError("not-confirmed", message, { remedy });
}

/** Unmounts what may be, and looks again: much can happen while somebody types. */
async function release(command: WriteCommand, target: Target): Promise<void> {
  if (command.file) return;
  const wanted = { ...command, disk: target.name };
  const points = chooseDisk(recordMachine(), wanted).uses.flatMap((use) =>
    use.kind === "mount" ? [use.point] : [],
  );
  for (const point of points.reverse()) {
    const { status, said } = await run("umount", ["--", point]);
    if (status === 0) continue;
    const remedy = "close what uses it, and try again";
    throw new FlashError("in-use", `cannot unmount ${point}: ${said}`, { remedy });
  }
  const now = chooseDisk(recordMachine(), { ...wanted, unmount: false });
  if (now.identity === target.identity) return;
  throw new FlashError("no-such-disk", `${target.name} is another disk now`, {
    remedy: "nothing was written; start again",
  });
}

interface Work {
  readonly command: WriteCommand;
  readonly target: Target;
  readonly plan: Plan;
  readonly bootFile: BootFile | undefined;
}

async function onCard(screen: Screen, work: Work, signal: AbortSignal): Promise<Outcome> {
  const { command, target, plan, bootFile } = work;
  await using card = await DiskCard.open(target);
  const states = new StateStore(target.identity);
  if (command.probe) {
    states.forget();
    const salt = randomBytes(8).toString("hex");
    const verdict = await screen.during("probing", (onProgress) =>
      probeCard(card, salt, onProgress, signal),
    );
    demandGood(verdict, target.name, target.sizeBytes);
  }
  const from = await placeOf(screen, work, states, card);
  await using image = await openImage(command.image);
  const cardBytes = await screen.during("writing", (onProgress) => {
    const onKept = async (steps: number): Promise<void> => states.write(plan.id, steps);
    return writeSteps({ card, image, plan, from, onProgress, onKept }, signal);
  });
  await card.cutTo(plan.imageBytes);
  if (command.verify) {
    const verdict = await screen.during("checking", (onProgress) =>
      verifySteps(card, plan, onProgress, signal),
    );
    if (verdict.kind !== "good") states.forget();
    demandGood(verdict, target.name, target.sizeBytes);
  }
  if (bootFile !== undefined) await layBootFile(card, target.path, bootFile.bytes);
  states.forget();
  return { plan, cardBytes, resumedAt: from };
}

/** Steps that an earlier write has done; who does not read back begins anew, for nothing would find a changed card. */
async function placeOf(
  screen: Screen,
  { command, target, plan }: Work,
  states: StateStore,
  card: DiskCard,
): Promise<number> {
  if (command.fresh || !command.verify) return 0;
  const done = stepsDone(states.read(), target.identity, plan);
  if (done === 0) return 0;
  if (!(await holdsSteps(card, samplesOf(plan, done)))) {
    screen.say("the card is not as the interrupted write left it: it begins anew");
    return 0;
  }
  screen.say(`goes on at ${bytesText(plan.steps[done]?.at ?? plan.imageBytes)}`);
  return done;
}

function report(
  screen: Screen,
  { json, verify, settings }: WriteCommand,
  { name }: Target,
  { plan, cardBytes, resumedAt, setupNetwork }: Reported,
  tookUs: number,
): void {
  if (json) {
    const { imageBytes, writtenBytes: mappedBytes } = plan;
    const fields = { imageBytes, mappedBytes, cardBytes, resumedAtStep: resumedAt };
    const more = {
      verified: verify,
      settings: settings !== undefined,
      ...(setupNetwork === undefined ? {} : { setupNetwork }),
      tookMs: Math.round(tookUs / 1e3),
    };
    screen.terminal.out.write(`${JSON.stringify({ ok: true, disk: name, ...fields, ...more })}\n`);
    return;
  }
  const parts = [`${bytesText(plan.imageBytes)} in ${spanText(tookUs / 1e6)}`];
  if (cardBytes < plan.imageBytes) parts.push(`${bytesText(cardBytes)} had to be written`);
  parts.push(verify ? "read back and right" : "not read back");
  if (settings !== undefined) parts.push("settings laid down");
  const { out } = screen.terminal;
  out.write(`${name}: ${parts.join(", ")}\n`);
  if (setupNetwork !== undefined) out.write(setupNetworkText(setupNetwork, out));
}
