/**
 * What is composed: two albums of invented artists, their tags and covers, and which piece each
 * track is cut from. The first track listed is the first written, so that something can play soon.
 */
import { hedgerowCover, nightLineCover } from "./art/covers.ts";
import { kettle } from "./pieces/kettle.ts";
import { lanterns } from "./pieces/lanterns.ts";
import { movementStartsS, nightLine } from "./pieces/night-line.ts";
import type { Piece } from "./pieces/piece.ts";
import { salt } from "./pieces/salt.ts";
import { snow } from "./pieces/snow.ts";

export interface Album {
  readonly artist: string;
  readonly title: string;
  readonly genre: string;
  readonly year: number;
  readonly rate: number;
  readonly cover: () => Uint8Array;
  readonly recordings: readonly Recording[];
}

/** A piece played in one go, and the tracks it is cut into. */
export interface Recording {
  readonly piece: Piece;
  /** The first starts at zero; each ends, to the frame, where the next begins. */
  readonly tracks: readonly { readonly title: string; readonly startS: number }[];
}

const single = (title: string, piece: Piece): Recording => ({
  piece,
  tracks: [{ title, startS: 0 }],
});

export const albums: readonly Album[] = [
  {
    artist: "The Wrenfield Lamplighters",
    title: "Hedgerow Almanac",
    genre: "Chamber Folk",
    year: 2024,
    rate: 44_100,
    cover: hedgerowCover,
    recordings: [
      single("Lanterns on the Weir", lanterns),
      single("Salt on the Rope", salt),
      single("Blue Kettle", kettle),
      single("Last Bus, First Snow", snow),
    ],
  },
  {
    artist: "Meridian Sleeper",
    title: "Night Line",
    genre: "Electronic",
    year: 2025,
    rate: 48_000,
    cover: nightLineCover,
    recordings: [
      {
        piece: nightLine,
        tracks: ["Leaving the Yard", "Viaduct", "Under the Hill", "Harbour, Dawn"].map(
          (title, i) => ({ title, startS: movementStartsS[i - 1] ?? 0 }),
        ),
      },
    ],
  },
];
