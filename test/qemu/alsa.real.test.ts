/** Our ALSA binding on the Linux kernel's own cards (snd-dummy, snd-aloop), in a machine of its own. */
import assert from "node:assert/strict";
import path from "node:path";
import { beforeAll, describe, it } from "vitest";
import { type GuestRun, qemuMissing, runGuest } from "./machine.ts";

const missing = qemuMissing();
/** It gets what the tests beside it leave. */
const bootMsMax = 400_000;
const library = "/usr/lib/x86_64-linux-gnu/libasound.so.2";

describe.skipIf(missing !== undefined)(`a kernel's sound cards (${missing ?? "in QEMU"})`, () => {
  let run: GuestRun;
  beforeAll(async () => {
    run = await runGuest({
      script: path.join(import.meta.dirname, "alsa-guest.ts"),
      sources: ["src/base", "src/ports", "src/platform"],
      packages: ["koffi", "@koromix/koffi-linux-x64"],
      modules: ["snd-dummy", "snd-aloop"],
      files: [library, "/usr/share/alsa"],
      timeoutMs: bootMsMax,
    });
  }, bootMsMax + 30_000);

  /** What the guest said of this check; fails with the console where it said nothing. */
  function found(check: string): Record<string, unknown> {
    const line = run.lines.find(
      (one): one is Record<string, unknown> => (one as { check?: string }).check === check,
    );
    assert.ok(line !== undefined, `nothing about "${check}":\n${run.console}`);
    return line;
  }

  it("plays to a card and captures the same samples, bit for bit", () => {
    const { longest, format } = found("loopback");
    assert.deepEqual(format, { rate: 48_000, channels: 2, sample: "s32" });
    // An emulated machine may miss a period while it compiles; half a second it does not.
    assert.ok(Number(longest) > 24_000, `${longest} frames in a row`);
  });

  it("is paced by the card, and says what the card holds and when that was", () => {
    const { tookMs, written, least, most, stampAgeUs } = found("delay");
    const seconds = Number(written) / 48_000;
    assert.ok(Number(tookMs) > 1_000 * (seconds - 0.65), `${tookMs} ms`);
    assert.ok(Number(least) >= 0 && Number(most) <= 24_000, `${least}…${most} frames`);
    assert.ok(Number(most) > 12_000, `${most} frames`);
    assert.ok(Number(stampAgeUs) < 500_000, `${stampAgeUs} us`);
  });

  it("takes back what the hardware has not played, and writes it anew without a seam", () => {
    const { taken, bufferFrames, frames, longest, xruns, heardMax } = found("rewind");
    const counts = taken as number[];
    assert.equal(bufferFrames, 24_000);
    // All but what is about to be heard and what was heard in between; the machine is slow.
    assert.ok(
      counts.every((count) => count > 12_000),
      `${counts}`,
    );
    assert.equal(xruns, 0);
    assert.equal(longest, frames, "in one row");
    // Of what was taken back last it plays what it gets to before silence is written over it.
    const beyond = Number(frames) - Number(heardMax);
    assert.ok(beyond >= 0 && beyond < (counts.at(-1) ?? 0) / 4, `${beyond} frames`);
  });

  it("does not wait for a card that another program has", () => {
    const { code, tookMs } = found("busy");
    assert.equal(code, "device-busy");
    assert.ok(Number(tookMs) < 1_000, `${tookMs} ms`);
  });

  it("turns the card's own volume, to the step that is not below, and on the way in small ones", () => {
    assert.match(
      String(found("noSuchControl")["trouble"]),
      /has no volume control "Loudness" that can be used, .*; it has: Master/,
    );
    const { control, gains, steps } = found("mixer");
    assert.deepEqual(control, { name: "Master", index: 0, minDb: -45, maxDb: 0 });
    const [, tenth, half, least] = gains as number[];
    assert.ok(tenth !== undefined && tenth >= 0.1 && tenth < 0.12, `${tenth}`);
    assert.ok(half !== undefined && half >= 0.5 && half < 0.6, `${half}`);
    assert.ok(least !== undefined && least > 0.005 && least < 0.006, `${least}`);
    assert.ok(Number(steps) >= 10, `${steps} steps`);
  });

  it("notices that a card is unplugged, and closes it at once", () => {
    const { outcome, lostMs, closeMs, away } = found("unplug");
    assert.equal(outcome, "lost");
    assert.ok(Number(lostMs) < 2_000, `${lostMs} ms`);
    assert.ok(Number(closeMs) < 200, `${closeMs} ms`);
    assert.match(String(away), /^no-device: .*\(Dummy\) is not there/);
  });

  it("does not take another card that has its number now, and finds it again under another", () => {
    assert.match(String(found("other")["away"]), /^no-device: /);
    const { device, wrote, cards } = found("again");
    assert.equal(device, "hw:Dummy");
    assert.equal(wrote, "ok");
    assert.deepEqual(cards, ["0 Loopback", "1 Dummy"]);
  });

  it("lists cards and their devices, and names near ones for a wrong name", () => {
    const { cards } = found("list") as { cards: { id: string; devices: { device: string }[] }[] };
    assert.deepEqual(cards.map(({ id }) => id).sort(), ["Dummy", "Loopback"]);
    assert.ok(cards.some(({ devices }) => devices[0]?.device === "hw:CARD=Dummy,DEV=0"));
    const { refusal } = found("wrong");
    assert.match(
      String(refusal),
      /^no-device: .*"hw:Dumy".*choose another: alsa:hw:CARD=Dummy,DEV=0/,
    );
  });
});
