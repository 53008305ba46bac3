/** A sink that notes what it is given, and a source that answers from simulated tracks when it is told to. */
import type {
  AudioEvent,
  AudioSink,
  AudioStatus,
  ClipSink,
  InputStatus,
  LoudnessMode,
  SegmentSpec,
  ToneSettings,
} from "../../src/audio/model.ts";
import { symbolsOf } from "../../src/media/chunk.ts";
import { rungOfCode } from "../../src/media/rung.ts";
import { splitSymbols } from "../../src/media/symbols.ts";
import type { LinkedSource } from "../../src/player/metered-source.ts";
import type { ChunkStore } from "../../src/player/track-loader.ts";
import type { CacheIntent } from "../../src/storage/cache-admission.ts";
import type { ChunkKey } from "../../src/storage/chunk-key.ts";
import { StreamError } from "../../src/stream/errors.ts";
import type { ObjectRequest } from "../../src/stream/origin-client.ts";
import type { ObjectName } from "../../src/wire/objects.ts";
import type { SimTrack } from "../sim/sim-track.ts";

/** Frames it was given, as "tag:frame", "gap", "segment N" and "end". */
export class FakeSink implements AudioSink {
  readonly log: string[] = [];
  readonly specs: SegmentSpec[] = [];
  bufferedUs = 0;
  serial = 0;
  playedFrames = 0;
  /** Of what was not heard yet, so many frames are even if it is flushed. */
  keptAhead = 0;
  paused = false;
  live = false;
  input: InputStatus | undefined;
  /** What was given to the second voice, as the log. */
  readonly said: string[] = [];
  clipLevel = 0;
  /** Clip records that it takes; without end unless said. */
  clipRoom = Number.POSITIVE_INFINITY;
  readonly clips: ClipSink = {
    segment: (spec) => this.#say(`clip ${spec.serial}`),
    frame: () => this.#say("frame"),
    end: () => this.#say("end"),
    flush: () => void this.said.push("flush"),
    setVolume: (level) => {
      this.clipLevel = level;
    },
  };
  #listeners = new Set<(event: AudioEvent) => void>();

  #say(what: string): boolean {
    if (this.clipRoom <= 0) return false;
    this.clipRoom -= 1;
    this.said.push(what);
    return true;
  }

  segment(spec: SegmentSpec): boolean {
    this.specs.push(spec);
    this.log.push(`segment ${spec.serial}`);
    return true;
  }
  frame(packet: Uint8Array): boolean {
    const view = new DataView(packet.buffer, packet.byteOffset);
    this.log.push(`${view.getUint32(0)}:${view.getUint32(4)}`);
    this.bufferedUs += 20_000;
    return true;
  }
  gap(frames: number): boolean {
    this.log.push(`gap ${frames}`);
    this.bufferedUs += 20_000;
    return true;
  }
  end(): boolean {
    this.log.push("end");
    return true;
  }
  flush(): void {
    this.log.push("flush");
    this.bufferedUs = 0;
  }
  setPaused(paused: boolean): void {
    this.paused = paused;
  }
  setLive(live: boolean): void {
    this.live = live;
  }
  setVolume(): void {
    // Volume is the engine's business.
  }
  loudness: LoudnessMode = "off";
  setLoudness(mode: LoudnessMode): void {
    this.loudness = mode;
  }
  tone: ToneSettings = { bass: 0, treble: 0, balance: 0, mono: false };
  setTone(tone: ToneSettings): void {
    this.tone = tone;
  }
  status(): AudioStatus {
    const { serial, playedFrames, bufferedUs } = this;
    const rest = {
      delayUs: 0,
      peak: 0,
      underruns: 0,
      playedUs: 0,
      concealedUs: 0,
      segmentUs: 0,
      rate: 48_000,
      bufferUs: 0,
    };
    return {
      serial,
      playedFrames,
      keptFrames: playedFrames + this.keptAhead,
      droppedUs: 0,
      bufferedUs,
      ...rest,
      device: "fake",
      trouble: undefined,
      missingUs: undefined,
      opusName: "fake",
      input: this.input,
    };
  }
  onEvent(listener: (event: AudioEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  tell(event: AudioEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export class MemoryStore implements ChunkStore {
  takesCopies = true;
  readonly held = new Map<string, Uint8Array>();
  /** Why each was put, in order. */
  readonly puts: { readonly name: string; readonly intent: CacheIntent }[] = [];
  has(key: ChunkKey): boolean {
    return this.held.has(nameOf(key));
  }
  async get(key: ChunkKey): Promise<Uint8Array | undefined> {
    return this.held.get(nameOf(key));
  }
  put(key: ChunkKey, bytes: Uint8Array, intent: CacheIntent): void {
    this.held.set(nameOf(key), bytes);
    this.puts.push({ name: nameOf(key), intent });
  }
}

function nameOf({ track, rung, index }: ChunkKey): string {
  return `${track} ${rung} ${index}`;
}

/** Answers at once, unless a test holds it, breaks it or loses symbols. */
export class FakeSource implements LinkedSource {
  ready = true;
  rttUs = 5_000;
  presentRttUs = 5_000;
  datagramUs = 0;
  lossPct = 0;
  readonly asked: ObjectName[] = [];
  /** Objects to answer with other symbols than the true ones; undefined ones never come. */
  spoil: (name: ObjectName, symbols: readonly Uint8Array[]) => readonly (Uint8Array | undefined)[] =
    (_, symbols) => symbols;
  /** Fails the request with this code, while it gives one. */
  fail: (name: ObjectName) => "refused" | "expired" | "lost" | undefined = () => undefined;
  readonly #tracks: ReadonlyMap<string, SimTrack>;

  constructor(tracks: readonly SimTrack[]) {
    this.#tracks = new Map(tracks.map((track) => [track.info.id, track]));
  }

  async fetch(
    name: ObjectName,
    request: ObjectRequest,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[]> {
    this.asked.push(name);
    const code = this.fail(name);
    if (code !== undefined) throw new StreamError(code, `the test says ${code}`);
    const symbols = this.#symbols(name);
    if (symbols === undefined) throw new StreamError("refused", "no such object");
    const sent = this.spoil(name, symbols);
    for (const [index, symbol] of sent.entries())
      if (symbol !== undefined) request.onSymbol?.(index, sent.length, symbol);
    const whole = sent.filter((symbol) => symbol !== undefined);
    if (whole.length === sent.length) return whole;
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
    );
  }

  #symbols(name: ObjectName): readonly Uint8Array[] | undefined {
    if (name.kind !== "manifest" && name.kind !== "leaves" && name.kind !== "chunk")
      return undefined;
    const track = this.#tracks.get(name.track);
    if (track === undefined) return undefined;
    if (name.kind === "manifest") return splitSymbols(track.manifest);
    const rung = track.rungs.get(rungOfCode(name.rung) ?? "flac");
    if (name.kind === "leaves") return rung === undefined ? undefined : splitSymbols(rung.leaves);
    const chunk = rung?.chunks[name.index];
    return chunk === undefined ? undefined : symbolsOf(chunk);
  }
}
