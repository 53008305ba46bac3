/**
 * Finds out what the spool's files hold. Usually there is one; after a failed
 * sync, or a cut while its successor was made, there may be more, and what they
 * hold counts together.
 */
import { assert } from "../base/assert.ts";
import type { Disk } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import { type EncodedEvent, firstChain, nextChain } from "../wire/play-event.ts";
import { SpoolFile, type SpoolShape } from "./spool-file.ts";
import type { SpoolPage } from "./spool-page.ts";

export interface RecoveredSpool {
  /** The file with the highest number. */
  readonly file: SpoolFile;
  /** The others: what is pending in them is in `pending`. */
  readonly older: readonly SpoolFile[];
  readonly epoch: string;
  readonly pending: readonly EncodedEvent[];
  /** The newest event, acknowledged or not; undefined where its page is gone. */
  readonly newest: EncodedEvent | undefined;
  readonly last: number;
  readonly acked: number;
  /** Behind the last event. */
  readonly chain: Uint8Array;
}

/** `epoch` is for a spool that holds nothing yet. Throws DiskError. */
export async function openSpool(
  { disk, log }: { readonly disk: Disk; readonly log: Log },
  shape: SpoolShape,
  epoch: string,
): Promise<RecoveredSpool> {
  const numbers = await numbersIn(disk, shape.folder);
  const files: SpoolFile[] = [];
  try {
    const pages: SpoolPage[] = [];
    for (const number of numbers.length === 0 ? [1] : numbers) {
      const file = await SpoolFile.open(disk, shape, number);
      files.push(file);
      pages.push(...(await file.load()));
    }
    const [file, ...older] = files.toReversed();
    assert(file !== undefined, "a spool has a file");
    return { file, older, ...mergePages(pages, epoch, log) };
  } catch (error) {
    for (const file of files) await file[Symbol.asyncDispose]();
    throw error;
  }
}

async function numbersIn(disk: Disk, folder: string): Promise<number[]> {
  const names = (await disk.list(folder)).map(
    ({ name }) => /^spool-([1-9]\d{0,8})(\.2)?$/.exec(name)?.[1],
  );
  const numbers = names.flatMap((number) => (number === undefined ? [] : [Number(number)]));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Later pages of one seq win: they are of a later file. */
function mergePages(
  pages: readonly SpoolPage[],
  freshEpoch: string,
  log: Log,
): Omit<RecoveredSpool, "file" | "older"> {
  const epoch = pages.at(-1)?.epoch ?? freshEpoch;
  const events = new Map<number, SpoolPage>();
  let newest: SpoolPage | undefined;
  let acked = 0;
  let foreign = 0;
  for (const page of pages) {
    if (page.epoch !== epoch) {
      foreign += 1;
      continue;
    }
    acked = Math.max(acked, page.acked);
    if (page.bytes.length > 0) events.set(page.seq, page);
    const later = newest === undefined || page.seq > newest.seq;
    if (later || (page.seq === newest?.seq && page.bytes.length > 0)) newest = page;
  }
  if (foreign > 0) log.error("spool-foreign-pages", { pages: foreign });
  const pending = [...events.values()]
    .filter(({ seq }) => seq > acked)
    .sort((a, b) => a.seq - b.seq);
  return {
    epoch,
    pending: pending.map(eventOf),
    newest: newest === undefined || newest.bytes.length === 0 ? undefined : eventOf(newest),
    last: newest?.seq ?? 0,
    acked,
    chain: newest === undefined ? firstChain : chainBehind(newest),
  };
}

function eventOf({ epoch, seq, chain, bytes }: SpoolPage): EncodedEvent {
  return { epoch, seq, chain, bytes };
}

function chainBehind({ chain, bytes }: SpoolPage): Uint8Array {
  return bytes.length === 0 ? chain : nextChain(chain, bytes);
}
