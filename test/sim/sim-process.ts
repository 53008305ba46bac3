/**
 * One life of a program on a simulated machine: its clock, its network, its
 * disk. When it is killed nothing of it moves any more: timers do not fire,
 * datagrams neither leave nor arrive, files are dead. So a dead program needs
 * no good-bye, and cannot touch what belongs to its successor.
 *
 * A stall stops the main thread alone: its timers and datagrams wait; the sound
 * clock goes on, as the audio thread does.
 *
 * Invariants:
 *   I1  nothing of a life runs after `end`
 *   I2  what waited for a stall comes in the order in which it was due
 */
import type { Cancel, Clock } from "../../src/ports/clock.ts";
import type { Network, UdpSocket } from "../../src/ports/network.ts";
import type { WallSource } from "../../src/ports/wall-source.ts";
import type { SimClock } from "./sim-clock.ts";
import type { SimDisk } from "./sim-disk.ts";
import { SimLife } from "./sim-life.ts";
import type { SimStreamHost } from "./sim-tcp.ts";
import type { SimTime } from "./sim-time.ts";

/** Datagrams that a kernel keeps for a program that does not read: some 200 KB of them. */
const socketQueueMax = 160;

export class SimProcess {
  readonly disk: SimLife;
  /** Of the main thread. */
  readonly clock: Clock;
  /** Of the audio thread: a stall does not stop it. */
  readonly soundClock: Clock;
  readonly network: Network;
  readonly #world: SimClock;
  readonly #time: SimTime;
  readonly #streams: SimStreamHost;
  readonly #sockets = new Set<UdpSocket>();
  #alive = true;
  #stalledUntilUs = 0;
  /** The latest stall of the main thread, world time. */
  stalled = { fromUs: 0, untilUs: 0 };
  #timers = 0;

  constructor(machine: {
    readonly world: SimClock;
    readonly time: SimTime;
    readonly disk: SimDisk;
    readonly network: Network;
    readonly streams: SimStreamHost;
  }) {
    this.#world = machine.world;
    this.#time = machine.time;
    this.#streams = machine.streams;
    this.disk = new SimLife(machine.disk);
    this.clock = this.#clockOf((timer) => this.#wait(timer));
    this.soundClock = this.#clockOf(() => false);
    this.network = this.#guarded(machine.network);
  }

  /** What the machine knows of its wall clock. */
  readonly wallSource: WallSource = {
    trust: async () => this.#time.trust,
    bootId: async () => this.#time.bootId,
  };

  get isAlive(): boolean {
    return this.#alive;
  }
  /** Timers that are set and neither fired nor cancelled. */
  get timers(): number {
    return this.#timers;
  }

  /** The main thread does nothing for this long. */
  stall(us: number): void {
    const nowUs = this.#world.nowUs();
    const fromUs = this.#stalledUntilUs >= nowUs ? this.stalled.fromUs : nowUs;
    this.#stalledUntilUs = Math.max(this.#stalledUntilUs, nowUs + us);
    this.stalled = { fromUs, untilUs: this.#stalledUntilUs };
  }

  /** Byte streams that are open. */
  get streams(): number {
    return this.#streams.open;
  }

  /** It is no more. Its ports are free at once. `silent`: the kernel is gone with it and tells nobody. */
  async end(silent: boolean): Promise<void> {
    this.#alive = false;
    this.#streams.end(silent);
    await Promise.all([...this.#sockets].map((socket) => socket[Symbol.asyncDispose]()));
  }

  /** True where `run` has to wait; it will be called again. */
  #wait(run: () => void): boolean {
    const waitUs = this.#stalledUntilUs - this.#world.nowUs();
    if (waitUs <= 0) return false;
    this.#world.after(waitUs, run);
    return true;
  }

  #clockOf(waits: (run: () => void) => boolean): Clock {
    const time = this.#time;
    return {
      nowUs: () => time.nowUs(),
      wallMs: () => time.wallMs(),
      after: (delayUs, run) => this.#after(time.worldUs(delayUs), run, waits),
    };
  }

  #after(worldUs: number, run: () => void, waits: (run: () => void) => boolean): Cancel {
    let set = true;
    this.#timers += 1;
    const unset = (): boolean => {
      const was = set;
      set = false;
      if (was) this.#timers -= 1;
      return was;
    };
    const fire = (): void => {
      if (!this.#alive || !set || waits(fire)) return;
      unset();
      run();
    };
    const cancel = this.#world.after(worldUs, fire);
    return () => {
      if (unset()) cancel();
    };
  }

  #guarded(network: Network): Network {
    const { listenUnix, connectUnix, listenTcp, listenTls, connectTls } = this.#streams;
    return {
      ...network,
      listenUnix,
      connectUnix,
      listenTcp,
      listenTls,
      connectTls,
      bindUdp: async (at, signal) => this.#guardedSocket(await network.bindUdp(at, signal)),
    };
  }

  #guardedSocket(socket: UdpSocket): UdpSocket {
    this.#sockets.add(socket);
    let waiting = 0;
    return {
      local: socket.local,
      send: (bytes, to) => {
        if (this.#alive) socket.send(bytes, to);
      },
      onDatagram: (receive) =>
        socket.onDatagram((bytes, from) => {
          const take = (): void => {
            if (this.#alive && !this.#wait(take)) {
              waiting = Math.max(0, waiting - 1);
              receive(bytes, from);
            }
          };
          if (this.#stalledUntilUs > this.#world.nowUs()) {
            if (waiting >= socketQueueMax) return;
            waiting += 1;
          }
          take();
        }),
      [Symbol.asyncDispose]: async () => {
        this.#sockets.delete(socket);
        await socket[Symbol.asyncDispose]();
      },
    };
  }
}
