/**
 * Text for people: times, sizes, tables, bars, colours. Pure.
 *
 * Titles come from files of others: `plainText` takes out what a terminal
 * would obey.
 */

/** ANSI colours that are readable on light and dark. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Paint = (style: keyof typeof codes, text: string) => string;

export function painter(colour: boolean): Paint {
  return (style, text) => (colour && text !== "" ? `\x1b[${codes[style]}m${text}\x1b[0m` : text);
}

/** Control characters and line breaks become spaces. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** `3:07`, `1:02:03`. */
export function timeText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long something has lasted: `12 s`, `3 min`, `2.5 h`, `4 days`. */
export function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `1 play`, `2 plays`. */
export function countText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

const sizes = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `512 B`, `3.4 MiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < sizes.length - 1) {
    value /= 1024;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${sizes[at]}`;
}

/** Columns that a text takes: wide letters two, marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (/\p{M}|\u200d/u.test(letter)) continue;
    width += wide.test(letter) ? 2 : 1;
  }
  return width;
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** The text in at most `columns`, with an ellipsis where something is missing. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const letter of text) {
    width += widthOf(letter);
    if (width > columns - 1) break;
    kept += letter;
  }
  return columns < 1 ? "" : `${kept}…`;
}

export function padTo(text: string, columns: number, align: "left" | "right" = "left"): string {
  const gap = " ".repeat(Math.max(0, columns - widthOf(text)));
  return align === "left" ? text + gap : gap + text;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Gives way first when the table is too wide; columns without it never do. */
  readonly shrinks?: boolean;
}

const gapColumns = 2;
const shrunkMin = 8;

/** Rows under their titles, no wider than `width` where columns may shrink. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const plain = rows.map((row) => row.map(plainText));
  const widths = fitWidths(columns, plain, options.width);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, at) =>
        padTo(cutTo(cells[at] ?? "", widths[at] ?? 0), widths[at] ?? 0, align),
      )
      .join(" ".repeat(gapColumns))
      .trimEnd();
  const titles = options.paint("dim", line(columns.map(({ title }) => title)));
  return [titles, ...plain.map(line)];
}

function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const widths = columns.map(({ title }, at) =>
    rows.reduce((most, row) => Math.max(most, widthOf(row[at] ?? "")), widthOf(title)),
  );
  let over = widths.reduce((sum, each) => sum + each + gapColumns, -gapColumns) - width;
  while (over > 0) {
    const widest = columns.reduce(
      (best, { shrinks }, at) =>
        shrinks === true && (widths[at] ?? 0) > Math.max(shrunkMin, widths[best] ?? 0) ? at : best,
      -1,
    );
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return widths;
}

/** `██████░░░░`, `share` from 0 to 1. */
export function bar(share: number, columns: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share || 0)) * columns);
  return "█".repeat(filled) + "░".repeat(columns - filled);
}

/** Shares of a whole that add up to 100: "cache 60 %, origin 40 %"; empty for nothing. */
export function sharesText(parts: Readonly<Record<string, number>>): string {
  const all = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return Object.entries(parts)
    .filter(([, part]) => part > 0)
    .map(([name, part]) => `${name} ${Math.round((100 * part) / all)} %`)
    .join(", ");
}
