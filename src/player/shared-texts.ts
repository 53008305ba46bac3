/**
 * Texts that tracks of a catalogue have in common, kept once: a library of 100,000
 * tracks is a million objects else, and the collector of garbage stops everything
 * for tens of milliseconds over them.
 *
 * Bounds: sharedTextsMax texts; past that it begins anew.
 */
import { foldText } from "../base/fold.ts";
import type { RungName } from "../media/rung.ts";
import type { TrackInfo } from "../media/track.ts";
import { sharedTextsMax } from "./limits.ts";

export class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #rungs = new Map<string, readonly RungName[]>();

  /** The same track, with what others have, too, in common with them. For tracks of the library alone. */
  track(track: TrackInfo): TrackInfo {
    const { artwork } = track;
    // Field by field: what V8 makes of a spread takes four times the memory.
    return {
      id: track.id,
      title: track.title,
      artist: this.#text(track.artist),
      album: this.#text(track.album),
      albumArtist: this.#text(track.albumArtist),
      track: track.track,
      disc: track.disc,
      year: track.year,
      genre: this.#text(track.genre),
      durationMs: track.durationMs,
      rungs: this.#sameRungs(track.rungs),
      artwork: artwork === undefined ? undefined : this.#text(artwork),
    };
  }

  /** `text` folded, as it is searched and sorted by. */
  key(text: string): string {
    return keep(this.#keys, text, () => foldedOf(text));
  }

  #text(text: string): string {
    return keep(this.#texts, text, () => text);
  }

  #sameRungs(rungs: readonly RungName[]): readonly RungName[] {
    return keep(this.#rungs, rungs.join(), () => rungs);
  }
}

/** Itself where it is folded already: a text less to keep. */
export function foldedOf(text: string): string {
  const folded = foldText(text);
  return folded === text ? text : folded;
}

function keep<T>(known: Map<string, T>, name: string, make: () => T): T {
  const old = known.get(name);
  if (old !== undefined) return old;
  if (known.size >= sharedTextsMax) known.clear();
  const made = make();
  known.set(name, made);
  return made;
}
