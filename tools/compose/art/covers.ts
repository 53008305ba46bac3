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

/** Lanterns over dark water: warm discs and their broken reflections between hills. */
export function hedgerowCover(): Uint8Array {
  const rng = new Rng(5);
  const lamps = Array.from({ length: 9 }, (_, i) => ({
    x: 0.1 + 0.1 * i + 0.03 * (rng.float() - 0.5),
    y: 0.33 + 0.09 * sinTurns(0.09 * i + 0.1) + 0.05 * rng.float(),
    r: 0.022 + 0.022 * rng.float(),
  }));
  const sky: readonly Colour[] = [
    [24, 38, 62],
    [44, 58, 86],
    [92, 84, 104],
    [166, 116, 104],
    [222, 160, 108],
  ];
  return draw((x, y) => {
    const shore = 0.62;
    const mirrored = y > shore;
    const ripple = mirrored ? 0.012 * sinTurns(y * 34) * ((y - shore) / 0.38 + 0.3) : 0;
    const [px, py] = [x + ripple, mirrored ? 2 * shore - y : y];
    const dim = mirrored ? 0.62 : 1;
    const lit = lamps.find(
      (lamp) => (px - lamp.x) ** 2 + ((py - lamp.y) * 0.86) ** 2 < lamp.r ** 2,
    );
    if (lit !== undefined) return shade(py < lit.y ? [255, 214, 130] : [244, 166, 84], dim);
    const cord = 0.2 + 0.05 * sinTurns(0.5 * px + 0.25) + 0.0;
    if (Math.abs(py - cord) < 0.0025) return shade([226, 206, 178], dim);
    const far = 0.5 + 0.05 * sinTurns(1.1 * px + 0.1) + 0.02 * sinTurns(2.7 * px);
    const near = 0.57 + 0.035 * sinTurns(1.7 * px + 0.55);
    if (py > near) return shade([22, 34, 40], dim);
    if (py > far) return shade([48, 60, 72], dim);
    return shade(sky[Math.min(4, Math.floor(py / 0.11))] ?? [0, 0, 0], dim);
  });
}

/** A railway by night: a low moon in bands, converging rails, one lit train on a viaduct. */
export function nightLineCover(): Uint8Array {
  const rng = new Rng(8);
  const stars = Array.from({ length: 60 }, () => [rng.float(), 0.45 * rng.float()] as const);
  return draw((x, y) => {
    const deck = y > 0.585 && y < 0.615;
    const arch = ((x * 6 + 0.5) % 1) - 0.5;
    const pier =
      y >= 0.615 &&
      y < 0.82 &&
      !(Math.abs(arch) < 0.38 && (y > 0.69 || arch ** 2 / 0.145 + ((0.7 - y) / 0.07) ** 2 < 1));
    if (y > 0.545 && y < 0.585 && x > 0.18 && x < 0.79) {
      const seat = (x * 22) % 1;
      const coach = (x * 5) % 1;
      if (coach < 0.03) return [14, 12, 34];
      if (y < 0.568 && seat > 0.25 && seat < 0.8) return [255, 226, 140];
      return [206, 66, 92];
    }
    if (deck || pier) return [16, 14, 40];
    if (y > 0.82)
      return Math.floor(y * 60 + 0.4 * sinTurns(3 * x)) % 3 === 0 ? [60, 52, 122] : [34, 28, 84];
    const fromMoon = Math.sqrt((x - 0.66) ** 2 + (y - 0.36) ** 2);
    if (fromMoon < 0.21) {
      const band = (y - 0.2) * 22;
      return band % 1 < 0.1 * Math.floor(band) - 0.1
        ? [92, 58, 140]
        : [255, 170 - 9 * Math.floor(band), 120 + 4 * Math.floor(band)];
    }
    if (stars.some(([sx, sy]) => Math.abs(x - sx) + Math.abs(y - sy) < 0.0035))
      return [240, 236, 255];
    const dusk = Math.min(6, Math.floor(y * 9));
    return [22 + 11 * dusk, 18 + 6 * dusk, 62 + 13 * dusk];
  });
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
