/**
 * Block maps in the form of bmaptool 2.0: which blocks of an image hold
 * something, and the checksum of each run of them.
 *
 * What a map leaves out was never written by whoever made the image, and may be anything on the card.
 * Zeros are not holes: a free cluster of a FAT is a zero, too. So a map is made of the holes of a file
 * (host/holes.ts), never of what its blocks hold.
 *
 * The XML of maps is flat, a tag a line; the reader takes that form and refuses the rest. Pure.
 */
import { createHash } from "node:crypto";
import { FlashError } from "../errors.ts";
import { imageBytesMax, mapRangesMax } from "../limits.ts";

export interface MapRange {
  /** In bytes, a multiple of the map's block. */
  readonly from: number;
  /** In bytes; of the last range up to the end of the image. */
  readonly length: number;
  /** Lower-case hexadecimal; undefined where the map has none. */
  readonly checksum: string | undefined;
}

export interface BlockMap {
  readonly imageBytes: number;
  /** A name that node:crypto knows. */
  readonly checksumType: string;
  readonly ranges: readonly MapRange[];
}

const checksumTypes = ["sha256", "sha512", "sha384", "sha1"];
const mapBlockBytes = 4096;

/** Throws FlashError. */
export function parseBlockMap(xml: string): BlockMap {
  const version = field(xml, "bmap version", /<bmap version="(\d+)\.\d+"\s*>/);
  if (version !== "2") throw bad(`it has version ${version}, and 2 is understood`);
  const imageBytes = count(field(xml, "ImageSize"), imageBytesMax);
  const block = count(field(xml, "BlockSize"), 1 << 20);
  const checksumType = field(xml, "ChecksumType").toLowerCase();
  if (block < 512 || block % 512 !== 0) throw bad(`its blocks have ${block} bytes`);
  if (!checksumTypes.includes(checksumType)) throw bad(`its checksums are ${checksumType}`);
  checkItself(xml, checksumType);
  const body = /<BlockMap>([\s\S]*)<\/BlockMap>/.exec(xml)?.[1];
  if (body === undefined) throw bad("it has no BlockMap");
  return { imageBytes, checksumType, ranges: rangesOf(body, block, imageBytes) };
}

function rangesOf(body: string, block: number, imageBytes: number): MapRange[] {
  const ranges: MapRange[] = [];
  let end = 0;
  for (const [, attributes = "", text = ""] of body.matchAll(/<Range\b([^>]*)>([^<]*)<\/Range>/g)) {
    const [, first = "", last = first] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text) ?? [];
    const from = count(first, imageBytesMax) * block;
    const behind = Math.min((count(last, imageBytesMax) + 1) * block, imageBytes);
    if (from < end || behind <= from)
      throw bad(`the range ${text.trim()} is not behind the one before`);
    end = behind;
    const checksum = /\bchksum="([0-9a-fA-F]+)"/.exec(attributes)?.[1]?.toLowerCase();
    ranges.push({ from, length: behind - from, checksum });
    if (ranges.length > mapRangesMax) throw bad(`it has more than ${mapRangesMax} ranges`);
  }
  const tags = body.match(/<Range\b/g)?.length ?? 0;
  if (ranges.length !== tags) throw bad("a range is not closed");
  return ranges;
}

/** A map has a checksum of itself, made while zeros stood in its place. */
function checkItself(xml: string, type: string): void {
  const own = /<BmapFileChecksum>\s*([0-9a-f]+)\s*<\/BmapFileChecksum>/.exec(xml)?.[1];
  if (own === undefined) return;
  const blank = xml.replace(own, "0".repeat(own.length));
  if (createHash(type).update(blank).digest("hex") !== own) throw bad("its own checksum is wrong");
}

/** `ranges` carry SHA-256 checksums and begin at blocks of 4096 bytes. */
export function formatBlockMap({ imageBytes, ranges }: Omit<BlockMap, "checksumType">): string {
  const blocks = (bytes: number): number => Math.ceil(bytes / mapBlockBytes);
  const mapped = ranges.reduce((sum, { length }) => sum + blocks(length), 0);
  const lines = ranges.map(({ from, length, checksum }) => {
    const [first, last] = [from / mapBlockBytes, blocks(from + length) - 1];
    const text = first === last ? String(first) : `${first}-${last}`;
    return `        <Range chksum="${checksum}"> ${text} </Range>`;
  });
  const none = "0".repeat(64);
  const xml = `<?xml version="1.0" ?>
<bmap version="2.0">
    <ImageSize> ${imageBytes} </ImageSize>
    <BlockSize> ${mapBlockBytes} </BlockSize>
    <BlocksCount> ${blocks(imageBytes)} </BlocksCount>
    <MappedBlocksCount> ${mapped} </MappedBlocksCount>
    <ChecksumType> sha256 </ChecksumType>
    <BmapFileChecksum> ${none} </BmapFileChecksum>
    <BlockMap>
${lines.join("\n")}
    </BlockMap>
</bmap>
`;
  return xml.replace(none, createHash("sha256").update(xml).digest("hex"));
}

function field(xml: string, name: string, pattern?: RegExp): string {
  const found = (pattern ?? new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`)).exec(xml)?.[1];
  if (found === undefined) throw bad(`it has no ${name}`);
  return found;
}

function count(text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= max)) throw bad(`"${text}" is no number up to ${max}`);
  return value;
}

function bad(why: string): FlashError {
  return new FlashError("bad-map", `the block map is not usable: ${why}`, {
    remedy: "get image and map again, or write without it: --no-bmap",
  });
}
