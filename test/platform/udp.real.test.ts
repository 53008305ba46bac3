import assert from "node:assert/strict";
import os from "node:os";
import { describe, it } from "vitest";
import { bindNodeUdp } from "../../src/platform/udp.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import type { Address } from "../../src/ports/network.ts";

const signal = new AbortController().signal;
const loopback = { host: "127.0.0.1", port: 0 };
const hasIpv6 = os.networkInterfaces()["lo"]?.some(({ family }) => family === "IPv6") === true;

describe("NodeUdpSocket", () => {
  it("sends and receives, and the sent bytes may be changed at once", async () => {
    await using a = await bindNodeUdp(loopback, signal);
    await using b = await bindNodeUdp(loopback, signal);
    const received: number[] = [];
    const done = new Promise<void>((resolve) => {
      b.onDatagram((bytes, from) => {
        assert.deepEqual(from, a.local);
        received.push(bytes[0] ?? -1);
        if (received.length === 50) resolve();
      });
    });
    const bytes = new Uint8Array(1_200);
    for (let i = 0; i < 50; i++) a.send(bytes.fill(i), b.local);
    await done;
    assert.deepEqual(
      received,
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  it.skipIf(!hasIpv6)(
    "on :: talks to IPv4 and to IPv6, each by its own address (skipped without ::1)",
    async () => {
      await using both = await bindNodeUdp({ host: "::", port: 0 }, signal);
      for (const host of ["127.0.0.1", "::1"]) {
        await using other = await bindNodeUdp({ host, port: 0 }, signal);
        const came = new Promise<Address>((resolve) => {
          other.onDatagram((_, from) => resolve(from));
        });
        const asked = new Promise<Address>((resolve) => {
          both.onDatagram((bytes, from) => {
            both.send(bytes, from);
            resolve(from);
          });
        });
        other.send(new Uint8Array(3), { host, port: both.local.port });
        assert.deepEqual(await asked, other.local);
        assert.deepEqual(await came, { host, port: both.local.port });
      }
    },
  );

  it("says which port is in use, and which address is not of this machine", async () => {
    await using a = await bindNodeUdp(loopback, signal);
    const codeOf = (at: typeof loopback) =>
      bindNodeUdp(at, signal).then(
        () => "bound",
        (error: unknown) => (error instanceof NetworkError ? error.code : String(error)),
      );
    assert.equal(await codeOf(a.local), "port-in-use");
    assert.equal(await codeOf({ host: "192.0.2.1", port: 0 }), "address-unavailable");
  });

  it("drops what it cannot send, and closes twice", async () => {
    const a = await bindNodeUdp(loopback, signal);
    a.send(new Uint8Array(10), { host: "not an address", port: 1 });
    a.send(new Uint8Array(10), { host: "127.0.0.1", port: 0 });
    a.send(new Uint8Array(9_000), { host: "127.0.0.1", port: 9 });
    await a[Symbol.asyncDispose]();
    await a[Symbol.asyncDispose]();
    a.send(new Uint8Array(10), { host: "127.0.0.1", port: 9 });
  });

  it("does not bind when it is aborted", async () => {
    const reason = new Error("enough");
    await assert.rejects(bindNodeUdp(loopback, AbortSignal.abort(reason)), reason);
  });
});
