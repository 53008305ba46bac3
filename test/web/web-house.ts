/**
 * A household for browsers: an origin over the composed library, a speaker that
 * serves its web remote, and Debian's Chromium. All on loopback.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { toBase64Url } from "../../src/base/bytes.ts";
import {
  decodeFrame,
  encodeFrame,
  type FrameIn,
  type FrameOut,
  FrameSplitter,
} from "../../src/wire/control-frame.ts";
import { Daemon, json, TempFolder, until } from "../programs/daemon.ts";

const root = path.resolve(import.meta.dirname, "../..");
const executablePath = "/usr/bin/chromium";
/** Why a browser cannot be driven here; "" where it can. */
export const missing = existsSync(executablePath) ? "" : "no chromium";
/** Nothing of the browser's own goes over the network. */
const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
/** CI keeps what is in it; git does not. */
export const shots = path.join(root, "test-results/web");

export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

export class WebHouse implements AsyncDisposable {
  readonly folder = new TempFolder();
  readonly #running: AsyncDisposable[] = [];
  #speaker: Daemon | undefined;
  #http: string;
  #browser: Browser | undefined;
  /** Begins the command lines of all that runs, where it runs in a network of its own. */
  readonly #through: readonly string[];

  static async start(through: readonly string[] = []): Promise<WebHouse> {
    const house = new WebHouse(through);
    try {
      await house.#open();
      return house;
    } catch (error) {
      await house[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(through: readonly string[]) {
    this.#through = through;
    // Speakers tell the household of remotes that others can reach alone; nobody else is in a network of its own.
    this.#http = through.length > 0 ? "0.0.0.0:0" : "127.0.0.1:0";
  }

  /** Of the web remote. */
  get url(): string {
    return `http://${this.#http.replace("0.0.0.0", "127.0.0.1")}`;
  }
  get speaker(): Daemon {
    assert.ok(this.#speaker !== undefined);
    return this.#speaker;
  }
  get browser(): Browser {
    assert.ok(this.#browser !== undefined);
    return this.#browser;
  }

  ctl<T>(...words: string[]): Promise<T> {
    return json<T>(["ctl", "--data", this.folder.in("kitchen"), "--json", ...words]);
  }

  /** A browser of somebody's own, with a key that the speaker knows. */
  async remote(options: object = desktop): Promise<Page> {
    const secret = ed25519.utils.randomSecretKey();
    const name = "a test's browser";
    const { adminReply } = await this.ask({
      admin: { pair: { publicKey: ed25519.getPublicKey(secret), name } },
    });
    const speakerId = adminReply?.paired?.speakerId ?? "";
    const context = await this.browser.newContext(options);
    const entries = { "nightjar-key": toBase64Url(secret), "nightjar-paired": speakerId };
    await context.addInitScript(
      `if (location.protocol === "http:") for (const [name, value] of Object.entries(${JSON.stringify(entries)})) localStorage.setItem(name, value);`,
    );
    return this.open(context);
  }

  async open(context: BrowserContext, view = "now"): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && /content security/i.test(message.text()))
        this.faults.push(message.text());
    });
    await page.goto(`${this.url}/#/${view}`);
    return page;
  }

  /** What pages threw, or wanted against the policy: there must be nothing. */
  readonly faults: string[] = [];

  async startSpeaker(): Promise<void> {
    const at = ["--listen", "127.0.0.1:0", "--control", "off", "--http", this.#http];
    const own = [
      "speaker",
      "--data",
      this.folder.in("kitchen"),
      "--name",
      "Kitchen",
      "--output",
      "null",
    ];
    this.#speaker = await Daemon.start([...own, ...at, ...this.#join], {}, this.#through);
    this.#running.push(this.#speaker);
    this.#http = String(this.#speaker.ready["http"]);
    this.#join = [];
  }
  #join: readonly string[] = [];

  /** Another room of the household, in a data folder of its name. */
  async addSpeaker(name: string): Promise<Daemon> {
    const invite = ["origin", "invite", "--data", this.folder.in("origin"), "--json"];
    const { uri } = await json<{ uri: string }>(invite);
    const at = ["--listen", "127.0.0.1:0", "--control", "off", "--http", "0.0.0.0:0"];
    const own = ["speaker", "--data", this.folder.in(name), "--name", name, "--output", "null"];
    const join = ["--origin", this.#origin, "--join", uri];
    const speaker = await Daemon.start([...own, ...at, ...join], {}, this.#through);
    this.#running.push(speaker);
    return speaker;
  }
  #origin = "";

  /** One request over the Unix socket, whose owner is admin. */
  ask(body: FrameOut): Promise<FrameIn> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.folder.in("kitchen", "control.sock"));
      const splitter = new FrameSplitter();
      const send = (frame: FrameOut) => socket.write(encodeFrame(frame) ?? new Uint8Array(0));
      socket.on("error", reject);
      socket.on("data", (bytes) => {
        for (const frame of splitter.push(bytes)) {
          const answer = decodeFrame(frame);
          if (answer?.replyTo === 1) send({ ...body, id: 2 });
          if (answer?.replyTo !== 2) continue;
          socket.end();
          resolve(answer);
        }
      });
      send({ id: 1, hello: { major: 1, clientName: "test", clientKind: "test" } });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#running.reverse()) await one[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }

  #executable(): { readonly executablePath: string } {
    if (this.#through.length === 0) return { executablePath };
    const wrapper = this.folder.in("chromium.sh");
    const command = [...this.#through, executablePath].join(" ");
    writeFileSync(wrapper, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
    return { executablePath: wrapper };
  }

  async #open(): Promise<void> {
    mkdirSync(shots, { recursive: true });
    // Composed once: what is there and whole is left alone, and is the same bytes each time.
    const library = path.join(root, "test-results/library");
    const compose = path.join(root, "dist/tools/compose/main.js");
    execFileSync(process.execPath, [compose, "--out", library], { stdio: "ignore" });
    // It starts while the origin reads the library.
    const browser = chromium.launch({ ...this.#executable(), headless: true, args: flags });
    this.#running.push({ [Symbol.asyncDispose]: async () => (await browser).close() });
    const data = this.folder.in("origin");
    const args = ["origin", "--data", data, "--library", library, "--listen", "127.0.0.1:0"];
    const origin = await Daemon.start(args, {}, this.#through);
    this.#running.push(origin);
    this.#origin = String(origin.ready["udp"]);
    const { uri } = await json<{ uri: string }>(["origin", "invite", "--data", data, "--json"]);
    this.#join = ["--origin", this.#origin, "--join", uri];
    await this.startSpeaker();
    await until(
      "the library is known",
      async () => {
        const all = await this.ctl<unknown[]>("library");
        return all.length === 8 ? all : undefined;
      },
      120_000,
    );
    this.#browser = await browser;
  }
}
