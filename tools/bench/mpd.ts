/**
 * MPD of Debian as the thing to compare with: it plays files of a web server into a named pipe, from
 * which a model card takes them. Told what to do over its own Unix socket.
 *
 * It gets what helps it: its output stays open, the connection to the web server is warm, the file is
 * in its queue before the clock starts.
 */
import { writeFile } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import path from "node:path";
import type { Netlab } from "../netlab/lab.ts";
import { BenchError } from "./errors.ts";
import { Daemon, sleep } from "./harness.ts";
import { pathOf } from "./installed.ts";
import { readyMsMax } from "./limits.ts";
import { nowMs, PipeCapture } from "./sound-capture.ts";

export class Mpd implements AsyncDisposable {
  readonly sound: PipeCapture;
  readonly #daemon: Daemon;
  readonly #client: MpdClient;

  /** Runs in `host`; its files are below `folder`, named after `name`. Throws BenchError `mpd`. */
  static async open(
    lab: Netlab,
    host: string,
    { folder, name }: { readonly folder: string; readonly name: string },
  ): Promise<Mpd> {
    const base = path.join(folder, name);
    const sound = await PipeCapture.open(`${base}.fifo`);
    await writeFile(`${base}.conf`, configText(base));
    const args = ["--no-daemon", "--stderr", `${base}.conf`];
    const daemon = Daemon.start(pathOf("mpd") ?? "mpd", args, (...rest) => lab.exec(host, ...rest));
    try {
      return new Mpd(sound, daemon, await MpdClient.connect(`${base}.sock`));
    } catch (cause) {
      await daemon[Symbol.asyncDispose]();
      await sound[Symbol.asyncDispose]();
      throw new BenchError("mpd", `MPD did not start: ${daemon.log}`, { cause });
    }
  }

  private constructor(sound: PipeCapture, daemon: Daemon, client: MpdClient) {
    this.sound = sound;
    this.#daemon = daemon;
    this.#client = client;
  }

  get pid(): number {
    return this.#daemon.pid;
  }

  /** Puts the file in its queue, which asks nobody for anything. */
  async prepare(url: string): Promise<void> {
    await this.#client.tell("clear");
    await this.#client.tell(`add "${url}"`);
  }

  /** The command; the time at which it was given. */
  async play(): Promise<number> {
    const toldMs = nowMs();
    await this.#client.tell("play");
    return toldMs;
  }

  async stop(): Promise<void> {
    await this.#client.tell("stop");
  }

  /** Seconds of the file that it has given to its output; undefined while it does not play. */
  async elapsedS(): Promise<number | undefined> {
    const elapsed = (await this.#client.tell("status")).get("elapsed");
    return elapsed === undefined ? undefined : Number(elapsed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close();
    await this.#daemon[Symbol.asyncDispose]();
    await this.sound[Symbol.asyncDispose]();
  }
}

function configText(base: string): string {
  return `bind_to_address "${base}.sock"
log_level "warning"
connection_timeout "86400"
audio_output {
  type "pipe"
  name "bench"
  command "exec cat > '${base}.fifo'"
  format "48000:16:2"
  always_on "yes"
}
`;
}

/** MPD's text protocol: a line a command, answers up to OK or ACK. One command at a time. */
class MpdClient {
  readonly #socket: Socket;
  #text = "";
  #wake: () => void = () => undefined;
  #ended = false;

  static async connect(path: string): Promise<MpdClient> {
    const untilMs = nowMs() + readyMsMax;
    for (;;) {
      try {
        const client = new MpdClient(await connected(path));
        await client.#answer();
        return client;
      } catch (error) {
        if (nowMs() > untilMs) throw error;
        await sleep(50);
      }
    }
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      this.#text += String(bytes);
      this.#wake();
    });
    socket.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on("error", () => this.#wake());
  }

  /** The fields of the answer. Throws BenchError `mpd`. */
  async tell(command: string): Promise<ReadonlyMap<string, string>> {
    this.#socket.write(`${command}\n`);
    const lines = await this.#answer();
    return new Map(
      lines.map((line) => {
        const at = line.indexOf(": ");
        return [line.slice(0, at), line.slice(at + 2)];
      }),
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  async #answer(): Promise<readonly string[]> {
    for (;;) {
      const lines = this.#text.split("\n");
      const end = lines.findIndex((line) => /^(OK|ACK)( |$)/.test(line));
      if (end >= 0 && end < lines.length - 1) {
        this.#text = lines.slice(end + 1).join("\n");
        if (lines[end]?.startsWith("ACK")) throw new BenchError("mpd", `MPD says ${lines[end]}`);
        return lines.slice(0, end);
      }
      if (this.#ended) throw new BenchError("mpd", "MPD closed its connection");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.setNoDelay(true);
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}
