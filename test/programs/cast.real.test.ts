/**
 * Cast senders that others wrote, headless on a LAN of their own, against a real
 * speaker: what counts is what its capture holds.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { QueueItem, SpeakerStatus } from "../../src/player/model.ts";
import { labTrouble, until } from "../discovery/net-lab.ts";
import { CastLab, speakerName, type Told } from "./cast/cast-lab.ts";
import { chromiumPath, openCaster } from "./cast/chromium.ts";
import { whyMissing } from "./cast/there.ts";

const noLab = labTrouble();
const noVlc =
  noLab ??
  whyMissing("/usr/bin/cvlc", "vlc-bin") ??
  whyMissing("/usr/share/doc/vlc-plugin-base", "vlc-plugin-base");
const noChromium = noLab ?? whyMissing(chromiumPath, "chromium");
const noPyChromecast =
  noLab ?? whyMissing("/usr/lib/python3/dist-packages/pychromecast", "python3-pychromecast");

/** A test's name, with why it is skipped. */
function named(name: string, trouble: string | undefined): string {
  return trouble === undefined ? name : `${name} (skipped: ${trouble})`;
}

function toldOf(told: readonly Told[], step: string): Record<string, unknown> {
  const found = told.find((each) => each.step === step);
  assert.ok(found !== undefined, `${step} in ${JSON.stringify(told)}`);
  return found.told as Record<string, unknown>; // the senders' own steps
}

describe("Cast senders of other makes", { timeout: 90_000 }, () => {
  it.skipIf(noLab !== undefined)(
    named("castv2-client plays, pauses, seeks, turns down, inserts, skips and stops", noLab),
    async () => {
      await using lab = await CastLab.open();
      const told = await lab.run(lab.castv2("whole"));
      assert.equal(toldOf(told, "loaded")["playerState"], "PLAYING");
      assert.equal(toldOf(told, "paused")["playerState"], "PAUSED");
      assert.equal(toldOf(told, "sought")["currentTime"], 10);
      assert.equal(toldOf(told, "volume")["level"], 0.5);
      assert.equal(toldOf(told, "stopped")["idleReason"], "CANCELLED");
      assert.equal(told.find(({ step }) => step === "missing")?.told, "Load failed");
      // The speaker's queue is as it was: what could not be played took nothing.
      const queue = lab.ctl<QueueItem[]>("queue");
      assert.equal(queue.length, 2);
      const heard = await lab.heard();
      const shown = JSON.stringify(heard.runs);
      assert.ok(heard.has("a0", "a1", "-", "a10", "a11", "b0", "b1", "-"), shown);
      assert.ok(!heard.has("a4"), shown);
      assert.ok(heard.level("b0") < heard.level("a10") / 2, `softer: ${shown}`);
    },
  );

  it.skipIf(noPyChromecast !== undefined)(
    named("PyChromecast finds the speaker by its name and does the same", noPyChromecast),
    async () => {
      await using lab = await CastLab.open();
      const told = await lab.run(lab.pychromecast("whole"));
      assert.equal(toldOf(told, "playing")["title"], "Ladder a");
      assert.equal(toldOf(told, "stopped")["idle"], "CANCELLED");
      const heard = await lab.heard();
      const shown = JSON.stringify(heard.runs);
      assert.ok(heard.has("a0", "a1", "-", "a10", "a11", "b0", "b1"), shown);
      assert.ok(heard.level("b0") < heard.level("a10") / 2, `softer: ${shown}`);
    },
  );

  it.skipIf(noPyChromecast !== undefined)(
    named(
      "one takes over from the other, vanishes, and the first finds it all again",
      noPyChromecast,
    ),
    async () => {
      await using lab = await CastLab.open();
      const first = lab.start(lab.castv2("play"));
      await until("it plays", () => first.lines.some((line) => line.includes('"loaded"')));
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      await lab.run(lab.pychromecast("take"));
      await until("it was told", () => first.lines.some((line) => line.includes("INTERRUPTED")));
      first.child.kill("SIGKILL");
      // Nobody is connected: what was cast plays on, and household remotes see whose it is.
      await until("b goes on", () => lab.ctl<SpeakerStatus>("status").positionMs > 2_500);
      const [item] = lab.ctl<(QueueItem & { by?: string })[]>("queue");
      assert.match(JSON.stringify(item), /PyChromecast on 10\.77\.0\.2/);
      const told = await lab.run(lab.castv2("look"));
      assert.equal(toldOf(told, "found")["playerState"], "PLAYING");
      const audit = JSON.stringify(lab.ctl<unknown>("audit"));
      assert.match(audit, /"actor":"cast"/);
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "b0", "b1", "b2", "-"), JSON.stringify(heard.runs));
    },
  );

  it.skipIf(noLab !== undefined)(
    named("@foxxmd/chromecast-client finds every answer of the form that it expects", noLab),
    async () => {
      await using lab = await CastLab.open();
      const told = await lab.run(lab.castv2("", "foxxmd-client.js"));
      assert.ok(
        told.some(({ step }) => step === "stopped"),
        JSON.stringify(told),
      );
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "-", "b0", "b1"), JSON.stringify(heard.runs));
    },
  );

  it.skipIf(noVlc !== undefined)(
    named("VLC plays a file of its machine, pauses, goes on, seeks and stops", noVlc),
    async () => {
      await using lab = await CastLab.open();
      await lab.run(lab.vlc(), 30_000);
      const heard = await lab.heard();
      const shown = JSON.stringify(heard.runs);
      // To be at another place VLC sends another stream.
      assert.ok(heard.has("a0", "a1", "-", "a5", "a16", "a17"), shown);
    },
  );

  it.skipIf(noChromium !== undefined)(
    named("Chromium believes a root of ours, and a page casts, pauses and stops", noChromium),
    async () => {
      await using lab = await CastLab.open({ root: true });
      const url = `http://localhost:8100/caster.html`;
      const parts = { root: lab.root, url, speaker: speakerName };
      await using caster = await openCaster(lab.sender, lab.lab.folder, parts);
      const told = async (what: string): Promise<boolean> =>
        JSON.stringify(await caster.run("told")).includes(what);
      await caster.run("begin()");
      await until("a session", () => told('"new_session"'), 15_000);
      const media = { contentId: `${lab.base}/a.mp3`, contentType: "audio/mpeg" };
      const load = { type: "LOAD", media: { ...media, streamType: "BUFFERED" }, autoplay: true };
      const session = "told.find((each) => each.type === 'new_session').message.sessionId";
      const post = (message: object): Promise<unknown> =>
        caster.run(`post("v2_message", { ...${JSON.stringify(message)}, sessionId: ${session} })`);
      await post(load);
      await until("it plays", () => told('"playerState":"PLAYING"'), 15_000);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await post({ type: "PAUSE", mediaSessionId: 1 });
      await until("it is paused", () => told('"playerState":"PAUSED"'));
      await new Promise((resolve) => setTimeout(resolve, 700));
      await post({ type: "PLAY", mediaSessionId: 1 });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await post({ type: "STOP_MEDIA", mediaSessionId: 1 });
      await until("it is over", () => told('"idleReason":"CANCELLED"'));
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "-", "a2"), JSON.stringify(heard.runs));
    },
  );

  it.skipIf(noLab !== undefined)(
    named("guests may not cast: with --cast-role guest nothing sounds", noLab),
    async () => {
      await using lab = await CastLab.open({ more: ["--cast-role", "guest"] });
      const sender = lab.start(lab.castv2("play"));
      await until("it is refused", () => sender.child.exitCode !== null || sender.lines.length > 0);
      const heard = await lab.heard();
      assert.deepEqual(heard.order, ["-"]);
    },
  );
});
