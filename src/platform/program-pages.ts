/**
 * Which parts of a process's memory are only a copy of the program's file, by
 * what the kernel says of them (/proc/PID/smaps, proc(5)). The kernel may be told
 * to forget those: what is used again it finds in the file.
 *
 * Pure: text in, ranges out. A mapping counts when
 *   - it shows a file, is private, and nothing may write to it,
 *   - no page of it is a copy of the process's own, in memory (`Anonymous`) or
 *     swapped out (`Swap`, which `Anonymous` leaves out): relocations and a
 *     debugger's breakpoints make such pages, and to forget them is a crash,
 *   - it is large: there is nothing to gain in small ones.
 */
import { mib } from "../base/units.ts";

/** Addresses, the end excluded. Both are below 2^48, so numbers are exact. */
export interface PageRange {
  readonly start: number;
  readonly bytes: number;
}

/** Node's own code and tables are 7 to 50 MB; what libraries have is used, or small. */
const bytesMin = 4 * mib;

const mappingLine = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ [1-9]\d*\s+\//;
const anyMappingLine = /^[0-9a-f]+-[0-9a-f]+ /;
/** Both must say 0. */
const ownLine = /^(?:Anonymous|Swap):\s+(\d+) kB$/;
const ownLines = 2;

/** What `smaps` has of the program's file and can be read from there again; empty where nothing is understood. */
export function programPages(smaps: string): PageRange[] {
  const found: PageRange[] = [];
  let range: PageRange | undefined;
  let clean = 0;
  for (const line of smaps.split("\n")) {
    if (anyMappingLine.test(line)) {
      range = largeRange(line);
      clean = 0;
      continue;
    }
    const own = ownLine.exec(line);
    if (own === null || Number(own[1]) > 0) continue;
    clean += 1;
    if (clean === ownLines && range !== undefined) found.push(range);
  }
  return found;
}

function largeRange(line: string): PageRange | undefined {
  const [, from, to] = mappingLine.exec(line) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const start = Number.parseInt(from, 16);
  const bytes = Number.parseInt(to, 16) - start;
  return bytes < bytesMin ? undefined : { start, bytes };
}
