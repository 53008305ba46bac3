/** `nightjar speaker`: one speaker with its remotes, from ready to stop. */
import { Owner } from "../base/owner.ts";
import { gib } from "../base/units.ts";
import { Audit } from "../control/audit.ts";
import { DiskClientStore } from "../control/client-store.ts";
import { ControlServer } from "../control/server.ts";
import { makeTlsIdentity } from "../control/tls-identity.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import type { Invite } from "../household/invite.ts";
import { Speaker } from "../player/speaker.ts";
import { addressText } from "../ports/network.ts";
import { ensureKey } from "../storage/ensure-key.ts";
import { KeyStore } from "../storage/key-store.ts";
import { announceSpeaker, openDirectory, openPorts } from "./announce.ts";
import { linkMechanisms } from "./environment.ts";
import type { Pulse } from "./heartbeat.ts";
import { inviteOf } from "./invite-of.ts";
import { defaultPorts, openAt } from "./listen.ts";
import type { Machine } from "./machine.ts";
import type { OpenBoard } from "./open-board.ts";
import type { Listen, OutputOption, SpeakerOptions } from "./options.ts";
import { runtimeSockets } from "./runtime-sockets.ts";
import { beginServing, speakerStatusLine, untilAborted } from "./serving.ts";

/** Half a day of music at 160 kbit/s; never more than half of the free space. */
const defaultCacheBytes = 1 * gib;
const defaultOutput: OutputOption = { kind: "alsa", name: "default" };

/** What the ready line says of a speaker (CONTRACT.md, Daemons). */
export interface SpeakerReady {
  readonly id: string;
  readonly name: string;
  readonly udp: string;
  readonly control?: string;
  readonly http?: string;
  readonly cast?: string;
  readonly mpd?: string;
  /** Absent where no folder takes a socket. */
  readonly socket?: string;
}

export interface RunningSpeaker extends AsyncDisposable {
  readonly speaker: Speaker;
  readonly server: ControlServer;
  readonly ready: SpeakerReady;
  /** Of its audio thread. */
  readonly pulses: readonly Pulse[];
}

/** Options of one speaker, whoever runs it. */
export type SpeakerSetUp = Pick<
  SpeakerOptions,
  | "dataDir"
  | "name"
  | "output"
  | "mixer"
  | "dacPpm"
  | "input"
  | "adcPpm"
  | "origins"
  | "peerPlaces"
  | "listen"
  | "control"
  | "http"
  | "httpNames"
  | "cast"
  | "castRole"
  | "mpd"
  | "cacheBytes"
  | "eco"
  | "cacheWriteBytes"
  | "metered"
  | "mirrorEvents"
  | "quality"
> & {
  readonly join: Invite | undefined;
  /** Who is seen on the LAN, and where it is announced. */
  readonly directory: NodeDirectory | undefined;
};

/** Throws SpeakerError of any kind; nothing is left open then. */
export async function openSpeaker(
  machine: Machine,
  setUp: SpeakerSetUp,
  signal: AbortSignal,
): Promise<RunningSpeaker> {
  const owner = new Owner();
  try {
    const name = setUp.name ?? machine.environment.hostName;
    const { mixer, directory } = setUp;
    const target = { ...(setUp.output ?? defaultOutput), ppm: setUp.dacPpm, mixer };
    const input = setUp.input && { ...setUp.input, ppm: setUp.adcPpm };
    const pulses: Pulse[] = [];
    const ports = {
      ...machine,
      directory,
      zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
      async openSink(flac: boolean, stop: AbortSignal) {
        return pulsing(pulses, await machine.openSink({ target, input, flac }, stop));
      },
    };
    const speaker = await openAt(setUp.listen, defaultPorts.speaker, (listen) =>
      Speaker.open(
        ports,
        {
          dataFolder: setUp.dataDir,
          name,
          version: machine.version,
          listen,
          origins: setUp.origins,
          peerPlaces: setUp.peerPlaces,
          join: setUp.join,
          cacheBytes: setUp.cacheBytes ?? defaultCacheBytes,
          eco: setUp.eco,
          cacheWriteBytes: setUp.cacheWriteBytes,
          metered: setUp.metered,
          mirrorEvents: setUp.mirrorEvents,
          quality: setUp.quality,
          mechanisms: linkMechanisms(machine.environment),
        },
        signal,
      ),
    );
    owner.own(speaker);
    const unsubscribe = speaker.subscribe((topics) => {
      if (!topics.includes("player") || speaker.status().state === "stopped") return;
      unsubscribe();
      machine.firstPlayBegins();
    });
    const server = await openServer({ machine, setUp, speaker, owner }, signal);
    await openWeb(machine, server, setUp, signal);
    const others = await openOthers(machine, { ...setUp, speaker, server, owner }, signal);
    speaker.reachedAt(openPorts(server.local));
    if (directory !== undefined) owner.own(announceSpeaker(directory, speaker, server.local));
    return {
      speaker,
      server,
      ready: { ...readyOf(speaker, server), ...others },
      pulses,
      [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
    };
  } catch (error) {
    await owner[Symbol.asyncDispose]();
    throw error;
  }
}

/** Remotes of other makes. The code of one that is off is not loaded: it would be half a megabyte of sources. */
async function openOthers(
  machine: Machine,
  parts: SpeakerSetUp & Pick<ServerParts, "speaker" | "owner"> & { readonly server: ControlServer },
  signal: AbortSignal,
): Promise<{ readonly cast?: string; readonly mpd?: string }> {
  const castIsOff = parts.cast === "off" || parts.castRole === "off";
  const cast = castIsOff
    ? {}
    : await (await import("./open-cast.ts")).openCast(machine, parts, signal);
  const mpd =
    parts.mpd === undefined
      ? {}
      : await (await import("./open-mpd.ts")).openMpd(machine, parts, signal);
  return { ...cast, ...mpd };
}

interface ServerParts {
  readonly machine: Machine;
  readonly setUp: SpeakerSetUp;
  readonly speaker: Speaker;
  /** Owns what is opened. */
  readonly owner: Owner;
}

/** Its remotes' server, with who they are and what they did. */
async function openServer(
  { machine, setUp, speaker, owner }: ServerParts,
  signal: AbortSignal,
): Promise<ControlServer> {
  const { disk, entropy } = machine;
  const keys = await KeyStore.open(disk, disk.join(setUp.dataDir, "keys"));
  const identity = makeTlsIdentity(await ensureKey(keys, "control", entropy), speaker.name);
  const clients = await DiskClientStore.open(disk, disk.join(setUp.dataDir, "clients.json"));
  if (clients.trouble !== undefined) machine.log.warn("clients-damaged", { why: clients.trouble });
  const time = () => speaker.time();
  const audit = await Audit.open(
    { clock: machine.clock, log: machine.log, time },
    { disk, path: disk.join(setUp.dataDir, "audit.json") },
  );
  owner.own(audit);
  const spareSocketPaths = await runtimeSockets(machine, setUp.dataDir);
  const server = await openControl(setUp.control, async (tls) =>
    ControlServer.open(
      machine,
      {
        model: speaker,
        clients,
        socketPath: disk.join(setUp.dataDir, "control.sock"),
        spareSocketPaths,
        tls: tls === undefined ? undefined : { at: tls, identity },
        speaker,
        audit,
      },
      signal,
    ),
  );
  return owner.own(server);
}

/** Runs until `signal` aborts, or until somebody resets it by its button. */
export async function runSpeaker(
  machine: Machine,
  options: SpeakerOptions,
  signal: AbortSignal,
): Promise<void> {
  const reset = new AbortController();
  await runUntil(machine, options, signal, reset);
  if (reset.signal.aborted)
    await (await import("./open-board.ts")).resetFolder(machine, options.dataDir);
}

async function boardOf(
  machine: Machine,
  { board }: SpeakerOptions,
): Promise<OpenBoard | undefined> {
  if (board === undefined) return undefined;
  return (await import("./open-board.ts")).openBoard(machine, board);
}

async function runUntil(
  machine: Machine,
  options: SpeakerOptions,
  signal: AbortSignal,
  reset: AbortController,
): Promise<void> {
  const join = await inviteOf(machine, options);
  const { metrics } = options;
  warnOfMissing(machine, { metrics });
  await using owner = new Owner();
  const board = await boardOf(machine, options);
  if (board !== undefined) owner.own(board);
  const opened = await openDirectory(machine, options, signal);
  if (opened !== undefined) owner.own(opened);
  const output = options.output ?? board?.output;
  const setUp = { ...options, output, join, directory: opened?.directory };
  const running = owner.own(await openSpeaker(board?.machine ?? machine, setUp, signal));
  const { speaker, server, pulses } = running;
  if (board !== undefined) owner.own(board.attach(speaker, server, () => reset.abort()));
  await machine.started();
  const line = { ready: "speaker", ...running.ready };
  const status = (): string => speakerStatusLine(speaker.status());
  using _serving = await beginServing(machine, line, { pulses, status });
  await untilAborted(AbortSignal.any([signal, reset.signal]));
}

/** Listeners that this version does not have: asked for by name, the daemon runs without them and says so. */
export function warnOfMissing(
  { log }: Machine,
  asked: Readonly<Record<string, Listen | string | undefined>>,
): void {
  for (const [option, value] of Object.entries(asked)) {
    if (value !== undefined && value !== "off") log.warn("option-not-in-this-version", { option });
  }
}

function pulsing<S extends { pulse(): number }>(pulses: Pulse[], sink: S): S {
  pulses.push({ thread: "audio", count: () => sink.pulse() });
  return sink;
}

async function openControl(
  listen: Listen | undefined,
  open: (at: { host: string; port: number } | undefined) => Promise<ControlServer>,
): Promise<ControlServer> {
  return listen === "off" ? open(undefined) : openAt(listen, defaultPorts.control, open);
}

async function openWeb(
  machine: Machine,
  server: ControlServer,
  { http, httpNames }: Pick<SpeakerSetUp, "http" | "httpNames">,
  signal: AbortSignal,
): Promise<void> {
  if (http === "off") return;
  const { disk, webFolder: folder, environment, openHttp } = machine;
  const names = [environment.hostName, ...httpNames];
  await openAt(http, defaultPorts.web, (at) =>
    server.openWeb(openHttp, { at, disk, folder, names }, signal),
  );
}

function readyOf(speaker: Speaker, server: ControlServer): SpeakerReady {
  const { socket, tls, web } = server.local;
  const control = tls === undefined ? {} : { control: addressText(tls) };
  const http = web === undefined ? {} : { http: addressText(web) };
  const local = socket === "" ? {} : { socket };
  return {
    id: speaker.id,
    name: speaker.name,
    udp: addressText(speaker.udp),
    ...control,
    ...http,
    ...local,
  };
}
