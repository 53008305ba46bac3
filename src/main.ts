/**
 * The command line's root: makes the real ports of this machine, joins them to
 * the commands, and turns what comes back into an exit code.
 *
 * Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong. One
 * line on stderr says why; stack traces only with NIGHTJAR_DEBUG=1.
 */
import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { describeError, SpeakerError } from "./base/errors.ts";
import { interrupted, runCommandLine } from "./cli/command-line.ts";
import type { Environment } from "./cli/environment.ts";
import type { Machine } from "./cli/machine.ts";
import { NodeClock } from "./platform/clock.ts";
import { NodeDisk } from "./platform/disk.ts";
import { NodeEntropy } from "./platform/entropy.ts";
import { nodeHttpClient } from "./platform/http-client.ts";
import { NodeKeyInput } from "./platform/key-input.ts";
import { leaveAtOnce } from "./platform/leave.ts";
import { openAeadDriver } from "./platform/libcrypto-aead.ts";
import { JsonLog } from "./platform/log.ts";
import { SparedMemory } from "./platform/memory.ts";
import { openNodeMulticast } from "./platform/multicast.ts";
import { openNative } from "./platform/native.ts";
import { nodeNetwork } from "./platform/network.ts";
import { openTls } from "./platform/open-tls.ts";
import { NodeProcessRunner } from "./platform/process.ts";
import { NodeSecretInput } from "./platform/secret-input.ts";
import { MusicMetadataTags } from "./platform/tags.ts";
import { NodeTerminal } from "./platform/terminal.ts";
import { NodeThreads } from "./platform/threads.ts";
import { NodeWallSource } from "./platform/wall-source.ts";
import type { AeadDriver } from "./ports/aead.ts";
import type { GpioDriver } from "./ports/gpio.ts";
import type { Log } from "./ports/log.ts";
import type { ServiceManager } from "./ports/service-manager.ts";

/** A dozen loops of a speaker sleep on the one signal that ends them, which Node takes for a leak and prints; a hundred would be one. */
setMaxListeners(100);

const debug = process.env["NIGHTJAR_DEBUG"] === "1";
/** What lies beside the program, seen from the sources or from where it is joined (tools/program). */
const beside = import.meta.url.endsWith(".ts")
  ? { root: "..", web: "../dist/web", tools: "../tools", extension: "ts" }
  : { root: "../..", web: "../web", tools: "./tools", extension: "js" };

const threads = new NodeThreads(new URL(`./audio-thread.${beside.extension}`, import.meta.url));

function makeMachine(): Machine {
  const clock = new NodeClock();
  const terminal = new NodeTerminal();
  // On a terminal people watch a live view or a bar: there only what is wrong is logged.
  const level = debug ? "debug" : terminal.err.isTty ? "warn" : "info";
  const log = new JsonLog({ clock, level, component: "nightjar" });
  let aead: AeadDriver | undefined;
  const memory = new SparedMemory();
  return {
    network: nodeNetwork,
    openMulticast: openNodeMulticast,
    disk: new NodeDisk(log),
    clock,
    wallSource: new NodeWallSource(),
    entropy: new NodeEntropy(),
    log,
    // Native code is loaded for a daemon's link, not for a remote's command.
    get aead() {
      aead ??= openAeadDriver();
      return aead;
    },
    processes: new NodeProcessRunner(),
    tags: new MusicMetadataTags(),
    terminal,
    secrets: new NodeSecretInput(),
    keys: new NodeKeyInput(),
    http: nodeHttpClient,
    openHttp: async (...place) => (await import("./platform/http-server.ts")).listenHttp(...place),
    openTls,
    makeRsaKey: async (bits) => (await import("./platform/rsa-key.ts")).makeRsaKey(bits),
    webFolder: fileURLToPath(new URL(beside.web, import.meta.url)),
    // What only some programs use is loaded by those.
    openDatabases: async () => (await import("./platform/sqlite.ts")).SqliteDriver.load(),
    async openMedia() {
      const { nodeMediaHttp } = await import("./platform/media-http.ts");
      const { wasmMediaDecoders } = await import("./platform/decoders/media.ts");
      return { http: nodeMediaHttp, decoders: wasmMediaDecoders };
    },
    openServiceManager: () => openServiceManager(log),
    async openRelays() {
      const { nodeMediaHttp } = await import("./platform/media-http.ts");
      const { nodePipedPrograms } = await import("./platform/piped-programs.ts");
      return { http: nodeMediaHttp, programs: nodePipedPrograms };
    },
    async openDecoders() {
      const { openDecoderDriver } = await import("./platform/decoders/driver.ts");
      return openDecoderDriver(await openNative(), { flac: false });
    },
    async openSink(output, signal) {
      const native = await openNative();
      await memory.begin(native);
      const { AudioOutput } = await import("./audio/audio-output.ts");
      const sink = await AudioOutput.open({ threads, clock, log }, output, signal);
      // Without its audio thread a speaker is no speaker: systemd starts it anew.
      sink.run().catch(die);
      // Its thread has read as much of Node as the start before it.
      await memory.giveBack();
      return sink;
    },
    started: () => memory.started(),
    firstPlayBegins: () => memory.firstPlayBegins(),
    async soundCards() {
      const { AlsaDriver } = await import("./platform/alsa/alsa-driver.ts");
      return AlsaDriver.open(await openNative()).list();
    },
    openGpio,
    boardsFolder: fileURLToPath(new URL(`${beside.root}/device/boards`, import.meta.url)),
    environment: readEnvironment(),
    version: readVersion(),
    toolCommand: (name) => {
      const file = `${beside.tools}/${name}/main.${beside.extension}`;
      return [process.execPath, fileURLToPath(new URL(file, import.meta.url))];
    },
  };
}

function readEnvironment(): Environment {
  const variables = { HOME: os.homedir(), ...process.env };
  return { variables, userName: userName(), hostName: os.hostname() };
}

async function openGpio(): Promise<GpioDriver> {
  const { ChardevGpio } = await import("./platform/gpio/gpio-driver.ts");
  return ChardevGpio.load(await openNative());
}

/** Undefined in most runs: nobody waits to hear of them. */
async function openServiceManager(log: Log): Promise<ServiceManager | undefined> {
  if (process.env["NOTIFY_SOCKET"] === undefined) return undefined;
  const platform = await import("./platform/service-manager.ts");
  const manager = await platform.openServiceManager(process.env, process.pid);
  // It will take the daemon for one that does not come up, and end it.
  if (manager === undefined) log.warn("service-manager-not-told");
  return manager;
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return "user";
  }
}

function readVersion(): string {
  const text = readFileSync(new URL(`${beside.root}/package.json`, import.meta.url), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version); // our own file
}

/** Aborts at the first Ctrl-C, SIGTERM or hang-up; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) quit();
    stop.abort(new Error("stopped by a signal"));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // Node takes back what nohup asked for, so a hang-up ends the program in any case: then in order.
  process.on("SIGHUP", onSignal);
  return stop.signal;
}

function explain(error: unknown): void {
  const line = describeError(error).replaceAll("\n", " ");
  process.stderr.write(`nightjar: ${line}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

/** A bug: the process must not go on with a state that is wrong. */
function die(error: unknown): never {
  explain(error);
  quit();
}

/** At once, with nothing closed in order: the cursor, which the live view hides, is all that is seen to. */
function quit(): never {
  if (process.stderr.isTTY) process.stderr.write("\x1b[?25h");
  leaveAtOnce(1);
}

process.on("uncaughtException", die);
process.on("unhandledRejection", die);

const signal = stopSignal();
try {
  process.exitCode = await runCommandLine(makeMachine(), process.argv.slice(2), signal);
} catch (error) {
  const unfinished = error instanceof SpeakerError && error.code === interrupted;
  if (signal.aborted && !unfinished) process.exitCode = 0;
  else {
    explain(error);
    if (!(error instanceof SpeakerError) && debug) throw error;
    process.exitCode = 1;
  }
}
// Whatever still holds the loop open is done with: everything was closed in order.
if (threads.running > 0) leaveAtOnce(Number(process.exitCode ?? 0));
process.exit();
