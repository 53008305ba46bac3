/**
 * One end of the bench `share`, a process of its own in a host of an emulated network: serves or
 * fetches over the link, or over TCP of the kernel, and reports by IPC.
 *
 * argv: ROLE HOST PORT, where ROLE is `serve`, `bulk`, `play`, `tcp-serve` or `tcp-get`.
 */
import { connect, createServer } from "node:net";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { openAeadDriver } from "../../src/platform/libcrypto-aead.ts";
import { nodeNetwork } from "../../src/platform/network.ts";
import type { Log } from "../../src/ports/log.ts";
import { LinkEndpoint, type LinkSession, linkKeyPair } from "../../src/transport/endpoint.ts";
import { shareAheadS, shareReportMs } from "./limits.ts";

/** What a peer reports every `shareReportMs`. */
export interface ShareReport {
  /** Of payload, since it was ready. */
  readonly bytes: number;
  /** Of `play`: silences, and how long they were together. */
  readonly stalls: number;
  readonly stallMs: number;
}

const [role = "", host = "", port = "0"] = process.argv.slice(2);
const symbolBytes = 1_140;
/** A second of music at 160 kbit/s, and of what is fetched for later. */
const symbolCounts: Readonly<Record<string, number>> = { chunk: 18, bulk: 512 };
const symbol = new Uint8Array(symbolBytes).fill(0x5a);
const chunkMs = 1_000;
/** Chunks under way at once, as the player has them. */
const chunksInFlightMax = 4;
const bulkAtOnce = 2;

const report = { bytes: 0, stalls: 0, stallMs: 0 };

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};
/** The same keys in all runs: it is a benchmark. */
const keys = {
  serve: linkKeyPair(new Uint8Array(32).fill(1)),
  fetch: linkKeyPair(new Uint8Array(32).fill(2)),
};

function ready(): void {
  process.send?.({ ready: true });
  setInterval(() => process.send?.(report satisfies ShareReport), shareReportMs);
}

function openLink(side: "serve" | "fetch", at: { host: string; port: number }) {
  const entropy = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const clock = new NodeClock();
  const ports = { network: nodeNetwork, clock, entropy, log: quiet, aead: openAeadDriver() };
  return LinkEndpoint.open(
    ports,
    {
      at,
      identity: keys[side],
      credential: () => new Uint8Array(0),
      admit: () => ({ id: side, name: side, role: "guest" }),
      serve: async ({ object }) => ({
        kind: "symbols",
        symbols: new Array<Uint8Array>(symbolCounts[utf8Text(object) ?? ""] ?? 1).fill(symbol),
      }),
    },
    new AbortController().signal,
  );
}

async function openSession(): Promise<LinkSession> {
  const endpoint = await openLink("fetch", { host: "0.0.0.0", port: 0 });
  const addresses = [{ host, port: Number(port) }];
  const session = endpoint.connect({ key: keys.serve.publicKey, addresses: () => addresses });
  while (session.state !== "ready") await new Promise((resolve) => setTimeout(resolve, 10));
  return session;
}

async function bulk(): Promise<void> {
  const session = await openSession();
  const object = utf8Bytes("bulk");
  const onSymbol = (): void => {
    report.bytes += symbolBytes;
  };
  ready();
  const forever = async (): Promise<void> => {
    for (;;)
      await session.fetch({ object, class: "bulk", deadlineUs: Number.POSITIVE_INFINITY, onSymbol })
        .done;
  };
  await Promise.all(Array.from({ length: bulkAtOnce }, forever));
}

/** A second of music each second, up to `shareAheadS` ahead of what is heard. */
class ModelPlayer {
  readonly #session: LinkSession;
  readonly #clock = new NodeClock();
  readonly #fromMs = performance.now();
  /** Chunks that are here without a gap before them. */
  #whole = 0;
  readonly #came = new Set<number>();
  #asked = 0;
  #inFlight = 0;
  /** Chunk that is heard, and when it ends; before the first: none. */
  #heard = -1;
  #endsMs = 0;
  #silentSinceMs: number | undefined;

  constructor(session: LinkSession) {
    this.#session = session;
    setInterval(() => this.#turn(), 5);
  }

  #turn(): void {
    this.#fill();
    const nowMs = performance.now() - this.#fromMs;
    if (nowMs < this.#endsMs) return;
    if (this.#heard + 1 < this.#whole) {
      if (this.#silentSinceMs !== undefined) report.stallMs += nowMs - this.#silentSinceMs;
      // Music goes on where it stopped: a chunk that was late begins when it is here.
      this.#endsMs =
        (this.#silentSinceMs === undefined ? Math.max(this.#endsMs, nowMs - 5) : nowMs) + chunkMs;
      this.#silentSinceMs = undefined;
      this.#heard += 1;
    } else if (this.#heard >= 0 && this.#silentSinceMs === undefined) {
      report.stalls += 1;
      this.#silentSinceMs = nowMs;
    }
  }

  #fill(): void {
    while (this.#asked <= this.#heard + shareAheadS && this.#inFlight < chunksInFlightMax) {
      const chunk = this.#asked;
      this.#asked += 1;
      this.#inFlight += 1;
      void this.#fetch(chunk);
    }
  }

  async #fetch(chunk: number): Promise<void> {
    const leadUs = Math.max(1, chunk - this.#heard) * 1_000_000;
    const { kind } = await this.#session.fetch({
      object: utf8Bytes("chunk"),
      class: this.#heard < 2 ? "urgent" : "play",
      deadlineUs: this.#clock.nowUs() + leadUs + 10_000_000,
      onSymbol: () => {
        report.bytes += symbolBytes;
      },
    }).done;
    if (kind !== "complete") return this.#fetch(chunk);
    this.#inFlight -= 1;
    this.#came.add(chunk);
    while (this.#came.delete(this.#whole)) this.#whole += 1;
  }
}

function tcpServe(): void {
  const block = new Uint8Array(65_536);
  const server = createServer((socket) => {
    const more = (): void => {
      while (socket.write(block));
    };
    socket.on("drain", more);
    socket.on("error", () => socket.destroy());
    more();
  });
  server.listen(Number(port), host, ready);
}

function tcpGet(): void {
  const socket = connect(Number(port), host, ready);
  socket.on("data", (bytes) => {
    report.bytes += bytes.length;
  });
}

process.on("disconnect", () => process.exit(0));
if (role === "serve") {
  await openLink("serve", { host, port: Number(port) });
  ready();
} else if (role === "bulk") await bulk();
else if (role === "play") {
  new ModelPlayer(await openSession());
  ready();
} else if (role === "tcp-serve") tcpServe();
else if (role === "tcp-get") tcpGet();
else throw new Error(`unknown role ${role}`);
