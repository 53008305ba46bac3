/**
 * The timeline of a story as SVG: for the origin the faults that befell it; for
 * each speaker what it did, how much music lay ahead, where it came from, what
 * was lost on the way, and the faults. Time goes to the right. Pure.
 */
import type { Fault } from "../../test/sim/story/faults.ts";
import type { TraceEntry } from "../../test/sim/story/sim-trace.ts";
import { type Box, line, path, rect, text, titled } from "../svg/shapes.ts";
import { packRows } from "./pack-rows.ts";
import type { Sample } from "./sampler.ts";

export interface Timeline {
  readonly seed: number;
  readonly hosts: readonly string[];
  readonly faults: readonly Fault[];
  /** Where calm begins. */
  readonly spanUs: number;
  readonly entries: readonly TraceEntry[];
  /** By host. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  /** What the referees found. */
  readonly failure: string | undefined;
}

/** Where a moment lies, and how wide the picture is. */
interface Scale {
  readonly x: (atUs: number) => number;
  readonly left: number;
  readonly right: number;
  readonly endUs: number;
}

const left = 128;
const right = 1_360;
const top = 74;
const gap = 26;
const faultHeight = 13;
const stateHeight = 12;
const bufferHeight = 64;
const sourceHeight = 38;
const lossHeight = 10;
/** The most that a speaker keeps ahead: ring and chunks. */
const bufferMsMax = 36_000;
const originHost = "10.0.0.1";

const stateColours = {
  playing: "#4c9f70",
  buffering: "#e4572e",
  paused: "#9fb4c7",
  stopped: "#dfe5ea",
  off: "#3b3f46",
} as const;
const sourceColours = { origin: "#3b6ea5", peer: "#8a4f7d", cache: "#8fc1a0" } as const;
const faultColours: readonly (readonly [RegExp, string])[] = [
  [/disk|bit/, "#b08968"],
  [/restart|kill|power/, "#4a4e57"],
  [/card/, "#9c6ade"],
  [/stall|clock/, "#2a9d8f"],
  [/hostile|corruption/, "#c1446c"],
  [/library/, "#7f9172"],
  [/./, "#d9a441"],
];

export function timelineSvg(timeline: Timeline): string {
  const scale = scaleOf(timeline);
  const body: string[] = [];
  let y = top;
  const origin = faultLanes(timeline, originHost, { scale, y });
  body.push(label("origin", "its faults", y), ...origin.shapes);
  y += Math.max(origin.height, 24) + gap;
  for (const host of timeline.hosts) {
    const lanes = speakerLanes(timeline, host, { scale, y });
    body.push(...lanes.shapes);
    y += lanes.height + gap;
  }
  const height = y + 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right + 24}" height="${height}" font-family="Helvetica, Arial, sans-serif" font-size="11" fill="#30343b">`,
    rect({ x: 0, y: 0, width: right + 24, height }, "#fff"),
    ...heading(timeline),
    ...grid(timeline, scale, y),
    ...body,
    "</svg>\n",
  ].join("\n");
}

function scaleOf({ samples, spanUs, hosts }: Timeline): Scale {
  const last = samples.get(hosts[0] ?? "")?.at(-1)?.atUs ?? spanUs;
  const endUs = Math.max(spanUs, last, 1);
  return { x: (atUs) => left + ((right - left) * atUs) / endUs, left, right, endUs };
}

function heading({ seed, hosts, spanUs, failure }: Timeline): string[] {
  const minutes = (spanUs / 6e7).toFixed(1);
  const speakers = hosts.length === 1 ? "1 speaker" : `${hosts.length} speakers`;
  const verdict =
    failure === undefined ? "all referees are content" : (failure.split("\n")[0] ?? "");
  const colour = failure === undefined ? stateColours.playing : stateColours.buffering;
  const legend: readonly (readonly [string, string])[] = [
    ...Object.entries(stateColours),
    ...Object.entries(sourceColours).map(([name, fill]) => [`from ${name}`, fill] as const),
    ["datagrams lost", "#e4572e"],
    ["concealed", "#7a1f0f"],
  ];
  let x = left;
  const keys = legend.map(([name, fill]) => {
    const key = rect({ x, y: 44, width: 10, height: 10 }, fill) + text(x + 14, 53, name);
    x += 26 + name.length * 6;
    return key;
  });
  return [
    text(left, 24, `Seed ${seed}: ${speakers}, ${minutes} min`, `font-size="17" font-weight="600"`),
    text(right, 24, verdict.slice(0, 130), `text-anchor="end" fill="${colour}"`),
    ...keys,
    text(x + 4, 53, "▾ someone presses something", `fill="#30343b"`),
  ];
}

/** Time along the bottom, a fine line at each step, and the calm at the end. */
function grid({ spanUs }: Timeline, { x, endUs }: Scale, bottom: number): string[] {
  const stepUs =
    [5, 10, 15, 30, 60, 120, 300, 600, 3_600].map((s) => s * 1e6).find((us) => endUs / us <= 16) ??
    7.2e9;
  const calm = { x: x(spanUs), y: top - 8, width: right - x(spanUs), height: bottom - top };
  const shapes = [
    rect(calm, "#eef6f0"),
    text(calm.x + 4, bottom + 20, "calm", `fill="${stateColours.playing}"`),
  ];
  for (let atUs = 0; atUs <= endUs; atUs += stepUs) {
    shapes.push(line([x(atUs), top - 8], [x(atUs), bottom - 8], `stroke="#e6e8eb"`));
    shapes.push(text(x(atUs), bottom + 6, clockText(atUs), `text-anchor="middle" fill="#7b818a"`));
  }
  return shapes;
}

function speakerLanes(
  timeline: Timeline,
  host: string,
  at: { readonly scale: Scale; readonly y: number },
): { readonly shapes: string[]; readonly height: number } {
  const samples = timeline.samples.get(host) ?? [];
  const { scale } = at;
  const stateY = at.y + 8;
  const bufferY = stateY + stateHeight + 6;
  const sourceY = bufferY + bufferHeight + 4;
  const lossY = sourceY + sourceHeight + 4;
  const faultY = lossY + lossHeight + 4;
  const faults = faultLanes(timeline, host, { scale, y: faultY });
  const shapes = [
    label(host, "", stateY),
    ...presses(timeline.entries, host, { scale, y: stateY }),
    ...stateBand(samples, { scale, y: stateY }),
    ...rungMarks(samples, { scale, y: stateY }),
    ...bufferArea(samples, { scale, y: bufferY }),
    ...sourceBars(samples, { scale, y: sourceY }),
    laneName("lost", lossY),
    ...lossMarks(samples, { scale, y: lossY }),
    ...faults.shapes,
  ];
  return { shapes, height: faultY + faults.height - at.y };
}

function label(name: string, under: string, y: number): string {
  const small = `text-anchor="end" font-size="10" fill="#7b818a"`;
  return (
    text(left - 10, y + 10, name, `text-anchor="end" font-weight="600"`) +
    text(left - 10, y + 23, under, small)
  );
}

/** The rung where it begins and where it changes, in the band of the state. */
function rungMarks(
  samples: readonly Sample[],
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  let before = "";
  return samples.flatMap(({ rung }, i) => {
    const changed = rung !== "" && rung !== before;
    if (rung !== "") before = rung;
    if (!changed) return [];
    const x = scale.x(samples[i - 1]?.atUs ?? 0);
    return [text(x + 3, y + 9.5, rung, `font-size="9" fill="#fff"`)];
  });
}

function presses(
  entries: readonly TraceEntry[],
  host: string,
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  return entries
    .filter(({ who, kind }) => who === host && kind === "press")
    .map(({ atUs, text: what }) => {
      const at = scale.x(atUs);
      const mark = path(
        [
          [at - 3, y - 7],
          [at + 3, y - 7],
          [at, y - 1],
        ],
        `fill="#30343b"`,
      );
      return titled(mark, `${clockText(atUs)} ${what}`);
    });
}

/** Stretches of one state as one band each. */
function stateBand(
  samples: readonly Sample[],
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  const shapes: string[] = [];
  let from = 0;
  for (let i = 1; i <= samples.length; i++) {
    const first = samples[from];
    if (first === undefined || samples[i]?.state === first.state) continue;
    const startUs = from === 0 ? 0 : (samples[from - 1]?.atUs ?? 0);
    const endUs = samples[i - 1]?.atUs ?? startUs;
    const box = {
      x: scale.x(startUs),
      y,
      width: scale.x(endUs) - scale.x(startUs),
      height: stateHeight,
    };
    shapes.push(titled(rect(box, stateColours[first.state]), first.state));
    from = i;
  }
  return shapes;
}

function bufferArea(
  samples: readonly Sample[],
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  const base = y + bufferHeight;
  const height = (ms: number): number =>
    base - (bufferHeight * Math.min(ms, bufferMsMax)) / bufferMsMax;
  const points = samples.map(
    ({ atUs, bufferedMs }) => [scale.x(atUs), height(bufferedMs)] as const,
  );
  const last = points.at(-1)?.[0] ?? scale.left;
  const outline = [[scale.left, base] as const, ...points, [last, base] as const];
  return [
    ...frame(
      { x: scale.left, y, width: scale.right - scale.left, height: bufferHeight },
      "ahead, 36 s",
    ),
    path(outline, `fill="#cfe0f1"`),
    path(points, `fill="none" stroke="#3b6ea5" stroke-width="1.2"`),
  ];
}

/** Bytes of each half second, the origin's at the bottom. */
function sourceBars(
  samples: readonly Sample[],
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  const totals = samples.map(({ bytes }) => bytes.origin + bytes.peer + bytes.cache);
  const sorted = totals.filter((total) => total > 0).sort((a, b) => a - b);
  // A filled buffer is one bar many times as high as the rest: what is above this is cut off.
  const most = Math.max(40_000, sorted[Math.floor(sorted.length * 0.9)] ?? 0);
  const base = y + sourceHeight;
  const shapes = frame(
    { x: scale.left, y, width: scale.right - scale.left, height: sourceHeight },
    `${Math.round((most * 2) / 1000)} kB/s`,
  );
  for (const [i, { atUs, bytes }] of samples.entries()) {
    const from = scale.x(samples[i - 1]?.atUs ?? 0);
    let bottom = base;
    for (const name of ["origin", "peer", "cache"] as const) {
      const height = Math.min((sourceHeight * bytes[name]) / most, bottom - y);
      if (height <= 0) continue;
      bottom -= height;
      const box = { x: from, y: bottom, width: Math.max(0.8, scale.x(atUs) - from), height };
      shapes.push(rect(box, sourceColours[name]));
    }
  }
  return shapes;
}

function lossMarks(
  samples: readonly Sample[],
  { scale, y }: { readonly scale: Scale; readonly y: number },
): string[] {
  return samples.flatMap(({ atUs, lost, concealedMs }) => {
    const x = scale.x(atUs) - 1;
    const strength = Math.min(1, 0.25 + lost / 20).toFixed(2);
    const box = { x, y, width: 2, height: lossHeight };
    const marks: string[] = [];
    if (lost > 0)
      marks.push(titled(rect(box, "#e4572e", `opacity="${strength}"`), `${lost} datagrams lost`));
    if (concealedMs > 0)
      marks.push(
        titled(
          rect({ ...box, y: y + lossHeight / 2, height: lossHeight / 2 }, "#7a1f0f"),
          `${concealedMs} ms concealed`,
        ),
      );
    return marks;
  });
}

/** One bar for each fault; those that overlap lie below each other. */
function faultLanes(
  { faults, spanUs }: Timeline,
  host: string,
  { scale, y }: { readonly scale: Scale; readonly y: number },
): { readonly shapes: string[]; readonly height: number } {
  const own = faults.filter((fault) => fault.host === host);
  const bars = own.map((fault) => {
    const x = scale.x(fault.atUs);
    // What still lasts ends when calm begins.
    const width = Math.max(3, scale.x(Math.min(fault.atUs + fault.forUs, spanUs)) - x);
    return { fault, x, width, until: x + width + 6 + fault.kind.length * 5 };
  });
  const rows = packRows(bars.map(({ x, until }) => ({ from: x, until })));
  const shapes = bars.map(({ fault, x, width }, i) => {
    const lane = y + (rows[i] ?? 0) * faultHeight;
    const inside = width > fault.kind.length * 5.6 + 6;
    const name = text(
      inside ? x + 3 : x + width + 3,
      lane + 9,
      fault.kind,
      `font-size="9.5" fill="${inside ? "#fff" : "#5b616b"}"`,
    );
    const bar = rect(
      { x, y: lane, width, height: faultHeight - 2 },
      colourOf(fault.kind),
      `rx="2"`,
    );
    return titled(
      bar + name,
      `${fault.kind} at ${clockText(fault.atUs)} for ${(fault.forUs / 1e6).toFixed(1)} s`,
    );
  });
  return { shapes, height: (Math.max(-1, ...rows) + 1) * faultHeight };
}

function colourOf(kind: string): string {
  return faultColours.find(([pattern]) => pattern.test(kind))?.[1] ?? "#888";
}

function frame({ x, y, width, height }: Box, name: string): string[] {
  return [
    line([x, y], [x + width, y], `stroke="#eceff2"`),
    line([x, y + height], [x + width, y + height], `stroke="#c9ced4"`),
    laneName(name, y),
  ];
}

function laneName(name: string, y: number): string {
  return text(left - 10, y + 9, name, `text-anchor="end" font-size="10" fill="#7b818a"`);
}

function clockText(us: number): string {
  const s = Math.floor(us / 1e6);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}
