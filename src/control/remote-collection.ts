/** A household's playlists, favourites and presets as a remote sees them: pages put together. All methods throw ControlError. */
import type { TrackInfo } from "../media/track.ts";
import type { Playlist, PlaylistItem, PlaylistRow, PresetRow } from "../player/collection/model.ts";
import type { ControlClient } from "./client.ts";
import { ControlError } from "./errors.ts";
import { readAll } from "./remote.ts";
import { Replica } from "./replica.ts";
import { playlistFromWire, presetFromWire } from "./wire-collection.ts";
import { trackFromWire } from "./wire-state.ts";

export class RemoteCollection {
  readonly #client: Pick<ControlClient, "query" | "subscribe">;

  constructor(client: Pick<ControlClient, "query" | "subscribe">) {
    this.#client = client;
  }

  playlists(): Promise<readonly PlaylistRow[]> {
    return readAll(async (offset) => {
      const { playlists } = await this.#client.query({ playlists: { offset } });
      const rows = (playlists?.playlists ?? []).map(playlistFromWire);
      return { rev: playlists?.rev ?? 0, total: playlists?.total ?? 0, rows };
    });
  }

  /** `which`: an id, or a name that only one has. */
  async playlist(which: string): Promise<Playlist> {
    let row: PlaylistRow | undefined;
    const items = await readAll(async (offset) => {
      const query = { list: which, window: { offset } };
      const { playlist } = await this.#client.query({ playlist: query });
      row = playlist?.playlist ? playlistFromWire(playlist.playlist) : undefined;
      const rows = (playlist?.items ?? []).map(
        (item): PlaylistItem => ({ id: item.id ?? "", track: trackFromWire(item.track) }),
      );
      return { rev: playlist?.rev ?? 0, total: playlist?.total ?? 0, rows };
    });
    if (row !== undefined) return { ...row, items };
    throw new ControlError("refused", `no one playlist is called "${which}"`, {
      remedy: "see names and ids with: nightjar ctl playlist list",
    });
  }

  favourites(): Promise<readonly TrackInfo[]> {
    return readAll(async (offset) => {
      const { favourites } = await this.#client.query({ favourites: { offset } });
      const rows = (favourites?.tracks ?? []).map(trackFromWire);
      return { rev: favourites?.rev ?? 0, total: favourites?.total ?? 0, rows };
    });
  }

  async presets(): Promise<readonly PresetRow[]> {
    const { presets } = await this.#client.query({ presets: {} });
    return (presets?.presets ?? []).map(presetFromWire);
  }

  /** Null: not set. */
  async household(): Promise<{ readonly name: string | null; readonly zone: string | null }> {
    const replica = new Replica();
    await this.#client.subscribe({ replica, onChange: () => undefined });
    const { name = "", zone = "" } = replica.state?.household ?? {};
    return { name: name === "" ? null : name, zone: zone === "" ? null : zone };
  }
}
