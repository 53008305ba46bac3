/**
 * The covers: pictures given by a function from a point to a colour, in [0, 1) from the upper left.
 * Four samples a pixel smooth the edges; colours snap to a palette of few, so files stay small.
 */
import { Rng } from "../../../src/base/rng.ts";
import { coverPixels } from "../limits.ts";
import { sinTurns } from "../synth/maths.ts";
import { encodePng } from "./png.ts";

type Colour = readonly [number, number, number];
type Scene = (x: number, y: number) => Colour;

/** Height of the cord at x: it sags between two posts outside the picture. */
function cord(x: number): number {
  return 0.16 - 0.3 * (x - 0.45) ** 2 + 0.1 * sinTurns(0.5 * x);
}

/** Lanterns on a cord over still water: warm discs, hills, and what the ripples make of them. */
export function hedgerowCover(): Uint8Array {
  const rng = new Rng(5);
  const lamps = Array.from({ length: 8 }, (_, i) => {
    const x = 0.09 + 0.118 * i + 0.03 * (rng.float() - 0.5);
    const r = 0.024 + 0.024 * rng.float();
    return { x, y: cord(x) + 0.05 + r + 0.1 * rng.float(), r };
  });
  return draw((x, y) => {
    const shore = 0.62;
    if (y <= shore) return bank(x, y, lamps);
    const ripple = 0.012 * sinTurns(y * 34) * ((y - shore) / 0.38 + 0.3);
    return shade(bank(x + ripple, 2 * shore - y, lamps), 0.62);
  });
}

interface Lamp {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

const sky: readonly Colour[] = [
  [24, 38, 62],
  [44, 58, 86],
  [92, 84, 104],
  [166, 116, 104],
  [222, 160, 108],
];

function bank(x: number, y: number, lamps: readonly Lamp[]): Colour {
  const lit = lamps.find((lamp) => (x - lamp.x) ** 2 + ((y - lamp.y) * 0.86) ** 2 < lamp.r ** 2);
  if (lit !== undefined) return y < lit.y ? [255, 214, 130] : [244, 166, 84];
  const thread = lamps.some((lamp) => Math.abs(x - lamp.x) < 0.0015 && y > cord(x) && y < lamp.y);
  if (thread || Math.abs(y - cord(x)) < 0.0025) return [226, 206, 178];
  if (y > 0.57 + 0.035 * sinTurns(1.7 * x + 0.55)) return [22, 34, 40];
  if (y > 0.5 + 0.05 * sinTurns(1.1 * x + 0.1) + 0.02 * sinTurns(2.7 * x)) return [48, 60, 72];
  return sky[Math.min(4, Math.max(0, Math.floor(y / 0.11)))] ?? [0, 0, 0];
}

/** A railway by night: a low moon in bands, one lit train on a viaduct, water below. */
export function nightLineCover(): Uint8Array {
  const rng = new Rng(8);
  const stars = Array.from({ length: 60 }, () => [rng.float(), 0.45 * rng.float()] as const);
  return draw((x, y) => {
    if (y > 0.545 && y < 0.585 && x > 0.2 && x < 0.8) return coach(x, y);
    if (y >= 0.585 && y < 0.82 && isStone(x, y)) return [16, 14, 40];
    if (y >= 0.82)
      return Math.floor(y * 60 + 0.4 * sinTurns(3 * x)) % 3 === 0 ? [60, 52, 122] : [34, 28, 84];
    if ((x - 0.66) ** 2 + (y - 0.36) ** 2 < 0.21 ** 2) return moon(y);
    const near = stars.some(([sx, sy]) => Math.abs(x - sx) + Math.abs(y - sy) < 0.0035);
    if (near) return [240, 236, 255];
    const dusk = Math.min(6, Math.floor(y * 9));
    return [22 + 11 * dusk, 18 + 6 * dusk, 62 + 13 * dusk];
  });
}

/** Three coaches with windows. */
function coach(x: number, y: number): Colour {
  const along = (x - 0.2) * 5;
  if (along % 1 < 0.03 || along % 1 > 0.97) return [14, 12, 34];
  const window = (along * 5) % 1;
  return y > 0.552 && y < 0.568 && window > 0.2 && window < 0.8 ? [255, 226, 140] : [206, 66, 92];
}

/** The deck and the piers, which leave round arches. */
function isStone(x: number, y: number): boolean {
  if (y < 0.615) return true;
  const across = ((x * 6 + 0.5) % 1) - 0.5;
  if (Math.abs(across) >= 0.38) return true;
  return y < 0.7 && (across / 0.38) ** 2 + ((0.7 - y) / 0.07) ** 2 >= 1;
}

function moon(y: number): Colour {
  const band = Math.max(0, (y - 0.2) * 22);
  const whole = Math.floor(band);
  return band - whole < 0.1 * whole - 0.1 ? [92, 58, 140] : [255, 176 - 9 * whole, 120 + 4 * whole];
}

function shade(colour: Colour, by: number): Colour {
  return [colour[0] * by, colour[1] * by, colour[2] * by];
}

/** Colours are rounded to steps of 4, and past 256 of them to the nearest one there is. */
function draw(scene: Scene): Uint8Array {
  const indices = new Uint8Array(coverPixels * coverPixels);
  const palette: Colour[] = [];
  const known = new Map<number, number>();
  for (let i = 0; i < indices.length; i++) {
    const colour = smooth(scene, i % coverPixels, Math.floor(i / coverPixels));
    const key = (colour[0] << 16) | (colour[1] << 8) | colour[2];
    let index = known.get(key);
    if (index === undefined) {
      index = palette.length < 256 ? palette.push(colour) - 1 : closest(palette, colour);
      known.set(key, index);
    }
    indices[i] = index;
  }
  return encodePng({ pixels: coverPixels, indices, palette });
}

function smooth(scene: Scene, column: number, row: number): Colour {
  const sum = [0, 0, 0];
  for (const [dx, dy] of [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const) {
    const colour = scene((column + dx) / coverPixels, (row + dy) / coverPixels);
    for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (colour[c] ?? 0);
  }
  const [r = 0, g = 0, b = 0] = sum.map((x) => Math.min(252, Math.round(x / 16) * 4));
  return [r, g, b];
}

function closest(palette: readonly Colour[], [r, g, b]: Colour): number {
  const distance = (c: Colour): number => (c[0] - r) ** 2 + (c[1] - g) ** 2 + (c[2] - b) ** 2;
  let best = 0;
  for (const [i, colour] of palette.entries()) {
    if (distance(colour) < distance(palette[best] ?? colour)) best = i;
  }
  return best;
}
