/** Plots of a report as SVG, drawn by ourselves so that a report needs no network. Pure. */
import { type Box, line, path, rect, text, titled } from "../../svg/shapes.ts";
import type { CaseResult, Heard, Series, Stay } from "./result.ts";

const width = 960;
const left = 120;
const right = 20;
const inner = width - left - right;
const ink = 'class="ink"';
const small = 'class="small"';

const colours = {
  passed: "#3f8f5f",
  failed: "#c0392b",
  skipped: "#9a9a9a",
  lost: "#e0b0a0",
  off: "#777777",
  flashed: "#8a4f7d",
  booted: "#3b6ea5",
  joined: "#d9a22b",
  playing: "#3f8f5f",
  "on the way": "#b4b4b4",
} as const;
/** Of a letter in a box, with room beside the word. */
const letter = 7;

/** What was captured, loud and soft, with what the ear made of it above and breaks in red. */
export function heardSvg({ title, envelope, seconds, marks, gaps }: Heard): string {
  const middle = 62;
  const reach = 34;
  const x = (second: number): number => left + (inner * second) / Math.max(seconds, 1e-9);
  const step = inner / Math.max(1, envelope.length);
  const upper = envelope.map((level, i) => [left + i * step, middle - reach * level] as const);
  const lower = envelope.map((level, i) => [left + i * step, middle + reach * level] as const);
  return svg(120, title, [
    text(8, 14, title, small),
    text(width - right, 14, loudest(envelope), `${small} text-anchor="end"`),
    line([left, middle], [width - right, middle], 'class="rule"'),
    ...(upper.length === 0 ? [] : [path([...upper, ...lower.reverse()], 'class="wave"')]),
    ...marks.map(({ fromS, name }) => text(x(fromS), 26, name, 'class="mark"')),
    ...gaps.map(({ fromS, ms }) =>
      titled(
        rect(
          { x: x(fromS), y: 28, width: Math.max(2, x(ms / 1_000) - left), height: 68 },
          colours.failed,
          'opacity="0.6"',
        ),
        `${ms.toFixed(0)} ms of silence`,
      ),
    ),
    ...secondsAxis(seconds, x, 112),
  ]);
}

/** When the device was in which state, and which case ran. */
export function timelineSvg(
  stays: readonly Stay[],
  cases: readonly CaseResult[],
  tookS: number,
): string {
  const x = (second: number): number => left + (inner * second) / Math.max(tookS, 1e-9);
  const box = (startS: number, lastS: number, y: number) => ({
    x: x(startS),
    y,
    width: Math.max(1, (inner * lastS) / Math.max(tookS, 1e-9)),
    height: 18,
  });
  /** Named inside where there is room, and always where a pointer is. */
  const named = (at: Box, colour: string, name: string, more: string): string =>
    titled(
      [
        // A rim of the page's own colour, so that neighbours of one colour are two.
        rect(at, colour, 'class="rim"'),
        ...(name.length * letter > at.width
          ? []
          : [text(at.x + at.width / 2, at.y + 13, name, 'class="inside" text-anchor="middle"')]),
      ].join(""),
      more,
    );
  return svg(104, "states and cases over time", [
    text(8, 27, "device", small),
    text(8, 57, "case", small),
    ...stays.map(({ state, startS, tookS: lastS }) =>
      named(box(startS, lastS, 14), colourOf(state), state, `${state}, ${lastS.toFixed(1)} s`),
    ),
    ...cases.map(({ name, outcome, startS, tookS: lastS }) =>
      named(
        box(startS, lastS, 44),
        colours[outcome],
        name,
        `${name}: ${outcome}, ${lastS.toFixed(1)} s`,
      ),
    ),
    ...secondsAxis(tookS, x, 80),
    ...legend(96),
  ]);
}

export function seriesSvg({ name, unit, points }: Series): string {
  const last = Math.max(1e-9, ...points.map(([hour]) => hour));
  const highest = Math.max(0, ...points.map(([, value]) => value));
  const most = highest === 0 ? 1 : highest;
  const at = ([hour, value]: readonly [number, number]) =>
    [left + (inner * hour) / last, 100 - (80 * value) / most] as const;
  return svg(124, name, [
    text(8, 12, name, small),
    text(
      left - 8,
      highest === 0 ? 104 : 26,
      `${highest} ${unit}`.trim(),
      `${small} text-anchor="end"`,
    ),
    line([left, 100], [width - right, 100], 'class="rule"'),
    ...(points.length === 0 ? [] : [path(points.map(at), 'class="line"')]),
    text(left, 116, "0", small),
    text(
      width - right,
      116,
      last < 1 ? `${(60 * last).toFixed(1)} min` : `${last.toFixed(1)} h`,
      `${small} text-anchor="end"`,
    ),
  ]);
}

function colourOf(state: Stay["state"]): string {
  return state in colours ? colours[state as keyof typeof colours] : colours["on the way"]; // a key, just seen
}

/** Against full scale. */
function loudest(envelope: readonly number[]): string {
  const most = Math.max(0, ...envelope);
  return most === 0 ? "digital silence" : `loudest ${(20 * Math.log10(most)).toFixed(1)} dBFS`;
}

function legend(y: number): string[] {
  const names = ["on the way", "flashed", "booted", "joined", "playing", "off", "lost"] as const;
  return names.flatMap((name, i) => [
    rect({ x: left + i * 105, y: y - 9, width: 10, height: 10 }, colours[name]),
    text(left + i * 105 + 14, y, name, small),
  ]);
}

function secondsAxis(seconds: number, x: (second: number) => number, y: number): string[] {
  const step = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3_600].find(
    (each) => seconds / each <= 16,
  );
  const every = step ?? 7_200;
  const count = Math.floor(seconds / every) + 1;
  return Array.from({ length: count }, (_, i) => i * every).flatMap((second) => [
    line([x(second), y - 12], [x(second), y - 8], 'class="rule"'),
    text(x(second), y, `${second} s`, `${small} text-anchor="middle"`),
  ]);
}

function svg(height: number, label: string, shapes: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ${ink}>`;
  return [head, titled("", label), ...shapes, "</svg>"].join("\n");
}
