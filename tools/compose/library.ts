/**
 * Writes the library: one folder per artist and album, one FLAC file per track, and a manifest of
 * what was written. With a manifest of this recipe and every file as it says, nothing is done.
 *
 * Each file is written beside its place under a name that starts with a dot and then renamed, so
 * a folder that is watched or a run that is cut off never shows half a file.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { toHex, utf8Bytes } from "../../src/base/bytes.ts";
import type { Album, Recording } from "./albums.ts";
import { ComposeError } from "./errors.ts";
import { encodeFlac } from "./flac/encoder.ts";
import { coverPixels, recipeVersion } from "./limits.ts";
import { render } from "./render.ts";

const manifestName = ".nightjar-library.json";

interface Manifest {
  readonly recipe: number;
  /** SHA-256 in hexadecimal by path, with forward slashes, from the library's folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** True when all is there already, byte for byte. */
export async function isComplete(folder: string, albums: readonly Album[]): Promise<boolean> {
  const manifest = await readManifest(folder);
  if (manifest?.recipe !== recipeVersion) return false;
  for (const { name } of trackList(albums)) {
    const bytes = await readIfThere(path.join(folder, name));
    if (bytes === undefined || hashOf(bytes) !== manifest.files[name]) return false;
  }
  return true;
}

/** Writes every file anew. `onTrack` hears of each, in order. Throws ComposeError. */
export async function writeLibrary(
  folder: string,
  albums: readonly Album[],
  onTrack: (done: number, total: number, name: string) => void,
): Promise<void> {
  const total = trackList(albums).length;
  const files: Record<string, string> = {};
  for (const album of albums) {
    const cover = album.cover();
    let number = 0;
    for (const recording of album.recordings) {
      const whole = render(recording.piece, album.rate);
      for (const { title, pcm } of cutTracks(whole, recording.tracks, album.rate)) {
        number += 1;
        const tags = tagsOf(album, number, title);
        const picture = { mime: "image/png", pixels: coverPixels, bytes: cover };
        const bytes = encodeFlac(pcm, { rate: album.rate, tags, picture });
        const name = trackName(album, number, title);
        await replaceFile(path.join(folder, name), bytes);
        files[name] = hashOf(bytes);
        onTrack(Object.keys(files).length, total, name);
      }
    }
  }
  const manifest: Manifest = { recipe: recipeVersion, files };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await replaceFile(path.join(folder, manifestName), utf8Bytes(text));
}

/** The samples of a recording, cut where its tracks start; put together again they are the whole. */
export function* cutTracks(
  whole: Int16Array,
  tracks: Recording["tracks"],
  rate: number,
): Generator<{ readonly title: string; readonly pcm: Int16Array }> {
  for (const [i, { title, startS }] of tracks.entries()) {
    const next = tracks[i + 1]?.startS;
    const end = next === undefined ? whole.length : 2 * Math.round(next * rate);
    yield { title, pcm: whole.subarray(2 * Math.round(startS * rate), end) };
  }
}

function trackList(albums: readonly Album[]): { readonly name: string }[] {
  return albums.flatMap((album) =>
    album.recordings
      .flatMap((recording) => recording.tracks)
      .map(({ title }, i) => ({ name: trackName(album, i + 1, title) })),
  );
}

function trackName(album: Album, number: number, title: string): string {
  return `${album.artist}/${album.title}/${String(number).padStart(2, "0")} ${title}.flac`;
}

function tagsOf(album: Album, number: number, title: string): [string, string][] {
  const total = album.recordings.reduce((sum, { tracks }) => sum + tracks.length, 0);
  return [
    ["TITLE", title],
    ["ARTIST", album.artist],
    ["ALBUM", album.title],
    ["ALBUMARTIST", album.artist],
    ["TRACKNUMBER", String(number)],
    ["TRACKTOTAL", String(total)],
    ["DATE", String(album.year)],
    ["GENRE", album.genre],
    ["COMMENT", "Composed by Nightjar from its own source code"],
  ];
}

function hashOf(bytes: Uint8Array): string {
  return toHex(createHash("sha256").update(bytes).digest());
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch {
    // Absent or unreadable: either way it has to be written.
    return undefined;
  }
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const bytes = await readIfThere(path.join(folder, manifestName));
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isManifest(value) ? value : undefined;
  } catch {
    // Not JSON: a manifest that says nothing.
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  if (!("recipe" in value) || !("files" in value)) return false;
  return typeof value.files === "object" && value.files !== null;
}

async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  const draft = path.join(folder, `.${path.basename(file)}.part`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const remedy = "choose a folder that can be written, with 100 MB free";
    throw new ComposeError("compose-write", `cannot write ${file}: ${why}`, { cause, remedy });
  }
}
