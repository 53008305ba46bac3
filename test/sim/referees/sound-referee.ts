/**
 * Listens to one life of a speaker: no sample twice or out of order, none lost
 * and no silence without a reason that the speaker itself gave; no place in the
 * music that moves while there is no card to hear it from.
 *
 * Where the music may jump: behind a command that moves it. Everywhere else it
 * goes on where it was, or with the start of a track behind the end of one.
 */
import { usPerS } from "../../../src/base/units.ts";
import type { PlayerCommand, SpeakerStatus } from "../../../src/player/model.ts";
import type { Run } from "../sim-capture.ts";
import type { SimSpeaker } from "../sim-house.ts";
import { placeCycle, simRate } from "../sim-track.ts";
import { Excuses } from "./excuses.ts";
import type { Since, Verdicts } from "./verdicts.ts";

/** Fades at both sides of a stall, a rounding of milliseconds, a resumed decoder: not heard, and no loss. */
const fadeSlack = 2_000;
/** After a rounding to milliseconds some samples are heard again, or left out. */
const roundSlack = 100;
/** What a card held when it was pulled out comes again, by whole periods, so that some of it is heard twice. */
const cardBackSlack = 600;
/** Until its loss is noticed it is taken to play on, and it is looked at four times a second. */
const cardSlack = 12_000 + cardBackSlack;
/** Shorter silence is a matter of fades. */
const silenceUsMin = 40_000;
/** A command takes effect behind what the card holds already. */
const commandLagUs = 500_000;

/** A place that is shown is rounded to milliseconds, and a segment may begin anew. */
const placeSlackMs = 50;

/** How long after a stall its news come. */
const lateUs = 50_000;

const moving: ReadonlySet<PlayerCommand["kind"]> = new Set([
  "play",
  "stop",
  "next",
  "previous",
  "seek",
  "resume",
  "queue-remove",
  "queue-clear",
]);

export class SoundReferee {
  readonly #made: SimSpeaker;
  readonly #verdicts: Verdicts;
  readonly #since: Since;
  /** Frames of each track, by tag. */
  readonly #lengths: ReadonlyMap<number, number>;
  readonly #excuses = new Excuses();
  #moves: number[] = [];
  #judged = 0;
  #failedUs = Number.NEGATIVE_INFINITY;
  #cardGoneUs: number | undefined;
  /** The place since the card is away, as long as nobody moves it. */
  #awayAt: SpeakerStatus | undefined;
  #underruns = 0;
  #concealedMs = 0;
  /** Concealed and not yet seen as a hole. */
  #concealedFrames = 0;

  constructor(
    made: SimSpeaker,
    house: {
      readonly verdicts: Verdicts;
      readonly since: Since;
      readonly lengths: ReadonlyMap<number, number>;
    },
  ) {
    this.#made = made;
    this.#verdicts = house.verdicts;
    this.#since = house.since;
    this.#lengths = house.lengths;
  }

  /** To be told of each command as it is carried out. */
  command(nowUs: number, command: PlayerCommand): void {
    this.#excuses.moment(nowUs, `command ${command.kind}`);
    this.#awayAt = undefined;
    if (moving.has(command.kind)) this.#moves.push(nowUs);
  }

  /** The speaker said that a track cannot be had. */
  trackFailed(nowUs: number): void {
    this.#failedUs = nowUs;
    this.#awayAt = undefined;
    this.#excuses.moment(nowUs, "track failed");
  }

  /** To be called at each change of the speaker's state, and now and then. */
  look(nowUs: number, status: SpeakerStatus): void {
    this.#judgePlace(nowUs, status);
    const why = reasonIn(status);
    if (why !== "card") this.#cardBack(nowUs);
    else this.#cardGoneUs ??= nowUs;
    // What a stalled main thread says, it says late.
    const { stalled } = this.#made.process;
    const late = why !== undefined && nowUs - stalled.untilUs < lateUs;
    this.#excuses.now(late ? Math.min(nowUs, stalled.fromUs) : nowUs, why);
    const { underruns, concealedMs } = status.totals;
    if (underruns > this.#underruns) this.#excuses.moment(nowUs, "underrun");
    if (concealedMs > this.#concealedMs) {
      this.#excuses.moment(nowUs, "concealed");
      this.#concealedFrames += ((concealedMs - this.#concealedMs) * simRate) / 1000;
    }
    this.#underruns = underruns;
    this.#concealedMs = concealedMs;
  }

  #judgePlace(nowUs: number, status: SpeakerStatus): void {
    if (status.output.missingS === null) {
      this.#awayAt = undefined;
      return;
    }
    if (status.state === "playing") this.#find(nowUs, "says that it plays without a card");
    // After a restart the place is where it was last saved.
    if (status.speaker.uptimeS < (this.#awayAt?.speaker.uptimeS ?? 0)) this.#awayAt = undefined;
    const before = this.#awayAt;
    this.#awayAt ??= status;
    if (before?.track?.id !== status.track?.id) return;
    const movedMs = status.positionMs - (before?.positionMs ?? status.positionMs);
    if (Math.abs(movedMs) > placeSlackMs)
      this.#find(nowUs, `its place moved by ${movedMs} ms without a card`);
  }

  /** Commands that came while there was no card take effect now, behind what the lost card had not taken. */
  #cardBack(nowUs: number): void {
    const goneUs = this.#cardGoneUs;
    this.#cardGoneUs = undefined;
    if (goneUs !== undefined && this.#moves.some((at) => at >= goneUs - commandLagUs))
      this.#moves.push(nowUs);
  }

  /** Judges what was heard since the last call. */
  judge(nowUs: number, status: SpeakerStatus): void {
    this.look(nowUs, status);
    const { runs } = this.#made.capture;
    for (; this.#judged < runs.length; this.#judged++) {
      const run = runs[this.#judged];
      const before = runs[this.#judged - 1];
      if (run !== undefined && before !== undefined) this.#judgeEdge(before, run);
    }
    this.#judgeSilence(nowUs);
  }

  #judgeEdge(before: Run, run: Run): void {
    const endUs = this.#endUs(before);
    const gapUs = run.startUs - endUs;
    const silentUs = gapUs < silenceUsMin ? 0 : this.#excuses.unexcusedUs(endUs, run.startUs);
    if (silentUs > silenceUsMin)
      this.#find(run.startUs, `silent for ${ms(silentUs)} without a reason`);
    const moved = this.#moves.some((at) => at >= endUs - commandLagUs && at <= run.startUs);
    // Music at another volume is played, and cannot be read: where it went meanwhile nobody saw.
    const unread = this.#excuses.had(endUs, run.startUs, ["volume"]);
    if (!moved && !unread) this.#judgeOrder(before, run);
    this.#excuses.forget(endUs - 2 * usPerS);
    this.#moves = this.#moves.filter((at) => at >= endUs - 2 * usPerS);
  }

  #judgeOrder(before: Run, run: Run): void {
    const end = (before.firstPlace + before.frames) % placeCycle;
    const jump = signed(run.firstPlace - end);
    const slack = this.#slack(before, run);
    const back = roundSlack + Math.min(cardBackSlack, this.#cardSlack(before, run));
    if (run.tag === before.tag && jump >= -back && jump <= slack) {
      this.#concealedFrames = Math.max(0, this.#concealedFrames - Math.max(0, jump));
      return;
    }
    const started = run.firstPlace <= fadeSlack;
    const total = (this.#lengths.get(before.tag) ?? 0) % placeCycle;
    const finished = Math.abs(signed(total - end)) <= Math.max(fadeSlack, slack);
    const failed = this.#failedUs >= this.#endUs(before) - 60 * usPerS;
    if (started && (finished || failed)) return;
    const what =
      run.tag === before.tag ? jumpText(jump) : `went from track ${before.tag} to ${run.tag}`;
    const where = `at place ${end} of ${total}, then ${run.firstPlace}`;
    this.#find(run.startUs, `${what} without being told (${where})`);
  }

  /** Places that may be missing between two runs: never more than the time between them had room for. */
  #slack(before: Run, run: Run): number {
    const fromUs = this.#endUs(before);
    const gapFrames = ((run.startUs - fromUs) * simRate) / 1e6;
    const card = this.#cardSlack(before, run);
    const allowed = fadeSlack + card + this.#concealedFrames;
    return roundSlack + Math.min(gapFrames + card, allowed);
  }

  #cardSlack(before: Run, run: Run): number {
    return this.#excuses.had(this.#endUs(before), run.startUs, ["card"]) ? cardSlack : 0;
  }

  /** Silence that has not ended yet. */
  #judgeSilence(nowUs: number): void {
    const last = this.#made.capture.runs.at(-1);
    if (last === undefined) return;
    const fromUs = this.#endUs(last);
    const silentUs = this.#excuses.unexcusedUs(fromUs, nowUs - 100_000);
    if (silentUs > 2 * usPerS)
      this.#find(nowUs, `silent for ${ms(silentUs)} and more while it says that it plays`);
  }

  #endUs(run: Run): number {
    return (
      run.startUs + (run.frames * 1e6) / (simRate * (1 + this.#made.machine.traits.dacPpm / 1e6))
    );
  }

  #find(atUs: number, what: string): void {
    this.#verdicts.find("sound", `${this.#made.host} at ${this.#since(atUs)}: ${what}`);
  }
}

/** Why it need not sound, by its own word. */
function reasonIn({ state, output, volume, muted, sound }: SpeakerStatus): string | undefined {
  if (output.trouble !== null) return "card";
  if (state !== "playing") return state;
  return volume !== 100 || sound.applied !== 100 || muted ? "volume" : undefined;
}

function jumpText(jump: number): string {
  return jump < 0 ? `${-jump} samples were heard twice` : `${jump} samples were lost`;
}

/** A difference of places, the shorter way round. */
function signed(difference: number): number {
  const folded = ((difference % placeCycle) + placeCycle) % placeCycle;
  return folded >= placeCycle / 2 ? folded - placeCycle : folded;
}

function ms(us: number): string {
  return `${Math.round(us / 1000)} ms`;
}
