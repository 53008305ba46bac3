/**
 * Where the speakers of the house were met last, in a file of its own: after a
 * start without an origin and without multicast they are found there
 * (docs/STORAGE.md §3, "Of the house").
 *
 * Bounds: meetingPlacesMax speakers, one address each; who was met longest ago
 * makes room.
 */
import { toHex } from "../../base/bytes.ts";
import { describeError } from "../../base/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Log } from "../../ports/log.ts";
import { addressText } from "../../ports/network.ts";
import {
  decodeMeeting,
  encodeMeeting,
  type MeetingPlace,
  meetingPlacesMax,
} from "../../wire/meeting.ts";
import { decodeHouseFile, encodeHouseFile } from "../house-file.ts";
import { peerPlacesNewUs, peerPlacesSaveUs } from "./limits.ts";

export interface PeerPlacesPorts {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: Log;
  /** Empty while this speaker is in no household: then nothing is kept. */
  readonly householdTag: () => string;
}

/** Name of the file within the data folder. */
export const peerPlacesFile = "peers";
const magic = "NJpl";
const fileBytesMax = 16_384;

export class PeerPlaces {
  readonly #ports: PeerPlacesPorts;
  readonly #path: string;
  /** By link key; who was met last is last. */
  readonly #places = new Map<string, MeetingPlace>();
  #savedUs = Number.NEGATIVE_INFINITY;
  #changed = false;
  /** Somebody is known here whom the file has not. */
  #hasNew = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: PeerPlacesPorts, path: string) {
    this.#ports = ports;
    this.#path = path;
  }

  /** What the file says. Never rejects. */
  async load(): Promise<readonly MeetingPlace[]> {
    const { disk, log, householdTag } = this.#ports;
    try {
      const stat = await disk.stat(this.#path);
      if (stat === undefined || stat.sizeBytes > fileBytesMax) return [];
      const name = { magic, householdTag: householdTag() };
      const body = decodeHouseFile(name, await disk.readFile(this.#path));
      const places = (body && decodeMeeting(body)) ?? [];
      for (const place of places) this.#put(place);
      this.#changed = false;
      this.#hasNew = false;
      return places;
    } catch (error) {
      log.warn("peers-file-not-read", { why: describeError(error) });
      return [];
    }
  }

  /** It is there: a handshake went through. */
  met(place: MeetingPlace): void {
    this.#put(place);
    const pauseUs = this.#hasNew ? peerPlacesNewUs : peerPlacesSaveUs;
    const sinceUs = this.#ports.clock.nowUs() - this.#savedUs;
    if (this.#changed && sinceUs >= pauseUs) void this.save();
  }

  /** Resolves when it is written, or cannot be. Nothing is written where nothing is new. */
  save(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** They were those of another household. Never rejects. */
  forget(): Promise<void> {
    const { disk, log } = this.#ports;
    this.#places.clear();
    this.#changed = false;
    this.#hasNew = false;
    this.#savedUs = Number.NEGATIVE_INFINITY;
    this.#writing = this.#writing.then(async () => {
      try {
        await disk.remove(this.#path);
      } catch (error) {
        log.warn("peers-file-not-removed", { why: describeError(error) });
      }
    });
    return this.#writing;
  }

  #put({ linkKey, address }: MeetingPlace): void {
    const key = toHex(linkKey);
    const before = this.#places.get(key);
    if (before === undefined) this.#hasNew = true;
    if (before === undefined || addressText(before.address) !== addressText(address))
      this.#changed = true;
    this.#places.delete(key);
    this.#places.set(key, { linkKey, address });
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= meetingPlacesMax) break;
      this.#places.delete(oldest);
    }
  }

  async #write(): Promise<void> {
    const { disk, log, clock, householdTag } = this.#ports;
    const tag = householdTag();
    if (!this.#changed || tag === "") return;
    const hadNew = this.#hasNew;
    this.#changed = false;
    this.#hasNew = false;
    this.#savedUs = clock.nowUs();
    try {
      const body = encodeMeeting([...this.#places.values()]);
      await disk.replaceFile(this.#path, encodeHouseFile({ magic, householdTag: tag }, [body]));
    } catch (error) {
      // Tried again after a pause, as what came meanwhile.
      this.#changed = true;
      this.#hasNew ||= hadNew;
      log.warn("peers-not-saved", { why: describeError(error) });
    }
  }
}
