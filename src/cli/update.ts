/** `nightjar update`: another system for this device, from a channel, a server or a file (docs/UPDATES.md). */

import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { SpeakerError } from "../base/errors.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import { Bundle, type BundleSource } from "../update/bundle.ts";
import { DeviceCard } from "../update/card.ts";
import { channelFile, readChannel } from "../update/channel.ts";
import { UpdateError } from "../update/errors.ts";
import { givenUp, type Installed, install, switchTo } from "../update/installer.ts";
import { keepOffer } from "../update/offer.ts";
import { isSilent } from "../update/silence.ts";
import { armed, otherSlot } from "../update/slots.ts";
import { FileSource, fetchSmall, WebSource } from "../update/source.ts";
import { judge, readSystemFacts, type SystemFacts, systemFile } from "../update/system.ts";
import { stand } from "../update/trial.ts";
import { compareVersions } from "../update/version.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";
import type { UpdateOptions } from "./options.ts";
import { UpdateProgress } from "./update-progress.ts";

/** The updater's own folder, on the data partition (device/image/layout.toml). */
const stateFolder = "/data/update";
const workFolder = "/run/nightjar-update";
/** Of the running system: nightjar-update-look goes by it. */
const trialFolder = "/run/nightjar-trial";
const speakerUnit = "nightjar-speaker.service";

/** Throws SpeakerError. */
export async function update(
  machine: Machine,
  options: UpdateOptions,
  signal: AbortSignal,
): Promise<void> {
  const { disk } = machine;
  const facts = await factsOf(machine);
  // Needs no card, and of the state folder the offer alone: its service has no right to more.
  if (options.action === "look") return look(machine, facts, options, signal);
  const card = await DeviceCard.find(machine, workFolder);
  if (options.action === "trial") return trial(machine, card, signal);
  if (options.action === "status") return status(machine, facts, card, options);
  await disk.makeFolder(stateFolder);
  await using _alone = await disk.lock(disk.join(stateFolder, "lock"));
  if (options.action === "back") return back(machine, card, options, signal);
  if (options.action === "night") return atNight(machine, facts, card, signal);
  await setChannel(machine, options);
  const offer = await offerOf(machine, facts, options, signal);
  if (offer === undefined) {
    const line = `${facts.version} is the newest\n`;
    say(machine, options, { state: "up-to-date", running: facts.version, offered: null }, line);
    return;
  }
  await using owned = offer;
  const { version } = owned.bundle.signed.manifest;
  if (options.action === "check") {
    const line = `${version} can be had; ${facts.version} runs\n`;
    say(machine, options, { state: "available", running: facts.version, offered: version }, line);
    return;
  }
  const installed = await put(machine, card, owned.bundle, options, signal);
  const report = { state: "installed", running: facts.version, offered: version };
  const when = options.restart ? "now" : "at the next start";
  const line = `${version} is on slot ${installed.slot}, and is tried ${when}\n`;
  say(machine, options, { ...report, ...installed, restart: options.restart }, line);
  if (options.restart) await restart(machine, signal);
}

async function put(
  machine: Machine,
  card: DeviceCard,
  bundle: Bundle,
  { json }: Pick<UpdateOptions, "json">,
  signal: AbortSignal,
): Promise<Installed> {
  using progress = new UpdateProgress(machine, json);
  const ports = { card, disk: machine.disk };
  const installed = await install(ports, bundle, (now) => progress.show(now), signal);
  await prepareDeadline(machine, card, installed.slot);
  await switchTo(card, installed.slot);
  return installed;
}

/** What the unit nightjar-update-deadline writes where the new system cannot even run this program. */
async function prepareDeadline(
  { disk }: Machine,
  card: DeviceCard,
  slot: Installed["slot"],
): Promise<void> {
  const { record } = await card.records();
  await disk.replaceFile(disk.join(stateFolder, "given-up"), givenUp(record, slot));
}

async function back(
  machine: Machine,
  card: DeviceCard,
  options: UpdateOptions,
  signal: AbortSignal,
): Promise<void> {
  const slot = otherSlot(card.running);
  const { record } = await card.records();
  if (!record.usable[slot])
    throw new UpdateError("no-other-system", `there is no whole system on slot ${slot}`, {
      remedy: "install the version that you want: nightjar update --from FILE --allow-downgrade",
    });
  if (record.active !== card.running)
    throw new UpdateError("update-on-trial", "the running system is on trial and goes by itself", {
      remedy: "restart the device",
    });
  await prepareDeadline(machine, card, slot);
  await card.note(armed(record, slot));
  const when = options.restart ? "now" : "at the next start";
  say(
    machine,
    options,
    { state: "installed", slot, restart: options.restart },
    `slot ${slot} is tried ${when}\n`,
  );
  if (options.restart) await restart(machine, signal);
}

async function status(
  machine: Machine,
  facts: SystemFacts,
  card: DeviceCard,
  options: UpdateOptions,
): Promise<void> {
  const { record } = await card.records();
  const { active, trying, triesLeft, usable } = record;
  const other = otherSlot(card.running);
  const report = {
    running: { slot: card.running, version: facts.version, target: facts.target },
    active,
    trying: trying ?? null,
    triesLeft,
    usable,
    channel: (await channelOf(machine, facts)) ?? null,
  };
  const lines = [
    `slot ${card.running} runs ${facts.version} (${facts.target})`,
    trying === card.running ? "  it is on trial" : "",
    trying === other ? `slot ${other} is tried at the next start` : "",
    usable[other] || trying === other ? "" : `slot ${other} has no whole system`,
    `channel: ${report.channel ?? "none"}`,
  ];
  say(machine, options, report, `${lines.filter((line) => line !== "").join("\n")}\n`);
}

async function trial(machine: Machine, card: DeviceCard, signal: AbortSignal): Promise<void> {
  const { disk, clock, log } = machine;
  const isReady = async (within: AbortSignal): Promise<boolean> => {
    const command = ["systemctl", "is-active", "--quiet", speakerUnit];
    return (await machine.processes.run(command, {}, within)).exitCode === 0;
  };
  const uptime = utf8Text(await disk.readFile("/proc/uptime")) ?? "";
  const upUs = Number.parseFloat(uptime) * 1e6;
  const outcome = await stand({ card, clock, isReady }, upUs, signal);
  log.info("update-trial", { slot: card.running, outcome });
  if (outcome === "failed") return restart(machine, signal);
  // So the deadline has nothing to write.
  await disk.remove(disk.join(stateFolder, "given-up"));
  await disk.makeFolder(trialFolder);
  await disk.replaceFile(disk.join(trialFolder, "won"), new Uint8Array());
}

/** Fetches what is newer. Throws SpeakerError `nothing-new` where `atNight` has nothing to do. */
async function look(
  machine: Machine,
  facts: SystemFacts,
  options: UpdateOptions,
  signal: AbortSignal,
): Promise<void> {
  const { disk, log } = machine;
  if ((await channelOf(machine, facts)) === undefined)
    throw new SpeakerError("nothing-new", "no channel is set, so nothing is looked for", {
      remedy: "nightjar update --channel URL sets one",
    });
  const newer = await offerOfChannel(machine, facts, options, signal);
  if (newer === undefined) throw new SpeakerError("nothing-new", `${facts.version} is the newest`);
  // It waits for a start, or lost its trial.
  if ((await triedVersion(machine)) === newer.version) return;
  await disk.makeFolder(offerFolder(disk));
  await using _alone = await disk.lock(disk.join(offerFolder(disk), "lock"));
  const bundle = await Bundle.open(new WebSource(machine, newer.bundle), facts.keys, signal);
  const { manifest } = bundle.signed;
  judge(facts, manifest, options);
  const fetchedBytes = await keepOffer(disk, offerPath(disk), bundle, signal);
  await disk.syncFolder(offerFolder(disk));
  log.info("update-fetched", { version: manifest.version, fetchedBytes });
}

/** Installs what was fetched, once, and starts it where nobody hears the start. Needs no network. */
async function atNight(
  machine: Machine,
  facts: SystemFacts,
  card: DeviceCard,
  signal: AbortSignal,
): Promise<void> {
  const { record } = await card.records();
  const isThere = record.trying === otherSlot(card.running);
  if (!isThere && !(await installOffer(machine, facts, card, signal))) return;
  const silent = isSilent(await speakerStatus(machine, signal));
  machine.log.info("update-at-night", { restart: silent });
  if (silent) await restart(machine, signal);
}

/** False where nothing was fetched, or what was is not to be installed. */
async function installOffer(
  machine: Machine,
  facts: SystemFacts,
  card: DeviceCard,
  signal: AbortSignal,
): Promise<boolean> {
  const { disk, log } = machine;
  if ((await disk.stat(offerPath(disk))) === undefined) return false;
  await using _alone = await disk.lock(disk.join(offerFolder(disk), "lock"));
  await using file = await disk.open(offerPath(disk), "read");
  const bundle = await Bundle.open(new FileSource(file, offerPath(disk)), facts.keys, signal);
  const { version } = bundle.signed.manifest;
  const isNewer = judge(facts, bundle.signed.manifest, { allowDowngrade: true }) === "newer";
  // It lost its trial, or was taken back: only people ask for it again.
  const isWanted = isNewer && (await triedVersion(machine)) !== version;
  if (isWanted) {
    const { slot } = await put(machine, card, bundle, { json: true }, signal);
    await disk.replaceFile(disk.join(stateFolder, "tried"), utf8Bytes(version));
    log.info("update-installed", { slot, version, running: facts.version });
  }
  await disk.remove(offerPath(disk));
  return isWanted;
}

function triedVersion(machine: Machine): Promise<string | undefined> {
  return textOf(machine, machine.disk.join(stateFolder, "tried"));
}

/** Written by the service that has the network, read by the one that has the card. */
function offerFolder(disk: Disk): string {
  return disk.join(stateFolder, "offer");
}

function offerPath(disk: Disk): string {
  return disk.join(offerFolder(disk), "bundle.njb");
}

/** What the speaker says of itself to systemd; empty where it does not run. */
async function speakerStatus({ processes }: Machine, signal: AbortSignal): Promise<string> {
  const command = ["systemctl", "show", "--property=StatusText", "--value", speakerUnit];
  return utf8Text((await processes.run(command, {}, signal)).stdout) ?? "";
}

interface Offer extends AsyncDisposable {
  readonly bundle: Bundle;
}

/** Undefined where there is nothing newer. */
async function offerOf(
  machine: Machine,
  facts: SystemFacts,
  options: UpdateOptions,
  signal: AbortSignal,
): Promise<Offer | undefined> {
  const { from } = options;
  const place = from ?? (await offerOfChannel(machine, facts, options, signal))?.bundle;
  if (place === undefined) return undefined;
  const isUrl = place.includes("://");
  const file = isUrl ? undefined : await machine.disk.open(place, "read");
  const source: BundleSource =
    file === undefined ? new WebSource(machine, place) : new FileSource(file, place);
  try {
    const bundle = await Bundle.open(source, facts.keys, signal);
    const verdict = judge(facts, bundle.signed.manifest, options);
    // Who names a bundle wants that one, also when it is what runs.
    if (verdict !== "same" || from !== undefined)
      return { bundle, [Symbol.asyncDispose]: async () => file?.[Symbol.asyncDispose]() };
  } catch (error) {
    await file?.[Symbol.asyncDispose]();
    throw error;
  }
  await file?.[Symbol.asyncDispose]();
  return undefined;
}

/** Version and address of the bundle that the channel names, where it is newer. */
async function offerOfChannel(
  machine: Machine,
  facts: SystemFacts,
  { allowDowngrade }: UpdateOptions,
  signal: AbortSignal,
): Promise<{ readonly version: string; readonly bundle: string } | undefined> {
  const address = await channelOf(machine, facts);
  if (address === undefined)
    throw new SpeakerError("no-channel", "this device knows no channel", {
      remedy: "add --channel URL, such as http://nas:7690/stable, or --from FILE",
    });
  const url = new URL(address);
  const name = url.pathname.split("/").at(-1) ?? "";
  const at = new URL(channelFile(name, facts.target), url).href;
  const channel = readChannel(await fetchSmall(machine, at, signal), facts.keys);
  if (channel.channel !== name || channel.target !== facts.target)
    throw new UpdateError("update-not-trusted", `${at} is of another channel`, {
      remedy: "check the channel's address",
    });
  const isNewer = compareVersions(channel.version, facts.version) > 0;
  if (!isNewer && !allowDowngrade) return undefined;
  return { version: channel.version, bundle: new URL(channel.bundle, at).href };
}

function channelPath({ disk }: Machine): string {
  return disk.join(stateFolder, "channel");
}

async function channelOf(machine: Machine, facts: SystemFacts): Promise<string | undefined> {
  const set = await textOf(machine, channelPath(machine));
  if (set === undefined) return facts.channel;
  return URL.canParse(set) ? set : undefined;
}

/** Undefined where there is no such file. */
async function textOf({ disk }: Machine, file: string): Promise<string | undefined> {
  try {
    return utf8Text(await disk.readFile(file))?.trim() ?? "";
  } catch (error) {
    if (error instanceof DiskError && error.code === "not-found") return undefined;
    throw error;
  }
}

async function setChannel(machine: Machine, { channel }: UpdateOptions): Promise<void> {
  if (channel !== undefined)
    await machine.disk.replaceFile(channelPath(machine), utf8Bytes(`${channel}\n`));
}

async function factsOf({ disk }: Machine): Promise<SystemFacts> {
  try {
    return readSystemFacts(await disk.readFile(systemFile));
  } catch (error) {
    if (!(error instanceof DiskError) || error.code !== "not-found") throw error;
    throw new UpdateError("no-slots", "this machine does not run an image of ours", {
      remedy: "where Nightjar was installed by a package, install the newer package",
    });
  }
}

async function restart({ processes }: Machine, signal: AbortSignal): Promise<void> {
  await processes.run(["systemctl", "reboot"], {}, signal);
}

function say(
  { terminal: { out } }: Machine,
  { json }: UpdateOptions,
  document: object,
  text: string,
): void {
  out.write(json ? jsonLine(document) : text);
}
