/**
 * An origin whose disk is lost: a backup made beside the running daemon, the data
 * folder deleted, the backup put back elsewhere, another port. The speaker, which
 * has joined once, plays from it and hands in all its plays.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { describe, it } from "vitest";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];

function makeSongs(folder: string): void {
  mkdirSync(folder);
  for (const n of [1, 2])
    execFileSync("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", `sine=frequency=${300 * n}:duration=8`],
      ...["-metadata", `title=Song ${n}`, "-c:a", "flac", `${folder}/song${n}.flac`],
    ]);
}

function startOrigin(data: string, music: string): Promise<Daemon> {
  const where = ["--data", data, "--library", music, "--listen", "127.0.0.1:0"];
  return Daemon.start(["origin", ...where, "--mdns", "off"]);
}

async function ingested(data: string): Promise<void> {
  await until(
    "the origin has read its library",
    async () => {
      const asked = ["origin", "stats", "--data", data, "--json"];
      const { ingest, tracks } = await json<{
        tracks: number;
        ingest: { done: number; total: number };
      }>(asked);
      return tracks === 2 && ingest.done === ingest.total && ingest.total === 2 ? true : undefined;
    },
    60_000,
  );
}

/** Plays it for a moment; resolves when its events are written down. */
async function play(speaker: string, song: string): Promise<void> {
  const { code, stderr } = await nightjar(["ctl", "--data", speaker, "play", "--wait", song]);
  assert.equal(code, 0, stderr);
  await json(["ctl", "--data", speaker, "--json", "stop"]);
}

interface Told {
  readonly seq: number;
  readonly track: string;
}

async function exported(data: string): Promise<Told[]> {
  const { stdout } = await nightjar(["origin", "events", "--data", data, "--export", "jsonl"]);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Told); // one document a line
}

describe("an origin that is lost", () => {
  it("is put back from a backup, and its speaker plays and delivers as if nothing had been", {
    timeout: 180_000,
  }, async () => {
    using folder = new TempFolder();
    const [music, lost, found, speaker] = ["music", "a", "b", "kitchen"].map((name) =>
      folder.in(name),
    ) as [string, string, string, string]; // four names, four paths
    makeSongs(music);
    writeFileSync(folder.in("passphrase"), "correct horse battery\n");
    const with_ = ["--passphrase-file", folder.in("passphrase")];
    const backup = folder.in("home.njb");
    const where = ["--data", speaker, "--output", "null", "--listen", "127.0.0.1:0", ...off];
    {
      await using origin = await startOrigin(lost, music);
      await ingested(lost);
      const { stdout } = await nightjar(["origin", "invite", "--data", lost]);
      await using kitchen = await Daemon.start(["speaker", ...where, "--join", stdout.trim()]);
      await until("the speaker knows its library", async () => {
        const rows = await json<readonly unknown[]>([
          "ctl",
          "--data",
          speaker,
          "--json",
          "library",
        ]);
        return rows.length === 2 ? true : undefined;
      });
      // To its end, so that the speaker has all of it when the origin is gone.
      await nightjar(["ctl", "--data", speaker, "play", "--wait", "Song 1"]);
      await until("its events are in the ledger", async () =>
        (await exported(lost)).length === 2 ? true : undefined,
      );
      await json(["origin", "backup", backup, "--data", lost, "--json", ...with_]);
      assert.equal(statSync(backup).mode & 0o777, 0o600);
      await origin.stop();
      rmSync(lost, { recursive: true });
      await play(speaker, "Song 1");
      assert.equal(await kitchen.stop(), 0);
    }
    const restored = await json<{ origin: string }>([
      "origin",
      "restore",
      backup,
      "--data",
      found,
      "--json",
      ...with_,
    ]);
    await using origin = await startOrigin(found, music);
    assert.equal(origin.ready["id"], restored.origin);
    await ingested(found);
    // What it has of the music must come from the origin that was put back.
    rmSync(folder.in("kitchen", "chunks.log"), { force: true });
    await using kitchen = await Daemon.start([
      ...["speaker", ...where, "--origin", String(origin.ready["udp"])],
    ]);
    await play(speaker, "Song 2");
    await until("all plays are in the ledger", async () =>
      (await exported(found)).length === 6 ? true : undefined,
    );
    const told = await exported(found);
    assert.deepEqual(
      told.map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 6],
    );
    const report = await json<Record<string, unknown>>([
      ...["origin", "events", "--data", found, "--json"],
    ]);
    assert.deepEqual([report["plays"], report["gaps"], report["chainBreaks"]], [3, [], 0]);
    const { bytes } = (
      await json<{ totals: { bytes: { origin: number } } }>([
        ...["ctl", "--data", speaker, "--json", "status"],
      ])
    ).totals;
    assert.ok(bytes.origin > 0, "the music came from the origin");
    assert.deepEqual([await kitchen.stop(), await origin.stop()], [0, 0]);
  });

  it("is refused in one line each where the file, the passphrase or the folder is wrong", {
    timeout: 120_000,
  }, async () => {
    using folder = new TempFolder();
    mkdirSync(folder.in("music"));
    {
      await using _origin = await startOrigin(folder.in("a"), folder.in("music"));
    }
    writeFileSync(folder.in("passphrase"), "correct horse battery\n");
    writeFileSync(folder.in("wrong"), "another passphrase\n");
    writeFileSync(folder.in("short"), "short\n");
    const asked = async (args: readonly string[], wanted: RegExp): Promise<void> => {
      const { code, stdout, stderr } = await nightjar(["origin", ...args]);
      assert.deepEqual([code, stdout, stderr.split("\n").length], [1, "", 2], stderr);
      assert.match(stderr, wanted);
    };
    const backup = ["backup", folder.in("x.njb"), "--data", folder.in("a"), "--passphrase-file"];
    await asked([...backup, folder.in("short")], /too short; take at least 8/);
    await asked([...backup, folder.in("none")], /none/);
    await asked(backup.slice(0, 4), /no terminal .*--passphrase-file/);
    await json(["origin", ...backup, folder.in("passphrase"), "--json"]);
    const restore = (to: string, how: string) => [
      ...["restore", folder.in("x.njb"), "--data", folder.in(to), "--passphrase-file"],
      folder.in(how),
    ];
    await asked(restore("b", "wrong"), /x\.njb: the passphrase is wrong/);
    await asked(restore("a", "passphrase"), /is not empty/);
    truncateSync(folder.in("x.njb"), statSync(folder.in("x.njb")).size - 1);
    await asked(restore("b", "passphrase"), /x\.njb: it is cut short/);
  });
});
