/**
 * What senders ask of the queue: places, order, modes, and what is in it
 * (docs/CAST.md §5). The queue is the speaker's: other remotes see all of it.
 */
import type { PlayerCommand, QueueItem } from "../../../player/model.ts";
import type { CastClient } from "../app.ts";
import { flagAt, type JsonObject, numberAt, numbersAt } from "../json.ts";
import { itemIdsTold, itemsPerMessageMax } from "../limits.ts";
import { type CastMedia, type QueueMode, readItems, readMode, toldOf } from "./cast-media.ts";
import type { MediaRequest } from "./media-request.ts";
import { type StatusParts, toldItem } from "./media-status.ts";

export interface QueuePorts {
  /** Does it and answers with the status that it led to. Never rejects. */
  readonly act: (request: MediaRequest, command: PlayerCommand) => Promise<void>;
  readonly reply: (request: MediaRequest, body: JsonObject) => boolean;
  readonly refuse: (request: MediaRequest, reason: string) => void;
  /** These are about to be cast into the session. */
  readonly cast: (items: readonly CastMedia[]) => void;
}

export class QueueRequests {
  readonly #parts: StatusParts;
  readonly #ports: QueuePorts;

  constructor(parts: StatusParts, ports: QueuePorts) {
    this.#parts = parts;
    this.#ports = ports;
  }

  /** False where it is none about the queue. */
  receive(request: MediaRequest): boolean {
    switch (request.content["type"]) {
      case "QUEUE_NEXT":
        this.#jump(request, 1);
        return true;
      case "QUEUE_PREV":
        this.#jump(request, -1);
        return true;
      case "QUEUE_UPDATE":
        void this.#update(request);
        return true;
      case "QUEUE_INSERT":
        void this.#insert(request);
        return true;
      case "QUEUE_REMOVE":
        this.#remove(request);
        return true;
      case "QUEUE_REORDER":
        this.#reorder(request);
        return true;
      case "QUEUE_GET_ITEM_IDS":
        this.#tellIds(request);
        return true;
      case "QUEUE_GET_ITEMS":
        this.#tellItems(request);
        return true;
      default:
        return false;
    }
  }

  /** Lays items before those that a load plays. */
  async precede(client: CastClient, before: readonly CastMedia[]): Promise<void> {
    if (before.length === 0) return;
    const known = new Set(this.#window().map(({ id }) => id));
    await client.act(addAtEnd(before));
    const ids = this.#window().flatMap(({ id }) => (known.has(id) ? [] : [id]));
    if (ids.length > 0) await client.act({ kind: "queue-move", ids, after: undefined });
  }

  async setMode(client: CastClient, { repeat, shuffle }: QueueMode): Promise<void> {
    const status = this.#parts.model.status();
    if (repeat !== status.repeat) await client.act({ kind: "repeat", mode: repeat });
    if (shuffle !== status.shuffle) await client.act({ kind: "shuffle", on: shuffle });
  }

  #jump(request: MediaRequest, by: number): void {
    const { index } = this.#parts.model.status().queue;
    const [item] = index + by < 0 ? [] : this.#parts.model.queueWindow(index + by, 1);
    if (by === 1) void this.#ports.act(request, { kind: "next" });
    else if (item === undefined) this.#ports.refuse(request, "INVALID_PARAMS");
    else void this.#ports.act(request, { kind: "queue-play", id: item.id, positionMs: 0 });
  }

  async #update(request: MediaRequest): Promise<void> {
    const { content, from } = request;
    const mode = readMode(content["repeatMode"]);
    const shuffle = flagAt(content, "shuffle");
    if (mode !== undefined) await this.setMode(from.client, mode);
    if (shuffle !== undefined) await from.client.act({ kind: "shuffle", on: shuffle });
    const jump = numberAt(content, "jump");
    const number = numberAt(content, "currentItemId");
    const positionMs = Math.max(0, Math.round((numberAt(content, "currentTime") ?? 0) * 1_000));
    const id = number === undefined ? undefined : this.#parts.numbers.item(number);
    if (id !== undefined) await this.#ports.act(request, { kind: "queue-play", id, positionMs });
    else if (jump !== undefined && Number.isInteger(jump) && jump !== 0) this.#jump(request, jump);
    else if (number !== undefined) this.#ports.refuse(request, "INVALID_PARAMS");
    // Titles and such of items are as they were cast.
    else this.#tellStatus(request);
  }

  async #insert(request: MediaRequest): Promise<void> {
    const items = readItems(request.content);
    if (items === undefined) {
      this.#ports.refuse(request, "INVALID_PARAMS");
      return;
    }
    this.#ports.cast(items);
    const add = { kind: "queue-add", ...toldOf(items) } as const;
    const number = numberAt(request.content, "insertBefore");
    const before = number === undefined ? undefined : this.#placeOf(number);
    if (before === undefined || before.place < 0)
      return await this.#ports.act(request, addAtEnd(items));
    const [anchor] = this.#parts.model.queueWindow(before.place - 1, 1);
    if (before.place > 0 && anchor !== undefined) {
      const place = { after: anchor.id };
      return await this.#ports.act(request, { ...add, place });
    }
    const known = new Set(this.#window().map(({ id }) => id));
    await request.from.client.act({ ...add, place: { at: "next" } });
    const ids = this.#window().flatMap(({ id }) => (known.has(id) ? [] : [id]));
    await this.#ports.act(request, { kind: "queue-move", ids, after: undefined });
  }

  #remove(request: MediaRequest): void {
    const ids = this.#named(request);
    if (ids === undefined) this.#ports.refuse(request, "INVALID_PARAMS");
    else void this.#ports.act(request, { kind: "queue-remove", ids });
  }

  #reorder(request: MediaRequest): void {
    const ids = this.#named(request);
    if (ids === undefined) {
      this.#ports.refuse(request, "INVALID_PARAMS");
      return;
    }
    const number = numberAt(request.content, "insertBefore");
    const anchor = number === undefined ? undefined : this.#parts.numbers.item(number);
    const rest = this.#parts.model.queue().filter(({ id }) => !ids.includes(id));
    const at = rest.findIndex(({ id }) => id === anchor);
    const after = (at < 0 ? rest.at(-1) : rest[at - 1])?.id;
    void this.#ports.act(request, { kind: "queue-move", ids, after });
  }

  #tellIds(request: MediaRequest): void {
    const itemIds = this.#window().map(({ id }) => this.#parts.numbers.of(id));
    this.#ports.reply(request, { type: "QUEUE_ITEM_IDS", itemIds });
  }

  /** Fewer where all of them outgrow a frame. */
  #tellItems(request: MediaRequest): void {
    const ids = this.#named(request) ?? [];
    const items = this.#window().filter(({ id }) => ids.includes(id));
    for (let count = items.length; ; count >>= 1) {
      const told = items.slice(0, count).map((item) => toldItem(this.#parts, item));
      if (this.#ports.reply(request, { type: "QUEUE_ITEMS", items: told }) || count === 0) return;
    }
  }

  #tellStatus(request: MediaRequest): void {
    // A mode that is what it is already does nothing, and is answered with the status.
    const { repeat: mode } = this.#parts.model.status();
    void this.#ports.act(request, { kind: "repeat", mode });
  }

  /** Ids of the items that are named; undefined where none of them is known. */
  #named({ content }: MediaRequest): readonly string[] | undefined {
    const numbers = numbersAt(content, "itemIds", itemsPerMessageMax) ?? [];
    const ids = numbers.map((number) => this.#parts.numbers.item(number));
    const known = ids.filter((id) => id !== undefined);
    return known.length === 0 ? undefined : known;
  }

  #placeOf(number: number): { readonly place: number } | undefined {
    const id = this.#parts.numbers.item(number);
    if (id === undefined) return undefined;
    return { place: this.#parts.model.queue().findIndex((item) => item.id === id) };
  }

  /** Around what plays. */
  #window(): readonly QueueItem[] {
    const { index } = this.#parts.model.status().queue;
    const from = Math.max(0, index - itemIdsTold / 2);
    return this.#parts.model.queueWindow(from, itemIdsTold);
  }
}

function addAtEnd(items: readonly CastMedia[]): PlayerCommand {
  return { kind: "queue-add", ...toldOf(items), place: { at: "end" } };
}
