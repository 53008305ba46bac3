import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Heartbeat } from "../../src/cli/heartbeat.ts";
import type { ServiceManager, ServiceNews } from "../../src/ports/service-manager.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimLog } from "../sim/sim-log.ts";

const second = 1e6;

class SimManager implements ServiceManager {
  readonly watchdogUs: number | undefined;
  readonly news: ServiceNews[] = [];
  full = false;

  constructor(watchdogUs: number | undefined) {
    this.watchdogUs = watchdogUs;
  }
  tell(news: ServiceNews): boolean {
    if (!this.full) this.news.push(news);
    return !this.full;
  }
  [Symbol.dispose](): void {
    this.full = true;
  }
  get signsOfLife(): number {
    return this.news.filter(({ alive }) => alive === true).length;
  }
}

class World {
  readonly clock = new SimClock();
  readonly log = new SimLog(() => this.clock.nowUs());
  readonly manager: ServiceManager & SimManager;
  /** Steps of the audio thread; it takes one when it is asked, unless it hangs. */
  hangs = false;
  status = "Kitchen: stopped";
  #steps = 0;

  constructor(watchdogUs: number | undefined) {
    this.manager = new SimManager(watchdogUs);
  }
  begin(): Heartbeat {
    const { clock, manager } = this;
    const count = (): number => {
      if (!this.hangs) this.#steps += 1;
      return this.#steps;
    };
    return new Heartbeat(
      { clock, manager, log: this.log.of("speaker") },
      { pulses: [{ thread: "audio", count }], status: () => this.status },
    );
  }
}

describe("Heartbeat", () => {
  it("says that it is ready at once, then three times in each watchdog's time that it is alive", async () => {
    const world = new World(30 * second);
    using _beat = world.begin();
    assert.deepEqual(world.manager.news, [
      { ready: true, alive: false, status: "Kitchen: stopped" },
    ]);
    await world.clock.advance(60 * second);
    assert.equal(world.manager.signsOfLife, 6);
    assert.equal(world.manager.news.filter(({ ready }) => ready === true).length, 1);
  });

  it("gives no sign of life while the audio thread stands still, says so once, and goes on when it moves", async () => {
    const world = new World(30 * second);
    using _beat = world.begin();
    await world.clock.advance(10 * second);
    world.hangs = true;
    // Its last steps may lie between two beats.
    await world.clock.advance(10 * second);
    const before = world.manager.signsOfLife;
    await world.clock.advance(60 * second);
    assert.equal(world.manager.signsOfLife, before);
    const complaints = world.log.lines.filter((line) => line.includes("thread-stands-still"));
    assert.deepEqual(complaints, ['error speaker thread-stands-still {"thread":"audio"}']);
    world.hangs = false;
    await world.clock.advance(10 * second);
    assert.equal(world.manager.signsOfLife, before + 1);
  });

  it("sends the status when it changed and not again", async () => {
    const world = new World(undefined);
    using _beat = world.begin();
    await world.clock.advance(20 * second);
    world.status = "Kitchen: playing";
    await world.clock.advance(20 * second);
    const said = world.manager.news.flatMap(({ status }) => status ?? []);
    assert.deepEqual(said, ["Kitchen: stopped", "Kitchen: playing"]);
    assert.equal(world.manager.signsOfLife, 0, "without a watchdog nobody asks for them");
  });

  it("repeats what a manager with a full queue did not take", async () => {
    const world = new World(30 * second);
    world.manager.full = true;
    using _beat = world.begin();
    await world.clock.advance(10 * second);
    assert.equal(world.manager.news.length, 0);
    world.manager.full = false;
    await world.clock.advance(10 * second);
    assert.deepEqual(world.manager.news, [
      { ready: true, alive: true, status: "Kitchen: stopped" },
    ]);
  });

  it("says that it stops, once, and nothing after it", async () => {
    const world = new World(30 * second);
    const beat = world.begin();
    beat[Symbol.dispose]();
    beat[Symbol.dispose]();
    await world.clock.advance(60 * second);
    assert.deepEqual(world.manager.news.slice(1), [{ stopping: true }]);
  });
});
