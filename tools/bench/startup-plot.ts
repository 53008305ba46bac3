/** The plot of the bench `startup`: one bar for each contestant in each network. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "./harness.ts";
import { plotSvg } from "./plot.ts";
import type { StartupResult } from "./startup-result.ts";

/** Writes bench-results/startup.svg. */
export async function writeStartupPlot(results: readonly StartupResult[]): Promise<void> {
  const rows = results.flatMap(
    ({ name, cachedMs, originMs, httpMs, httpCubicMs, httpSkipMs, tlsMs }) =>
      Object.entries({
        "ours, cached": cachedMs,
        "ours, origin": originMs,
        "MPD, BBR": httpMs,
        "MPD, CUBIC": httpCubicMs,
        "MPD, a skip": httpSkipMs,
        "TLS anew": tlsMs,
      }).flatMap(([group, summary]) =>
        "p50" in summary ? [{ label: `${name}: ${group}`, summary, group }] : [],
      ),
  );
  if (rows.length === 0) return;
  const folder = path.join(root, "bench-results");
  await mkdir(folder, { recursive: true });
  const svg = plotSvg({ title: "Command to first sound", unit: "milliseconds", rows });
  await writeFile(path.join(folder, "startup.svg"), svg);
}
