/** The streams of platform/ as a Network, for tests over real sockets. It has no datagrams. */
import {
  connectTls,
  connectUnix,
  listenTcp,
  listenTls,
  listenUnix,
} from "../../src/platform/streams.ts";
import type { Network } from "../../src/ports/network.ts";

export const realStreams: Network = {
  listenUnix,
  connectUnix,
  listenTcp,
  listenTls,
  connectTls,
  bindUdp: () => Promise.reject(new Error("no datagrams here")),
  interfaces: () => [],
  resolve: async (host) => [host === "localhost" ? "127.0.0.1" : host],
};
