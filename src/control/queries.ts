/**
 * Answers to queries: reads of the model, cut into pages that fit a frame
 * (docs/CONTROL.md §6). Nothing here changes anything.
 *
 * One `Queries` serves one client: it keeps the result of its last search and
 * its last diagnostics, so that the pages of one document fit together.
 */
import { utf8Bytes } from "../base/bytes.ts";
import type { TrackInfo } from "../media/track.ts";
import type {
  BrowseList,
  PinReport,
  PlayedTrack,
  SeenSpeaker,
  SpeakerModel,
} from "../player/model.ts";
import { type schema, wire } from "../wire/control-frame.ts";
import type { AuditEntry } from "./audit.ts";
import { answerCollection } from "./collection-queries.ts";
import type { StateFeed } from "./feed.ts";
import * as limits from "./limits.ts";
import { pageOf, rowsPerPageMax } from "./pages.ts";
import { playToWire, shelfToWire } from "./wire-lists.ts";
import { pinToWire } from "./wire-pins.ts";
import { itemToWire, trackToWire } from "./wire-state.ts";
import { eventsToWire, statusToWire } from "./wire-status.ts";

type QueryIn = schema.control.Query.$Shape;
type ReplyOut = schema.control.QueryReply.$Properties;
type WindowIn = schema.control.Window.$Properties | null | undefined;

/** What the server knows and the model does not. */
interface Surroundings {
  clientRows(): schema.control.Client.$Properties[];
  /** HOST:PORT at which remotes reach this speaker; empty where none do. */
  readonly outside: string;
  /** Likewise for browsers. */
  readonly outsideWeb: readonly string[];
  /** Newest first. */
  audit(): readonly AuditEntry[];
  /** What is wrong with them, for people. The model's own trouble is told first. */
  readonly trouble: string | undefined;
}

export class Queries {
  readonly #model: SpeakerModel;
  readonly #feed: StateFeed;
  readonly #surroundings: Surroundings;
  #search: { readonly query: string; readonly rev: number; readonly found: readonly TrackInfo[] };
  #diagnostics: Uint8Array = new Uint8Array(0);
  #pinned: readonly PinReport[] = [];
  #browsed: { readonly key: string; readonly rev: number; readonly list: BrowseList } | undefined;
  #played: { readonly rev: number; readonly plays: readonly PlayedTrack[] };

  constructor(model: SpeakerModel, feed: StateFeed, surroundings: Surroundings) {
    this.#model = model;
    this.#feed = feed;
    this.#surroundings = surroundings;
    this.#search = { query: "", rev: -1, found: [] };
    this.#played = { rev: -1, plays: [] };
  }

  /** Whether all tracks are to be looked at for it: pages of a search that was just made cost nothing. */
  isNewSearch(query: QueryIn): boolean {
    if (query.q === "browse") return Boolean(query.browse.query) && !query.browse.window?.offset;
    const text = query.q === "library" ? (query.library.query ?? "") : "";
    return text !== "" && text !== this.#search.query;
  }

  /** Undefined for a query that this version does not know; `no-such-path` of one to browse that leads nowhere. */
  async answer(query: QueryIn, nowUs: number): Promise<ReplyOut | "no-such-path" | undefined> {
    switch (query.q) {
      case "queue":
        return { queue: this.#queue(query.queue) };
      case "library":
        return { library: await this.#library(query.library) };
      case "browse": {
        const page = await this.#browse(query.browse);
        return page === undefined ? "no-such-path" : { browse: page };
      }
      case "history":
        return { history: this.#history(query.history.window) };
      case "status": {
        const { rev } = this.#feed.state.queue;
        const status = this.#model.status();
        const trouble = status.trouble ?? this.#surroundings.trouble ?? null;
        return { status: statusToWire({ ...status, trouble }, rev, nowUs) };
      }
      case "speakers":
        return { speakers: { speakers: this.#speakers() } };
      case "clients":
        return { clients: { clients: this.#surroundings.clientRows() } };
      case "events":
        return { events: eventsToWire(this.#model.status().events) };
      case "diag":
        return { diag: this.#diag(query.diag) };
      case "pins":
        return { pins: this.#pins(query.pins) };
      case "audit":
        return { audit: this.#audit(query.audit) };
      default:
        return answerCollection(this.#model, query, (tracks) => this.#hereOf(tracks));
    }
  }

  #queue(window: WindowIn): schema.control.QueuePage.$Properties {
    // The rows of the page alone: naming ten thousand takes long.
    const { rev, length: total } = this.#feed.state.queue;
    const from = Math.min(window?.offset ?? 0, total);
    const items = this.#model.queueWindow(from, Math.min(window?.limit || total, rowsPerPageMax));
    const sizeOf = (item: schema.control.QueueItem.$Properties): number =>
      wire.QueueItem.encode(item).len;
    const { rows } = pageOf(items, undefined, itemToWire, sizeOf);
    const here = this.#hereOf(items.slice(0, rows.length).map(({ track }) => track));
    return { rev, offset: from, total, items: rows, here };
  }

  async #library(
    search: schema.control.Search.$Properties,
  ): Promise<schema.control.LibraryPage.$Properties> {
    const query = (search.query ?? "").slice(0, limits.textCharsMax);
    const { rev } = this.#feed.state.library;
    if (this.#search.query !== query || this.#search.rev !== rev) {
      this.#search = { query, rev, found: await this.#model.search(query) };
    }
    const { found } = this.#search;
    const page = pageOf(found, search.window, trackToWire, (row) => wire.Track.encode(row).len);
    const here = this.#hereOf(found.slice(page.offset, page.offset + page.rows.length));
    return { rev, offset: page.offset, total: found.length, tracks: page.rows, here };
  }

  async #browse({
    path,
    query,
    window,
  }: schema.control.Browse.$Properties): Promise<
    schema.control.BrowsePage.$Properties | undefined
  > {
    const asked = [path, query].map((text) => (text ?? "").slice(0, limits.textCharsMax));
    const [at = "", words = ""] = asked;
    const { library, history } = this.#feed.state;
    const { rev } = at === "played" ? history : library;
    const key = asked.join("\0");
    if (this.#browsed?.key !== key || this.#browsed.rev !== rev) {
      const list = await this.#model.browse(at, words);
      if (list === undefined) return undefined;
      this.#browsed = { key, rev, list };
    }
    const { list } = this.#browsed;
    if (list.kind === "shelves") {
      const sizeOf = (row: schema.control.Shelf.$Properties): number => wire.Shelf.encode(row).len;
      const { offset, rows } = pageOf(list.shelves, window, shelfToWire, sizeOf);
      return { rev, offset, total: list.shelves.length, shelves: rows };
    }
    const sizeOf = (row: schema.control.Track.$Properties): number => wire.Track.encode(row).len;
    const { offset, rows } = pageOf(list.tracks, window, trackToWire, sizeOf);
    const here = this.#hereOf(list.tracks.slice(offset, offset + rows.length));
    return { rev, offset, total: list.tracks.length, tracks: rows, here };
  }

  #history(window: WindowIn): schema.control.HistoryPage.$Properties {
    const { rev } = this.#feed.state.history;
    if (this.#played.rev !== rev) this.#played = { rev, plays: this.#model.history() };
    const { plays } = this.#played;
    const sizeOf = (row: schema.control.PlayedTrack.$Properties): number =>
      wire.PlayedTrack.encode(row).len;
    const { offset, rows } = pageOf(plays, window, playToWire, sizeOf);
    return { rev, offset, total: plays.length, plays: rows };
  }

  /** None while an origin is there. */
  #hereOf(tracks: readonly TrackInfo[]): string[] {
    const here = tracks.map((track) => this.#model.whereIs(track) ?? "");
    return here.some((word) => word !== "") ? here : [];
  }

  #pins(window: WindowIn): schema.control.PinPage.$Properties {
    // Made anew for a first page only, as below: how much of each is there changes all the time.
    if ((window?.offset ?? 0) === 0) this.#pinned = this.#model.pins();
    const sizeOf = (pin: schema.control.PinnedTrack.$Properties): number =>
      wire.PinnedTrack.encode(pin).len;
    const page = pageOf(this.#pinned, window, pinToWire, sizeOf);
    return { offset: page.offset, total: this.#pinned.length, pins: page.rows };
  }

  #audit(window: WindowIn): schema.control.AuditPage.$Properties {
    const rows = this.#surroundings.audit();
    const sizeOf = (row: schema.control.AuditEntry.$Properties): number =>
      wire.AuditEntry.encode(row).len;
    const page = pageOf(rows, window, auditToWire, sizeOf);
    return { offset: page.offset, total: rows.length, entries: page.rows };
  }

  #speakers(): schema.control.SeenSpeaker.$Properties[] {
    const { outside, outsideWeb } = this.#surroundings;
    // Of its own remotes' listeners the model knows nothing but what the LAN says.
    const placesOf = ({ via, address, web }: SeenSpeaker) => ({
      address: via === "self" && outside !== "" ? outside : address,
      web: via === "self" && outsideWeb.length > 0 ? [...outsideWeb] : [...web],
    });
    const rows = this.#model.speakers().slice(0, limits.speakersShownMax);
    return rows.map((row) => {
      const { blocked, seen, ...rest } = row;
      const trouble = blocked === null ? {} : { blocked };
      return { ...rest, ...trouble, seen: [...seen], ...placesOf(row) };
    });
  }

  #diag(window: WindowIn): schema.control.TextPage.$Properties {
    const offset = window?.offset ?? 0;
    // Made anew for a first page only: later pages continue the same document.
    if (offset === 0) this.#diagnostics = diagnosticsText(this.#model);
    const text = this.#diagnostics.subarray(offset, offset + limits.pageBytesMax);
    return { offset, total: this.#diagnostics.length, text };
  }
}

function auditToWire({ kind, atMs, ...entry }: AuditEntry): schema.control.AuditEntry.$Properties {
  return { ...entry, actor: kind, wallMs: atMs };
}

function diagnosticsText(model: SpeakerModel): Uint8Array {
  const text = utf8Bytes(JSON.stringify(model.diagnostics()));
  if (text.length <= limits.diagnosticsBytesMax) return text;
  return utf8Bytes(JSON.stringify({ tooLarge: text.length }));
}
