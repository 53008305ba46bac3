/** The network of this machine, put together from its sockets. */
import dns from "node:dns/promises";
import os from "node:os";
import { orAbort } from "../base/signal.ts";
import { NetworkError } from "../ports/errors.ts";
import type { Network } from "../ports/network.ts";
import { connectTls, connectUnix, listenTcp, listenTls, listenUnix } from "./streams.ts";
import { bindNodeUdp } from "./udp.ts";

export const nodeNetwork: Network = {
  bindUdp: bindNodeUdp,
  listenUnix,
  connectUnix,
  listenTcp,
  listenTls,
  connectTls,
  resolve,
  interfaces,
};

async function resolve(host: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const found = await orAbort(dns.lookup(host, { all: true }), signal);
    return found.map(({ address }) => address);
  } catch (error) {
    signal.throwIfAborted();
    throw new NetworkError("host-unknown", `no address is known for ${host}`, {
      remedy: "check the name, or give an address",
      cause: error,
    });
  }
}

/** IPv4 first; link-local IPv6 is left out, since it means nothing without an interface. */
function interfaces(): readonly string[] {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outside = all.filter(({ internal, address }) => !internal && !address.startsWith("fe80:"));
  return outside
    .sort((a, b) => Number(a.family === "IPv6") - Number(b.family === "IPv6"))
    .map(({ address }) => address);
}
