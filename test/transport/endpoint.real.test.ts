/** The link over real UDP sockets of this machine, once with each cipher. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import os from "node:os";
import { describe, it } from "vitest";
import { NodeClock } from "../../src/platform/clock.ts";
import { openAeadDriver } from "../../src/platform/libcrypto-aead.ts";
import { nodeAeadDriver } from "../../src/platform/node-aead.ts";
import { bindNodeUdp } from "../../src/platform/udp.ts";
import type { AeadDriver } from "../../src/ports/aead.ts";
import { LinkEndpoint, linkKeyPair } from "../../src/transport/endpoint.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimNetwork } from "../sim/sim-network.ts";
import { digestOf, objectName, quietLog, serveSymbols, symbolsOf } from "./link-world.ts";

const signal = new AbortController().signal;
const loopback = { host: "127.0.0.1", port: 0 };
const hasIpv6 = os.networkInterfaces()["lo"]?.some(({ family }) => family === "IPv6") === true;

function open(aead: AeadDriver, identity = linkKeyPair(randomBytes(32)), at = loopback) {
  const ports = {
    // Only UDP is used: the rest comes from the simulated host, which refuses it.
    network: { ...new SimNetwork(new SimClock()).host(at.host), bindUdp: bindNodeUdp },
    clock: new NodeClock(),
    entropy: { bytes: (length: number) => new Uint8Array(randomBytes(length)) },
    log: quietLog,
    aead,
  };
  const admit = (key: Uint8Array) => ({
    id: createHash("sha256").update(key).digest("hex"),
    name: "real",
    role: "guest" as const,
  });
  const credential = () => new Uint8Array(0);
  return LinkEndpoint.open(ports, { at, identity, credential, admit, serve: serveSymbols }, signal);
}

describe("LinkEndpoint over loopback", () => {
  it.each([nodeAeadDriver, openAeadDriver()])(
    "brings megabytes through with $name, and frees its port",
    async (aead) => {
      const identity = linkKeyPair(randomBytes(32));
      await using server = await open(aead, identity);
      const port = server.local.port;
      {
        await using client = await open(aead);
        const addresses = [{ host: loopback.host, port }];
        const session = client.connect({ key: identity.publicKey, addresses: () => addresses });
        const objects = Array.from({ length: 8 }, (_, i) => objectName(500, 1_140, i));
        const deadlineUs = Number.POSITIVE_INFINITY;
        const fetches = objects.map((object) =>
          session.fetch({ object, class: "play", deadlineUs }),
        );
        for (const [i, { done }] of fetches.entries()) {
          const outcome = await done;
          assert.ok(outcome.kind === "complete");
          const object = objects[i] ?? assert.fail();
          assert.equal(digestOf(outcome.symbols), digestOf(symbolsOf(object)));
        }
        assert.ok(session.stats().bytesReceived > 8 * 500 * 1_140);
        assert.equal(server.sessions().length, 1);
      }
      await server[Symbol.asyncDispose]();
      const again = await bindNodeUdp({ host: loopback.host, port }, signal);
      await again[Symbol.asyncDispose]();
    },
    30_000,
  );

  it.skipIf(!hasIpv6)(
    "serves IPv6 and IPv4 from one port (skipped without ::1)",
    async () => {
      const identity = linkKeyPair(randomBytes(32));
      await using server = await open(nodeAeadDriver, identity, { host: "::", port: 0 });
      const { port } = server.local;
      for (const host of ["::1", "127.0.0.1"]) {
        await using client = await open(nodeAeadDriver, undefined, { host, port: 0 });
        const addresses = [{ host, port }];
        const session = client.connect({ key: identity.publicKey, addresses: () => addresses });
        const object = objectName(20, 1_140);
        const fetch = { object, class: "play", deadlineUs: Number.POSITIVE_INFINITY } as const;
        assert.equal((await session.fetch(fetch).done).kind, "complete");
        assert.ok(server.sessions().some(({ address }) => address.host === host));
      }
    },
    30_000,
  );
});
