/** The body of a page of the event spool (docs/STORAGE.md §4). A codec only. */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { chainBytes } from "../wire/play-event.ts";

/** "NJe1" */
export const spoolMagic = 0x4e4a_6531;
const epochBytes = 8;

export interface SpoolPage {
  readonly epoch: string;
  /** Of the event; of the last event where the page carries none. */
  readonly seq: number;
  /** All up to here were acknowledged by the ledger when the page was written. */
  readonly acked: number;
  /** Before the event; behind the last event where the page carries none. */
  readonly chain: Uint8Array;
  /** The event; empty for a page that only records `acked`. */
  readonly bytes: Uint8Array;
}

export function encodeSpoolPage(page: SpoolPage): Uint8Array {
  return new ByteWriter(256)
    .raw(fromHex(page.epoch) ?? new Uint8Array(epochBytes))
    .u64(page.seq)
    .u64(page.acked)
    .raw(page.chain)
    .raw(page.bytes)
    .finish();
}

/** Copies what it keeps. */
export function decodeSpoolPage(body: Uint8Array): SpoolPage | undefined {
  const reader = new ByteReader(body);
  const page = {
    epoch: toHex(reader.take(epochBytes)),
    seq: reader.u64(),
    acked: reader.u64(),
    chain: reader.take(chainBytes).slice(),
    bytes: reader.rest().slice(),
  };
  return reader.ok && page.acked <= page.seq ? page : undefined;
}
