/**
 * A speaker as a remote sees it: the client's requests in the words of the
 * player's model, pages put together. No terminal, no files.
 */
import { utf8Text } from "../base/bytes.ts";
import type { TrackInfo } from "../media/track.ts";
import {
  type BrowseList,
  type EventsReport,
  type Here,
  heres,
  type ListedItem,
  type ListedTrack,
  type PinReport,
  type PlayedTrack,
  type SeenSpeaker,
  type Shelf,
  type SpeakerStatus,
} from "../player/model.ts";
import type { schema } from "../wire/control-frame.ts";
import type { ControlClient } from "./client.ts";
import { parseJson } from "./client-store.ts";
import { type Role, roleTable } from "./codes.ts";
import { ControlError } from "./errors.ts";
import { diagnosticsBytesMax, leaveUsMax } from "./limits.ts";
import { playFromWire, shelfFromWire } from "./wire-lists.ts";
import { pinFromWire } from "./wire-pins.ts";
import { itemFromWire, trackFromWire } from "./wire-state.ts";
import { eventsFromWire, statusFromWire } from "./wire-status.ts";

export interface ClientRow {
  /** Empty for the owner of the socket, who needs no key. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly role: Role;
  readonly connections: number;
  readonly addedMs: number;
  readonly peer: string;
  /** When a visit ends, wall time; null: it does not, 0: at a time that is not known now. */
  readonly expiresMs: number | null;
}

/** A code that lets one client in. */
export interface PairingWindow {
  readonly code: string;
  readonly leftMs: number;
  readonly role: Role;
  readonly attemptsLeft: number;
  readonly spoken: boolean;
}

/** Who did what. */
export interface AuditRow {
  /** Wall time; 0 where it was not known. */
  readonly atMs: number;
  readonly actor: string;
  readonly clientId: string;
  readonly name: string;
  readonly what: string;
  readonly detail: string;
  readonly times: number;
}

/** What pairing gives a client to remember. */
export interface PairingAnswer {
  readonly clientId: string;
  readonly speakerId: string;
  readonly name: string;
  /** Both empty while the speaker listens on no TLS port. */
  readonly keyHash: Uint8Array;
  readonly address: string;
}

/** A list that changes while it is read is read again, this often at most. */
const readsMax = 5;
const emptyBytes = new Uint8Array(0);

export interface ListPage<Row> {
  readonly rev: number;
  readonly total: number;
  readonly rows: readonly Row[];
}

/** All methods throw ControlError. */
export class Remote {
  readonly #client: ControlClient;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  async status(): Promise<SpeakerStatus> {
    return statusFromWire((await this.#client.query({ status: {} })).status ?? {});
  }

  queue(): Promise<readonly ListedItem[]> {
    return readAll(async (offset) => {
      const { queue } = await this.#client.query({ queue: { offset } });
      const rows = (queue?.items ?? []).map((item, at) => ({
        ...itemFromWire(item),
        here: hereFromWire(queue?.here?.[at]),
      }));
      return { rev: queue?.rev ?? 0, total: queue?.total ?? 0, rows };
    });
  }

  library(query: string): Promise<readonly ListedTrack[]> {
    return readAll(async (offset) => {
      const { library } = await this.#client.query({ library: { query, window: { offset } } });
      const rows = (library?.tracks ?? []).map((track, at) => ({
        ...trackFromWire(track),
        here: hereFromWire(library?.here?.[at]),
      }));
      return { rev: library?.rev ?? 0, total: library?.total ?? 0, rows };
    });
  }

  /** The first page of what matches: what fits a frame. */
  async firstMatches(query: string): Promise<readonly TrackInfo[]> {
    const { library } = await this.#client.query({ library: { query, window: { offset: 0 } } });
    return (library?.tracks ?? []).map(trackFromWire);
  }

  /** What lies at a path of the library (control.proto, Browse). Throws ControlError `refused` where there is none. */
  async browse(path: string, query: string): Promise<BrowseList> {
    const rows = await readAll<TrackInfo | Shelf>(async (offset) => {
      const { browse } = await this.#client.query({ browse: { path, query, window: { offset } } });
      const { rev, total, shelves, tracks } = browse ?? {};
      const page = [...(shelves ?? []).map(shelfFromWire), ...(tracks ?? []).map(trackFromWire)];
      return { rev: rev ?? 0, total: total ?? 0, rows: page };
    });
    const tracks = rows.filter((row) => "id" in row);
    if (tracks.length > 0) return { kind: "tracks", tracks };
    return { kind: "shelves", shelves: rows.filter((row) => "ref" in row) };
  }

  /** Latest first. */
  history(): Promise<readonly PlayedTrack[]> {
    return readAll(async (offset) => {
      const { history } = await this.#client.query({ history: { window: { offset } } });
      const rows = (history?.plays ?? []).map(playFromWire);
      return { rev: history?.rev ?? 0, total: history?.total ?? 0, rows };
    });
  }

  pins(): Promise<readonly PinReport[]> {
    return readAll(async (offset) => {
      const { pins } = await this.#client.query({ pins: { offset } });
      return { rev: 0, total: pins?.total ?? 0, rows: (pins?.pins ?? []).map(pinFromWire) };
    });
  }

  async speakers(): Promise<readonly SeenSpeaker[]> {
    const { speakers } = await this.#client.query({ speakers: {} });
    return (speakers?.speakers ?? []).map((row) => ({
      id: row.id ?? "",
      name: row.name ?? "",
      address: row.address ?? "",
      via: row.via ?? "",
      seen: row.seen ?? [],
      member: row.member ?? false,
      open: row.open ?? false,
      blocked: row.blocked ?? null,
      web: row.web ?? [],
    }));
  }

  async clients(): Promise<readonly ClientRow[]> {
    const { clients } = await this.#client.query({ clients: {} });
    return (clients?.clients ?? []).map(clientFromWire);
  }

  async events(): Promise<EventsReport> {
    return eventsFromWire((await this.#client.query({ events: {} })).events ?? {});
  }

  /** A JSON value. */
  async diagnostics(): Promise<unknown> {
    const text = new Uint8Array(diagnosticsBytesMax);
    let length = 0;
    for (;;) {
      const { diag } = await this.#client.query({ diag: { offset: length } });
      const part = diag?.text ?? emptyBytes;
      if (part.length === 0 || length + part.length > text.length) break;
      text.set(part, length);
      length += part.length;
      if (length >= (diag?.total ?? 0)) break;
    }
    return parseJson(utf8Text(text.subarray(0, length)) ?? "") ?? {};
  }

  async pair(publicKey: Uint8Array, name: string): Promise<PairingAnswer> {
    const { paired } = await this.#client.administer({ pair: { publicKey, name } });
    return {
      clientId: paired?.clientId ?? "",
      speakerId: paired?.speakerId ?? "",
      name: paired?.name ?? "",
      keyHash: Uint8Array.from(paired?.keyHash ?? emptyBytes),
      address: paired?.address ?? "",
    };
  }

  /** What is left to do for people; empty where nothing is. */
  async leave(): Promise<string> {
    const { left } = await this.#client.administer({ leave: {} }, leaveUsMax);
    return left?.note ?? "";
  }

  /** Opens the window for one client, who comes with the code. `grantMs`: a guest's visit; 0 without end. */
  async openPairing(role: Role, grantMs: number): Promise<PairingWindow> {
    const pairOpen = { role: roleTable.number(role), grantMs };
    const { pairWindow } = await this.#client.administer({ pairOpen });
    return {
      code: pairWindow?.code ?? "",
      leftMs: pairWindow?.leftMs ?? 0,
      role: roleTable.name(pairWindow?.role) ?? "none",
      attemptsLeft: pairWindow?.attemptsLeft ?? 0,
      spoken: pairWindow?.spoken ?? false,
    };
  }

  async closePairing(): Promise<void> {
    await this.#client.administer({ pairClose: {} });
  }

  /** Newest first. */
  audit(): Promise<readonly AuditRow[]> {
    return readAll(async (offset) => {
      const { audit } = await this.#client.query({ audit: { offset } });
      const rows = (audit?.entries ?? []).map((entry) => ({
        atMs: entry.wallMs ?? 0,
        actor: entry.actor ?? "",
        clientId: entry.clientId ?? "",
        name: entry.name ?? "",
        what: entry.what ?? "",
        detail: entry.detail ?? "",
        times: entry.times ?? 1,
      }));
      return { rev: 0, total: audit?.total ?? 0, rows };
    });
  }

  async revoke(clientId: string): Promise<void> {
    await this.#client.administer({ revoke: { clientId } });
  }
}

export async function readAll<Row>(
  read: (offset: number) => Promise<ListPage<Row>>,
): Promise<readonly Row[]> {
  for (let turn = 0; turn < readsMax; turn++) {
    const all = await readOnce(read);
    if (all !== undefined) return all;
  }
  throw new ControlError("refused", "the list changes faster than it can be read", {
    remedy: "try again in a moment",
  });
}

/** Undefined where pages of two revisions met. */
async function readOnce<Row>(
  read: (offset: number) => Promise<ListPage<Row>>,
): Promise<readonly Row[] | undefined> {
  const rows: Row[] = [];
  let first: ListPage<Row> | undefined;
  do {
    const page = await read(rows.length);
    first ??= page;
    if (page.rev !== first.rev) return undefined;
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  } while (rows.length < first.total);
  return rows;
}

function hereFromWire(word: string | undefined): Here | null {
  return heres.find((here) => here === word) ?? null;
}

function clientFromWire(row: schema.control.Client.$Properties): ClientRow {
  return {
    id: row.id ?? "",
    name: row.name ?? "",
    kind: row.kind ?? "",
    role: roleTable.name(row.role) ?? "none",
    connections: row.connections ?? 0,
    addedMs: row.addedWallMs ?? 0,
    peer: row.peer ?? "",
    expiresMs: (row.expiresInMs ?? null) === null ? null : (row.expiresWallMs ?? 0),
  };
}
