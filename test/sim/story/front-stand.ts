/** The front of a simulated speaker: a chip, a board of it, the speaker behind it, and hands before it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { AmpGate } from "../../../src/audio/amp-gate.ts";
import { Board } from "../../../src/board/board.ts";
import { readProfile } from "../../../src/board/profile-reader.ts";
import { FrontPanel } from "../../../src/control/front-panel.ts";
import type { SimClock } from "../sim-clock.ts";
import { SimGpio } from "../sim-gpio.ts";
import { SimHouse, type SimSpeaker } from "../sim-house.ts";
import { SimLog } from "../sim-log.ts";

export const ms = 1_000;
export const us = 1_000_000;
const name = "rpi-iqaudio-dacplus.toml";
const file = path.join(import.meta.dirname, "../../../device/boards", name);
const profile = readProfile(readFileSync(file, "utf8"), name);
export const line = {
  play: 5,
  next: 6,
  previous: 16,
  a: 23,
  b: 24,
  mute: 4,
  first: 17,
  light: 13,
  amp: 22,
};
export const { settleUs = 0, idleUs = 0 } = profile.amplifier ?? {};

/** A speaker with a front, and hands at it. */
export class Stand {
  readonly gpio: SimGpio;
  readonly board: Board;
  readonly #clock: SimClock;
  /** World times at which the amplifier went on and off, in turn. */
  readonly switched: number[] = [];
  /** And those at which the light turned. */
  readonly turned: number[] = [];
  resets = 0;

  constructor(clock: SimClock) {
    this.#clock = clock;
    this.gpio = new SimGpio(clock, { label: "pinctrl-bcm2835" });
    let isOn = false;
    this.gpio.onOutput = (at, high) => {
      if (at === line.light) this.turned.push(clock.nowUs());
      if (at !== line.amp || high === isOn) return;
      isOn = high;
      this.switched.push(clock.nowUs());
    };
    const log = new SimLog(() => clock.nowUs()).of("board");
    this.board = new Board({ gpio: this.gpio, clock, log }, profile);
  }

  attach({ speaker, server }: SimSpeaker): FrontPanel {
    assert.ok(server !== undefined);
    const { pairing, audit } = server;
    const log = new SimLog(() => 0).of("front");
    const reset = (): void => {
      this.resets += 1;
    };
    const parts = { clock: this.#clock, log, model: speaker, pairing, audit, reset };
    return new FrontPanel(parts, this.board);
  }

  /** A contact to ground, which bounces for two milliseconds. */
  async press(at: number, forUs: number): Promise<void> {
    await this.#move(at, false);
    await this.#clock.advance(forUs);
    await this.#move(at, true);
    await this.#clock.advance(15 * ms);
  }

  async turn(right: boolean, detents: number): Promise<void> {
    const order = right ? [line.a, line.b] : [line.b, line.a];
    for (let i = 0; i < detents; i++)
      for (const high of [false, true])
        for (const at of order) {
          this.gpio.drive(at, high);
          await this.#clock.advance(20 * ms);
        }
  }

  async #move(at: number, high: boolean): Promise<void> {
    for (const level of [high, !high, high, !high, high]) {
      this.gpio.drive(at, level);
      await this.#clock.advance(500);
    }
  }

  /** Fails where something is heard while the amplifier is off, or not settled. */
  check({ capture }: SimSpeaker): void {
    for (const { startUs, frames, tag } of capture.runs) {
      const endUs = startUs + frames / 0.048;
      const onUs = this.switched.filter((at, index) => index % 2 === 0 && at <= startUs).at(-1);
      assert.ok(onUs !== undefined, `track ${tag} at ${startUs} with the amplifier off`);
      assert.ok(startUs - onUs >= settleUs, `heard ${startUs - onUs} us after it went on`);
      const offUs = this.switched.find((at, index) => index % 2 === 1 && at > onUs);
      assert.ok(offUs === undefined || offUs >= endUs, `off within track ${tag}`);
    }
  }
}

export async function openStand(
  seed: number,
): Promise<{ house: SimHouse; stand: Stand; made: SimSpeaker }> {
  const stands: Stand[] = [];
  const house = await SimHouse.open({
    ...{ seed, tracks: [40 * 48_000, 35 * 48_000, 50 * 48_000], speakers: 1, remotes: true },
    over: (sink, clock) => {
      const stand = new Stand(clock);
      stands.push(stand);
      const times = { settleUs, idleUs };
      return new AmpGate(sink, clock, (on) => stand.board.setAmplifier(on), times);
    },
  });
  const [stand, made] = [stands[0], house.speakers[0]];
  assert.ok(stand !== undefined && made !== undefined);
  return { house, stand, made };
}
