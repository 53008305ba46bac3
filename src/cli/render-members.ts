/** Members of a household, as a table for people. Pure. */
import { spanText, table } from "./format.ts";
import type { Page } from "./render-lists.ts";

/** `nightjar origin members --json`. Times are ISO 8601; null where nobody knows. */
export interface ShownMember {
  readonly id: string;
  readonly name: string;
  readonly role: "origin" | "speaker";
  readonly state: "member" | "revoked" | "left";
  readonly joined: string | null;
  /** When it was put out, or left. */
  readonly revoked: string | null;
  readonly connected: boolean;
  /** When it came or went last. */
  readonly lastSeen: string | null;
}

export function renderMembers(rows: readonly ShownMember[], nowMs: number, page: Page): string[] {
  if (rows.length === 0) return ["no members yet; let a speaker in with: nightjar origin invite"];
  const columns = ["ROLE", "STATE", "JOINED", "SEEN", "ID"].map((title) => ({ title }));
  const cells = rows.map((row) => [
    row.name,
    row.role,
    row.revoked === null ? row.state : `${row.state} ${dayOf(row.revoked)}`,
    row.joined === null ? "-" : dayOf(row.joined),
    seenText(row, nowMs),
    row.id,
  ]);
  return table([{ title: "NAME", shrinks: true }, ...columns], cells, page);
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

function seenText({ connected, lastSeen }: ShownMember, nowMs: number): string {
  if (connected) return "now";
  if (lastSeen === null) return "-";
  return `${spanText(Math.max(0, (nowMs - Date.parse(lastSeen)) / 1000))} ago`;
}
