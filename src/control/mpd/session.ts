/**
 * One MPD client at a speaker: reads its lines, runs its commands one after the
 * other, and tells it what changes while it idles (docs/MPD.md). Shell.
 *
 * Invariants:
 *   I1  one command runs at a time; nothing is read meanwhile, so that a client that floods fills its own buffers
 *   I2  `run` settles once, with why it ended
 */
import { parseAddress } from "../../base/address.ts";
import { SpeakerError } from "../../base/errors.ts";
import { TokenBucket } from "../../base/token-bucket.ts";
import type { PlayerCommand } from "../../player/model.ts";
import { type Cancel, sleep } from "../../ports/clock.ts";
import type { StreamSocket } from "../../ports/network.ts";
import { MediaUrlError } from "../../url/errors.ts";
import { Answer } from "./answer.ts";
import { runTogether, type Together } from "./bulk-edits.ts";
import { type Call, type ClientState, type MpdWorld, newClientState } from "./command.ts";
import { entryOf, isKnown } from "./command-table.ts";
import { Conversation, type Step } from "./conversation.ts";
import { ackLine, MpdError } from "./errors.ts";
import * as limits from "./limits.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Subsystem } from "./subsystems.ts";
import { parseWords } from "./words.ts";

/** The version of the protocol: what clients take from it (MPD's own number of that time). */
const greeting = "OK MPD 0.23.5\n";

/** Runs a player's command for this client; throws MpdError where it is not done. */
export type Act = (session: MpdSession, command: PlayerCommand, name: string) => Promise<void>;

export class MpdSession {
  readonly socket: StreamSocket;
  readonly client: ClientState;
  readonly #world: MpdWorld;
  readonly #act: Act;
  readonly #conversation = new Conversation();
  readonly #out: Answer;
  readonly #stop = new AbortController();
  readonly #commands: TokenBucket;
  readonly #rows: TokenBucket;
  /** The client's address. */
  readonly host: string;
  #heardUs: number;
  #running = false;
  #tick: Cancel | undefined;
  #why: string | undefined;

  constructor(world: MpdWorld, socket: StreamSocket, act: Act) {
    const { clock } = world;
    const nowUs = clock.nowUs();
    this.socket = socket;
    this.host = parseAddress(socket.peer)?.host ?? socket.peer;
    this.#world = world;
    this.#act = act;
    this.client = newClientState(world.password === undefined ? world.role : "none");
    this.#out = new Answer(
      (bytes) => this.#write(bytes),
      () => this.#drained(),
    );
    this.#commands = new TokenBucket(limits.commandRate, nowUs);
    this.#rows = new TokenBucket(limits.rowRate, nowUs);
    this.#heardUs = nowUs;
  }

  /** Serves the client to its end. Never rejects for what the client does. */
  async run(): Promise<string> {
    this.#out.line(greeting);
    this.#out.flush();
    this.#watch();
    const splitter = new LineSplitter();
    for await (const chunk of this.socket.incoming) {
      for (const line of splitter.push(chunk)) {
        this.#heardUs = this.#world.clock.nowUs();
        await this.#line(line);
        if (this.#why !== undefined) break;
      }
      if (splitter.fault !== undefined) this.close(splitter.fault);
      if (this.#why !== undefined) break;
    }
    this.close("gone");
    return this.#why ?? "gone";
  }

  /** The first reason stays. */
  close(why: string): void {
    if (this.#why !== undefined) return;
    this.#why = why;
    this.#tick?.();
    this.#stop.abort(new Error(`MPD client ended: ${why}`));
    this.socket.close();
  }

  /** Something changed. */
  notify(subsystems: readonly Subsystem[]): void {
    this.#tell(this.#conversation.changed(subsystems));
  }

  /** Aborts when the client is gone. */
  get ended(): AbortSignal {
    return this.#stop.signal;
  }

  get isIdling(): boolean {
    return this.#conversation.isIdling;
  }

  async #line(text: string): Promise<void> {
    this.#running = true;
    try {
      await this.#step(this.#conversation.line(text));
      this.#out.flush();
      await this.#drained();
    } catch (error) {
      // Whoever is gone gets no answer.
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      this.#running = false;
      this.#heardUs = this.#world.clock.nowUs();
    }
  }

  async #step(step: Step): Promise<void> {
    switch (step.kind) {
      case "command":
        return await this.#list([step.line], false);
      case "list":
        return await this.#list(step.lines, step.ok);
      case "idle":
        return this.#idle(step.line);
      case "close":
        return this.close("bye");
      case "drop":
        return this.close(step.why);
      default:
        this.#tell(step);
    }
  }

  #idle(line: string): void {
    try {
      entryOf(parseWords(line), this.client.role);
      this.#tell(this.#conversation.idle(line));
    } catch (error) {
      this.#out.line(ackLine(asMpdError(error), 0, "idle"));
    }
  }

  #tell(step: Step): void {
    if (step.kind !== "changed" || this.#why !== undefined) return;
    this.#heardUs = this.#world.clock.nowUs();
    for (const subsystem of step.subsystems) this.#out.field("changed", subsystem);
    this.#out.line("OK\n");
    this.#out.flush();
  }

  /** One after the other; the first that fails is the last. */
  async #list(lines: readonly string[], ok: boolean): Promise<void> {
    let at = 0;
    let name = "";
    try {
      while (at < lines.length) {
        name = /^(add|delete|move|swap)(id)?\b/.exec(lines[at] ?? "")?.[0] ?? "";
        const many = await runTogether(this.#call("", []), lines, at);
        name = many.name;
        at += many.count;
        this.#tellMany(many, ok);
        if (many.error !== undefined) throw many.error;
        if (many.count > 0) continue;
        await this.#command(lines[at] ?? "", (known) => {
          name = known;
        });
        at += 1;
        if (ok) this.#out.line("list_OK\n");
        if (this.#out.isFull) await this.#out.breathe();
      }
      this.#out.line("OK\n");
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      this.#out.line(ackLine(asMpdError(error), at, name));
    }
  }

  #tellMany({ count, ids = [] }: Together, ok: boolean): void {
    for (let told = 0; told < count; told++) {
      const id = ids[told];
      if (id !== undefined) this.#out.field("Id", id);
      if (ok) this.#out.line("list_OK\n");
    }
  }

  /** `named` is told what it is called, where it is a command at all. */
  async #command(line: string, named: (name: string) => void): Promise<void> {
    const words = parseWords(line);
    if (isKnown(words.name)) named(words.name);
    if (words.name === "idle") throw new MpdError("not-list", "idle is no command of a list");
    const { run } = entryOf(words, this.client.role);
    await this.#turn(this.#commands, 1);
    await run(this.#call(words.name, words.args));
  }

  #call(name: string, args: readonly string[]): Call {
    return {
      name,
      args,
      out: this.#out,
      client: this.client,
      host: this.host,
      world: this.#world,
      act: (command) => this.#act(this, command, name),
      pace: (rows) => this.#turn(this.#rows, rows),
      signal: this.#stop.signal,
    };
  }

  /** Waits until it may: whoever asks for too much is slowed down. */
  async #turn(bucket: TokenBucket, cost: number): Promise<void> {
    const { clock } = this.#world;
    const most = bucket === this.#rows ? limits.rowRate.burst : limits.commandRate.burst;
    for (;;) {
      const waitUs = bucket.take(Math.min(cost, most), clock.nowUs());
      if (waitUs === 0) return;
      await sleep(clock, waitUs, this.#stop.signal);
    }
  }

  #write(bytes: Uint8Array): void {
    if (this.#why === undefined) this.socket.write(bytes);
  }

  /** Waits while the client does not read; one that does not for long is let go. */
  async #drained(): Promise<void> {
    const { clock } = this.#world;
    const { signal } = this.#stop;
    let least = this.socket.queuedBytes;
    let sinceUs = clock.nowUs();
    while (this.socket.queuedBytes > limits.queuedBytesMax) {
      if (this.socket.queuedBytes < least) {
        least = this.socket.queuedBytes;
        sinceUs = clock.nowUs();
      }
      if (clock.nowUs() - sinceUs >= limits.unreadUsMax) this.close("too-slow");
      signal.throwIfAborted();
      await sleep(clock, limits.drainPollUs, signal);
    }
    signal.throwIfAborted();
  }

  /** Ends a client that says nothing for long, unless it idles or waits for its answer. */
  #watch(): void {
    if (this.#why !== undefined) return;
    const { clock } = this.#world;
    const isQuiet = !this.isIdling && !this.#running;
    if (isQuiet && clock.nowUs() - this.#heardUs >= limits.silentUs) this.close("silent");
    else this.#tick = clock.after(limits.tickUs, () => this.#watch());
  }
}

function asMpdError(error: unknown): MpdError {
  if (error instanceof MpdError) return error;
  if (error instanceof MediaUrlError) return new MpdError("argument", error.message);
  if (error instanceof SpeakerError) return new MpdError("system", error.message);
  throw error;
}
