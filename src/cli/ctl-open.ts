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
import type { Address, Network } from "../ports/network.ts";
import type { Terminal } from "../ports/terminal.ts";
import { configDir, defaultDataDir, userTitle } from "./environment.ts";
import { briefLookUs, type LookPorts, lookAround } from "./look-around.ts";
import type { CtlTarget } from "./options.ts";
import { runtimeSockets } from "./runtime-sockets.ts";

export interface CtlPorts extends LookPorts {
  readonly network: Network;
  readonly disk: Disk;
  readonly terminal: Terminal;
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
  return await ControlClient.connect(ports, last, who, signal);
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

/** A speaker that this user is paired with, and where it is seen on the LAN; by its own name, its id, or its name there. */
async function lookUp(
  ports: CtlPorts,
  speakers: readonly KnownSpeaker[],
  name: string,
  signal: AbortSignal,
): Promise<{ readonly paired: KnownSpeaker; readonly seen: readonly Address[] }> {
  const named = byName(speakers, name);
  const isIt = (node: SeenNode): boolean =>
    node.controlPort !== undefined &&
    (named === undefined ? goesBy(node, name) : node.id === named.id);
  const until = { enough: (all: readonly SeenNode[]) => all.some(isIt), limitUs: briefLookUs };
  const nodes = (await lookAround(ports, until, signal)).filter(isIt);
  const paired = named ?? speakers.find(({ id }) => nodes.some((node) => node.id === id));
  if (paired === undefined) throw notPaired(speakers, name, nodes.length > 0);
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
  isThere: boolean,
): ControlError {
  const names = speakers.map((speaker) => speaker.name).join(", ");
  return isThere
    ? new ControlError(
        "not-paired",
        `"${name}" is on the network, but this user is not paired with it`,
        {
          remedy: pairRemedy,
        },
      )
    : new ControlError("not-paired", `no paired speaker is called "${name}"`, {
        remedy: `paired are: ${names}; to pair another ${pairRemedy}`,
      });
}

/** Undefined where none is called so. Throws ControlError `refused` where several are. */
function byName(speakers: readonly KnownSpeaker[], name: string): KnownSpeaker | undefined {
  const found = speakers.filter(
    (speaker) => speaker.id === name || speaker.name.toLowerCase() === name.toLowerCase(),
  );
  const [first] = found;
  if (found.length < 2) return first;
  throw new ControlError("refused", `${found.length} paired speakers are called "${name}"`, {
    remedy: `use an id: ${found.map(({ id }) => id).join(", ")}`,
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
