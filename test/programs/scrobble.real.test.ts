/**
 * Real processes and a server on loopback that behaves as ListenBrainz documents
 * it: what was really heard arrives there once, with one time, although an answer
 * is lost and the origin is killed.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "vitest";
import { ListenBrainzStandIn } from "../origin/listenbrainz-stand-in.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";

const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
const songS = 32;

/** The stand-in behind HTTP; answers that it owes are not given. */
async function serve(standIn: ListenBrainzStandIn): Promise<{ server: Server; url: string }> {
  standIn.nowS = () => Date.now() / 1_000;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const header = (name: string): string => String(request.headers[name] ?? "");
      const body = Buffer.concat(parts).toString();
      const { method = "", url = "" } = request;
      const answer = standIn.handle(method, url, header, body);
      if (method === "POST" && standIn.lostAnswers > 0) {
        standIn.lostAnswers -= 1;
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Status {
  readonly on: boolean;
  readonly token: string | null;
  readonly user: string | null;
  readonly sent: number;
  readonly waiting: number;
  readonly trouble: string | null;
}

describe("plays that are forwarded to ListenBrainz", () => {
  it("arrive once with the time they began at, though an answer is lost and the origin killed", {
    timeout: 180_000,
  }, async () => {
    using folder = new TempFolder();
    const [music, data, speaker] = [folder.in("music"), folder.in("origin"), folder.in("kitchen")];
    mkdirSync(music);
    execFileSync("ffmpeg", [
      ...["-v", "error", "-f", "lavfi", "-i", `sine=frequency=300:duration=${songS}`],
      ...["-metadata", "title=Song", "-metadata", "artist=Anna", `${music}/song.flac`],
    ]);
    const standIn = new ListenBrainzStandIn();
    standIn.lostAnswers = 5;
    const { server, url } = await serve(standIn);
    const start = (): Promise<Daemon> =>
      Daemon.start([
        ...["origin", "--data", data, "--library", music, "--listen", "127.0.0.1:0"],
        ...["--mdns", "off"],
      ]);
    const status = (): Promise<Status> => json(["origin", "scrobble", "--data", data, "--json"]);
    let origin = await start();
    try {
      writeFileSync(folder.in("token"), `${standIn.token}\n`);
      const how = ["--token-file", folder.in("token"), "--base-url", url];
      assert.equal((await status()).on, false);
      writeFileSync(folder.in("nonsense"), "xyz\n");
      const early = ["--token-file", folder.in("nonsense"), "--base-url", "http://127.0.0.1:9"];
      const soon = await nightjar(["origin", "scrobble", "on", "--data", data, ...early]);
      assert.equal(soon.code, 0, soon.stderr);
      assert.match(soon.stderr, /saved, but not checked yet/);
      assert.match(soon.stdout, /\(the token is not checked yet\)/);
      assert.equal((await status()).token, "unchecked");
      const { code, stderr } = await nightjar(["origin", "scrobble", "on", "--data", data, ...how]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /in the clear\n.*plays are forwarded as anna\n$/);
      const { token, user } = await status();
      assert.deepEqual([token, user], ["checked", "anna"]);
      assert.equal(statSync(folder.in("origin", "listenbrainz.json")).mode & 0o777, 0o600);
      const invite = (await nightjar(["origin", "invite", "--data", data])).stdout.trim();
      await using _kitchen = await Daemon.start([
        ...["speaker", "--data", speaker, "--output", "null", "--listen", "127.0.0.1:0", ...off],
        ...["--join", invite],
      ]);
      await until("the speaker knows its library", async () => {
        const rows = await json<readonly unknown[]>([
          "ctl",
          "--data",
          speaker,
          "--json",
          "library",
        ]);
        return rows.length === 1 ? true : undefined;
      });
      const from = Math.floor(Date.now() / 1_000);
      await nightjar(["ctl", "--data", speaker, "play", "--wait", "Song"]);
      const to = Math.ceil(Date.now() / 1_000);
      await until("more than half of it was heard", async () => {
        const { positionMs } = await json<{ positionMs: number }>([
          ...["ctl", "--data", speaker, "--json", "status"],
        ]);
        return positionMs > (songS / 2 + 1) * 1_000 ? true : undefined;
      });
      await json(["ctl", "--data", speaker, "--json", "stop"]);
      await until("the server has it", async () => (standIn.listens.size > 0 ? true : undefined));
      await origin.stop("SIGKILL");
      assert.equal((await status()).sent, 0, "nobody has heard the answer");
      standIn.lostAnswers = 0;
      origin = await start();
      await until("the answer was heard", async () => {
        const { sent, waiting } = await status();
        return sent === 1 && waiting === 0 ? true : undefined;
      });
      const [listen, ...more] = standIn.listens.values();
      assert.equal(more.length, 0);
      assert.ok(standIn.again > 0, "it came again, and was the same");
      assert.equal(listen?.track_metadata.track_name, "Song");
      const at = listen?.listened_at ?? 0;
      assert.ok(at >= from - 1 && at <= to, `${at} is not between ${from} and ${to}`);
      const said = [...origin.log].join("\n");
      assert.equal(
        said.includes(standIn.token) || said.includes("Song"),
        false,
        "no secret is told",
      );
      const gone = await json<Status>(["origin", "scrobble", "off", "--data", data, "--json"]);
      assert.equal(gone.on, false);
    } finally {
      await origin.stop();
      server.closeAllConnections();
      server.close();
    }
  });
});
