/**
 * A model link for tests of congestion control: pairs of session cores and
 * model TCP flows share one bottleneck with a drop-tail queue, in virtual time.
 * The way back is wide. One seed decides the losses.
 */
import { assert } from "../../src/base/assert.ts";
import { Rng } from "../../src/base/rng.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { EndpointLoad } from "../../src/transport/endpoint-load.ts";
import type { LinkMechanisms } from "../../src/transport/link-types.ts";
import { PacketBuffers } from "../../src/transport/packet-buffers.ts";
import { SessionCore } from "../../src/transport/session-core.ts";
import { ownFeatures } from "../../src/wire/link-datagram.ts";
import type { RequestClass } from "../../src/wire/link-frames.ts";
import { TcpFlow } from "./tcp-flow.ts";

export interface BottleneckOptions {
  readonly bitPerS: number;
  readonly queueBytes: number;
  /** Both ways together, without queue. */
  readonly rttUs: number;
  /** Of the datagrams of the link; TCP's losses are those of the queue. */
  readonly lossShare?: number;
  /** IP packets above this vanish. */
  readonly mtuBytes?: number;
  readonly seed?: number;
}

const headerBytes = 28;
const symbolBytes = 1_140;
const symbol = new Uint8Array(symbolBytes).fill(7);
const asker = { host: "10.0.0.2", port: 1 };
const server = { host: "10.0.0.1", port: 1 };

interface Event {
  readonly atUs: number;
  readonly run: () => void;
}

/** One asker with its server. */
export interface Pair {
  readonly asker: SessionCore;
  readonly server: SessionCore;
  /** Bytes of symbols that came, by class. */
  readonly got: Record<RequestClass, number>;
  /** Asks for `count` symbols; resolves by calling `done`. */
  fetch(requestClass: RequestClass, count: number, done?: () => void): { cancel(): void };
}

export class Bottleneck {
  nowUs = 1_000_000;
  /** Packets that found the queue full. */
  drops = 0;
  /** Datagrams that left servers with more than a few bytes in them. */
  sent = 0;
  /** Bits per second, and the largest IP packet; tests change them. */
  bitPerS: number;
  mtuBytes: number;
  readonly #options: BottleneckOptions;
  readonly #rng: Rng;
  readonly #events: Event[] = [];
  readonly #buffers = new PacketBuffers(nodeAeadDriver);
  readonly #pairs: Pair[] = [];
  readonly #flows: TcpFlow[] = [];
  readonly #waits: number[] = [];
  #freeUs = 0;

  constructor(options: BottleneckOptions) {
    this.#options = options;
    this.bitPerS = options.bitPerS;
    this.mtuBytes = options.mtuBytes ?? 1_500;
    this.#rng = new Rng(options.seed ?? 1);
  }

  /** Waits in the queue since the last call, sorted. */
  takeWaits(): number[] {
    return this.#waits.splice(0).sort((a, b) => a - b);
  }

  pair(load?: EndpointLoad, mechanisms?: LinkMechanisms): Pair {
    const got = { urgent: 0, play: 0, prefetch: 0, bulk: 0 };
    const keys = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const;
    const rttUs = this.#options.rttUs;
    const make = (initiator: boolean): SessionCore =>
      new SessionCore(
        nodeAeadDriver,
        this.#buffers,
        {
          initiator,
          keys: initiator
            ? { send: keys[0], receive: keys[1] }
            : { send: keys[1], receive: keys[0] },
          targetId: new Uint8Array(8).fill(this.#pairs.length),
          address: initiator ? server : asker,
          rttUs,
          features: ownFeatures,
          mechanisms,
          requested: (served) => {
            const count = new DataView(served.object.buffer, served.object.byteOffset).getUint32(0);
            const symbols = new Array<Uint8Array>(count).fill(symbol);
            pair.server.server.answer(served, { kind: "symbols", symbols });
          },
          ...(load === undefined || initiator ? {} : { load }),
        },
        this.nowUs,
      );
    const pair: Pair = {
      asker: make(true),
      server: make(false),
      got,
      fetch: (requestClass, count, done) => {
        const object = new Uint8Array(4);
        new DataView(object.buffer).setUint32(0, count);
        const handle = pair.asker.asker.ask(
          { object, class: requestClass, deadlineUs: Number.POSITIVE_INFINITY },
          {
            symbol: (_index, _count, bytes) => {
              got[requestClass] += bytes.length;
            },
            done: () => done?.(),
          },
        );
        return { cancel: () => pair.asker.asker.cancel(handle) };
      },
    };
    this.#pairs.push(pair);
    return pair;
  }

  tcp(): TcpFlow {
    const flow = new TcpFlow(this.nowUs);
    this.#flows.push(flow);
    return flow;
  }

  /** Lets `us` go by, or less where `until` says so. */
  run(us: number, until: () => boolean = () => false): void {
    const endUs = this.nowUs + us;
    while (this.nowUs < endUs && !until()) {
      for (const pair of this.#pairs) this.#drain(pair);
      for (const flow of this.#flows) this.#drainTcp(flow);
      let nextUs = Math.min(endUs, this.#events[0]?.atUs ?? Number.POSITIVE_INFINITY);
      for (const { asker, server } of this.#pairs) {
        nextUs = Math.min(nextUs, asker.dueUs(this.nowUs), server.dueUs(this.nowUs));
      }
      this.nowUs = Math.min(endUs, Math.max(this.nowUs + 1, nextUs));
      while ((this.#events[0]?.atUs ?? Number.POSITIVE_INFINITY) <= this.nowUs) {
        this.#events.shift()?.run();
      }
      for (const { asker, server } of this.#pairs) {
        this.#tick(asker);
        this.#tick(server);
      }
    }
  }

  #tick(core: SessionCore): void {
    if (core.dueUs(this.nowUs) <= this.nowUs) core.tick(this.nowUs);
    assert(core.ended === undefined, `a session ended: ${core.ended}`);
  }

  #drain(pair: Pair): void {
    for (
      let n = pair.asker.nextDatagram(this.nowUs);
      n > 0;
      n = pair.asker.nextDatagram(this.nowUs)
    ) {
      const bytes = this.#buffers.outgoing.bytes.slice(0, n);
      if (this.#rng.chance(this.#options.lossShare ?? 0) || this.#tooLarge(n)) continue;
      this.#at(this.nowUs + this.#options.rttUs / 2, () =>
        pair.server.receive(bytes, asker, this.nowUs),
      );
    }
    for (
      let n = pair.server.nextDatagram(this.nowUs);
      n > 0;
      n = pair.server.nextDatagram(this.nowUs)
    ) {
      const bytes = this.#buffers.outgoing.bytes.slice(0, n);
      if (n > symbolBytes) this.sent += 1;
      const arrivesUs = this.#queue(n + headerBytes, true);
      if (arrivesUs > 0 && !this.#tooLarge(n))
        this.#at(arrivesUs, () => pair.asker.receive(bytes, server, this.nowUs));
    }
  }

  #drainTcp(flow: TcpFlow): void {
    for (let seq = flow.next(); seq >= 0; seq = flow.next()) {
      const arrivesUs = this.#queue(TcpFlow.packetBytes, false);
      if (arrivesUs <= 0) continue;
      this.#at(arrivesUs + this.#options.rttUs / 2, () => flow.acked(seq, this.nowUs));
    }
  }

  #tooLarge(bytes: number): boolean {
    return bytes + headerBytes > this.mtuBytes;
  }

  /** When it arrives; 0 when it is lost. */
  #queue(bytes: number, lossy: boolean): number {
    const startUs = Math.max(this.nowUs, this.#freeUs);
    const waitUs = startUs - this.nowUs;
    if ((waitUs * this.bitPerS) / 8e6 + bytes > this.#options.queueBytes) {
      this.drops += 1;
      return 0;
    }
    this.#waits.push(waitUs);
    this.#freeUs = startUs + (bytes * 8e6) / this.bitPerS;
    if (lossy && this.#rng.chance(this.#options.lossShare ?? 0)) return 0;
    return this.#freeUs + this.#options.rttUs / 2;
  }

  #at(atUs: number, run: () => void): void {
    let at = this.#events.length;
    while (at > 0 && (this.#events[at - 1]?.atUs ?? 0) > atUs) at -= 1;
    this.#events.splice(at, 0, { atUs, run });
  }
}
