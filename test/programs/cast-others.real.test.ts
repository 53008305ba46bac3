/**
 * Cast senders that stand on the libraries of cast.real.test.ts and bring much of their own with them: what
 * is installed on this machine is run, and what is not is skipped by name.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { labTrouble, until } from "../discovery/net-lab.ts";
import { CastLab, speakerName } from "./cast/cast-lab.ts";
import { whyMissing } from "./cast/there.ts";

const noLab = labTrouble();
const castnow = packageOf("castnow", "0.6.0");
const castv2Player = packageOf("castv2-player", "2.1.3");
const noMkchromecast = noLab ?? whyMissing("/usr/bin/mkchromecast", "mkchromecast");

interface Installed {
  readonly folder: string;
  /** Undefined where it is there. */
  readonly trouble: string | undefined;
}

/** A package of npm among those that are installed for all, or in the folder that NIGHTJAR_CAST_SENDERS names. */
function packageOf(name: string, version: string): Installed {
  const own = process.env["NIGHTJAR_CAST_SENDERS"];
  const root = own ?? execFileSync("npm", ["root", "-g"], { encoding: "utf8" }).trim();
  const folder = path.join(root, name);
  const isThere = existsSync(path.join(folder, "package.json"));
  const how = `npm install -g --ignore-scripts ${name}@${version}`;
  return { folder, trouble: noLab ?? (isThere ? undefined : `${name} is not installed: ${how}`) };
}

function named(name: string, trouble: string | undefined): string {
  return trouble === undefined ? name : `${name} (skipped: ${trouble})`;
}

describe("Cast senders that are programs of their own", { timeout: 150_000 }, () => {
  it.skipIf(castnow.trouble !== undefined)(
    named("castnow plays a URL", castnow.trouble),
    async () => {
      await using lab = await CastLab.open();
      const where = ["--address", lab.speakerHost.address, "--type", "audio/mpeg"];
      // castv2 reads its schema behind the scenes, and throws where a connection is quicker than that.
      const library = path.join(castnow.folder, "../castv2");
      const begin = `require(${JSON.stringify(library)}); setTimeout(() => require(${JSON.stringify(castnow.folder)}), 500);`;
      const words = ["-e", begin, "castnow", `${lab.base}/a.mp3`, ...where];
      const sender = lab.start([process.execPath, ...words]);
      await until(
        "it plays",
        () => lab.ctl<{ positionMs: number }>("status").positionMs > 2_500,
        20_000,
      );
      sender.child.kill("SIGKILL");
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "a2"), JSON.stringify([heard.runs, sender.lines]));
    },
  );

  it.skipIf(castv2Player.trouble !== undefined)(
    named("castv2-player finds the speaker, plays, pauses, seeks and stops", castv2Player.trouble),
    async () => {
      await using lab = await CastLab.open();
      // Its mDNS asks the routes on which interface to speak.
      lab.sender.run(["ip", "route", "add", "224.0.0.0/4", "dev", "eth0"]);
      const program = path.join(import.meta.dirname, "cast/castv2-player.js");
      const args = [castv2Player.folder, speakerName, lab.base];
      const told = await lab.run([process.execPath, program, ...args]);
      assert.equal(told.find(({ step }) => step === "loaded")?.told, "PLAYING");
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "-", "a10", "a11"), JSON.stringify(heard.runs));
    },
  );

  it.skipIf(noMkchromecast !== undefined)(
    named("mkchromecast plays a URL, and stops it when it is interrupted", noMkchromecast),
    async () => {
      await using lab = await CastLab.open();
      const media = `--source-url ${lab.base}/a.mp3 -c mp3`;
      const who = `-n "${speakerName}" --host ${lab.sender.address}`;
      // A signal to it goes to all of its processes, as from a terminal.
      const command = `exec timeout 80 mkchromecast ${who} ${media} </dev/null`;
      const broke = (): boolean => sender.lines.some((line) => /resetting connection/.test(line));
      // It looks around for some seconds first, longer on a busy board, and can be interrupted 5 s after the start.
      const plays = async (): Promise<boolean> => {
        const isFar = () => lab.ctl<{ positionMs: number }>("status").positionMs > 9_000;
        await until("it plays", () => isFar() || broke(), 60_000).catch((error) =>
          assert.fail(`${error}: ${sender.lines.join("\n")}\n${lab.log}`),
        );
        return isFar();
      };
      let sender = lab.start(["sh", "-c", command]);
      if (!(await plays())) {
        // Two threads of its PyChromecast write to one TLS socket without a lock: in some starts it breaks its own connection.
        sender.child.kill("SIGTERM");
        sender = lab.start(["sh", "-c", command]);
        assert.ok(await plays(), `${sender.lines.join("\n")}\n${lab.log}`);
      }
      sender.child.kill("SIGINT");
      await until(
        "it has stopped it",
        () => lab.ctl<{ state: string }>("status").state !== "playing",
      );
      const heard = await lab.heard();
      assert.ok(
        heard.has("a0", "a1", "a2") && !heard.has("a20"),
        JSON.stringify([heard.runs, sender.lines]),
      );
    },
  );
});
