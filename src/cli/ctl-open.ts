/**
 * Finds the speaker that `ctl` is meant for and connects to it: by its data
 * folder, or over the network by name or address with what pairing left.
 */
import { parseAddress } from "../base/address.ts";
import { ControlClient, type ControlTarget } from "../control/client.ts";
import { ControlError } from "../control/errors.ts";
import { type KnownSpeaker, KnownSpeakers } from "../control/known-speakers.ts";
import type { Remote } from "../control/remote.ts";
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { NetworkError } from "../ports/errors.ts";
import type { Address, Network } from "../ports/network.ts";
import type { Terminal } from "../ports/terminal.ts";
import { configDir, defaultDataDir, type Environment, userTitle } from "./environment.ts";
import type { CtlTarget } from "./options.ts";

export interface CtlPorts {
  readonly environment: Environment;
  readonly network: Network;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly disk: Disk;
  readonly terminal: Terminal;
}

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
  const where =
    target.by === "speaker"
      ? await onNetwork(ports, target.speaker, signal)
      : await inFolder(ports, target);
  const who = { name: userTitle(ports.environment), kind: "cli" };
  return await ControlClient.connect(ports, where, who, signal);
}

async function inFolder(
  ports: CtlPorts,
  target: CtlTarget & { readonly by: "data" | "default" },
): Promise<ControlTarget> {
  const { disk } = ports;
  const dir = target.by === "data" ? target.dir : defaultDataDir(ports.environment);
  // A household in a box keeps its first speaker there.
  const paths = [disk.join(dir, "control.sock"), disk.join(dir, "speaker-1", "control.sock")];
  for (const path of paths) {
    if ((await disk.stat(path)) !== undefined) return { kind: "unix", path };
  }
  throw new NetworkError("connection-refused", `no speaker is running in ${dir}`, {
    remedy: `start one with: nightjar start, or nightjar speaker --data ${dir}`,
  });
}

async function onNetwork(
  ports: CtlPorts,
  speaker: string,
  signal: AbortSignal,
): Promise<ControlTarget> {
  const known = knownSpeakers(ports);
  const [key, speakers] = [await known.key(), await known.list()];
  if (key === undefined || speakers.length === 0) {
    throw new ControlError("not-paired", "this user is paired with no speaker", {
      remedy: pairRemedy,
    });
  }
  const given = parseAddress(speaker);
  const named = given === undefined ? byName(speakers, speaker) : undefined;
  const at = given ?? parseAddress(named?.address ?? "");
  if (at === undefined) throw unknownSpeaker(speaker);
  const [host = at.host] = await ports.network.resolve(at.host, signal);
  const address: Address = { host, port: at.port };
  const keyHashes = (named === undefined ? speakers : [named]).map(({ keyHash }) => keyHash);
  return { kind: "tls", address, keyHashes, ...key };
}

function byName(speakers: readonly KnownSpeaker[], name: string): KnownSpeaker {
  const found = speakers.filter(
    (speaker) => speaker.id === name || speaker.name.toLowerCase() === name.toLowerCase(),
  );
  const [first] = found;
  if (first === undefined) {
    const names = speakers.map((speaker) => speaker.name).join(", ");
    throw new ControlError("not-paired", `no paired speaker is called "${name}"`, {
      remedy: `paired are: ${names}; to pair another ${pairRemedy}`,
    });
  }
  if (found.length === 1) return first;
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
