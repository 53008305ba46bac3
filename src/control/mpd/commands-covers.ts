/** Covers, fetched in pieces as large as the client takes them (docs/MPD.md §3). */
import type { Call, CommandTable } from "./command.ts";
import { entry, noSuchSong } from "./command.ts";
import { MpdError } from "./errors.ts";
import { binaryBytesMax, binaryBytesMin } from "./limits.ts";
import { readCount } from "./values.ts";

export const coverCommands: CommandTable = {
  albumart: entry("guest", [2], async (call) => {
    const cover = await coverOf(call);
    if (cover === undefined) throw new MpdError("no-exist", "No file exists");
    tellPiece(call, cover);
  }),
  readpicture: entry("guest", [2], async (call) => {
    const cover = await coverOf(call);
    if (cover !== undefined) tellPiece(call, cover, mimeOf(cover));
  }),
  binarylimit: entry("none", [1], ({ client, args }) => {
    const bytes = readCount(args[0] ?? "");
    if (bytes < binaryBytesMin) throw new MpdError("argument", "Value too small");
    if (bytes > binaryBytesMax) throw new MpdError("argument", "Value too large");
    client.binaryBytes = bytes;
  }),
};

/** Kept for the next piece. Undefined where the song has none, or nobody has it now. */
async function coverOf(call: Call): Promise<Uint8Array | undefined> {
  const { world, client, args, signal } = call;
  const [uri = ""] = args;
  const tree = await world.library.tree();
  const queued = () => world.queue().rows.find(({ item }) => item.track.url === uri)?.item.track;
  const track = tree.song(uri)?.track ?? queued();
  if (track === undefined) throw noSuchSong();
  const hash = track.artwork;
  if (hash === undefined) return undefined;
  if (client.cover?.hash === hash) return client.cover.bytes;
  const bytes = await world.model.artwork(hash, signal);
  client.cover = bytes && { hash, bytes };
  return bytes;
}

function tellPiece({ out, client, args }: Call, cover: Uint8Array, mime?: string): void {
  const offset = readCount(args[1] ?? "");
  if (offset > cover.length) throw new MpdError("argument", "Bad file offset");
  out.field("size", cover.length);
  if (mime !== undefined) out.field("type", mime);
  out.binary(cover.subarray(offset, offset + client.binaryBytes));
}

const heads: readonly (readonly [mime: string, head: readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", [0x52, 0x49, 0x46, 0x46]],
];

function mimeOf(cover: Uint8Array): string | undefined {
  return heads.find(([, head]) => head.every((byte, at) => cover[at] === byte))?.[0];
}
