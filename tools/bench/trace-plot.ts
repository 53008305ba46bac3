/**
 * Buffer, rung and losses over time as SVG, several players over one another: time to the right, stalls
 * as bars at the top. Pure: values in, text out.
 */
import { line, path, rect, text, titled } from "../svg/shapes.ts";
import type { Silence, TracePoint } from "./long-play.ts";

export interface Trace {
  readonly name: string;
  readonly points: readonly TracePoint[];
  readonly stalls: readonly Silence[];
  readonly startMs: number | undefined;
}

export interface TracePlot {
  readonly title: string;
  readonly seconds: number;
  readonly traces: readonly Trace[];
}

const colours = ["#3b6ea5", "#d9822b", "#5a9367", "#8a4f7d"];
const left = 70;
const width = 760;
const stallsTop = 50;
const stallHeight = 9;
const panelHeight = 120;
const panelGap = 34;

interface Panel {
  readonly label: string;
  readonly value: (point: TracePoint) => number;
}

const panels: readonly Panel[] = [
  { label: "music at hand, s", value: ({ bufferS }) => bufferS },
  { label: "rung, kbit/s", value: ({ kbps }) => kbps },
  { label: "packets lost on the link", value: ({ lost }) => lost },
];

export function traceSvg(plot: TracePlot): string {
  const { title, seconds, traces } = plot;
  const panelsTop = stallsTop + traces.length * (stallHeight + 3) + 24;
  const height = panelsTop + panels.length * (panelHeight + panelGap) + 10;
  const x = (ms: number): number =>
    left + (width * Math.min(ms, seconds * 1_000)) / (seconds * 1_000);
  const size = `width="${left + width + 40}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(12, 22, `${title}: buffer, rung and losses over time`, 'font-size="15"'),
    ...traces.map(({ name }, i) => text(left + 170 * i, 40, name, `fill="${colourOf(i)}"`)),
    text(left - 8, stallsTop + 9, "stalls", 'text-anchor="end"'),
    ...traces.flatMap((trace, i) =>
      stallBars(trace, { x, colour: colourOf(i), y: stallsTop + i * (stallHeight + 3) }),
    ),
    ...panels.flatMap((panel, i) =>
      panelOf(panel, traces, { x, top: panelsTop + i * (panelHeight + panelGap), seconds }),
    ),
    "</svg>\n",
  ].join("\n");
}

function colourOf(i: number): string {
  return colours[i % colours.length] ?? "#555";
}

function stallBars(
  { stalls, startMs }: Trace,
  at: { readonly x: (ms: number) => number; readonly colour: string; readonly y: number },
): readonly string[] {
  const bar = ({ fromMs, toMs }: Silence, colour: string, what: string): string => {
    const from = at.x(fromMs);
    const box = { x: from, y: at.y, width: Math.max(1, at.x(toMs) - from), height: stallHeight };
    return titled(rect(box, colour), `${what}: ${Math.round(toMs - fromMs)} ms`);
  };
  const start = bar({ fromMs: 0, toMs: startMs ?? Number.MAX_VALUE }, "#bbb", "start");
  return [start, ...stalls.map((stall) => bar(stall, at.colour, "stall"))];
}

function panelOf(
  { label, value }: Panel,
  traces: readonly Trace[],
  at: { readonly x: (ms: number) => number; readonly top: number; readonly seconds: number },
): readonly string[] {
  const most = Math.max(1, ...traces.flatMap(({ points }) => points.map(value)));
  const bottom = at.top + panelHeight;
  const y = (of: number): number => bottom - (panelHeight * of) / most;
  const everyS = at.seconds > 40 ? 10 : 5;
  const ticks = Array.from({ length: Math.floor(at.seconds / everyS) + 1 }, (_, i) => i * everyS);
  return [
    text(left, at.top - 6, label),
    ...[0, most].map((of) =>
      text(left - 8, y(of) + 4, String(Math.round(10 * of) / 10), 'text-anchor="end"'),
    ),
    ...ticks.flatMap((s) => [
      line([at.x(s * 1_000), at.top], [at.x(s * 1_000), bottom], 'stroke="#eee"'),
      text(at.x(s * 1_000), bottom + 14, `${s} s`, 'text-anchor="middle" fill="#777"'),
    ]),
    line([left, bottom], [left + width, bottom], 'stroke="#999"'),
    ...traces.flatMap(({ points }, i) =>
      points.length === 0
        ? []
        : [
            path(
              points.map((point) => [at.x(point.atMs), y(value(point))] as const),
              `fill="none" stroke="${colourOf(i)}" stroke-width="1.6"`,
            ),
          ],
    ),
  ];
}
