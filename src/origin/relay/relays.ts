/**
 * The URLs that are being decoded for speakers, and their requests (PROTOCOL.md §6.9).
 *
 * Bounds: relaysMax, relaysPerMemberMax; one that nobody reads for relayIdleUsMax ends.
 */
import { describeError } from "../../base/errors.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { MediaUrlError } from "../../url/errors.ts";
import { inTime } from "../../url/open-url.ts";
import { encodeRelayOpened, encodeRelayPiece, type RelayOpened } from "../../wire/media-relay.ts";
import type { ObjectName } from "../../wire/objects.ts";
import { relayIdleUsMax, relayOpenUsMax, relaysMax, relaysPerMemberMax } from "./limits.ts";
import { MediaRelay, type RelayPorts } from "./relay.ts";

export interface RelaysPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Loaded when the first one is wanted; absent where none is. */
  readonly openRelays?: (() => Promise<Pick<RelayPorts, "http" | "programs">>) | undefined;
}

type RelayRequest = Extract<ObjectName, { kind: `relay-${string}` }>;

export function isRelayRequest(name: ObjectName): name is RelayRequest {
  return name.kind.startsWith("relay-");
}

interface Kept {
  readonly member: string;
  readonly opening: AbortController;
  readonly opened: Promise<RelayOpened>;
  relay: MediaRelay | undefined;
  idle: Cancel;
}

export class MediaRelays {
  readonly #ports: RelaysPorts;
  /** By member and id, the one that was asked for longest ago first. */
  readonly #kept = new Map<string, Kept>();

  constructor(ports: RelaysPorts) {
    this.#ports = ports;
  }

  /** That are kept, opened or not yet. */
  get count(): number {
    return this.#kept.size;
  }

  /** Undefined where there is no such thing. */
  async answer(member: string, request: RelayRequest): Promise<Uint8Array | undefined> {
    const key = `${member} ${request.id}`;
    switch (request.kind) {
      case "relay-open":
        return encodeRelayOpened(await this.#open(member, key, request));
      case "relay-read": {
        const kept = this.#kept.get(key);
        const piece = kept?.relay?.read(request.piece);
        if (kept === undefined || piece === undefined) return undefined;
        this.#touch(key, kept);
        return encodeRelayPiece(await piece);
      }
      case "relay-close":
        this.#close(key);
        return Uint8Array.of(1);
    }
  }

  /** All of them end. */
  close(): void {
    for (const key of [...this.#kept.keys()]) this.#close(key);
  }

  /** Asked again, the same: an answer may be lost. */
  #open(
    member: string,
    key: string,
    request: { readonly url: string; readonly startMs: number },
  ): Promise<RelayOpened> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known.opened;
    const own = [...this.#kept].filter(([, kept]) => kept.member === member);
    for (const [old] of own.slice(0, Math.max(0, own.length - relaysPerMemberMax + 1)))
      this.#close(old);
    if (this.#kept.size >= relaysMax) return Promise.resolve(busy);
    if (this.#ports.openRelays === undefined) return Promise.resolve(none);
    const opening = new AbortController();
    const opened = this.#begin(request, key, opening.signal);
    const kept = { member, opening, opened, relay: undefined, idle: () => undefined };
    this.#kept.set(key, kept);
    this.#touch(key, kept);
    return opened;
  }

  /** Never rejects. */
  async #begin(
    request: { readonly url: string; readonly startMs: number },
    key: string,
    signal: AbortSignal,
  ): Promise<RelayOpened> {
    const { clock, log } = this.#ports;
    try {
      const means = await this.#ports.openRelays?.();
      if (means === undefined) return none;
      const ports = { ...means, clock };
      const relay = await inTime(clock, relayOpenUsMax, signal, (stop) =>
        MediaRelay.open(ports, request, stop),
      );
      const kept = this.#kept.get(key);
      if (kept === undefined) relay.close();
      else kept.relay = relay;
      const { live, durationMs, name } = relay;
      return { kind: "opened", live, durationMs, name };
    } catch (error) {
      this.#close(key);
      const code = error instanceof MediaUrlError ? error.code : "unreachable";
      const why = error instanceof MediaUrlError ? describeError(error) : "it takes too long";
      log.info("url-not-relayed", { why });
      return { kind: "refused", code, why };
    }
  }

  #touch(key: string, kept: Kept): void {
    kept.idle();
    kept.idle = this.#ports.clock.after(relayIdleUsMax, () => this.#close(key));
    this.#kept.delete(key);
    this.#kept.set(key, kept);
  }

  #close(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    kept.idle();
    kept.opening.abort(new Error("the relay is closed"));
    kept.relay?.close();
  }
}

const busy: RelayOpened = {
  kind: "refused",
  code: "unreachable",
  why: "the origin decodes as many URLs as it can; stop one of them",
};
const none: RelayOpened = {
  kind: "refused",
  code: "no-decoder",
  why: "this origin decodes no URLs",
};
