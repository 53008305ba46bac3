/** Tracks that are kept on the card, with real programs: pinned, then played while the origin is off. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { Daemon, json, TempFolder, until } from "./daemon.ts";

const missing = spawnSync("ffmpeg", ["-version"]).status === 0 ? "" : "no ffmpeg";
const lengthS = 40;

interface PinRow {
  readonly id: string;
  readonly state: string;
  readonly held: number;
  readonly chunks: number | null;
  readonly rung: string;
}

describe("a pinned track", () => {
  it.skipIf(missing !== "")(
    `plays after a restart while the origin is off, whatever quality is set${missing === "" ? "" : ` (skipped: ${missing})`}`,
    { timeout: 120_000 },
    async () => {
      using folder = new TempFolder();
      mkdirSync(folder.in("music"));
      for (const name of ["kept", "other"]) makeTrack(folder.in("music", `${name}.flac`), name);
      const data = folder.in("s");
      const ctl = <T>(...words: string[]) => json<T>(["ctl", "--data", data, "--json", ...words]);
      const speaker = ["speaker", "--data", data, "--output", "null", "--listen", "127.0.0.1:0"];
      speaker.push("--control", "off", "--cache-size", "64MiB");
      let id = "";
      {
        await using origin = await Daemon.start([
          ...["origin", "--data", folder.in("o"), "--library", folder.in("music")],
          ...["--listen", "127.0.0.1:0"],
        ]);
        const invite = ["origin", "invite", "--data", folder.in("o"), "--json"];
        const { uri } = await json<{ uri: string }>(invite);
        const at = ["--origin", String(origin.ready["udp"]), "--join", uri];
        await using first = await Daemon.start([...speaker, ...at]);
        const tracks = await until("the library is known", async () => {
          const all = await ctl<{ id: string; title: string }[]>("library");
          return all.length === 2 ? all : undefined;
        });
        id = tracks.find(({ title }) => title === "kept")?.id ?? "";
        const { pinned } = await ctl<{ pinned: { tracks: number } }>("pin", id);
        assert.equal(pinned.tracks, 1);
        await until("it is whole", async () => {
          const [row] = await ctl<PinRow[]>("pins");
          return row?.state === "whole" && row.held === row.chunks ? row : undefined;
        });
        const { cache, totals } = await ctl<SpeakerStatus>("status");
        assert.deepEqual([cache.pinned.tracks, cache.pinned.whole], [1, 1]);
        assert.equal(totals.bytes.origin, 0, "what is fetched to be kept is no play's");
        assert.equal(await first.stop(), 0);
      }
      await using _second = await Daemon.start(speaker);
      await ctl("quality", "lossless");
      const found = await until("it knows what it keeps", async () => {
        const all = await ctl<{ id: string; title: string }[]>("library");
        return all.length > 0 ? all : undefined;
      });
      // The catalogue is kept, too; what is not on the card is only known.
      assert.ok(found.some(({ title }) => title === "kept"));
      await ctl("play", "--wait", id);
      await ctl("seek", String(lengthS - 8));
      const end = await until("it was played to its end", async () => {
        const status = await ctl<SpeakerStatus>("status");
        return status.state === "stopped" ? status : undefined;
      });
      assert.deepEqual([end.totals.stalls, end.totals.bytes.origin], [0, 0]);
      assert.equal(end.totals.concealedMs, 0);
      await ctl("unpin", "kept");
      assert.deepEqual(await ctl<PinRow[]>("pins"), []);
      // What is only known is pinned all the same, and waits for an origin.
      await ctl("pin", "other");
      const [waiting] = await ctl<PinRow[]>("pins");
      assert.ok(waiting !== undefined && waiting.state !== "whole");
    },
  );
});

function makeTrack(path: string, title: string): void {
  const noise = `anoisesrc=duration=${lengthS}:color=pink:seed=${title.length}:sample_rate=44100`;
  const options = ["-v", "error", "-f", "lavfi", "-i", noise, "-metadata", `title=${title}`, path];
  assert.equal(spawnSync("ffmpeg", options).status, 0);
}
