/**
 * Real processes: an origin behind 6 Mbit/s and four speakers that find each other by
 * multicast play an album a second apart. Each host is a network namespace (docs/NETLAB.md).
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import type { ListedTrack, SeenSpeaker, SpeakerStatus } from "../../src/player/model.ts";
import { type Netlab, openNetlab, whyNoLab } from "../../tools/netlab/lab.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

const missing = await whyNoLab();
const reason = missing === undefined ? "" : ` (skipped: ${missing})`;
const names = ["kitchen", "bath", "study", "hall"];
const songSeconds = 30;
const songs = 2;

function makeSong(folder: string, n: number): void {
  const source = `anoisesrc=c=pink:a=0.3:seed=${n}:r=48000:d=${songSeconds}`;
  const tags = [
    "-metadata",
    `title=Song ${n}`,
    "-metadata",
    "album=Noise",
    "-metadata",
    `track=${n}`,
  ];
  const target = path.join(folder, `${n}.flac`);
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", ...tags, target]);
}

describe.skipIf(missing !== undefined)(`four speakers of a house behind 6 Mbit/s${reason}`, () => {
  const folder = new TempFolder();
  const daemons: Daemon[] = [];
  const on = { NIGHTJAR_MDNS: "on" };
  const dataOf = (name: string): string => folder.in(name);
  const ask = <T>(name: string, ...words: string[]): Promise<T> =>
    json<T>(["ctl", "--data", dataOf(name), "--json", ...words]);
  const statusOf = (name: string): Promise<SpeakerStatus> => ask<SpeakerStatus>(name, "status");

  afterAll(async () => {
    for (const daemon of daemons) await daemon[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const start = async (lab: Netlab, host: string, args: readonly string[]): Promise<void> => {
    const through = ["nsenter", `--net=${lab.namespacePathOf(host)}`];
    daemons.push(await Daemon.start(args, on, through));
  };

  async function open(lab: Netlab): Promise<void> {
    const music = folder.in("music");
    mkdirSync(music);
    for (let n = 1; n <= songs; n++) makeSong(music, n);
    const data = dataOf("origin");
    const at = `${lab.addressOf("origin")}:41000`;
    await start(lab, "origin", ["origin", "--data", data, "--library", music, "--listen", at]);
    for (const name of names) {
      const { stdout } = await nightjar(["origin", "invite", "--data", data]);
      const where = ["--data", dataOf(name), "--listen", `${lab.addressOf(name)}:41000`];
      const off = ["--control", "off", "--http", "off", "--cast", "off"];
      const how = ["--output", "null", "--cache-size", "64MiB", "--quality", "160"];
      const join = ["--name", name, "--join", stdout.trim(), "--origin", at];
      await start(lab, name, ["speaker", ...where, ...off, ...how, ...join]);
    }
    for (const name of names)
      await until(`${name} knows the library`, async () => {
        const tracks = await ask<readonly ListedTrack[]>(name, "library");
        const whole = tracks.every(({ rungs }) => rungs.includes("opus-160"));
        return tracks.length === songs && whole ? true : undefined;
      });
  }

  it("find each other, and share what the origin sends", {
    timeout: 240_000,
  }, async () => {
    const script = "origin.up rate 6mbit/s\norigin.up queue 200ms\ndelay 1ms";
    await using lab = await openNetlab({ hosts: ["origin", ...names], script });
    await open(lab);
    for (const name of names)
      await until(`${name} has met the others`, async () => {
        const rows = await ask<readonly SeenSpeaker[]>(name, "speakers");
        const linked = rows.filter(({ open: isOpen, seen }) => isOpen && seen.includes("mdns"));
        return linked.length === names.length - 1 ? true : undefined;
      });
    for (const name of names) {
      await ask(name, "play", "Song");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const limitMs = (songs * songSeconds + 20) * 1_000;
    for (const name of names)
      await until(
        `${name} has played it`,
        async () => ((await statusOf(name)).state === "stopped" ? true : undefined),
        limitMs,
      );
    let [origin, all] = [0, 0];
    for (const name of names) {
      const { totals } = await statusOf(name);
      assert.equal(totals.stalls, 0, `${name}: ${JSON.stringify(totals)}`);
      assert.equal(totals.verifyFailures, 0);
      origin += totals.bytes.origin;
      all += totals.bytes.origin + totals.bytes.peer + totals.bytes.cache;
    }
    const copies = (origin * names.length) / all;
    console.info(JSON.stringify({ speakers: names.length, copies, originBytes: origin, all }));
    // Four where nobody shares; half of a minute is the start of one or the other track.
    assert.ok(copies < 2.4, `${copies.toFixed(2)} copies of each second`);
    await Promise.all(daemons.splice(0).map((daemon) => daemon[Symbol.asyncDispose]()));
  });
});
