/**
 * Two sessions of the link joined by netlab's model of a link, in virtual time: an asker that is a
 * speaker's side, and a server that answers with made-up objects. No sockets, no handshake, no
 * promises: a thousand plays take seconds.
 */
import { Rng } from "../../src/base/rng.ts";
import { usPerMs } from "../../src/base/units.ts";
import { framesOf, packChunk, symbolsOf } from "../../src/media/chunk.ts";
import { framesPerChunk } from "../../src/media/rung.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { AskListener } from "../../src/transport/asked-object.ts";
import type { LinkMechanisms } from "../../src/transport/link-types.ts";
import { PacketBuffers } from "../../src/transport/packet-buffers.ts";
import type { ServedObject } from "../../src/transport/served-object.ts";
import { SessionCore } from "../../src/transport/session-core.ts";
import { ownFeatures } from "../../src/wire/link-datagram.ts";
import type { RequestClass } from "../../src/wire/link-frames.ts";
import { DueHeap } from "../netlab/model/due-heap.ts";
import { Link } from "../netlab/model/link.ts";
import type { Packet } from "../netlab/model/packet.ts";
import { cleanLink, type LinkSettings } from "../netlab/model/settings.ts";

/** The same both ways, as netlab's reference profiles. */
export interface LossProfile {
  readonly name: string;
  readonly rttMs: number;
  readonly lossPct: number;
  /** Packets lost in a row, on average; 0 where each is lost by itself. */
  readonly burst: number;
  /** Infinity for no limit. */
  readonly kbitPerS: number;
  /** What the queue in front of it holds. */
  readonly queueMs: number;
  /** Of the rung that is played. */
  readonly kbps: number;
}

const headerBytes = 28;
/** From the request's arrival to the first symbol: a warm disk. */
const readUs = 1 * usPerMs;
const manifestBytes = 1_050;
const leavesSymbols = 7;

interface Flying extends Packet {
  readonly to: number;
  readonly bytes: Uint8Array;
}

const addresses = [
  { host: "10.0.0.1", port: 1 },
  { host: "10.0.0.2", port: 1 },
] as const;

export class LossLink {
  readonly #cores: readonly [SessionCore, SessionCore];
  readonly #links: readonly [Link<Flying>, Link<Flying>];
  readonly #buffers = new PacketBuffers(nodeAeadDriver);
  readonly #answers: readonly (readonly Uint8Array[])[];
  /** The symbol that each frame of a chunk is in. */
  readonly symbolOf: readonly number[];
  readonly #timers = new DueHeap<() => void>();
  nowUs = 1_000_000;
  bytesDown = 0;

  constructor(profile: LossProfile, mechanisms: LinkMechanisms, seed: number) {
    const rng = new Rng(seed);
    const settings = settingsOf(profile);
    const link = (to: 0 | 1): Link<Flying> =>
      new Link<Flying>(settings, rng.fork(), {
        out: (packet, atUs) => this.#arrive(packet, to, atUs),
        lost: () => undefined,
      });
    this.#links = [link(1), link(0)];
    const core = (side: 0 | 1): SessionCore =>
      new SessionCore(
        nodeAeadDriver,
        this.#buffers,
        this.#optionsOf(side, profile, mechanisms),
        this.nowUs,
      );
    this.#cores = [core(0), core(1)];
    this.#answers = answersOf(profile.kbps, rng.fork());
    this.symbolOf = placesOf(this.#answers[wanted.chunk] ?? []);
  }

  get asker(): SessionCore {
    return this.#cores[0];
  }

  ask(kind: Wanted, requestClass: RequestClass, deadlineUs: number, listener: AskListener) {
    const asking = { object: Uint8Array.of(kind), class: requestClass, deadlineUs };
    return this.asker.asker.ask(asking, listener);
  }

  /** Runs `work` after so long. */
  after(us: number, work: () => void): void {
    this.#timers.put(work, this.nowUs + us);
  }

  /** Lets virtual time pass up to `untilUs`. */
  run(untilUs: number): void {
    for (;;) {
      for (const side of [0, 1] as const) this.#drain(side);
      const nextUs = this.#nextUs();
      if (nextUs > untilUs) break;
      this.nowUs = Math.max(this.nowUs, Math.ceil(nextUs));
      for (const link of this.#links) while (link.nextUs <= this.nowUs) link.step();
      while (this.#timers.nextUs <= this.nowUs) this.#timers.take()?.();
      for (const core of this.#cores)
        if (core.dueUs(this.nowUs) <= this.nowUs) core.tick(this.nowUs);
    }
    this.nowUs = untilUs;
  }

  #nextUs(): number {
    const [a, b] = this.#cores;
    const coresUs = Math.min(a.dueUs(this.nowUs), b.dueUs(this.nowUs));
    const linksUs = Math.min(this.#links[0].nextUs, this.#links[1].nextUs);
    // A core whose datagram waits for something is looked at again a little later, as the endpoint does.
    return Math.min(Math.max(coresUs, this.nowUs + 50), linksUs, this.#timers.nextUs);
  }

  #optionsOf(side: 0 | 1, { rttMs }: LossProfile, mechanisms: LinkMechanisms) {
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    return {
      initiator: side === 0,
      keys: side === 0 ? { send: one, receive: two } : { send: two, receive: one },
      targetId: new Uint8Array(8).fill(side),
      address: addresses[side === 0 ? 1 : 0],
      rttUs: rttMs * usPerMs,
      features: ownFeatures,
      mechanisms,
      requested: (served: ServedObject) => this.after(readUs, () => this.#answer(side, served)),
    };
  }

  #answer(side: 0 | 1, served: ServedObject): void {
    const symbols = this.#answers[served.object[0] ?? 0] ?? [];
    this.#cores[side].server.answer(served, { kind: "symbols", symbols });
  }

  #arrive(packet: Flying, side: 0 | 1, atUs: number): void {
    if (side === 0) this.bytesDown += packet.sizeBytes;
    this.nowUs = Math.max(this.nowUs, Math.ceil(atUs));
    this.#cores[side].receive(packet.bytes, addresses[side === 0 ? 1 : 0], this.nowUs);
    this.#drain(side);
  }

  #drain(side: 0 | 1): void {
    const core = this.#cores[side];
    for (let n = core.nextDatagram(this.nowUs); n > 0; n = core.nextDatagram(this.nowUs)) {
      const bytes = this.#buffers.outgoing.bytes.slice(0, n);
      const packet = { sizeBytes: n + headerBytes, from: side, to: 1 - side, holders: 1, bytes };
      this.#links[side].push(packet, this.nowUs);
    }
  }
}

/** What can be asked for. */
export const wanted = { manifest: 0, leaves: 1, chunk: 2 } as const;
export type Wanted = (typeof wanted)[keyof typeof wanted];

function settingsOf({ rttMs, lossPct, burst, kbitPerS, queueMs }: LossProfile): LinkSettings {
  return {
    ...cleanLink,
    delayUs: (rttMs / 2) * usPerMs,
    lossShare: lossPct / 100,
    burstPackets: burst,
    rateBitsPerS: kbitPerS * 1_000,
    queueUs: queueMs * usPerMs,
  };
}

function placesOf(symbols: readonly Uint8Array[]): readonly number[] {
  const places = new Array<number>(framesPerChunk).fill(0);
  for (const [index, symbol] of symbols.entries()) {
    for (const [frame, bytes] of framesOf([symbol], framesPerChunk).entries()) {
      if (bytes !== undefined) places[frame] = index;
    }
  }
  return places;
}

/** By `wanted`: symbols of the sizes that real ones have. */
function answersOf(kbps: number, rng: Rng): readonly (readonly Uint8Array[])[] {
  const some = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(rng.below(256));
  const frameBytes = (kbps * 20) / 8;
  const frames = Array.from({ length: framesPerChunk }, () =>
    some(Math.round(frameBytes * (0.9 + 0.2 * rng.float()))),
  );
  return [
    [some(manifestBytes)],
    Array.from({ length: leavesSymbols }, () => some(1_100)),
    symbolsOf(packChunk(frames)) ?? [],
  ];
}
