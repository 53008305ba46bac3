/**
 * One story of one house, told by its seed: music, people who press things, and
 * all that goes wrong; then calm, in which everything must recover.
 *
 * Referees look on all the time and judge at the end; the first thing they find
 * ends the story. The same seed tells the same story: `trace.hash` says so.
 */

import { describeError, SpeakerError } from "../../../src/base/errors.ts";
import { Rng } from "../../../src/base/rng.ts";
import { isReadObject } from "../../../src/wire/objects.ts";
import { Neighbourhood } from "../neighbourhood.ts";
import { AirReferee } from "../referees/air-referee.ts";
import { DateReferee } from "../referees/date-referee.ts";
import { EventReferee } from "../referees/event-referee.ts";
import { MemoryReferee } from "../referees/memory-referee.ts";
import { NeighbourReferee } from "../referees/neighbour-referee.ts";
import { ReplicaReferee } from "../referees/replica-referee.ts";
import { RestartReferee } from "../referees/restart-referee.ts";
import { SoundReferee } from "../referees/sound-referee.ts";
import { Verdicts } from "../referees/verdicts.ts";
import { type HouseOptions, originHost, SimHouse, type SimSpeaker } from "../sim-house.ts";
import type { LogLine } from "../sim-log.ts";
import { FaultMaker } from "./fault-maker.ts";
import { drawFaults, type Fault, isLie } from "./faults.ts";
import { HostileHost } from "./hostile-host.ts";
import { drawLibrary, LibraryEditor } from "./library-editor.ts";
import { LyingMember } from "./lying-member.ts";
import { drawPress } from "./presses.ts";
import { SimRemote } from "./sim-remote.ts";
import { SimTrace } from "./sim-trace.ts";
import { SpeakerWitness } from "./speaker-witness.ts";
import { Weather } from "./weather.ts";

export interface StoryOptions {
  readonly seed: number;
  /** 1 … 8; drawn from the seed where it is absent. */
  readonly speakers?: number;
  /** Of music, from the first play to the last; drawn where it is absent. */
  readonly minutes?: number;
  /** Keeps all of the trace, for whoever prints it. */
  readonly keepTrace?: boolean;
  /** In place of those that the seed draws. */
  readonly faults?: readonly Fault[];
  readonly spoil?: HouseOptions["spoil"];
  /** Called every half second of the story. */
  readonly onTick?: (story: HouseStory) => void;
}

const us = 1_000_000;
const tickUs = us / 2;
/** What is looked at less often: it costs more, and grows slowly. */
const memoryTicks = 10;
/** People press something this often, on average. */
const pressEveryUs = 14 * us;
/** A program that does not start is started again, as systemd does it. */
const startAgainUs = 2 * us;
/** From the last fault on: session, library, cache and sound are back. */
export const recoveryUs = 12 * us;
/** Of a liar's seed. */
const liarSalt = 0x11a5;
/** Music that must be heard of the last five seconds. */
const heardMin = 4.9 * 48_000;

export class HouseStory {
  readonly seed: number;
  readonly rng: Rng;
  readonly verdicts = new Verdicts();
  readonly trace: SimTrace;
  readonly spanUs: number;
  readonly witnesses = new Map<string, SpeakerWitness>();
  readonly faults: readonly Fault[];
  readonly air: AirReferee;
  readonly house: SimHouse;
  readonly #options: StoryOptions;
  readonly #weather: Weather;
  readonly #maker: FaultMaker;
  readonly #library: LibraryEditor;
  readonly #events: EventReferee;
  readonly #dates: DateReferee;
  readonly #memory: MemoryReferee;
  readonly #replicas: ReplicaReferee;
  readonly #restarts: RestartReferee;
  /** Only where a member lies. */
  #neighbours: NeighbourReferee | undefined;
  readonly #remotes = new Map<string, SimRemote>();
  readonly #lengths: Map<number, number>;
  readonly #startUs: number;
  readonly #hosts: readonly string[];
  /** What is to be done by the story itself, in order of time. */
  #due: { readonly atUs: number; readonly act: () => Promise<void> }[] = [];
  #ticks = 0;

  static async open(options: StoryOptions): Promise<HouseStory> {
    const rng = new Rng(options.seed);
    const speakers = options.speakers ?? drawSpeakers(rng.fork());
    const tracks = drawLibrary(rng.fork());
    const weather = new Weather(rng.fork());
    const remotes = rng.chance(0.3);
    const hood = new Neighbourhood();
    const house = await SimHouse.open({
      seed: options.seed,
      tracks,
      speakers,
      remotes,
      // Fewer rungs to take in: a speaker plays one.
      rungs: ["opus-96", "opus-160"],
      directory: hood.directory,
      filters: () => [weather.filter],
      reach: weather.reach,
      traits: (own) => ({
        clockPpm: own.below(400) - 200,
        dacPpm: own.below(300) - 150,
        hasRtc: own.chance(0.3),
      }),
      ...(options.spoil === undefined ? {} : { spoil: options.spoil }),
    });
    hood.of(house);
    const story = new HouseStory(options, { rng, house, weather, tracks, remotes });
    if (story.faults.some(({ kind }) => isLie(kind))) await story.#letIn(hood);
    return story;
  }

  private constructor(
    options: StoryOptions,
    made: {
      readonly rng: Rng;
      readonly house: SimHouse;
      readonly weather: Weather;
      readonly tracks: readonly number[];
      readonly remotes: boolean;
    },
  ) {
    const { rng, house, weather, tracks } = made;
    this.seed = options.seed;
    this.#options = options;
    this.rng = rng;
    this.house = house;
    this.#weather = weather;
    this.trace = new SimTrace(options.keepTrace === true);
    this.#startUs = house.clock.nowUs();
    const minutes = options.minutes ?? 2 + 2.5 * rng.float() ** 2;
    this.spanUs = Math.round(minutes * 60 * us);
    this.#hosts = house.speakers.map(({ host }) => host);
    this.#lengths = new Map(tracks.map((frames, i) => [i + 1, frames]));
    const hostile = new HostileHost(house.network, house.clock, rng.fork());
    this.#maker = new FaultMaker(house, { weather, hostile, rng: rng.fork() });
    this.#library = new LibraryEditor(house, this.#lengths, rng.fork());
    const found = { verdicts: this.verdicts, since: (atUs: number) => this.since(atUs) };
    this.air = new AirReferee(house, found);
    this.#events = new EventReferee(house, found);
    this.#dates = new DateReferee(house, this.verdicts);
    this.#memory = new MemoryReferee(house, found);
    this.#replicas = new ReplicaReferee(house, this.verdicts);
    this.#restarts = new RestartReferee(found);
    const drawn = drawFaults(rng.fork(), {
      speakers: this.#hosts,
      origin: originHost,
      spanUs: this.spanUs,
    });
    this.faults = options.faults ?? drawn;
    house.network.tamper = weather.tamper;
    house.network.onSend = ({ bytes }) =>
      this.trace.mix(bytes.length + ((bytes.at(-1) ?? 0) << 16));
    house.network.onArrive = (arrival, deliver) => {
      hostile.hear(arrival);
      this.air.arrive(arrival, deliver);
    };
    house.log.onLine = (line) => this.#logged(line);
    this.#watchOrigin();
    for (const speaker of house.speakers) this.#watch(speaker);
    if (made.remotes)
      for (const host of this.#hosts) this.#remotes.set(host, new SimRemote(house, host));
  }

  /** A member that lies; from a seed of its own, so that nobody else's draws change. */
  async #letIn(hood: Neighbourhood): Promise<void> {
    const rng = new Rng(this.seed ^ liarSalt);
    const liar = await LyingMember.join(this.house, hood, { weather: this.#weather, rng });
    const since = (atUs: number): string => this.since(atUs);
    this.#neighbours = new NeighbourReferee(this.house, { verdicts: this.verdicts, since }, liar);
    this.#maker.liar = liar;
  }

  /** Since the story began, in microseconds. */
  get nowUs(): number {
    return this.house.clock.nowUs() - this.#startUs;
  }
  get hosts(): readonly string[] {
    return this.#hosts;
  }
  since(worldUs: number): string {
    return `${((worldUs - this.#startUs) / us).toFixed(3)} s`;
  }

  /** The whole of it. Throws at the first thing that a referee finds. */
  async tell(): Promise<void> {
    await this.wild();
    await this.calm();
    await this.judge();
    await this.close();
  }

  /** Music, people and faults. */
  async wild(): Promise<void> {
    this.#note("the house", "house", `${this.#hosts.length} speakers, seed ${this.seed}`);
    for (const { speaker } of this.house.speakers)
      await speaker.execute({ kind: "play", what: ["sim"] });
    this.#weather.wild = true;
    for (const fault of this.faults) this.#at(fault.atUs, () => this.#befall(fault));
    for (const host of this.#hosts) this.#drawPresses(host);
    await this.#pass(this.spanUs);
  }

  /** All faults end; what does not run is started. Everything must play within the bound. */
  async calm(): Promise<void> {
    const waiting = this.#due;
    this.#due = [];
    this.#note("the house", "calm", "all faults end");
    this.#weather.wild = false;
    this.#maker.calm();
    for (const host of [originHost, ...this.#hosts]) this.house.machineOf(host).time.setWall();
    // Starts that were still to come.
    for (const { act } of waiting.filter(({ atUs }) => atUs >= this.spanUs)) await act();
    await this.#pass(this.nowUs + recoveryUs);
    for (const made of this.house.speakers) {
      const { speaker } = made;
      await speaker.execute({ kind: "volume", level: 100 });
      await speaker.execute({ kind: "mute", muted: false });
      await speaker.execute({ kind: "repeat", mode: "all" });
      const { code } = await speaker.execute({ kind: "resume" });
      if (code !== "ok" || !hasMusic(made)) await speaker.execute({ kind: "play", what: ["sim"] });
    }
    await this.#pass(this.nowUs + recoveryUs);
    for (const made of this.house.speakers) this.#mustPlay(made);
    const before = this.house.speakers.map(heard);
    await this.#pass(this.nowUs + 5 * us);
    for (const [i, made] of this.house.speakers.entries()) {
      const { host } = made;
      const frames = heard(made) - (before[i] ?? 0);
      if (frames < heardMin) this.verdicts.find("recovery", `${host}: ${frames} frames in 5 s`);
    }
    this.verdicts.check();
  }

  /** Stops the music and compares all that must be equal. */
  async judge(): Promise<void> {
    for (const { speaker } of this.house.speakers) await speaker.execute({ kind: "stop" });
    await this.#pass(this.nowUs + recoveryUs);
    this.#events.judge();
    this.#dates.judge();
    this.#memory.look();
    await this.#neighbours?.judge();
    this.#replicas.judge(this.#library.titles, this.#remotes.values());
    this.verdicts.check();
  }

  async close(): Promise<void> {
    for (const remote of this.#remotes.values()) await this.house.clock.settle(remote.close());
    await this.#maker.liar?.close();
    await this.house.close();
  }

  /** A speaker is told to stop, and started again. */
  async restart(host: string): Promise<void> {
    await this.#endSpeaker(host, { kind: "restart", host, atUs: this.nowUs, forUs: 0, degree: 0 });
    await this.#pass(this.nowUs + us);
  }

  #mustPlay({ speaker, host }: SimSpeaker): void {
    const { state, trouble, link } = speaker.status();
    if (state === "playing") return;
    const links = JSON.stringify(link);
    this.verdicts.find("recovery", `${host} is ${state} after calm: ${trouble} ${links}`);
  }

  /** Lets time pass up to `untilUs` of the story, and does what is due in it. */
  async #pass(untilUs: number): Promise<void> {
    for (;;) {
      const next = this.#due[0];
      const dueUs = Math.min(untilUs, next?.atUs ?? untilUs);
      const leftUs = dueUs - this.nowUs;
      if (leftUs > 0) {
        await this.house.clock.advance(Math.min(leftUs, tickUs));
        this.#tick();
      } else if (next !== undefined && next.atUs <= untilUs) {
        this.#due.shift();
        await next.act();
      } else return;
    }
  }

  #tick(): void {
    this.#ticks += 1;
    const worldUs = this.house.clock.nowUs();
    for (const made of this.house.speakers) {
      const status = made.speaker.status();
      this.witnesses.get(made.host)?.sound.judge(worldUs, status);
      this.#events.look(made, status);
    }
    this.#neighbours?.look();
    if (this.#ticks % memoryTicks === 0) this.#memory.look();
    this.#options.onTick?.(this);
    this.verdicts.check();
  }

  #at(atUs: number, act: () => Promise<void>): void {
    this.#due.push({ atUs, act });
    this.#due.sort((a, b) => a.atUs - b.atUs);
  }

  async #befall(fault: Fault): Promise<void> {
    const { kind, host, forUs, degree } = fault;
    this.#note(host, "fault", `${kind}${forUs > 0 ? ` for ${(forUs / us).toFixed(1)} s` : ""}`);
    switch (kind) {
      case "restart":
      case "kill":
      case "power cut":
        await this.#endSpeaker(host, fault);
        break;
      case "origin restart":
      case "origin kill":
        await this.#endOrigin(fault);
        break;
      case "library":
        await this.#library.edit((text) => this.#note(host, "house", text));
        break;
      default:
        this.#maker.begin({ kind, host, forUs, degree, atUs: fault.atUs }, () => {
          if (forUs > 0) this.#note(host, "fault", `${kind} is over`);
        });
    }
  }

  async #endSpeaker(host: string, { kind, forUs }: Fault): Promise<void> {
    const made = this.house.speakers.find((speaker) => speaker.host === host);
    if (made === undefined) return;
    const status = made.speaker.status();
    this.witnesses.get(host)?.sound.judge(this.house.clock.nowUs(), status);
    this.#events.look(made, status);
    if (kind === "restart") {
      this.#restarts.stops(made);
      await this.house.stopSpeaker(made);
    } else if (kind === "kill") await this.house.killSpeaker(made);
    else await this.house.crashSpeaker(made);
    this.witnesses.get(host)?.close();
    this.witnesses.delete(host);
    this.#at(this.nowUs + forUs, () => this.#startSpeaker(host));
  }

  async #startSpeaker(host: string): Promise<void> {
    try {
      const made = await this.house.startSpeaker(host, 0, undefined);
      this.#restarts.started(made);
      this.#watch(made);
      this.#note(host, "house", "started");
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      this.#note(host, "house", `does not start: ${describeError(error)}`);
      this.#at(this.nowUs + startAgainUs, () => this.#startSpeaker(host));
    }
  }

  async #endOrigin({ kind, forUs }: Fault): Promise<void> {
    if (!this.house.originRuns) return;
    if (kind === "origin restart") await this.house.stopOrigin();
    else await this.house.crashOrigin("kill");
    this.#at(this.nowUs + forUs, () => this.#startOrigin());
  }

  async #startOrigin(): Promise<void> {
    try {
      await this.house.startOrigin();
      this.#watchOrigin();
      this.#note(originHost, "house", "started");
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      this.#note(originHost, "house", `does not start: ${describeError(error)}`);
      this.#at(this.nowUs + startAgainUs, () => this.#startOrigin());
    }
  }

  #drawPresses(host: string): void {
    for (let atUs = 0; ; ) {
      // People press twice within a moment, too.
      atUs += this.rng.chance(0.25) ? this.rng.below(us / 3) : this.rng.exponential(pressEveryUs);
      if (atUs >= this.spanUs) return;
      this.#at(Math.round(atUs), async () => this.#press(host));
    }
  }

  #press(host: string): void {
    const made = this.house.speakers.find((speaker) => speaker.host === host);
    if (made === undefined) return;
    const command = drawPress(this.rng, made.speaker);
    if (command === undefined) return;
    const remote = this.#remotes.get(host);
    if (remote === undefined) void made.speaker.execute(command);
    else remote.press(command);
  }

  #watch(made: SimSpeaker): void {
    const { verdicts, trace } = this;
    const sound = new SoundReferee(made, {
      verdicts,
      lengths: this.#lengths,
      since: (atUs) => this.since(atUs),
    });
    const note = (kind: "press" | "state" | "link", text: string): void =>
      trace.note({ atUs: this.nowUs, who: made.host, kind, text });
    this.witnesses.set(made.host, new SpeakerWitness(made, sound, note));
  }

  #watchOrigin(): void {
    const { origin } = this.house;
    const serve = origin.serve.bind(origin);
    origin.serve = (request) => {
      // What only reads may be asked for again by whoever copies a first packet (PROTOCOL.md §2.6).
      if (!isReadObject(request.object)) this.air.served();
      return serve(request);
    };
  }

  #logged({ who, level, event, fields }: LogLine): void {
    const worldUs = this.house.clock.nowUs();
    if (event === "state-not-saved") this.#restarts.excuse(who);
    if (event === "track-failed") this.witnesses.get(who)?.sound.trackFailed(worldUs);
    this.#note(who, "log", `${level} ${event} ${JSON.stringify(fields)}`);
  }

  #note(who: string, kind: "house" | "fault" | "calm" | "log", text: string): void {
    this.trace.note({ atUs: this.nowUs, who, kind, text });
  }
}

/** Of a queue that was filled from a catalogue which only a liar had, nothing can be played by anybody. */
function hasMusic({ speaker }: SimSpeaker): boolean {
  const known = new Set(speaker.library("").map(({ id }) => id));
  return speaker.queue().some(({ track }) => known.has(track.id));
}

/** Frames of music up to now: the card plays to this moment first, which else is done when it is looked after. */
function heard({ capture, machine }: SimSpeaker): number {
  machine.plug.card?.delayFrames();
  return capture.runs.reduce((sum, { frames }) => sum + frames, 0);
}

/** Most houses are small; some are as large as they get. */
function drawSpeakers(rng: Rng): number {
  const draw = rng.float();
  if (draw < 0.5) return 1;
  if (draw < 0.8) return 2;
  if (draw < 0.93) return 3;
  return draw < 0.97 ? 5 : 8;
}
