import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  type CaptureBlock,
  type CaptureTaker,
  InputCapture,
} from "../../src/audio/input-capture.ts";
import { Rng } from "../../src/base/rng.ts";
import { type AdcSource, ModelAdc } from "../../src/platform/model-adc.ts";
import { PcmError } from "../../src/ports/errors.ts";

/** Each frame says its number. */
function numbers(rate: number): AdcSource {
  let next = 0;
  return {
    rate,
    read(into, frames) {
      for (let i = 0; i < frames; i++, next++) into.fill(next, 2 * i, 2 * i + 2);
      return true;
    },
    skip(frames) {
      next += frames;
    },
    [Symbol.dispose]: () => undefined,
  };
}

/** Notes what it is given, as what measures or sends an input would. */
class Notebook implements CaptureTaker {
  readonly blocks: (Omit<CaptureBlock, "samples"> & { readonly first: number })[] = [];
  readonly log: string[] = [];
  wantsMore = true;

  opened(): void {
    this.log.push("opened");
  }
  block({ samples, frames, rate, atUs }: CaptureBlock): void {
    this.blocks.push({ frames, rate, atUs, first: samples[0] ?? 0 });
  }
  broken(): void {
    this.log.push("broken");
  }
  closed(): void {
    this.log.push("closed");
  }
}

function captureAt(rate: number, ppm = 0) {
  const clock = { us: 3_000_000 };
  const taker = new Notebook();
  const said: (string | undefined)[] = [];
  const capture = new InputCapture({
    open: () => new ModelAdc({ device: "line", ppm, source: numbers(rate), nowUs: () => clock.us }),
    taker,
    changed: () => said.push(capture.trouble),
  });
  return { clock, taker, capture, said };
}

describe("InputCapture", () => {
  it("says of each block when it was captured, however late it was read", () => {
    const { clock, taker, capture } = captureAt(44_100);
    const rng = new Rng(5);
    for (let i = 0; i < 200; i++) {
      capture.poll(clock.us);
      clock.us += Math.floor(rng.float() * 40_000);
    }
    assert.ok(taker.blocks.length > 300);
    let next = 0;
    for (const { first, frames, atUs, rate } of taker.blocks) {
      assert.equal(first, next);
      assert.ok(Math.abs(atUs - (3_000_000 + (first * 1e6) / rate)) < 1, `${first} at ${atUs}`);
      next += frames;
    }
    assert.deepEqual(taker.log, ["opened"]);
  });

  it("leaves with the device what its taker does not want now", () => {
    const { clock, taker, capture } = captureAt(48_000);
    capture.poll(clock.us);
    taker.wantsMore = false;
    clock.us += 100_000;
    capture.poll(clock.us);
    assert.equal(taker.blocks.length, 0);
    taker.wantsMore = true;
    capture.poll(clock.us);
    assert.equal(taker.blocks.length, 10);
    assert.equal(taker.blocks[0]?.first, 0);
  });

  it("says when samples are missing, counts it, and goes on", () => {
    const { clock, taker, capture } = captureAt(48_000);
    capture.poll(clock.us);
    clock.us += 1_000_000;
    capture.poll(clock.us);
    clock.us += 20_000;
    capture.poll(clock.us);
    assert.deepEqual(taker.log, ["opened", "broken"]);
    assert.equal(capture.overruns, 1);
    assert.equal(capture.trouble, undefined);
    assert.ok((taker.blocks[0]?.first ?? 0) >= 48_000);
  });

  it("refuses a device of a rate that is none, and says so", () => {
    const clock = { us: 0 };
    const taker = new Notebook();
    let closed = 0;
    const source = {
      ...numbers(4_000),
      [Symbol.dispose]() {
        closed += 1;
      },
    };
    const capture = new InputCapture({
      open: () => new ModelAdc({ device: "odd", ppm: 0, source, nowUs: () => clock.us }),
      taker,
      changed: () => undefined,
    });
    capture.poll(clock.us);
    assert.match(capture.trouble ?? "", /"odd" runs at 4000 Hz; choose one of 8000 to 192000 Hz/);
    assert.deepEqual([closed, taker.log.length], [1, 0]);
  });

  it("is closed twice without harm, forgets its trouble, and lets other failures through", () => {
    const { clock, taker, capture, said } = captureAt(48_000);
    capture.poll(clock.us);
    capture.close();
    capture.close();
    capture[Symbol.dispose]();
    assert.deepEqual(taker.log, ["opened", "closed"]);
    assert.deepEqual(new Set(said), new Set([undefined]));
    const broken = new InputCapture({
      open: () => {
        throw new TypeError("a bug");
      },
      taker,
      changed: () => undefined,
    });
    assert.throws(() => broken.poll(0), TypeError);
    const missing = new InputCapture({
      open: () => {
        throw new PcmError("no-device", "there is none");
      },
      taker,
      changed: () => undefined,
    });
    missing.poll(0);
    assert.equal(missing.trouble, "there is none");
    missing.close();
    assert.equal(missing.trouble, undefined);
  });
});
