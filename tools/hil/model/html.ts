/** A run as one HTML file: what passed, what was measured, what was heard, and the logs. It fetches nothing. Pure. */
import { escapeXml } from "../../svg/shapes.ts";
import { heardSvg, seriesSvg, timelineSvg } from "./plots.ts";
import type { CaseResult, RunResult } from "./result.ts";

const style = `
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --soft: #777; --rule: #ddd; --wave: #3b6ea5; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --paper: #181818; --soft: #999; --rule: #444; --wave: #7fb0e0; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.passed { color: #3f8f5f; } .failed { color: #c0392b; font-weight: 600; } .skipped { color: var(--soft); }
pre { background: color-mix(in srgb, var(--ink) 6%, transparent); padding: .6rem; overflow: auto; max-height: 24rem; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); } svg .small { font-size: 11px; } svg .mark { font-size: 11px; fill: var(--wave); }
svg .inside { font-size: 11px; fill: #fff; } svg .rim { stroke: var(--paper); }
svg .wave { fill: var(--wave); } svg .line { fill: none; stroke: var(--wave); stroke-width: 1.5; } svg .rule { stroke: var(--rule); }
`;

export function htmlOf(run: RunResult): string {
  const { target, image, version, startedAt, tookS, cases, stays, logs } = run;
  const title = `Nightjar ${version} on ${target}`;
  const about = [`begun ${startedAt}`, `${duration(tookS)}`, image ?? "no image"].join(" · ");
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escapeXml(title)}</h1>`,
    `<p>${escapeXml(about)}</p>`,
    `<p><strong>${summaryOf(cases)}</strong></p>`,
    timelineSvg(stays, cases, tookS),
    `<p><small>${escapeXml(spentOn(stays))}</small></p>`,
    tableOf(cases),
    ...cases.filter(hasMore).map(sectionOf),
    ...Object.entries(logs).map(
      ([name, text]) =>
        `<h2>${escapeXml(name)}</h2><details><summary>${text.split("\n").length} lines</summary><pre>${escapeXml(text)}</pre></details>`,
    ),
    "</body></html>",
    "",
  ].join("\n");
}

/** "9 passed, 0 failed, 2 skipped". */
export function summaryOf(cases: readonly CaseResult[]): string {
  const outcomes = ["passed", "failed", "skipped"] as const;
  return outcomes
    .map((outcome) => `${cases.filter((each) => each.outcome === outcome).length} ${outcome}`)
    .join(", ");
}

/** Where the time went, the most first: "boot 493 s, playing 120 s". */
function spentOn(stays: RunResult["stays"]): string {
  const spent = new Map<string, number>();
  for (const { state, tookS } of stays) spent.set(state, (spent.get(state) ?? 0) + tookS);
  return [...spent]
    .sort(([, one], [, other]) => other - one)
    .map(([state, tookS]) => `${state} ${tookS.toFixed(0)} s`)
    .join(", ");
}

function tableOf(cases: readonly CaseResult[]): string {
  const rows = cases.map(({ name, about, outcome, why, tookS, figures }) => {
    const found = figures.map((each) => `${each.name}: ${figureText(each)}`).join("<br>");
    return [
      `<tr><td><a href="#${escapeXml(name)}">${escapeXml(name)}</a><br><small>${escapeXml(about)}</small></td>`,
      `<td class="${outcome}">${outcome}${why === undefined ? "" : `<br><small>${escapeXml(why)}</small>`}</td>`,
      `<td class="n">${tookS.toFixed(1)} s</td><td><small>${found}</small></td></tr>`,
    ].join("");
  });
  const head = '<tr><th>case</th><th>outcome</th><th class="n">took</th><th>measured</th></tr>';
  return `<table>${head}${rows.join("\n")}</table>`;
}

/** Four digits say all that such a measurement knows. */
function figureText({ value, unit }: CaseResult["figures"][number]): string {
  return `${Number(value.toPrecision(4))} ${unit}`;
}

function hasMore({ heard, series, lines }: CaseResult): boolean {
  return heard.length > 0 || series.length > 0 || lines.length > 0;
}

function sectionOf({ name, outcome, heard, series, lines }: CaseResult): string {
  const log = lines.length === 0 ? "" : `<pre>${escapeXml(lines.join("\n"))}</pre>`;
  return [
    `<h2 id="${escapeXml(name)}"><span class="${outcome}">${escapeXml(name)}</span></h2>`,
    ...heard.map(heardSvg),
    ...series.map(seriesSvg),
    log,
  ].join("\n");
}

function duration(seconds: number): string {
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
