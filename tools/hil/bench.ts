/**
 * A device on the bench: takes it from state to state, and gives cases what they look at and listen to.
 *
 * Invariants: a state that was reached was seen, not assumed; `reach` of the state that the device is in does nothing.
 */
import { setTimeout as wait } from "node:timers/promises";
import { describeError } from "../../src/base/errors.ts";
import type { SpeakerStatus } from "../../src/player/model.ts";
import type { Ladder } from "../listen/ladder.ts";
import { rate } from "../listen/wav.ts";
import { demand, Fault, HilError } from "./errors.ts";
import type { House } from "./house.ts";
import { bootMsMax, lookEveryMs, settleMsMax } from "./limits.ts";
import { type Judgement, judge, plotted } from "./model/judge.ts";
import type { Figure, Heard, Series, Stay } from "./model/result.ts";
import { after, planFrom, type State, type Transition } from "./model/states.ts";
import type { Device, Ear } from "./ports.ts";

export const dataFolder = "/var/lib/nightjar/speaker";
export const speakerName = "Bench";
/** The remote of the bench itself. */
const operator = "operator";
/** Until sound that was asked for has come through the card. */
const leadMs = 300;
/** A card that has played nothing for so long plays nothing; an emulated one on a busy host stands still for seconds. */
const standsStillMs = 10_000;
/** Between two looks at whether the rest has come. */
const listenEveryMs = 200;

/** What a case leaves behind for the report. */
export class Notes {
  readonly figures: Figure[] = [];
  readonly heard: Heard[] = [];
  readonly series: Series[] = [];
  readonly lines: string[] = [];

  figure(name: string, value: number, unit: string): void {
    this.figures.push({ name, value: Math.round(value * 1_000) / 1_000, unit });
  }
}

export interface BenchOptions {
  readonly device: Device;
  readonly house: House;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

export class Bench {
  readonly device: Device;
  readonly house: House;
  readonly signal: AbortSignal;
  readonly stays: Stay[] = [];
  notes = new Notes();
  /** Of the latest start: power to a speaker that answers. */
  bootS: number | undefined;
  #state: State | undefined;
  /** What it is on, between two states. */
  #way: Transition | undefined;
  #stayFromMs = performance.now();
  readonly #beganMs = performance.now();
  readonly #tell: (line: string) => void;
  /** Whether the remote of the bench was let in. */
  #paired = false;

  constructor({ device, house, tell, signal }: BenchOptions) {
    this.device = device;
    this.house = house;
    this.signal = signal;
    this.#tell = tell;
  }

  /** What cannot be done on this bench, and why. */
  get lacking(): Device["lacking"] {
    return { ...this.device.lacking, ...this.house.lacking };
  }

  get elapsedS(): number {
    return (performance.now() - this.#beganMs) / 1_000;
  }

  say(line: string): void {
    this.notes.lines.push(`${this.elapsedS.toFixed(1)} s  ${line}`);
    this.#tell(line);
  }

  /** What case left it in; undefined: it is looked at before anything is done. */
  is(state: State | undefined): void {
    if (state !== this.#state) this.#moved(state);
  }

  /** Throws Fault, HilError. */
  async reach(wanted: State): Promise<void> {
    const from = this.#state ?? (await this.observe());
    this.is(from);
    for (const transition of planFrom(from, wanted)) await this.go(transition);
  }

  async go(transition: Transition): Promise<void> {
    this.say(`${transition} …`);
    this.#moved(undefined, transition);
    const taking: Record<Transition, () => Promise<void>> = {
      flash: () => this.#flash(),
      boot: () => this.#boot(),
      join: () => this.#join(),
      play: () => this.play("a"),
      stop: () => this.#stop(),
      reset: () => this.reset(),
      cut: () => this.device.powerCut(this.signal),
    };
    await taking[transition]();
    this.is(after(transition));
  }

  /** As the device says it. */
  async observe(): Promise<State> {
    if (!this.device.powered) return "off";
    await this.#letIn();
    const { state } = await this.status();
    if (state === "playing" || state === "buffering") return "playing";
    return (await this.library()) > 0 ? "joined" : "booted";
  }

  /** Power on, and until the speaker answers. */
  async #boot(): Promise<void> {
    const fromMs = performance.now();
    await this.device.powerOn(this.signal);
    await this.until("the speaker is up", async () => (await this.#isUp()) || undefined, bootMsMax);
    this.bootS = (performance.now() - fromMs) / 1_000;
    this.say(`the speaker was up after ${this.bootS.toFixed(1)} s`);
    await this.#letIn();
  }

  /** Forgets household, remotes and all, as its owner would make it. */
  async reset(): Promise<void> {
    const again = "systemctl start nightjar-speaker";
    const forget = `runuser -u nightjar -- nightjar factory-reset --data ${dataFolder} --yes --lose-plays`;
    await this.must(`systemctl stop nightjar-speaker && ${forget} && ${again}`);
    this.#paired = false;
    await this.#letIn();
  }

  /** The system starts anew by itself; until the speaker answers. */
  async restart(): Promise<void> {
    const start = "cat /proc/sys/kernel/random/boot_id";
    const before = await this.must(start);
    const fromMs = performance.now();
    await this.must("systemd-run --quiet --on-active=1 systemctl reboot");
    const again = async (): Promise<true | undefined> => {
      const { status, output } = await this.device.shell(start, this.signal);
      return (status === 0 && output.trim() !== before) || undefined;
    };
    await this.until("it has started anew", again, bootMsMax);
    await this.until("the speaker is up", async () => (await this.#isUp()) || undefined, bootMsMax);
    this.say(`it started anew in ${((performance.now() - fromMs) / 1_000).toFixed(1)} s`);
  }

  /** As root on the device; throws Fault where it fails. */
  async must(command: string, limitMs?: number): Promise<string> {
    const { status, output } = await this.device.shell(command, this.signal, limitMs);
    demand(status === 0, `${command}: ${output.trim() || `ended with ${status}`}`);
    return output.trim();
  }

  /** As the bench's remote, over the network. */
  async ctl(...words: readonly string[]): Promise<string> {
    return await this.house.ctl(operator, this.device.control, words);
  }

  async status(): Promise<SpeakerStatus> {
    return JSON.parse(await this.ctl("status", "--json")) as SpeakerStatus; // CONTRACT.md, Remote
  }

  async library(): Promise<number> {
    return (JSON.parse(await this.ctl("library", "--json")) as unknown[]).length; // CONTRACT.md: an array
  }

  /** Plays a ladder from its beginning, over and over. */
  async play(ladder: Ladder): Promise<void> {
    await this.until("the library is there", async () => (await this.library()) > 0 || undefined);
    await this.ctl("volume", "100");
    await this.ctl("unmute");
    await this.ctl("repeat", "one");
    await this.ctl("play", "--wait", `Ladder ${ladder}`);
  }

  /** Sound of the next seconds, and whether it is that ladder without a break. Throws Fault with what is wrong. */
  async hear(title: string, ladder: Ladder, seconds: number): Promise<Judgement> {
    const samples = await this.record(seconds);
    const judgement = judge(samples, ladder, Math.max(1, Math.floor(seconds) - 1));
    this.notes.heard.push(plotted(title, samples));
    this.say(`${title}: ${judgement.rungs.join(" ") || "nothing"}`);
    const [first] = judgement.faults;
    if (first !== undefined) await this.#sayCounts();
    demand(first === undefined, `${title}: ${judgement.faults.slice(0, 5).join("; ")}`);
    return judgement;
  }

  /** What the speaker knows of a break that was heard: whether it is the speaker's or the bench's. */
  async #sayCounts(): Promise<void> {
    const counts = await this.status().then(
      ({ totals, output }) => JSON.stringify({ totals, output }),
      (error: unknown) => describeError(error),
    );
    this.say(`the speaker's own count: ${counts}`);
  }

  /** What the card plays from now on for so long; fewer samples where it plays nothing. */
  async record(seconds: number): Promise<Int16Array> {
    await wait(leadMs, undefined, { signal: this.signal });
    return await this.listen(this.ear.frames(), seconds);
  }

  /** The same from frame `from` on. By the card's clock: that of an emulated machine may be slow. */
  async listen(from: number, seconds: number): Promise<Int16Array> {
    const { ear, signal } = this;
    const end = from + seconds * rate;
    const missingMs = ((end - ear.frames()) * 1_000) / rate;
    await wait(Math.max(0, missingMs), undefined, { signal });
    let [last, lastMs] = [ear.frames(), performance.now()];
    while (ear.frames() < end && performance.now() < lastMs + standsStillMs) {
      await wait(listenEveryMs, undefined, { signal });
      if (ear.frames() > last) [last, lastMs] = [ear.frames(), performance.now()];
    }
    return ear.read(from, Math.min(ear.frames(), end));
  }

  get ear(): Ear {
    const { ear } = this.device;
    if (ear === undefined) throw new HilError("deaf", "the bench has nothing to listen with");
    return ear;
  }

  /** Looks again until it is so. Throws Fault. */
  async until<T>(
    what: string,
    look: () => Promise<T | undefined>,
    limitMs = settleMsMax,
  ): Promise<T> {
    const deadline = performance.now() + limitMs;
    let last: unknown;
    for (;;) {
      try {
        const seen = await look();
        if (seen !== undefined) return seen;
      } catch (error) {
        // A device on its way up refuses much; what it said last stands in the complaint.
        if (!(error instanceof Fault || error instanceof HilError)) throw error;
        last = error;
      }
      this.signal.throwIfAborted();
      if (performance.now() > deadline) {
        const why = last instanceof Error ? `: ${last.message}` : "";
        throw new Fault(`${what}: not after ${Math.round(limitMs / 1_000)} s${why}`);
      }
      await wait(lookEveryMs, undefined, { signal: this.signal });
    }
  }

  /** The run is over. */
  close(): void {
    this.#moved(undefined);
  }

  async #flash(): Promise<void> {
    this.#paired = false;
    const board = this.device.lacking.lines === undefined ? { board: "qemu-virt" } : {};
    await this.device.flash({ name: speakerName, ...board }, this.signal);
  }

  async #join(): Promise<void> {
    const invite = await this.house.invite();
    const file = "/etc/credstore/nightjar.invite";
    const write = `mkdir -p /etc/credstore && umask 077 && echo '${invite}' >${file}`;
    await this.must(`${write} && systemctl restart nightjar-speaker`);
    await this.until("the library is there", async () => (await this.library()) > 0 || undefined);
    await this.must(`rm ${file}`);
  }

  async #stop(): Promise<void> {
    await this.ctl("stop");
    await this.until("it is still", async () => {
      const { state } = await this.status();
      return state === "stopped" || state === "paused" || undefined;
    });
  }

  async #isUp(): Promise<boolean> {
    const { output } = await this.device.shell("systemctl is-active nightjar-speaker", this.signal);
    return output.trim() === "active";
  }

  /** The bench's remote gets in by a code from the device's own shell. */
  async #letIn(): Promise<void> {
    if (this.#paired) return;
    const open = `nightjar ctl --data ${dataFolder} pair --open --role admin --json`;
    await this.until("a remote is let in", async () => {
      const { code } = JSON.parse(await this.must(open)) as { code: string }; // CONTROL.md §6
      await this.ctl("pair", "--code", code);
      return true;
    });
    this.#paired = true;
  }

  #moved(state: State | undefined, way?: Transition): void {
    const startS = (this.#stayFromMs - this.#beganMs) / 1_000;
    this.#stayFromMs = performance.now();
    const tookS = this.elapsedS - startS;
    if (tookS > 0.05) this.stays.push({ state: this.#state ?? this.#way ?? "lost", startS, tookS });
    this.#state = state;
    this.#way = way;
  }
}
