/**
 * `nightjar start`: a household in a box. An origin over a folder of music, or
 * over the small library that the project composes itself, some speakers that
 * have joined it without questions, and music at once on the first of them.
 */
import { describeError, SpeakerError } from "../base/errors.ts";
import { Owner } from "../base/owner.ts";
import type { Speaker } from "../player/speaker.ts";
import { openDirectory } from "./announce.ts";
import { defaultDataDir } from "./environment.ts";
import { IngestProgress, ingestLine } from "./ingest-progress.ts";

import { LiveView } from "./live-view.ts";
import type { Machine } from "./machine.ts";
import type { OutputOption, StartOptions } from "./options.ts";
import { openOrigin, type RunningOrigin } from "./run-origin.ts";
import { openSpeaker, type RunningSpeaker } from "./run-speaker.ts";
import { beginServing, speakerStatusLine, untilAborted } from "./serving.ts";

const roomNames = [
  "Living room",
  "Kitchen",
  "Bedroom",
  "Bath",
  "Study",
  "Hall",
  "Workshop",
  "Garden",
] as const;

/** Runs until `signal` aborts. */
export async function runStart(
  machine: Machine,
  options: StartOptions,
  signal: AbortSignal,
): Promise<void> {
  const dataDir = options.dataDir ?? defaultDataDir(machine.environment);
  const { disk } = machine;
  await using owner = new Owner();
  const libraryDir = options.libraryDir ?? disk.join(dataDir, "library");
  if (options.libraryDir === undefined) {
    await disk.makeFolder(libraryDir);
    // Whatever ends this run early must not wait for the last note.
    const stop = new AbortController();
    const composing = compose(machine, libraryDir, AbortSignal.any([signal, stop.signal]));
    owner.defer(() => {
      stop.abort(new Error("the household closes"));
      return composing;
    });
  }
  const opened = await openDirectory(machine, { mdns: options.mdns, listen: undefined }, signal);
  if (opened !== undefined) owner.own(opened);
  const directory = opened?.directory;
  const place = {
    directory,
    dataDir: disk.join(dataDir, "origin"),
    libraryDir,
    listen: undefined,
    name: "Nightjar",
  };
  const origin = owner.own(await openOrigin(machine, place, signal));
  const rooms = { directory, dataDir, origin, options };
  const speakers = await openRooms(machine, rooms, owner, signal);
  await machine.started();
  const line = {
    ready: "household",
    origin: origin.ready,
    speakers: speakers.map(({ ready }) => ready),
  };
  const models = speakers.map(({ speaker }) => speaker);
  const pulses = speakers.flatMap((running) => running.pulses);
  const status = (): string =>
    models.map((speaker) => speakerStatusLine(speaker.status())).join(", ");
  using _serving = await beginServing(machine, line, { pulses, status });
  const [first] = models;
  if (first !== undefined) owner.defer(playAll(first));
  const notes = (): readonly string[] => {
    const stats = origin.origin.library.stats();
    return stats.ingest.done < stats.ingest.total || stats.trouble !== undefined
      ? [ingestLine(stats)]
      : [];
  };
  if (machine.terminal.err.isTty) owner.own(new LiveView(machine, models, notes)).run(signal);
  else owner.own(new IngestProgress(machine, origin.origin.library)).show();
  await untilAborted(signal);
}

interface Rooms {
  readonly directory: Parameters<typeof openOrigin>[1]["directory"];
  readonly dataDir: string;
  readonly origin: RunningOrigin;
  readonly options: StartOptions;
}

/** All speakers of the box, one after the other; `owner` closes them. */
async function openRooms(
  machine: Machine,
  { directory, dataDir, origin, options }: Rooms,
  owner: Owner,
  signal: AbortSignal,
): Promise<readonly RunningSpeaker[]> {
  const { disk } = machine;
  const speakers: RunningSpeaker[] = [];
  for (let i = 0; i < options.speakers; i++) {
    const setUp = {
      directory,
      dataDir: disk.join(dataDir, `speaker-${i + 1}`),
      name: roomNames[i] ?? `Room ${i + 1}`,
      output: i === 0 ? (options.output ?? (await firstOutput(machine))) : noOutput,
      ...asEver,
      origins: [{ host: "127.0.0.1", port: origin.origin.local.port }],
      // One port: it is that of the speaker that plays.
      mpd: i === 0 ? options.mpd : undefined,
      quality: options.quality,
      join: origin.origin.invite(),
    };
    speakers.push(owner.own(await openSpeaker(machine, setUp, signal)));
  }
  return speakers;
}

/** Of each of its speakers: what one has that was told nothing. */
const asEver = {
  mixer: "auto",
  dacPpm: 0,
  input: undefined,
  adcPpm: 0,
  peerPlaces: [],
  listen: undefined,
  control: undefined,
  http: undefined,
  httpNames: [],
  cast: undefined,
  castRole: "member",
  cacheBytes: undefined,
  eco: false,
  cacheWriteBytes: undefined,
  metered: false,
  mirrorEvents: false,
} as const;

const noOutput: OutputOption = { kind: "null", name: "" };

/** The sound card, if the machine has one. */
async function firstOutput({ disk }: Machine): Promise<OutputOption> {
  const there = (await disk.stat("/dev/snd")) !== undefined;
  const devices = there ? await disk.list("/dev/snd") : [];
  const playable = devices.some(({ name }) => /^pcmC\d+D\d+p$/.test(name));
  return playable ? { kind: "alsa", name: "default" } : noOutput;
}

/** The composer writes track after track; the origin takes each in as it comes. */
async function compose(machine: Machine, folder: string, signal: AbortSignal): Promise<void> {
  const command = [...machine.toolCommand("compose"), "--out", folder];
  const onStderrLine = (line: string): void => machine.log.info("composing", { line });
  try {
    const { exitCode, stderr } = await machine.processes.run(
      command,
      { onStderrLine, niceness: 15 },
      signal,
    );
    if (exitCode !== 0) throw new SpeakerError("composer-failed", stderr.trim());
  } catch (error) {
    if (!signal.aborted) machine.log.error("composer-failed", { why: describeError(error) });
  }
}

/**
 * Plays what the library has, and adds what comes to it, until someone takes the
 * queue in hand or a queue of last time is there: then that goes on. The result stops it.
 */
function playAll(speaker: Speaker): () => void {
  const added = new Set<string>();
  let ours = speaker.queue().length === 0;
  if (!ours) void speaker.execute({ kind: "resume" });
  const look = (): void => {
    if (!ours) return;
    const known = speaker.queue().map(({ track }) => track.id);
    if (known.length !== added.size) ours = false;
    const fresh = speaker.library("").filter(({ id }) => !added.has(id));
    if (!ours || fresh.length === 0) return;
    const what = fresh.map(({ id }) => id);
    for (const id of what) added.add(id);
    void speaker.execute(
      known.length === 0
        ? { kind: "play", what }
        : { kind: "queue-add", what, place: { at: "end" } },
    );
  };
  return speaker.subscribe((topics) => {
    if (topics.includes("library")) look();
  });
}
