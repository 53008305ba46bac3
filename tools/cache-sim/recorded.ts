/**
 * What speakers really played, one JSON document a line, of two kinds: a ledger's
 * export (`nightjar origin events --export jsonl`), or the uses of a cache that the
 * simulated house recorded (`npm run -s sim -- cache --record`). Pure.
 *
 * Each speaker has a cache, so each is a trace of its own. Lines of neither kind
 * are left out; a file without one that is known is refused.
 */
import type { CacheIntent } from "../../src/storage/cache-admission.ts";
import { type Play, pieceBytes, piecesPerTrackMax } from "./trace.ts";

/** A use of a cache, as it is recorded: a second of a track in a rung. */
export interface RecordedUse {
  readonly speaker: string;
  readonly atMs: number;
  readonly track: string;
  /** Code of the rung, 1…4. */
  readonly rung: number;
  readonly index: number;
  readonly bytes: number;
  readonly intent: CacheIntent;
}

type Fields = Readonly<Record<string, unknown>>;

const kbitPerS = [0, 96, 160, 320, 900];
const intents: readonly string[] = ["chosen", "discovery", "predicted"];

/** A trace for each speaker, in order of time. Throws TypeError where no line is of use. */
export function recordedTraces(lines: Iterable<string>): (readonly Play[])[] {
  const speakers = new Map<string, Recording>();
  for (const line of lines) {
    const fields = line.startsWith("{") ? parsed(line) : undefined;
    const speaker = fields?.["speaker"] ?? fields?.["device"];
    if (fields === undefined || typeof speaker !== "string") continue;
    const recording = speakers.get(speaker) ?? new Recording();
    if (recording.take(fields)) speakers.set(speaker, recording);
  }
  if (speakers.size === 0)
    throw new TypeError("the trace has no plays: it takes a ledger's export, or a recorded cache");
  return [...speakers.values()].map((recording) => recording.plays());
}

class Recording {
  readonly #tracks = new Map<string, number>();
  readonly #plays: Play[] = [];

  /** False for what says nothing of a cache. */
  take(fields: Fields): boolean {
    const play = fields["index"] === undefined ? this.#playOf(fields) : this.#useOf(fields);
    if (play === undefined) return false;
    const last = this.#plays.at(-1);
    // Seconds that lie in one piece are one use of it.
    const again = last?.track === play.track && last.from !== undefined && last.from === play.from;
    if (!again) this.#plays.push(play);
    return true;
  }

  plays(): readonly Play[] {
    return [...this.#plays].sort((a, b) => a.atUs - b.atUs);
  }

  /** The end of a play: all from its beginning on. Its intent is not in a ledger. */
  #playOf({ kind, track, rung, atMs, wallMs, playedMs }: Fields): Play | undefined {
    if (kind !== "end" || typeof track !== "string") return undefined;
    const bytes = (Number(playedMs) / 8) * kbpsOf(rung);
    const pieces = Math.min(piecesPerTrackMax, Math.ceil(bytes / pieceBytes));
    // `atMs` is the time as well as it can be known, null where it cannot.
    const atUs = Number(atMs ?? wallMs) * 1_000;
    if (!(pieces > 0) || Number.isNaN(atUs)) return undefined;
    return { atUs, track: this.#number(`${track}/${String(rung)}`), pieces, intent: "chosen" };
  }

  #useOf({ track, rung, index, atMs, intent }: Fields): Play | undefined {
    const from = Math.floor((Number(index) * kbpsOf(rung) * 125) / pieceBytes);
    const known = typeof track === "string" && typeof intent === "string";
    if (!known || !intents.includes(intent) || !(from >= 0 && from < piecesPerTrackMax))
      return undefined;
    return {
      atUs: Number(atMs) * 1_000,
      track: this.#number(`${track}/${String(rung)}`),
      from,
      pieces: 1,
      intent: intent as CacheIntent, // one of them, by the line above
    };
  }

  #number(track: string): number {
    const number = this.#tracks.get(track) ?? this.#tracks.size;
    this.#tracks.set(track, number);
    return number;
  }
}

function kbpsOf(rung: unknown): number {
  return kbitPerS[Number(rung)] ?? 160;
}

/** A line that was cut off, as the last one of a program that was killed, is none. */
function parsed(line: string): Fields | undefined {
  try {
    return JSON.parse(line) as Fields; // begins with a brace: an object
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
