/**
 * Who may be served when: at most `uploadsMax` chunks are on their way to
 * others, what someone waits for goes first, and all together keep to a pace, so
 * that this speaker's own music and processor have room (DESIGN §6). Pure.
 *
 * When an answer is really out only the link knows; here it takes as long as its
 * bytes take at the pace, which is slower than a LAN.
 *
 * Bounds: `uploadsWaitingMax` wait, each no longer than `uploadWaitUs`.
 */
import { usPerS } from "../base/units.ts";
import {
  hungryUploadsMax,
  uploadBurstBytes,
  uploadBytesPerS,
  uploadsMax,
  uploadsWaitingMax,
  uploadWaitUs,
} from "./limits.ts";

export type UploadClass = "urgent" | "play" | "prefetch" | "bulk";

const order: Readonly<Record<UploadClass, number>> = { urgent: 0, play: 1, prefetch: 2, bulk: 3 };

export interface Waiting {
  readonly class: UploadClass;
  readonly sinceUs: number;
}

export class Uploads {
  /** When each that is under way will be out. */
  #endsUs: number[] = [];
  readonly #waiting: Waiting[] = [];
  #paceUs = 0;

  /** Of those under way. */
  active(nowUs: number): number {
    this.#endsUs = this.#endsUs.filter((us) => us > nowUs);
    return this.#endsUs.length;
  }

  /** Whether it may wait for its turn; `leave` must follow. */
  join(kind: UploadClass, nowUs: number): Waiting | undefined {
    if (this.#waiting.length >= uploadsWaitingMax) return undefined;
    const waiting = { class: kind, sinceUs: nowUs };
    this.#waiting.push(waiting);
    return waiting;
  }

  leave(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /**
   * `go`: it is its turn. Else how long to wait before asking again; undefined where it has waited too long.
   * `hungry`: the own music has little at hand, so they go one by one.
   */
  turn(waiting: Waiting, hungry: boolean, nowUs: number): "go" | number | undefined {
    if (nowUs - waiting.sinceUs > uploadWaitUs) return undefined;
    const place = this.#waiting.indexOf(waiting);
    const before = this.#waiting.filter((other, at) => {
      const by = order[other.class] - order[waiting.class];
      return by < 0 || (by === 0 && at < place);
    }).length;
    const free = (hungry ? hungryUploadsMax : uploadsMax) - this.active(nowUs);
    if (before < free && this.#paceUs <= nowUs + burstUs) return "go";
    const nextUs = Math.min(...this.#endsUs, Math.max(nowUs, this.#paceUs - burstUs));
    return Math.max(minimumPauseUs, nextUs - nowUs);
  }

  /** It is being sent. */
  began(bytes: number, nowUs: number): void {
    this.#paceUs = Math.max(nowUs, this.#paceUs) + (bytes * usPerS) / uploadBytesPerS;
    this.#endsUs.push(this.#paceUs);
  }
}

const burstUs = (uploadBurstBytes * usPerS) / uploadBytesPerS;
/** Asking again makes nothing quicker. */
const minimumPauseUs = 2_000;
