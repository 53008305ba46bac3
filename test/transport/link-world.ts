/** A small simulated world for tests of the link: endpoints on hosts, a server of made-up objects. */
import { createHash } from "node:crypto";
import { utf8Bytes, utf8Text } from "../../src/base/bytes.ts";
import { Rng } from "../../src/base/rng.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Address, Network } from "../../src/ports/network.ts";
import {
  type FetchOutcome,
  LinkEndpoint,
  type LinkOptions,
  type LinkSession,
  linkKeyPair,
  type RequestClass,
  type ServedAnswer,
  type ServedRequest,
} from "../../src/transport/endpoint.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimNetwork } from "../sim/sim-network.ts";

export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};

/** `symbols N BYTES SEED` is answered with N symbols of BYTES each. */
export function objectName(symbols: number, bytes: number, seed = 0): Uint8Array {
  return utf8Bytes(`symbols ${symbols} ${bytes} ${seed}`);
}

export function symbolsOf(object: Uint8Array): readonly Uint8Array[] {
  const [, count, bytes, seed] = (utf8Text(object) ?? "").split(" ").map(Number);
  const rng = new Rng(seed ?? 0);
  return Array.from({ length: count ?? 0 }, (_, i) =>
    new Uint8Array(bytes ?? 0).map((_, at) => (at < 4 ? (i >> (8 * at)) & 0xff : rng.below(256))),
  );
}

export function digestOf(symbols: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const symbol of symbols) hash.update(symbol);
  return hash.digest("hex");
}

export const serveSymbols = async ({ object }: ServedRequest): Promise<ServedAnswer> => ({
  kind: "symbols",
  symbols: symbolsOf(object),
});

export class LinkWorld {
  readonly clock = new SimClock();
  readonly network = new SimNetwork(this.clock);
  readonly rng: Rng;

  constructor(seed: number) {
    this.rng = new Rng(seed);
  }

  keyOf(name: string): ReturnType<typeof linkKeyPair> {
    return linkKeyPair(createHash("sha256").update(name).digest());
  }

  /** An endpoint that admits everybody, unless told otherwise. Its key is that of `name`. */
  async open(
    name: string,
    host: string,
    changes: Partial<LinkOptions> = {},
    over?: Pick<Network, "bindUdp">,
  ): Promise<LinkEndpoint> {
    const rng = this.rng.fork();
    const ports = {
      network: { ...this.network.host(host), ...bound(over) },
      clock: this.clock,
      entropy: { bytes: (length: number) => new Uint8Array(length).map(() => rng.below(256)) },
      log: quietLog,
      aead: nodeAeadDriver,
    };
    const options: LinkOptions = {
      at: { host, port: 41_000 },
      identity: this.keyOf(name),
      credential: () => utf8Bytes(`I am ${name}`),
      admit: (_key, credential) => ({
        id: utf8Text(credential) ?? "",
        name,
        role: "guest",
      }),
      serve: serveSymbols,
      ...changes,
    };
    return LinkEndpoint.open(ports, options, new AbortController().signal);
  }

  connect(from: LinkEndpoint, name: string, ...addresses: readonly Address[]): LinkSession {
    return from.connect({ key: this.keyOf(name).publicKey, addresses: () => addresses });
  }

  async ready(session: LinkSession, limitUs = 10_000_000): Promise<void> {
    await this.clock.until(() => session.state === "ready", limitUs);
  }

  fetch(
    session: LinkSession,
    object: Uint8Array,
    requestClass: RequestClass = "play",
    withinUs = Number.POSITIVE_INFINITY,
  ): Promise<FetchOutcome> {
    const deadlineUs = this.clock.nowUs() + withinUs;
    return session.fetch({ object, class: requestClass, deadlineUs }).done;
  }
}

/** Methods of a class do not survive a spread. */
function bound(over: Pick<Network, "bindUdp"> | undefined): Partial<Network> {
  return over === undefined ? {} : { bindUdp: (at, signal) => over.bindUdp(at, signal) };
}
