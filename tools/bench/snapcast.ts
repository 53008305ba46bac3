/**
 * Snapcast of Debian (snapserver, snapclient) as the thing to compare with: a server that plays a
 * file as Opus at 160 kbit/s, and a client that decodes it and throws the sound away at the pace of
 * its clock. Both on loopback, nothing written outside `folder`.
 */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { BenchError } from "./errors.ts";
import { builtInLibrary, Daemon, runToEnd, sleep } from "./harness.ts";

/** Undefined when all is there, else what is missing. */
export function snapcastMissing(): string | undefined {
  const missing = ["snapserver", "snapclient", "ffmpeg"].filter(
    (name) => !(process.env["PATH"] ?? "").split(":").some((at) => existsSync(path.join(at, name))),
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} not installed: apt-get install snapserver snapclient ffmpeg`;
}

export interface Snapcast extends AsyncDisposable {
  readonly clientPid: number;
}

/** Resolves when the client has been connected for a moment. Throws BenchError `snapcast`. */
export async function startSnapcast(folder: string): Promise<Snapcast> {
  const pcm = path.join(folder, "music.pcm");
  if (!existsSync(pcm)) await makePcm(pcm);
  const port = await freePort();
  const config = path.join(folder, "snapserver.conf");
  await writeFile(config, configText(folder, pcm, port));
  const server = Daemon.start("snapserver", ["-c", config]);
  await sleep(1_000);
  const args = ["-h", "127.0.0.1", "-p", String(port), "--player", "file:filename=null"];
  const client = Daemon.start("snapclient", [
    ...args,
    "--hostID",
    "nightjar-bench",
    "--logsink",
    "stderr",
  ]);
  await sleep(2_000);
  const stop = async (): Promise<void> => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  if (!server.running || !client.running) {
    await stop();
    throw new BenchError("snapcast", `snapcast does not run: ${server.log} ${client.log}`);
  }
  return { clientPid: client.pid, [Symbol.asyncDispose]: stop };
}

async function makePcm(file: string): Promise<void> {
  const library = await builtInLibrary();
  const track = path.join(library, "Meridian Sleeper/Night Line/02 Viaduct.flac");
  await runToEnd("ffmpeg", ["-v", "error", "-i", track, "-f", "s16le", "-ar", "48000", "-y", file]);
}

function configText(folder: string, pcm: string, port: number): string {
  return `[server]
datadir = ${folder}
[http]
enabled = false
[tcp]
enabled = false
[stream]
bind_to_address = 127.0.0.1
port = ${port}
source = file://${pcm}?name=bench&codec=opus:BITRATE:160000&sampleformat=48000:16:2
[logging]
sink = stderr
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
