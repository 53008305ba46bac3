/**
 * One end of the link benchmark, a process of its own: sends or receives bare
 * datagrams, or serves or fetches objects over the link, and reports by IPC.
 *
 * argv: `raw-receive` | `raw-send PORT` | `link-serve` | `link-fetch PORT`.
 */
import dgram from "node:dgram";
import { NodeClock } from "../../src/platform/clock.ts";
import { openAeadDriver } from "../../src/platform/libcrypto-aead.ts";
import { bindNodeUdp } from "../../src/platform/udp.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Network } from "../../src/ports/network.ts";
import { LinkEndpoint, type LinkOptions, linkKeyPair } from "../../src/transport/endpoint.ts";

/** What a peer reports every `reportMs`. */
export interface PeerReport {
  /** Packets sent or received since it was ready. */
  readonly packets: number;
  /** CPU time since then, in seconds. */
  readonly cpuS: number;
  readonly timeS: number;
  readonly aead: string;
}

const host = "127.0.0.1";
const datagramBytes = 1_200;
const socketBufferBytes = 4 * 1024 * 1024;
const reportMs = 100;
/** Datagrams between two looks at the event loop. */
const rawBurst = 32;
const symbols = Array.from({ length: 1_024 }, () => new Uint8Array(1_140).fill(0x5a));
const fetchesAtOnce = 4;

let packets = 0;

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const unused = (): never => {
  throw new Error("assertion failed: only UDP is used here");
};

const network: Network = {
  bindUdp: bindNodeUdp,
  listenUnix: unused,
  connectUnix: unused,
  listenTcp: unused,
  listenTls: unused,
  connectTls: unused,
  resolve: async (name) => [name],
  interfaces: () => [],
};

/** The same pair of keys in both processes: it is a benchmark. */
const keys = {
  serve: linkKeyPair(new Uint8Array(32).fill(1)),
  fetch: linkKeyPair(new Uint8Array(32).fill(2)),
};

function tell(message: object): void {
  process.send?.(message);
}

function ready(port: number, aead: string): void {
  const cpu = process.cpuUsage();
  const fromMs = performance.now();
  tell({ ready: port });
  setInterval(() => {
    const { user, system } = process.cpuUsage(cpu);
    const timeS = (performance.now() - fromMs) / 1_000;
    tell({ packets, cpuS: (user + system) / 1e6, timeS, aead } satisfies PeerReport);
  }, reportMs);
}

function rawReceive(): void {
  const socket = dgram.createSocket({ type: "udp4", recvBufferSize: socketBufferBytes });
  socket.on("message", () => {
    packets += 1;
  });
  socket.bind(0, host, () => ready(socket.address().port, "none"));
}

function rawSend(port: number): void {
  const socket = dgram.createSocket({ type: "udp4", sendBufferSize: socketBufferBytes });
  const datagram = new Uint8Array(datagramBytes);
  const burst = (): void => {
    for (let i = 0; i < rawBurst; i++) socket.send(datagram, port, host);
    packets += rawBurst;
    setImmediate(burst);
  };
  socket.bind(0, host, () => {
    ready(0, "none");
    burst();
  });
}

async function openLink(side: "serve" | "fetch"): Promise<[LinkEndpoint, string]> {
  const aead = openAeadDriver();
  const clock = new NodeClock();
  const entropy = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const options: LinkOptions = {
    at: { host, port: 0 },
    identity: keys[side],
    credential: () => new Uint8Array(0),
    admit: () => ({ id: side, name: side, role: "guest" }),
    serve: async () => ({ kind: "symbols", symbols }),
  };
  const ports = { network, clock, entropy, log: quiet, aead };
  return [await LinkEndpoint.open(ports, options, new AbortController().signal), aead.name];
}

async function linkServe(): Promise<void> {
  const [endpoint, aead] = await openLink("serve");
  ready(endpoint.local.port, aead);
}

async function linkFetch(port: number): Promise<void> {
  const [endpoint, aead] = await openLink("fetch");
  const addresses = [{ host, port }];
  const session = endpoint.connect({ key: keys.serve.publicKey, addresses: () => addresses });
  const object = new Uint8Array(16);
  const keepFetching = async (): Promise<void> => {
    for (;;) {
      const { done } = session.fetch({
        object,
        // The foreground: bulk gives way by design, also to a busy machine.
        class: "play",
        deadlineUs: Number.POSITIVE_INFINITY,
        onSymbol: () => {
          packets += 1;
        },
      });
      const { kind } = await done;
      if (kind !== "complete") throw new Error(`a fetch ended as ${kind}`);
    }
  };
  ready(endpoint.local.port, aead);
  await Promise.all(Array.from({ length: fetchesAtOnce }, keepFetching));
}

const [role, port] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
if (role === "raw-receive") rawReceive();
else if (role === "raw-send") rawSend(Number(port));
else if (role === "link-serve") await linkServe();
else if (role === "link-fetch") await linkFetch(Number(port));
else throw new Error(`unknown role ${role}`);
