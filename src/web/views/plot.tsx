/** A live plot: lines over the last two minutes, drawn as SVG. */
import { samplesMax } from "../limits.ts";
import { text } from "../text.ts";

export interface Line {
  readonly name: string;
  readonly class: string;
  readonly values: readonly number[];
}

interface PlotProps {
  readonly title: string;
  readonly hint?: string;
  readonly now: string;
  readonly lines: readonly Line[];
  /** The top of the scale is at least this. */
  readonly top: number;
  readonly stepped?: boolean;
  readonly scale: (value: number) => string;
}

const width = 600;
const height = 120;

export function Plot({ title, hint, now, lines, top, stepped = false, scale }: PlotProps) {
  const max = niceTop(Math.max(top, ...lines.flatMap(({ values }) => values)), top);
  return (
    <figure class="card plot">
      <figcaption>
        <b>{title}</b>
        <span class="now-value">{now}</span>
        {hint !== undefined && <span class="hint">{hint}</span>}
      </figcaption>
      <div class="frame">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text.diagnostics.plot(title, now)}
        >
          <path
            class="grid"
            d={`M0 ${height / 2}H${width}M0 0.5H${width}M0 ${height - 0.5}H${width}`}
          />
          {lines.map((line) => (
            <g key={line.name} class={line.class}>
              {lines.length === 1 && (
                <path
                  class="area"
                  d={`${pathOf(line.values, max, stepped)}V${height}H${xOf(0, line.values.length)}Z`}
                />
              )}
              <path class="stroke" d={pathOf(line.values, max, stepped)} />
            </g>
          ))}
        </svg>
        <span class="top">{scale(max)}</span>
        <span class="zero">{scale(0)}</span>
      </div>
      {lines.length > 1 && (
        <ul class="key">
          {lines.map((line) => (
            <li key={line.name} class={line.class}>
              {line.name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function xOf(index: number, count: number): number {
  return width * (1 - (count - 1 - index) / (samplesMax - 1));
}

function pathOf(values: readonly number[], max: number, stepped: boolean): string {
  const points = values.map((value, i) => {
    const x = xOf(i, values.length).toFixed(1);
    const y = (height - 2 - ((height - 6) * Math.min(value, max)) / max).toFixed(1);
    if (i === 0) return `M${x} ${y}`;
    return stepped ? `H${x}V${y}` : `L${x} ${y}`;
  });
  return points.length === 0 ? `M${width} ${height}` : points.join("");
}

/** 1, 2 or 5 of a power of ten, so that the scale does not dance. */
function niceTop(value: number, least: number): number {
  if (value <= least) return least;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
