/** The few shapes that timelines and plots are made of, as SVG text. Pure. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect({ x, y, width, height }: Box, fill: string, more = ""): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(Math.max(0, width))}" height="${n(height)}" fill="${fill}"${more === "" ? "" : ` ${more}`}/>`;
}

export function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${n(x)}" y="${n(y)}"${more === "" ? "" : ` ${more}`}>${escapeXml(content)}</text>`;
}

export function line(
  from: readonly [number, number],
  to: readonly [number, number],
  more: string,
): string {
  return `<line x1="${n(from[0])}" y1="${n(from[1])}" x2="${n(to[0])}" y2="${n(to[1])}" ${more}/>`;
}

export function path(points: readonly (readonly [number, number])[], more: string): string {
  const steps = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${n(x)} ${n(y)}`);
  return `<path d="${steps.join("")}" ${more}/>`;
}

/** What a pointer over it shows. */
export function titled(shape: string, title: string): string {
  return `<g><title>${escapeXml(title)}</title>${shape}</g>`;
}

/** For text and for attributes in double quotes. */
export function escapeXml(content: string): string {
  return content
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
