/**
 * A plot of percentiles as SVG: for each row a bar from zero to its median and a whisker on to its
 * 99th percentile. Pure: text in, text out.
 */
import { escapeXml } from "../svg/shapes.ts";
import type { Summary } from "./statistics.ts";

export interface PlotRow {
  readonly label: string;
  readonly summary: Summary;
  /** Rows of one group have one colour, in order of appearance. */
  readonly group: string;
}

export interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly PlotRow[];
}

const colours = ["#3b6ea5", "#d9822b", "#5a9367", "#8a4f7d", "#8c8c8c", "#b5473c"];
const labelWidth = 190;
const plotWidth = 480;
const rowHeight = 26;
const top = 44;

export function plotSvg({ title, unit, rows }: Plot): string {
  const most = Math.max(1e-9, ...rows.map(({ summary }) => summary.p99));
  const step = niceStep(most);
  const end = step * Math.ceil(most / step);
  const x = (value: number): string => (labelWidth + (plotWidth * value) / end).toFixed(1);
  const height = top + rows.length * rowHeight;
  const groups = [...new Set(rows.map(({ group }) => group))];
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step).map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="${top - 6}" y2="${height}" stroke="#ddd"/>` +
      `<text x="${x(value)}" y="${height + 16}" text-anchor="middle">${Number(value.toPrecision(3))}</text>`,
  );
  const bars = rows.map((row, i) => {
    const colour = colours[groups.indexOf(row.group) % colours.length] ?? "#555";
    return bar(row, { x, colour, y: top + i * rowHeight });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${labelWidth + plotWidth + 40}" height="${height + 46}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="12" y="22" font-size="15">${escapeXml(title)}</text>`,
    ...ticks,
    ...bars,
    `<text x="${labelWidth}" y="${height + 36}">${escapeXml(unit)}; bar: median, line: to the 99th percentile</text>`,
    "</svg>\n",
  ].join("\n");
}

function bar(
  { label, summary }: PlotRow,
  at: { readonly x: (value: number) => string; readonly colour: string; readonly y: number },
): string {
  const { x, colour, y } = at;
  const width = Number(x(summary.p50)) - labelWidth;
  const middle = y + 8;
  return (
    `<text x="${labelWidth - 8}" y="${y + 12}" text-anchor="end">${escapeXml(label)}</text>` +
    `<rect x="${labelWidth}" y="${y}" width="${width.toFixed(1)}" height="16" fill="${colour}"/>` +
    `<line x1="${x(summary.p50)}" x2="${x(summary.p99)}" y1="${middle}" y2="${middle}" stroke="${colour}" stroke-width="2"/>` +
    `<line x1="${x(summary.p99)}" x2="${x(summary.p99)}" y1="${y + 3}" y2="${y + 13}" stroke="${colour}" stroke-width="2"/>`
  );
}

/** 1, 2 or 5 times a power of ten, so that there are four to ten steps up to `most`. */
function niceStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const scaled = most / power;
  return power * (scaled <= 2 ? 0.2 : scaled <= 5 ? 0.5 : 1);
}
