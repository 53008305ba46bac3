/** `nightjar origin`: the server of one household, from ready to stop. */
import { Owner } from "../base/owner.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import type { Invite } from "../household/invite.ts";
import { FfmpegTranscoder } from "../origin/ffmpeg-transcoder.ts";
import { figuresSocket, Origin } from "../origin/origin.ts";
import { DiskError } from "../ports/errors.ts";
import { addressText, type StreamListener } from "../ports/network.ts";
import { UpdateSite } from "../update/update-site.ts";
import { announceOrigin, openDirectory } from "./announce.ts";
import { linkMechanisms } from "./environment.ts";
import { IngestProgress } from "./ingest-progress.ts";
import { inviteOf } from "./invite-of.ts";
import { defaultPorts, openAt } from "./listen.ts";
import type { Machine } from "./machine.ts";
import type { OriginOptions } from "./options.ts";
import { warnOfMissing } from "./run-speaker.ts";
import { beginServing, untilAborted } from "./serving.ts";

/** What the ready line says of an origin. */
export interface OriginReady {
  readonly id: string;
  readonly name: string;
  readonly udp: string;
  readonly socket: string;
}

export interface RunningOrigin extends AsyncDisposable {
  readonly origin: Origin;
  readonly ready: OriginReady;
}

/** Throws SpeakerError of any kind; nothing is left open then. The library runs until `signal` aborts. */
export async function openOrigin(
  machine: Machine,
  options: Pick<OriginOptions, "dataDir" | "libraryDir" | "listen" | "name"> & {
    /** Where it is announced. */
    readonly directory: NodeDirectory | undefined;
    /** The household that it is to be let into; without it one is made. */
    readonly join?: Invite | undefined;
  },
  signal: AbortSignal,
): Promise<RunningOrigin> {
  await mustBeFolder(machine, options.libraryDir);
  const databases = await machine.openDatabases();
  const transcoder = new FfmpegTranscoder(machine);
  const forwarding = { http: machine.http, program: machine.version };
  const owner = new Owner();
  const origin = await openAt(options.listen, defaultPorts.origin, (listen) =>
    Origin.open(
      { ...machine, databases, transcoder, forwarding },
      {
        dataFolder: options.dataDir,
        libraryFolder: options.libraryDir,
        name: options.name ?? machine.environment.hostName,
        listen,
        join: options.join,
        mechanisms: linkMechanisms(machine.environment),
      },
      signal,
    ),
  );
  owner.own(origin);
  if (options.directory !== undefined) owner.own(announceOrigin(options.directory, origin));
  const running = origin.run(signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  owner.defer(() => running);
  const socket = machine.disk.join(options.dataDir, figuresSocket);
  const ready = { ...origin.identity, udp: addressText(origin.local), socket };
  return { origin, ready, [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose]() };
}

/** Runs until `signal` aborts. */
export async function runOrigin(
  machine: Machine,
  options: OriginOptions,
  signal: AbortSignal,
): Promise<void> {
  warnOfMissing(machine, { metrics: options.metrics });
  await using owner = new Owner();
  const opened = await openDirectory(machine, options, signal);
  if (opened !== undefined) owner.own(opened);
  const join = await inviteOf(machine, options);
  const setUp = { ...options, join, directory: opened?.directory };
  const running = owner.own(await openOrigin(machine, setUp, signal));
  const { updatesDir } = options;
  const updates = updatesDir && owner.own(await openUpdates(machine, updatesDir, options, signal));
  const served = updates ? { updates: hereText(updates) } : {};
  const line = { ready: "origin", ...running.ready, ...served };
  const status = (): string => {
    const { tracks, ingest } = running.origin.library.stats();
    return `${running.ready.name}: ${tracks} tracks, ${ingest.done} of ${ingest.total} files read`;
  };
  // All of it is in the main loop and in programs that end by themselves.
  using _serving = await beginServing(machine, line, { pulses: [], status });
  using progress = new IngestProgress(machine, running.origin.library);
  progress.show();
  await untilAborted(signal);
}

/** Throws DiskError, NetworkError. */
async function openUpdates(
  machine: Machine,
  folder: string,
  { updatesListen }: Pick<OriginOptions, "updatesListen">,
  signal: AbortSignal,
): Promise<StreamListener> {
  await mustBeFolder(machine, folder, "give the folder of your bundles as --updates");
  const site = new UpdateSite(machine.disk, folder);
  return openAt(updatesListen, defaultPorts.updates, (at) => machine.openHttp(at, site, signal));
}

function hereText({ local }: StreamListener): string {
  return typeof local === "string" ? local : addressText(local);
}

async function mustBeFolder(
  { disk }: Machine,
  path: string,
  remedy = "give the folder of your music as --library",
): Promise<void> {
  const stat = await disk.stat(path);
  if (stat?.kind === "folder") return;
  throw new DiskError("not-found", `there is no folder ${path}`, { remedy });
}
