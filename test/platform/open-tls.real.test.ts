import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { describe, it } from "vitest";
import { makeTlsIdentity } from "../../src/control/tls-identity.ts";
import { openTls } from "../../src/platform/open-tls.ts";
import { NetworkError } from "../../src/ports/errors.ts";
import type { Address, StreamListener, TlsIdentity } from "../../src/ports/network.ts";

const loopback = { host: "127.0.0.1", port: 0 };
const { signal } = new AbortController();
const identityOf = (fill: number, name: string): TlsIdentity =>
  makeTlsIdentity(new Uint8Array(32).fill(fill), name);

function portOf({ local }: StreamListener): number {
  return (local as Address).port; // it listens at an address
}

/** What the certificate says that the listener shows now; undefined where it lets nobody in. */
async function shownAt(port: number, version?: tls.SecureVersion): Promise<string | undefined> {
  const limits = version === undefined ? {} : { maxVersion: version };
  const socket = tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...limits });
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", resolve));
  let subject: string | undefined;
  socket.once("secureConnect", () => {
    subject = socket.getPeerX509Certificate()?.subject;
    // Ended by the listener, which has let it in then.
    socket.resume();
  });
  await closed;
  return subject;
}

describe("a TLS listener for other makes", () => {
  it("asks who it is at each connection, and says who was shown", async () => {
    const seen: TlsIdentity[] = [];
    const [one, two] = [identityOf(1, "One"), identityOf(2, "Two")];
    let now: TlsIdentity | undefined;
    const listener = await openTls(
      loopback,
      async () => now,
      (socket, shown) => {
        seen.push(shown);
        socket.close();
      },
      signal,
    );
    const port = portOf(listener);
    assert.equal(await shownAt(port), undefined);
    now = one;
    assert.equal(await shownAt(port), "CN=One");
    now = two;
    assert.equal(await shownAt(port, "TLSv1.2"), "CN=Two");
    assert.deepEqual(seen, [one, two]);
    await assert.rejects(
      openTls(
        { ...loopback, port },
        async () => now,
        () => undefined,
        signal,
      ),
      (error) => error instanceof NetworkError && error.code === "port-in-use",
    );
    await listener[Symbol.asyncDispose]();
  });

  it("keeps few who say nothing of one address, and none once it is closed", async () => {
    const listener = await openTls(
      loopback,
      async () => identityOf(1, "One"),
      (socket) => socket.close(),
      signal,
    );
    const port = portOf(listener);
    const idle: net.Socket[] = [];
    for (let i = 0; i < 9; i++) {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      idle.push(socket.resume());
    }
    const last = idle.at(-1);
    if (last?.closed === false) await once(last, "close");
    assert.deepEqual(
      idle.map(({ readyState }) => readyState === "open"),
      [true, true, true, true, true, true, true, true, false],
    );
    const rest = idle.slice(0, -1).map((socket) => once(socket, "close"));
    await listener[Symbol.asyncDispose]();
    await Promise.all(rest);
  });
});
