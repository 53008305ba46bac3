/** `ctl playlist`, `favourite`, `preset` and `household`: what they show and what they say was done. */
import { ControlError } from "../control/errors.ts";
import { RemoteCollection } from "../control/remote-collection.ts";
import type { CollectionCommand, PresetRow } from "../player/collection/model.ts";
import type { Ctl } from "./ctl-open.ts";
import { countText, painter, plainText, table, timeText } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import { m3u8BytesMax, matchEntries, readM3u8, writeM3u8 } from "./m3u8.ts";
import type { CollectionAsk } from "./options.ts";
import { type Page, renderLibrary } from "./render-lists.ts";

/** Ids that fit a frame with room to spare. */
const idsPerCommand = 500;

/** A command to the speaker; its answer. Throws ControlError `refused`. */
type Tell = (
  command: CollectionCommand,
) => Promise<{ readonly seq: number; readonly message: string }>;

export async function runCollection(ctl: Ctl, ask: CollectionAsk, tell: Tell): Promise<void> {
  const kept = new RemoteCollection(ctl.client);
  if ("show" in ask) return await show(ctl, kept, ask);
  if ("exported" in ask) return await exportPlaylist(ctl, kept, ask.exported);
  if ("imported" in ask) return await importPlaylist(ctl, kept, ask, tell);
  const command = await withIds(kept, ask.do);
  const { seq, message } = await tell(command);
  const made =
    command.kind === "playlist-create" ? await kept.playlist(command.name.trim()) : undefined;
  const note = message === "" ? {} : { note: message };
  const id = made === undefined ? {} : { id: made.id };
  const words =
    message === "" ? said[command.kind] : `${said[command.kind]}\n! ${plainText(message)}`;
  write(ctl, { ok: true, seq, ...id, ...note }, [words]);
}

async function exportPlaylist(ctl: Ctl, kept: RemoteCollection, list: string): Promise<void> {
  const { name, items } = await kept.playlist(list);
  const m3u8 = writeM3u8(
    name,
    items.map(({ track }) => track),
  );
  if (ctl.json) return write(ctl, { ok: true, name, m3u8 }, []);
  ctl.ports.terminal.out.write(m3u8);
}

async function importPlaylist(
  ctl: Ctl,
  kept: RemoteCollection,
  { imported: name, file }: { readonly imported: string; readonly file: string },
  tell: Tell,
): Promise<void> {
  const entries = readM3u8(await fileBytes(ctl, file));
  if (typeof entries === "string") throw new ControlError("refused", `${file}: ${entries}`);
  const { ids, unknown } = matchEntries(entries, await ctl.remote.library(""));
  if (ids.length === 0)
    throw new ControlError(
      "refused",
      `${file}: none of its ${entries.length} entries is in the library`,
    );
  const first = await tell({ kind: "playlist-create", name, what: ids.slice(0, idsPerCommand) });
  const { id } = await kept.playlist(name.trim());
  let { seq } = first;
  for (let at = idsPerCommand; at < ids.length; at += idsPerCommand) {
    const what = ids.slice(at, at + idsPerCommand);
    ({ seq } = await tell({ kind: "playlist-add", list: id, what, after: undefined }));
  }
  const missing = unknown.map(({ number, uri, words }) => ({ number, entry: words || uri }));
  const lines = missing.map(
    ({ number, entry }) => `! ${number}: not in the library: ${plainText(entry)}`,
  );
  const made = `made, of ${countText(ids.length, "track")}`;
  write(ctl, { ok: true, seq, id, tracks: ids.length, unknown: missing }, [made, ...lines]);
}

/** Of a regular file that is not too large: others may never end. */
async function fileBytes({ ports: { disk } }: Ctl, file: string): Promise<Uint8Array> {
  const stat = await disk.stat(file);
  if (stat?.kind !== "file") throw new ControlError("refused", `${file} is no file`);
  if (stat.sizeBytes > m3u8BytesMax)
    throw new ControlError("refused", `${file} is too large for a playlist`);
  return await disk.readFile(file);
}

const said: Readonly<Record<CollectionCommand["kind"], string>> = {
  "playlist-create": "made",
  "playlist-rename": "renamed",
  "playlist-delete": "deleted",
  "playlist-add": "added",
  "playlist-remove": "removed",
  "playlist-move": "moved",
  "playlist-play": "playing",
  "favourite-add": "added",
  "favourite-remove": "removed",
  "favourite-play": "playing",
  "preset-save": "saved",
  "preset-play": "playing",
  "preset-clear": "cleared",
  "household-set": "set",
};

async function show(
  ctl: Ctl,
  kept: RemoteCollection,
  ask: Extract<CollectionAsk, { show: string }>,
): Promise<void> {
  const { out } = ctl.ports.terminal;
  const width = out.isTty ? out.columns : Number.POSITIVE_INFINITY;
  const page: Page = { width, paint: painter(out.colour) };
  switch (ask.show) {
    case "playlists": {
      const rows = await kept.playlists();
      const cells = rows.map(({ name, length, durationMs, id }) => [
        name,
        countText(length, "track"),
        timeText(durationMs),
        id,
      ]);
      const columns = [
        { title: "NAME", shrinks: true },
        { title: "TRACKS", align: "right" },
        { title: "TIME", align: "right" },
        { title: "ID" },
      ] as const;
      return write(ctl, rows, rows.length === 0 ? ["no playlists"] : table(columns, cells, page));
    }
    case "playlist": {
      const { items, ...list } = await kept.playlist(ask.list);
      const columns = [
        { title: "#", align: "right" },
        { title: "TITLE", shrinks: true },
        { title: "ARTIST", shrinks: true },
        { title: "TIME", align: "right" },
        { title: "ID" },
      ] as const;
      const cells = items.map(({ id, track }, at) => [
        `${at + 1}`,
        track.title,
        track.artist,
        timeText(track.durationMs),
        id,
      ]);
      const lines = items.length === 0 ? ["nothing is in it"] : table(columns, cells, page);
      return write(ctl, { ...list, items }, [plainText(list.name), ...lines]);
    }
    case "favourites": {
      const tracks = await kept.favourites();
      return write(
        ctl,
        tracks,
        tracks.length === 0 ? ["no favourites"] : renderLibrary(tracks, page),
      );
    }
    case "presets": {
      const presets = await kept.presets();
      return write(ctl, presets, presetLines(presets, page));
    }
    case "household": {
      const settings = await kept.household();
      const zone = settings.zone ?? "none was set";
      const name = settings.name === null ? [] : [`name  ${plainText(settings.name)}`];
      return write(ctl, { ok: true, ...settings }, [...name, `zone  ${plainText(zone)}`]);
    }
  }
}

function presetLines(presets: readonly PresetRow[], page: Page): readonly string[] {
  if (presets.length === 0) return ["no presets"];
  const columns = [
    { title: "#", align: "right" },
    { title: "WHAT", shrinks: true },
    { title: "KIND" },
    { title: "TRACKS", align: "right" },
  ] as const;
  const rows = presets.map(({ number, label, kind, length }) => [
    `${number}`,
    label,
    kind,
    kind === "line-in" ? "" : `${length}`,
  ]);
  const gone = presets.flatMap(({ number, gone: why }) =>
    why === null ? [] : [`! ${number}: ${plainText(why)}`],
  );
  return [...table(columns, rows, page), ...gone];
}

/** An id has 16 digits, so a short number can only be a row. */
const rowNumber = /^[1-9]\d{0,6}$/;

/** Items of a playlist as people name them: by id, or by the row number that `playlist show` prints. */
async function withIds(
  kept: RemoteCollection,
  command: CollectionCommand,
): Promise<CollectionCommand> {
  const isPlace = (item: string | undefined): item is string => rowNumber.test(item ?? "");
  if (!("list" in command) || !itemsOf(command).some(isPlace)) return command;
  const { items, name } = await kept.playlist(command.list);
  const idOf = <T extends string | undefined>(item: T): T | string => {
    if (!isPlace(item)) return item;
    const id = items[Number(item) - 1]?.id;
    if (id !== undefined) return id;
    throw new ControlError("refused", `"${name}" has ${items.length} items and no row ${item}`);
  };
  switch (command.kind) {
    case "playlist-remove":
      return { ...command, ids: command.ids.map(idOf) };
    case "playlist-move":
      return { ...command, ids: command.ids.map(idOf), after: idOf(command.after) };
    case "playlist-add":
      return { ...command, after: idOf(command.after) };
    case "playlist-play":
      return { ...command, from: idOf(command.from) };
    default:
      return command;
  }
}

function itemsOf(command: CollectionCommand): readonly (string | undefined)[] {
  switch (command.kind) {
    case "playlist-remove":
      return command.ids;
    case "playlist-move":
      return [...command.ids, command.after];
    case "playlist-add":
      return [command.after];
    case "playlist-play":
      return [command.from];
    default:
      return [];
  }
}

function write(ctl: Ctl, document: unknown, lines: readonly string[]): void {
  ctl.ports.terminal.out.write(ctl.json ? jsonLine(document) : `${lines.join("\n")}\n`);
}
