/** A sound desk over a player that plays when it is told to, a disk and a clock. */
import { Rng } from "../../../src/base/rng.ts";
import type { KnownTime } from "../../../src/household/house-time.ts";
import type { PlayState } from "../../../src/player/model.ts";
import { SoundDesk } from "../../../src/player/sound/sound-desk.ts";
import { SoundStore } from "../../../src/player/sound/sound-store.ts";
import { VolumeControl } from "../../../src/player/sound/volume-control.ts";
import { silentLog } from "../../origin/silent-log.ts";
import { SimClock } from "../../sim/sim-clock.ts";
import { SimDisk } from "../../sim/sim-disk.ts";
import { FakeSink } from "../fakes.ts";

/** A Monday, 06:59:00 in UTC. */
export const mondayMs = Date.UTC(2026, 0, 5, 6, 59);

const startUs = new SimClock().nowUs();

export class SoundWorld {
  readonly clock: SimClock;
  readonly sink = new FakeSink();
  readonly disk: SimDisk;
  readonly played: string[] = [];
  state: PlayState = "paused";
  /** What a play comes to: the music sounds, or it does not. */
  hasMusic = true;
  trusted = true;
  level = 30;
  readonly loudness: VolumeControl;
  ended: (() => void) | undefined;
  desk: SoundDesk;
  store: SoundStore;

  static async open(
    clock = new SimClock(),
    disk = new SimDisk({ clock, rng: new Rng(1) }),
  ): Promise<SoundWorld> {
    const store = await SoundStore.open({ disk, log: silentLog }, "/sound");
    return new SoundWorld(clock, disk, store);
  }

  private constructor(clock: SimClock, disk: SimDisk, store: SoundStore) {
    this.clock = clock;
    this.disk = disk;
    this.store = store;
    this.loudness = new VolumeControl(this.sink, clock, () => this.state === "playing");
    this.loudness.restore(this.level, false);
    this.desk = this.#desk();
    this.desk.start();
  }

  /** The same speaker after a restart. */
  async restarted(): Promise<SoundWorld> {
    await this.desk.close();
    return await SoundWorld.open(this.clock, this.disk);
  }

  get time(): KnownTime {
    const wallMs = mondayMs + (this.clock.nowUs() - startUs) / 1000;
    return { wallMs, trusted: this.trusted };
  }

  #desk(): SoundDesk {
    const world = this;
    return new SoundDesk({
      clock: this.clock,
      log: silentLog,
      sink: this.sink,
      store: this.store,
      player: {
        get state() {
          return world.state;
        },
        get volume() {
          return world.loudness.target;
        },
        loudness: this.loudness,
        endAfterTrack: (ended) => {
          world.ended = ended;
        },
        setVolume: (level) => world.loudness.set(level),
        pause: () => {
          world.state = "paused";
        },
      },
      time: () => this.time,
      zone: () => "UTC",
      play: (what) => {
        this.played.push(what.join(" "));
        this.state = this.hasMusic ? "playing" : "buffering";
        return undefined;
      },
      changed: () => undefined,
    });
  }
}
