/**
 * The live view of `nightjar start` on a terminal: a line per speaker, redrawn in
 * place. `renderLive` is pure; the class is the small shell that draws.
 *
 * Lines go to stderr: stdout belongs to the ready line.
 */
import { usPerMs, usPerS } from "../base/units.ts";
import { lineInId } from "../player/line-in.ts";
import type { SpeakerStatus } from "../player/model.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Terminal, TerminalStream } from "../ports/terminal.ts";
import { bar, cutTo, type Paint, padTo, painter, plainText, sharesText } from "./format.ts";
import { placeText, stateText, styleOf, trackText } from "./render-status.ts";

/** Five times a second is smooth for a meter and costs next to nothing. */
const redrawUs = 200 * usPerMs;
/** Sources are shown over this time: long enough to be read, short enough to be now. */
const sourcesUs = 5 * usPerS;

const nameColumns = 14;
const stateColumns = 11;
const meterColumns = 8;
/** Single spaces between the six parts of a line. */
const gaps = 5;
/** Bottom of the meter; below it music is silence to the eye. */
const meterFloorDb = -48;

export interface LiveSpeaker {
  readonly status: SpeakerStatus;
  /** Bytes that came from each source in the last seconds. */
  readonly recent: { readonly cache: number; readonly peer: number; readonly origin: number };
}

/** One line for each speaker, each at most `columns` wide. */
export function renderLive(
  speakers: readonly LiveSpeaker[],
  columns: number,
  colour: boolean,
): string[] {
  const paint = painter(colour);
  return speakers.map((speaker) => renderLine(speaker, columns, paint));
}

function renderLine({ status, recent }: LiveSpeaker, columns: number, paint: Paint): string {
  const { speaker, state, track, positionMs, output } = status;
  const name = padTo(cutTo(plainText(speaker.name), nameColumns), nameColumns);
  const shownState = padTo(stateText(state), stateColumns);
  const times = track === null ? "" : placeText(positionMs, track);
  const meter = bar(status.muted ? 0 : levelOf(output.peak), meterColumns);
  const trouble = status.trouble ?? output.trouble;
  const tail =
    trouble === null
      ? [aheadText(status), sharesText(recent)].filter((part) => part !== "").join(" · ")
      : `! ${plainText(trouble)}`;
  const fixed = nameColumns + stateColumns + times.length + meterColumns + gaps;
  const room = Math.max(0, columns - fixed);
  const shownTail = cutTo(tail, Math.max(0, room - Math.min(12, room)));
  const title = track === null ? "" : trackText(status);
  const titleColumns = Math.max(0, room - shownTail.length);
  const middle = padTo(cutTo(title, titleColumns), titleColumns);
  const pieces = [
    paint("bold", name),
    paint(styleOf(state), shownState),
    middle,
    times,
    paint("green", meter),
    trouble === null ? paint("dim", shownTail) : paint("red", shownTail),
  ];
  return pieces.filter((piece) => piece !== "").join(" ");
}

/** How much music is at hand; of line-in, how late it is heard. */
function aheadText({ track, bufferedMs, input }: SpeakerStatus): string {
  if (track?.id === lineInId) return `${Math.round(input?.latencyMs ?? 0)} ms`;
  return `${(bufferedMs / 1000).toFixed(1)} s`;
}

/** A peak of 0 to 1 as a share of the meter, in decibels: as loud as it sounds. */
function levelOf(peak: number): number {
  if (!(peak > 0)) return 0;
  return 1 - (20 * Math.log10(peak)) / meterFloorDb;
}

interface Ports {
  readonly clock: Clock;
  readonly terminal: Terminal;
}

interface Watched {
  status(): SpeakerStatus;
}

/** Bytes by source at some time. */
interface Sample {
  readonly atUs: number;
  readonly bytes: LiveSpeaker["recent"];
}

export class LiveView implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #stream: TerminalStream;
  readonly #models: readonly Watched[];
  readonly #notes: () => readonly string[];
  readonly #samples: Sample[][];
  #drawnLines = 0;
  #cancel: Cancel | undefined;

  /** `notes` are lines below those of the speakers, as they are now. */
  constructor(
    { clock, terminal }: Ports,
    models: readonly Watched[],
    notes: () => readonly string[],
  ) {
    this.#notes = notes;
    this.#clock = clock;
    this.#stream = terminal.err;
    this.#models = models;
    this.#samples = models.map(() => []);
  }

  /** Draws until `signal` aborts or it is disposed. */
  run(signal: AbortSignal): void {
    if (signal.aborted) return;
    signal.addEventListener("abort", () => this.#stop(), { once: true });
    this.#stream.write("\x1b[?25l"); // hide the cursor
    this.#tick();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
  }

  #stop(): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    this.#cancel = undefined;
    this.#stream.write("\x1b[?25h");
  }

  #tick(): void {
    const speakers = this.#models.map((model, at) => this.#sample(model.status(), at));
    this.#draw(speakers);
    this.#cancel = this.#clock.after(redrawUs, () => this.#tick());
  }

  #draw(speakers: readonly LiveSpeaker[]): void {
    // One column is left free: some terminals wrap when the last one is written.
    const columns = this.#stream.columns - 1;
    const notes = this.#notes().map((note) => cutTo(note, columns));
    const lines = [...renderLive(speakers, columns, this.#stream.colour), ...notes];
    const up = this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A` : "";
    // A note that has gone leaves a line behind, which the last sequence clears.
    this.#stream.write(`${up}${lines.map((line) => `\r\x1b[2K${line}\n`).join("")}\x1b[J`);
    this.#drawnLines = lines.length;
  }

  #sample(status: SpeakerStatus, at: number): LiveSpeaker {
    const nowUs = this.#clock.nowUs();
    const samples = this.#samples[at] ?? [];
    const { bytes } = status.totals;
    samples.push({ atUs: nowUs, bytes });
    while (samples.length > 1 && nowUs - (samples[0]?.atUs ?? nowUs) > sourcesUs) samples.shift();
    const from = samples[0]?.bytes ?? bytes;
    const recent = {
      cache: bytes.cache - from.cache,
      peer: bytes.peer - from.peer,
      origin: bytes.origin - from.origin,
    };
    return { status, recent };
  }
}
