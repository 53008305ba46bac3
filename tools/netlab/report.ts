/** What people read: the counters of a lab as a table, and what a link does in words. */
import type { LabStats } from "./forwarder/messages.ts";
import { cleanLink, type LinkSettings } from "./model/settings.ts";

/** The machine's share of a delay from which on figures of a run are doubtful. */
const lateUsMax = 3_000;

/** Links that carried nothing are left out; so is the shared medium where it did nothing. */
export function statsTable(stats: LabStats): string {
  const head = ["link", "packets", "kB", "lost", "queue full", "too large", "twice", "overtaken"];
  const rows = Object.entries(stats.links)
    .filter(([name, counts]) => counts.packetsIn > 0 && name !== "shared")
    .map(([name, counts]) => [
      name,
      ...[counts.packetsIn, Math.round(counts.bytesIn / 1e3), counts.lost, counts.queueFull],
      ...[counts.tooLarge, counts.duplicated, counts.reordered],
    ]);
  return `${table([head, ...rows])}${remarks(stats).join("")}`;
}

function remarks({ late, nowhere, overflow, refused }: LabStats): string[] {
  const lines = [
    `the machine added ${late.p50Us} µs (median), ${late.p99Us} µs (p99), ${late.maxUs} µs at most\n`,
  ];
  if (late.p99Us > lateUsMax)
    lines.push("that is too much: the machine was too busy to trust this\n");
  if (nowhere > 0) lines.push(`${nowhere} packets to addresses outside the lab were dropped\n`);
  if (overflow > 0) lines.push(`${overflow} packets found the whole lab full\n`);
  if (refused > 0) lines.push(`${refused} packets were not taken by a host's kernel\n`);
  return lines;
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => String(row[i] ?? "").length)),
  );
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, i) =>
        i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
      )
      .join("  ");
  return rows.map((row) => `${line(row)}\n`).join("");
}

/** In the script's own words; "clean" for a wire that does nothing. */
export function describeLink(settings: LinkSettings): string {
  const parts: string[] = [];
  const s = settings;
  if (s.delayUs > 0) parts.push(`delay ${time(s.delayUs)}`);
  if (s.jitterUs > 0) parts.push(`jitter ${time(s.jitterUs)}`);
  if (s.lossShare > 0) parts.push(`loss ${percent(s.lossShare)}${burst(s)}`);
  if (s.rateBitsPerS < cleanLink.rateBitsPerS) parts.push(`rate ${rate(s.rateBitsPerS)}`);
  if (s.rateBitsPerS < cleanLink.rateBitsPerS) parts.push(`queue ${queue(s)}`);
  if (s.reorderShare > 0) {
    parts.push(`reorder ${percent(s.reorderShare)} by ${time(s.reorderByUs)}`);
  }
  if (s.duplicateShare > 0) parts.push(`duplicate ${percent(s.duplicateShare)}`);
  if (s.sizeMaxBytes < cleanLink.sizeMaxBytes) parts.push(`mtu ${s.sizeMaxBytes}B`);
  if (s.dozeAfterUs < cleanLink.dozeAfterUs) parts.push(sleep(s));
  return parts.length > 0 ? parts.join(", ") : "clean";
}

function burst({ burstPackets, burstUs }: LinkSettings): string {
  if (burstUs > 0) return ` burst ${time(burstUs)}`;
  return burstPackets > 0 ? ` burst ${burstPackets}` : "";
}

function queue({ queueBytes, queueUs }: LinkSettings): string {
  return queueUs < Number.POSITIVE_INFINITY ? time(queueUs) : `${queueBytes / 1e3}kB`;
}

function sleep({ dozeAfterUs, dozeEveryUs, dozeMissShare }: LinkSettings): string {
  const misses = dozeMissShare > 0 ? ` misses ${percent(dozeMissShare)}` : "";
  return `sleep after ${time(dozeAfterUs)} wakes every ${time(dozeEveryUs)}${misses}`;
}

function time(us: number): string {
  return us >= 1e6 ? `${us / 1e6}s` : `${us / 1e3}ms`;
}

function rate(bitsPerS: number): string {
  return bitsPerS >= 1e6 ? `${bitsPerS / 1e6}mbit/s` : `${bitsPerS / 1e3}kbit/s`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}
