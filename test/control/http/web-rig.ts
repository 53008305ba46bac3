/** A control server with its web side on loopback, over a fake speaker, and ways to talk to it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { WebSocket } from "ws";
import { utf8Bytes } from "../../../src/base/bytes.ts";
import { clientIdOf, signAuth } from "../../../src/control/auth.ts";
import { ControlServer } from "../../../src/control/server.ts";
import { NodeClock } from "../../../src/platform/clock.ts";
import { NodeDisk } from "../../../src/platform/disk.ts";
import { NodeEntropy } from "../../../src/platform/entropy.ts";
import { listenHttp } from "../../../src/platform/http-server.ts";
import {
  decodeFrame,
  encodeFrame,
  type FrameIn,
  type FrameOut,
} from "../../../src/wire/control-frame.ts";
import { FakeModel } from "../fake-model.ts";
import { realStreams } from "../real-streams.ts";
import { MemoryClientStore, phone, quietLog } from "../world.ts";

/** What a build of the web remote leaves, in small. */
const files: Readonly<Record<string, string>> = {
  "index.html": "<!doctype html><title>remote</title>",
  "assets/app-1a2b3c.js": "plain script",
  "assets/app-1a2b3c.js.br": "brotli script",
  "assets/app-1a2b3c.js.gz": "gzip script",
  ".secret.txt": "not for anybody",
};

export class WebRig implements AsyncDisposable {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "nj-web-"));
  readonly clients = new MemoryClientStore();
  readonly model = new FakeModel(new NodeClock());
  readonly server: ControlServer;
  readonly port: number;

  static async open(): Promise<WebRig> {
    const signal = new AbortController().signal;
    const rig = new WebRig();
    const disk = new NodeDisk(quietLog);
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(rig.folder, "web", name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(path.join(rig.folder, "outside.txt"), "outside of the web's folder");
    const server = await ControlServer.open(
      { network: realStreams, clock: new NodeClock(), entropy: new NodeEntropy(), log: quietLog },
      {
        model: rig.model,
        clients: rig.clients,
        socketPath: path.join(rig.folder, "control.sock"),
        tls: undefined,
        speaker: { id: "aa11", name: "Kitchen" },
      },
      signal,
    );
    const at = { host: "127.0.0.1", port: 0 };
    const folder = path.join(rig.folder, "web");
    await server.openWeb(listenHttp, { at, disk, folder, names: ["Music.Example"] }, signal);
    return Object.assign(rig, { server, port: server.local.web?.port ?? 0 });
  }

  private constructor() {
    this.server = undefined as unknown as ControlServer; // open() sets it
    this.port = 0;
    const { publicKey } = phone;
    const id = clientIdOf(publicKey);
    this.clients.clients.push({ id, name: "Phone", publicKey, role: "admin", addedMs: 0 });
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Sends bytes as they are and returns all that comes back until the end. */
  raw(text: string | Uint8Array): Promise<string> {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, "127.0.0.1");
      let heard = "";
      socket.on("data", (bytes) => {
        heard += bytes.toString("latin1");
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(heard));
      socket.write(text);
    });
  }

  /** One request, closed after its answer. */
  request(target: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
    const all = { Host: this.host, Connection: "close", ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return this.raw(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A browser's end of the control protocol, by hand. */
export class WebClient {
  readonly socket: WebSocket;
  readonly #host: string;
  readonly #heard: FrameIn[] = [];
  #wake: () => void = () => undefined;
  #closed: number | undefined;
  #nextId = 1;

  static async open(rig: WebRig, headers: Readonly<Record<string, string>> = {}) {
    const socket = new WebSocket(`ws://${rig.host}/control`, ["nightjar.v1"], { headers });
    const client = new WebClient(socket, headers["Host"] ?? rig.host);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", () => resolve());
      socket.once("error", reject);
    });
    return client;
  }

  private constructor(socket: WebSocket, host: string) {
    this.socket = socket;
    this.#host = host;
    socket.on("error", () => undefined);
    socket.on("message", (data) => {
      const frame = decodeFrame(data as Buffer); // nodebuffer is what ws gives unless asked
      if (frame !== undefined) this.#heard.push(frame);
      this.#wake();
    });
    socket.on("close", (code) => {
      this.#closed = code;
      this.#wake();
    });
  }

  /** The status code of the end. */
  async closed(): Promise<number> {
    while (this.#closed === undefined) await this.#more();
    return this.#closed;
  }

  async hear(wanted: (frame: FrameIn) => boolean): Promise<FrameIn> {
    for (;;) {
      const at = this.#heard.findIndex(wanted);
      const [frame] = at < 0 ? [] : this.#heard.splice(at, 1);
      if (frame !== undefined) return frame;
      if (this.#closed !== undefined) throw new Error(`closed with ${this.#closed}`);
      await this.#more();
    }
  }

  async ask(body: FrameOut): Promise<FrameIn> {
    const id = this.#nextId++;
    const bytes = encodeFrame({ ...body, id });
    if (bytes === undefined) throw new Error("too large");
    this.socket.send(bytes.subarray(4));
    return await this.hear(({ replyTo }) => replyTo === id);
  }

  /** Hello and Auth; what Auth was answered. `host`: what is signed in place of what was asked for. */
  async prove(host = this.#host, key = phone): Promise<FrameIn> {
    const { welcome } = await this.ask({ hello: { major: 1, clientName: "t", clientKind: "web" } });
    const statement = {
      transport: "web-socket" as const,
      channelBinding: utf8Bytes(host),
      challenge: Uint8Array.from(welcome?.challenge ?? []),
      speakerId: welcome?.speakerId ?? "",
    };
    const signature = signAuth(key.privateKey, statement);
    return await this.ask({ auth: { publicKey: key.publicKey, signature } });
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
