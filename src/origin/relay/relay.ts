/**
 * One URL that is decoded for a speaker: fetched here, by the rules of url/, put
 * through ffmpeg by pipes, handed on piece by piece as Ogg Opus.
 *
 * Reading is pulling: while nobody asks, ffmpeg waits, and with it the fetching.
 * A station that comes back is a new program and a new stream in the chain.
 *
 * Invariants:
 *   I1  it is open only when there is sound: what opens can be heard
 *   I2  piece n is the same however often it is asked for, until piece n + 1 is
 * Bounds: relayAheadBytesMax and what one read of a pipe gives.
 */
import { concatBytes } from "../../base/bytes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PipedProgram, PipedPrograms } from "../../ports/process.ts";
import { MediaUrlError } from "../../url/errors.ts";
import { type Looked, lookAt } from "../../url/look.ts";
import { parseMediaUrl } from "../../url/media-url.ts";
import { OggReader } from "../../url/ogg-reader.ts";
import type { UrlPorts } from "../../url/open-url.ts";
import { isOpusTags } from "../../url/opus-head.ts";
import { type RelayPiece, relayPieceBytesMax } from "../../wire/media-relay.ts";
import { durationMsOf, relayCommand, whySilent } from "./command.ts";
import { headToFeed, type ToFeed } from "./index-first.ts";
import {
  relayAheadBytesMax,
  relayNiceness,
  relayProgramsInVainMax,
  relayWaitUsMax,
} from "./limits.ts";

export interface RelayPorts extends UrlPorts {
  readonly programs: PipedPrograms;
}

/** What is at hand may have grown, or been taken. */
class Bell {
  #waiting: (() => void)[] = [];

  ring(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
  /** Until it rings, or so long. */
  wait(clock?: Clock, us = 0): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock?.after(us, resolve);
      this.#waiting.push(() => {
        cancel?.();
        resolve();
      });
    });
  }
}

/** The same, with what is to be fed first as its head. */
async function ready(
  ports: UrlPorts,
  looked: Looked,
  signal: AbortSignal,
): Promise<Looked & ToFeed> {
  try {
    return { ...looked, ...(await headToFeed(ports, looked, signal)) };
  } catch (error) {
    looked.stream.close();
    throw error;
  }
}

export class MediaRelay {
  readonly #ports: RelayPorts;
  readonly #looked: Looked & ToFeed;
  /** Of what comes, this is not heard. */
  #dropMs: number;
  readonly #lifetime = new AbortController();
  readonly #bell = new Bell();
  #program: PipedProgram | undefined;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #ended = false;
  #trouble = "";
  #sounded = false;
  #durationMs = 0;
  #asked: { readonly piece: number; readonly answer: Promise<RelayPiece> } | undefined;

  /** Throws MediaUrlError; rejects with `signal.reason` when aborted. Never what is on this machine itself. */
  static async open(
    ports: RelayPorts,
    { url, startMs }: { readonly url: string; readonly startMs: number },
    signal: AbortSignal,
  ): Promise<MediaRelay> {
    // The speaker's loopback is not ours, and ours is nobody's business.
    const request = { url: parseMediaUrl(url), rule: { loopback: false }, startMs };
    const looked = await lookAt(ports, request, signal);
    const relay = new MediaRelay(ports, await ready(ports, looked, signal), startMs);
    const abort = (): void => relay.close();
    signal.addEventListener("abort", abort, { once: true });
    try {
      await relay.#untilSound();
      signal.throwIfAborted();
      return relay;
    } catch (error) {
      relay.close();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  private constructor(ports: RelayPorts, looked: Looked & ToFeed, startMs: number) {
    this.#ports = ports;
    this.#looked = looked;
    this.#dropMs = looked.stream.facts.live ? 0 : startMs - looked.stream.beginsMs;
    void this.#run();
  }

  get live(): boolean {
    return this.#looked.stream.facts.live;
  }
  /** What a station calls itself; empty where it does not. */
  get name(): string {
    return this.#looked.stream.facts.name;
  }
  /** 0 where it is not known. */
  get durationMs(): number {
    return this.live ? 0 : (this.#looked.stream.facts.durationMs ?? this.#durationMs);
  }

  /** I2. Undefined for one that is neither the next nor the last one. */
  read(piece: number): Promise<RelayPiece> | undefined {
    const last = this.#asked;
    if (last?.piece === piece) return last.answer;
    if (piece !== (last?.piece ?? -1) + 1) return undefined;
    const before = last?.answer ?? Promise.resolve(undefined);
    this.#asked = { piece, answer: before.then(() => this.#next()) };
    return this.#asked.answer;
  }

  /** Safe to call twice. */
  close(): void {
    this.#lifetime.abort(new Error("the relay is closed"));
    this.#looked.stream.close();
    this.#program?.kill();
    this.#ended = true;
    this.#bell.ring();
  }

  /** I1 */
  async #untilSound(): Promise<void> {
    while (!this.#sounded && !this.#ended) await this.#bell.wait();
    if (this.#sounded) return;
    throw new MediaUrlError("undecodable", this.#trouble || "there is no sound in it");
  }

  async #next(): Promise<RelayPiece> {
    const { clock } = this.#ports;
    const lateUs = clock.nowUs() + relayWaitUsMax;
    while (this.#held.length === 0 && !this.#ended && clock.nowUs() < lateUs)
      await this.#bell.wait(clock, lateUs - clock.nowUs());
    const bytes = this.#take();
    const { title = "", trouble } = this.#looked.stream;
    const ended = this.#ended && this.#held.length === 0;
    this.#bell.ring();
    return { bytes, ended, title, trouble: this.#trouble || (trouble ?? "") };
  }

  #take(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let left = relayPieceBytesMax; left > 0; ) {
      const first = this.#held.shift();
      if (first === undefined) break;
      parts.push(first.subarray(0, left));
      if (first.length > left) this.#held.unshift(first.subarray(left));
      left -= Math.min(left, first.length);
    }
    const bytes = concatBytes(parts);
    this.#heldBytes -= bytes.length;
    return bytes;
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    let next: Uint8Array | undefined = this.#looked.head;
    let inVain = 0;
    while (next !== undefined && inVain < relayProgramsInVainMax && !this.#isOver) {
      this.#sounded = false;
      next = await this.#decode(next);
      inVain = this.#sounded ? 0 : inVain + 1;
    }
    this.#ended = true;
    this.#bell.ring();
  }

  /** One program's life, with its first bytes; undefined when nothing is to come behind it, else what begins the next. */
  async #decode(head: Uint8Array): Promise<Uint8Array | undefined> {
    const { kind, namesPlaces } = this.#looked;
    const command = relayCommand(kind, this.#dropMs, namesPlaces);
    const program = this.#ports.programs.start(command, relayNiceness);
    this.#program = program;
    this.#dropMs = 0;
    const collected = this.#collect(program);
    const fed = await this.#feed(program, head);
    program.end();
    await collected;
    program.kill();
    if (!this.#sounded && !this.#isOver) this.#trouble = whySilent(program.stderr);
    else if (this.#sounded) this.#trouble = "";
    return fed;
  }

  /** Until the stream ends or begins anew, or the program takes no more. */
  async #feed(program: PipedProgram, head: Uint8Array): Promise<Uint8Array | undefined> {
    const { stream } = this.#looked;
    const { signal } = this.#lifetime;
    if (!(await program.write(head))) return this.#beginning();
    try {
      for (;;) {
        const piece = await stream.read(signal);
        if (piece.kind === "end") return undefined;
        if (piece.kind === "restart") return new Uint8Array(0);
        if (!(await program.write(piece.bytes))) return this.#beginning();
      }
    } catch {
      // Aborted: nothing else is thrown.
      return undefined;
    }
  }

  /** A program that has gone away is replaced for a station alone: a file would begin in its midst. */
  #beginning(): Uint8Array | undefined {
    const { stream } = this.#looked;
    if (!stream.facts.station) return undefined;
    stream.beginAnew();
    return new Uint8Array(0);
  }

  /** What it gives, no more ahead than may be. */
  async #collect(program: PipedProgram): Promise<void> {
    const reader = new OggReader();
    for (;;) {
      const bytes = await program.read();
      if (bytes === undefined || this.#isOver) return;
      // Heads alone are no sound: a decoder that finds none writes them, too.
      this.#sounded ||= reader
        .push(bytes)
        .some(({ first, bytes: packet }) => !first && !isOpusTags(packet));
      this.#durationMs ||= durationMsOf(program.stderr);
      this.#held.push(bytes);
      this.#heldBytes += bytes.length;
      this.#bell.ring();
      while (this.#heldBytes >= relayAheadBytesMax && !this.#isOver) await this.#bell.wait();
    }
  }

  get #isOver(): boolean {
    return this.#lifetime.signal.aborted;
  }
}
