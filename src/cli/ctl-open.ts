/**
 * Finds the speaker that `ctl` is meant for and connects to it: by its data
 * folder, or over the network by name or address with what pairing left.
 */
import { parseAddress } from "../base/address.ts";
import { SpeakerError } from "../base/errors.ts";
import { usPerS } from "../base/units.ts";
import { ControlClient, type ControlTarget } from "../control/client.ts";
import { ControlError } from "../control/errors.ts";
import { type KnownSpeaker, KnownSpeakers } from "../control/known-speakers.ts";
import type { Remote } from "../control/remote.ts";
import type { SeenNode } from "../discovery/nodes.ts";
import type { Disk } from "../ports/disk.ts";
import { NetworkError } from "../ports/errors.ts";
import type { KeyInput } from "../ports/key-input.ts";
import type { Address, Network } from "../ports/network.ts";
import type { ProcessRunner } from "../ports/process.ts";
import type { SecretInput } from "../ports/secret-input.ts";
import type { Terminal } from "../ports/terminal.ts";
import { configDir, defaultDataDir, userTitle } from "./environment.ts";
import { briefLookUs, type LookPorts, lookAround } from "./look-around.ts";
import type { CtlTarget } from "./options.ts";
import { runtimeSockets } from "./runtime-sockets.ts";
import { nearestName } from "./suggest.ts";

export interface CtlPorts extends LookPorts {
  readonly network: Network;
  readonly disk: Disk;
  readonly processes: ProcessRunner;
  readonly terminal: Terminal;
  readonly secrets: SecretInput;
  readonly keys: KeyInput;
}

/** What one of several places gets to answer in: a speaker on the LAN takes milliseconds. */
const placePatienceUs = 3 * usPerS;
/** Places on the LAN that are tried: a speaker's few interfaces. */
const placesMax = 4;
const pairRemedy = "run on the speaker: nightjar ctl --data DIR pair";

export function knownSpeakers(ports: CtlPorts): KnownSpeakers {
  return new KnownSpeakers(ports.disk, configDir(ports.environment));
}

/** Throws ControlError, NetworkError, DiskError, each with what to do. */
export async function openSpeaker(
  ports: CtlPorts,
  target: CtlTarget,
  signal: AbortSignal,
): Promise<ControlClient> {
  const who = { name: userTitle(ports.environment), kind: "cli" };
  if (target.by === "speaker") return await firstOf(ports, target.speaker, who, signal);
  return await inFolder(ports, target, who, signal);
}

/** The first place that turns out to be the speaker: what is seen on the LAN may be gone, or a lie. */
async function firstOf(
  ports: CtlPorts,
  speaker: string,
  who: { readonly name: string; readonly kind: string },
  signal: AbortSignal,
): Promise<ControlClient> {
  const places = await onNetwork(ports, speaker, signal);
  const last = places.at(-1);
  for (const place of places.slice(0, -1)) {
    const patience = new AbortController();
    const cancel = ports.clock.after(placePatienceUs, () => patience.abort(new Error("no answer")));
    try {
      return await ControlClient.connect(
        ports,
        place,
        who,
        AbortSignal.any([signal, patience.signal]),
      );
    } catch (error) {
      const passing = error instanceof SpeakerError || patience.signal.aborted;
      if (signal.aborted || !passing) throw error;
    } finally {
      cancel();
    }
  }
  if (last === undefined) throw unknownSpeaker(speaker);
  try {
    return await ControlClient.connect(ports, last, who, signal);
  } catch (error) {
    throw withRemedy(error);
  }
}

function withRemedy(error: unknown): unknown {
  const isSilent = error instanceof NetworkError && error.code === "connection-refused";
  if (!isSilent || error.remedy !== undefined) return error;
  return new NetworkError(error.code, error.message, {
    remedy: "is the speaker running, and is that its control port? see: nightjar ctl speakers",
    cause: error,
  });
}

/** What a speaker that died has left there answers no more; the next one may. */
async function inFolder(
  ports: CtlPorts,
  target: FolderTarget,
  who: { readonly name: string; readonly kind: string },
  signal: AbortSignal,
): Promise<ControlClient> {
  const dir = folderOf(ports, target);
  for (const path of await socketsIn(ports, dir)) {
    try {
      return await ControlClient.connect(ports, { kind: "unix", path }, who, signal);
    } catch (error) {
      if (!(error instanceof NetworkError) || error.code !== "connection-refused") throw error;
    }
  }
  throw new NetworkError("connection-refused", `no speaker is running in ${dir}`, {
    remedy: `start one with: nightjar start, or nightjar speaker --data ${dir}`,
  });
}

type FolderTarget = CtlTarget & { readonly by: "data" | "default" };

/** Whether a speaker of this folder has left its socket there. */
export async function isRunning(ports: CtlPorts, target: FolderTarget): Promise<boolean> {
  return (await socketsIn(ports, folderOf(ports, target))).length > 0;
}

function folderOf({ environment }: CtlPorts, target: FolderTarget): string {
  return target.by === "data" ? target.dir : defaultDataDir(environment);
}

async function socketsIn(ports: CtlPorts, dir: string): Promise<readonly string[]> {
  const { disk } = ports;
  // A household in a box keeps its first speaker there.
  const folders = [dir, disk.join(dir, "speaker-1")];
  const paths: string[] = [];
  for (const folder of folders)
    paths.push(disk.join(folder, "control.sock"), ...(await runtimeSockets(ports, folder)));
  const there = await Promise.all(paths.map(async (path) => (await disk.stat(path)) !== undefined));
  return paths.filter((_, i) => there[i]);
}

async function onNetwork(
  ports: CtlPorts,
  speaker: string,
  signal: AbortSignal,
): Promise<readonly ControlTarget[]> {
  const known = knownSpeakers(ports);
  const [key, speakers] = [await known.key(), await known.list()];
  if (key === undefined || speakers.length === 0) {
    throw new ControlError("not-paired", "this user is paired with no speaker", {
      remedy: pairRemedy,
    });
  }
  const given = parseAddress(speaker);
  if (given !== undefined) {
    const [host = given.host] = await ports.network.resolve(given.host, signal);
    const keyHashes = speakers.map(({ keyHash }) => keyHash);
    return [{ kind: "tls", address: { host, port: given.port }, keyHashes, ...key }];
  }
  const { paired, seen } = await lookUp(ports, speakers, speaker, signal);
  const stored = parseAddress(paired.address);
  const places = [...seen, ...(stored === undefined ? [] : [stored])];
  return places.map((address) => ({ kind: "tls", address, keyHashes: [paired.keyHash], ...key }));
}

/**
 * A speaker that this user is paired with, and where it is seen on the LAN; by its own name, its id,
 * or its name there. One that it is paired with is meant before a stranger of the same name.
 */
async function lookUp(
  ports: CtlPorts,
  speakers: readonly KnownSpeaker[],
  name: string,
  signal: AbortSignal,
): Promise<{ readonly paired: KnownSpeaker; readonly seen: readonly Address[] }> {
  const named = onlyOne(name, byName(speakers, name));
  const isIt = (node: SeenNode): boolean =>
    node.controlPort !== undefined &&
    (named === undefined ? goesBy(node, name) : node.id === named.id);
  // By a name that is the LAN's alone there may be two.
  const enough = (all: readonly SeenNode[]): boolean => named !== undefined && all.some(isIt);
  const around = await lookAround(ports, { enough, limitUs: briefLookUs }, signal);
  const nodes = around.filter(isIt);
  const ids = new Set(nodes.map(({ id }) => id));
  const onLan = speakers.filter(({ id }) => ids.has(id));
  const paired = named ?? onlyOne(name, onLan);
  if (paired === undefined) throw notPaired(speakers, name, around);
  const seen = nodes
    .filter(({ id }) => id === paired.id)
    .flatMap((node) =>
      node.addresses.map(({ host, port }) => ({ host, port: node.controlPort ?? port })),
    );
  return { paired, seen: seen.slice(0, placesMax) };
}

function goesBy({ id, name, service }: SeenNode, wanted: string): boolean {
  const folded = wanted.toLowerCase();
  return id === wanted || name.toLowerCase() === folded || service.toLowerCase() === folded;
}

function notPaired(
  speakers: readonly KnownSpeaker[],
  name: string,
  around: readonly SeenNode[],
): ControlError {
  if (around.some((node) => node.role === "speaker" && goesBy(node, name))) {
    const what = `"${name}" is on the network, but this user is not paired with it`;
    return new ControlError("not-paired", what, { remedy: pairRemedy });
  }
  const names = speakers.map((speaker) => speaker.name);
  const seen = around.filter(({ role }) => role === "speaker").map((node) => node.name);
  const near = nearestName(name, [...names, ...seen]);
  const what = `no paired speaker is called "${name}"`;
  const paired = `paired are: ${speakers.map(labelOf(names)).join(", ")}; to pair another ${pairRemedy}`;
  if (near === undefined) return new ControlError("not-paired", what, { remedy: paired });
  return new ControlError("not-paired", what, { remedy: `did you mean "${near}"? ${paired}` });
}

/** Its name; with its id where another has the same. */
function labelOf(names: readonly string[]): (speaker: KnownSpeaker) => string {
  const folded = names.map((name) => name.toLowerCase());
  return ({ id, name }) => {
    const isOnly = folded.indexOf(name.toLowerCase()) === folded.lastIndexOf(name.toLowerCase());
    return isOnly ? name : `${name} (${id})`;
  };
}

function byName(speakers: readonly KnownSpeaker[], name: string): readonly KnownSpeaker[] {
  const byId = speakers.filter(({ id }) => id === name);
  if (byId.length > 0) return byId;
  return speakers.filter((speaker) => speaker.name.toLowerCase() === name.toLowerCase());
}

/** Undefined where there is none. Throws ControlError `refused` where there are several. */
function onlyOne(name: string, found: readonly KnownSpeaker[]): KnownSpeaker | undefined {
  if (found.length < 2) return found[0];
  const which = found.map(({ id, address }) => `${id} (${address})`).join(" or ");
  throw new ControlError("refused", `${found.length} paired speakers are called "${name}"`, {
    remedy: `say which by its id: ${which}`,
  });
}

function unknownSpeaker(name: string): ControlError {
  return new ControlError("not-paired", `it is not known where "${name}" is`, {
    remedy: "give its HOST:PORT",
  });
}

/** What a command needs of its surroundings. */
export interface Ctl {
  readonly ports: CtlPorts;
  readonly client: ControlClient;
  readonly remote: Remote;
  readonly json: boolean;
}
