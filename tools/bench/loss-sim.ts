/**
 * How plays start and go on over a link that loses, in virtual time: the real sessions of the link
 * over netlab's model of one, the player's own rule of when to begin, and a model of its others (ring, give-up, patience). For the
 * table of bench `loss` that says what turning a mechanism off costs.
 */
import { usPerMs, usPerS } from "../../src/base/units.ts";
import { framesPerChunk, frameUs } from "../../src/media/rung.ts";
import { DeliveryTrace } from "../../src/player/delivery-trace.ts";
import { startNeedUs } from "../../src/player/start-rule.ts";
import type { AskHandle } from "../../src/transport/asked-object.ts";
import { allMechanisms, type LinkMechanisms } from "../../src/transport/link-types.ts";
import { LossLink, type LossProfile, type Wanted, wanted } from "./loss-link.ts";
import { percentile, round } from "./statistics.ts";

export type { LossProfile } from "./loss-link.ts";

/** netlab's reference links; a 320 kbit/s link is played in the lowest rung. */
export const lossProfiles: readonly LossProfile[] = [
  profile("near", 4, 0, 0, Number.POSITIVE_INFINITY, 160),
  profile("far-loss2", 100, 2, 0, Number.POSITIVE_INFINITY, 160),
  profile("far-burst5", 100, 5, 3, 4_000, 160),
  profile("narrow-burst8", 150, 8, 3, 320, 96),
];

export interface SimulateStarts {
  readonly profile: LossProfile;
  readonly plays: number;
  readonly seed: number;
  /** All of them where it is absent. */
  readonly mechanisms?: Partial<LinkMechanisms>;
  /** Seconds that each play lasts; 15 where it is absent. */
  readonly seconds?: number;
}

export interface StartFigures {
  readonly plays: number;
  /** Play command to first sample, milliseconds. */
  readonly startMs: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Plays in which the music stood still at least once. */
  readonly stalls: number;
  /** All silence in them, milliseconds. */
  readonly stallMs: number;
  /** Of the frames after the first three seconds. */
  readonly concealedPct: number;
  /** Parity bytes for each hundred bytes of music. */
  readonly overheadPct: number;
  /** Of the symbols that came: asked for again, and computed from parity. */
  readonly repairedPct: number;
  readonly restoredPct: number;
  /** All that went down the link for each hundred bytes of music, less one hundred. */
  readonly extraPct: number;
}

/** A household plays some tracks before a session ends: the first start of each has nothing measured. */
const playsPerSession = 20;
const pauseUs = 1 * usPerS;
const chunksInFlight = 6;
const chunksAhead = 12;
const urgentChunks = 3;
const patienceUs = 10 * usPerS;
const ringUs = 5 * usPerS;
const giveUpRingUs = 120 * usPerMs;
const repairPatienceUs = 200 * usPerMs;
const settledFrames = 150;
/** No rule waits for more. */
const needFramesMax = 500;

export function simulateStarts(options: SimulateStarts): StartFigures {
  const { profile, plays, seed, seconds = 15 } = options;
  const mechanisms = { ...allMechanisms, ...options.mechanisms };
  const sums = new Sums();
  for (let done = 0; done < plays; done += playsPerSession) {
    const link = new LossLink(profile, mechanisms, seed * 1_000 + done);
    const trace = new DeliveryTrace();
    for (let i = done; i < Math.min(plays, done + playsPerSession); i++) {
      const play = new ModelPlay(link, trace, profile, seconds);
      link.run(link.nowUs + seconds * usPerS);
      play.close();
      sums.add(play);
      link.run(link.nowUs + pauseUs);
    }
    sums.addSession(link);
  }
  return sums.figures();
}

function profile(
  name: string,
  rttMs: number,
  lossPct: number,
  burst: number,
  kbitPerS: number,
  kbps: number,
): LossProfile {
  const queueMs = kbitPerS === 320 ? 400 : 200;
  return { name, rttMs, lossPct, burst, kbitPerS, queueMs, kbps };
}

/** One play of a track that lasts longer than it: asks, keeps a ring, plays in real time. */
class ModelPlay {
  readonly #link: LossLink;
  readonly #trace: DeliveryTrace;
  readonly #profile: LossProfile;
  readonly #fromUs: number;
  readonly #chunks: number;
  /** Symbols of each chunk that came. */
  readonly #came: Set<number>[] = [];
  readonly #handles = new Set<AskHandle>();
  #manifest = false;
  #inFlight = 0;
  #asked = 0;
  /** Next frame to go into the ring. */
  #cursor = 0;
  /** When the music in the ring ends, once it plays. */
  #ringEndUs = Number.POSITIVE_INFINITY;
  #holeSinceUs: number | undefined;
  #stalledAtUs: number | undefined;
  #closed = false;
  startMs: number | undefined;
  stallMs = 0;
  stalls = 0;
  concealed = 0;
  frames = 0;

  constructor(link: LossLink, trace: DeliveryTrace, profile: LossProfile, seconds: number) {
    this.#link = link;
    this.#trace = trace;
    this.#profile = profile;
    this.#fromUs = link.nowUs;
    this.#chunks = seconds + chunksAhead;
    this.#ask(wanted.manifest, "urgent", 0, undefined, () => {
      this.#manifest = true;
    });
    this.#askChunk();
  }

  close(): void {
    this.#closed = true;
    for (const handle of this.#handles) {
      this.#link.asker.asker.cancel(handle);
      this.#trace.ended(this.#link.nowUs);
    }
    if (this.#stalledAtUs !== undefined)
      this.stallMs += (this.#link.nowUs - this.#stalledAtUs) / usPerMs;
  }

  #ask(
    kind: Wanted,
    requestClass: "urgent" | "play",
    leadUs: number,
    symbol: ((index: number) => void) | undefined,
    done: () => void,
  ): void {
    const deadlineUs = this.#link.nowUs + patienceUs + leadUs;
    this.#trace.asked(this.#link.nowUs + this.#profile.rttMs * usPerMs);
    const handle = this.#link.ask(kind, requestClass, deadlineUs, {
      symbol: (index, _, bytes) => {
        this.#trace.arrived(bytes.length, this.#link.nowUs);
        symbol?.(index);
        this.#pump();
      },
      done: (outcome) => {
        this.#handles.delete(handle);
        this.#trace.ended(this.#link.nowUs);
        if (outcome.kind === "complete") done();
        else if (!this.#closed) this.#ask(kind, requestClass, leadUs, symbol, done);
        this.#pump();
      },
    });
    this.#handles.add(handle);
  }

  #askChunk(): void {
    const chunk = this.#asked;
    this.#asked += 1;
    this.#inFlight += 1;
    const came = new Set<number>();
    this.#came[chunk] = came;
    const ahead = 1 + chunk - Math.floor(this.#cursor / framesPerChunk);
    this.#ask(
      wanted.chunk,
      chunk < urgentChunks ? "urgent" : "play",
      ahead * usPerS,
      (index) => {
        came.add(index);
        if (chunk === 0 && came.size === 1) this.#begun();
      },
      () => {
        this.#inFlight -= 1;
        this.#fill();
      },
    );
  }

  /** The first sound is on its way: the rest may be asked for. */
  #begun(): void {
    this.#ask(wanted.leaves, "play", 0, undefined, () => undefined);
    this.#fill();
  }

  #fill(): void {
    const to = Math.min(this.#chunks, Math.floor(this.#cursor / framesPerChunk) + chunksAhead);
    while (this.#asked < to && this.#inFlight < chunksInFlight && !this.#closed) this.#askChunk();
  }

  #has(frame: number): boolean {
    const came = this.#came[Math.floor(frame / framesPerChunk)];
    return came?.has(this.#link.symbolOf[frame % framesPerChunk] ?? 0) === true;
  }

  #hasLaterThan(frame: number): boolean {
    const chunk = Math.floor(frame / framesPerChunk);
    for (let at = frame + 1; at < (chunk + 1) * framesPerChunk; at++)
      if (this.#has(at)) return true;
    return (this.#came[chunk + 1]?.size ?? 0) > 0;
  }

  /** Something came, or time passed. */
  #pump(): void {
    if (this.#closed || !this.#manifest) return;
    const { nowUs } = this.#link;
    if (this.#ringEndUs === Number.POSITIVE_INFINITY && !this.#starts(nowUs)) return;
    while (this.#ringEndUs - nowUs < ringUs && this.#pushFrame(nowUs));
    this.#fill();
  }

  /** The first sample, or the first after a stall. */
  #starts(nowUs: number): boolean {
    if (this.#aheadUs < this.#needUs(nowUs)) return false;
    this.startMs ??= (nowUs - this.#fromUs) / usPerMs;
    if (this.#stalledAtUs !== undefined) this.stallMs += (nowUs - this.#stalledAtUs) / usPerMs;
    this.#stalledAtUs = undefined;
    this.#ringEndUs = nowUs;
    this.#link.after(frameUs, () => this.#tick());
    return true;
  }

  /** What is at hand without a hole. */
  get #aheadUs(): number {
    let frames = 0;
    while (frames < needFramesMax && this.#has(this.#cursor + frames)) frames += 1;
    return frames * frameUs;
  }

  #needUs(nowUs: number): number {
    return startNeedUs({
      samples: this.#trace.samples(nowUs),
      bytesPerS: (this.#profile.kbps * 1_000) / 8,
      secondsLeft: Number.POSITIVE_INFINITY,
      rttUs: this.#profile.rttMs * usPerMs,
      hole:
        this.#profile.lossPct >= 1 || this.#hasLaterThan(this.#cursor + this.#aheadUs / frameUs),
      again: this.startMs !== undefined,
    });
  }

  #pushFrame(nowUs: number): boolean {
    const there = this.#has(this.#cursor);
    if (!there) {
      if (!this.#hasLaterThan(this.#cursor)) return false;
      this.#holeSinceUs ??= nowUs;
      const givesUp =
        this.#ringEndUs - nowUs <= giveUpRingUs && nowUs - this.#holeSinceUs >= repairPatienceUs;
      if (!givesUp) return false;
      if (this.#cursor >= settledFrames) this.concealed += 1;
    }
    if (this.#cursor >= settledFrames) this.frames += 1;
    this.#holeSinceUs = undefined;
    this.#cursor += 1;
    this.#ringEndUs += frameUs;
    return true;
  }

  #tick(): void {
    if (this.#closed) return;
    this.#pump();
    const { nowUs } = this.#link;
    if (this.#ringEndUs <= nowUs) {
      this.stalls += 1;
      this.#stalledAtUs = nowUs;
      this.#ringEndUs = Number.POSITIVE_INFINITY;
      return;
    }
    this.#link.after(Math.min(frameUs, this.#ringEndUs - nowUs), () => this.#tick());
  }
}

class Sums {
  readonly #starts: number[] = [];
  #stalls = 0;
  #stallMs = 0;
  #concealed = 0;
  #frames = 0;
  #symbolBytes = 0;
  #parityBytes = 0;
  #repaired = 0;
  #restored = 0;
  #bytesDown = 0;

  add(play: ModelPlay): void {
    this.#starts.push(play.startMs ?? Number.POSITIVE_INFINITY);
    if (play.stalls > 0) this.#stalls += 1;
    this.#stallMs += play.stallMs;
    this.#concealed += play.concealed;
    this.#frames += play.frames;
  }

  addSession({ asker: { asker }, bytesDown }: LossLink): void {
    this.#symbolBytes += asker.symbolBytes;
    this.#parityBytes += asker.parityBytes;
    this.#repaired += asker.repaired;
    this.#restored += asker.restored;
    this.#bytesDown += bytesDown;
  }

  figures(): StartFigures {
    const sorted = this.#starts.sort((a, b) => a - b);
    const symbols = this.#symbolBytes / 1_120;
    const pct = (part: number, whole: number): number =>
      round((100 * part) / Math.max(1, whole), 4);
    const at = (share: number): number => round(percentile(sorted, share), 1);
    return {
      plays: sorted.length,
      startMs: { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) },
      stalls: this.#stalls,
      stallMs: round(this.#stallMs, 0),
      concealedPct: pct(this.#concealed, this.#frames),
      overheadPct: pct(this.#parityBytes, this.#symbolBytes),
      repairedPct: pct(this.#repaired, symbols),
      restoredPct: pct(this.#restored, symbols),
      extraPct: pct(this.#bytesDown - this.#symbolBytes, this.#symbolBytes),
    };
  }
}
