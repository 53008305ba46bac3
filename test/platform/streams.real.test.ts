import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { afterAll, describe, it } from "vitest";
import { keyHashOf, makeTlsIdentity } from "../../src/control/tls-identity.ts";
import { connectTls, connectUnix, listenTls, listenUnix } from "../../src/platform/streams.ts";
import { DiskError, NetworkError } from "../../src/ports/errors.ts";
import type { StreamSocket } from "../../src/ports/network.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nj-"));
const identity = makeTlsIdentity(new Uint8Array(32).fill(5), "Kitchen");
const loopback = { host: "127.0.0.1", port: 0 };
const signal = new AbortController().signal;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codeIs = (code: string) => (error: unknown) =>
  (error instanceof NetworkError || error instanceof DiskError) && error.code === code;

/** Answers each chunk with itself, then ends with the peer. */
async function echo(socket: StreamSocket): Promise<void> {
  for await (const chunk of socket.incoming) socket.write(chunk);
  socket.close();
}

async function exchange(socket: StreamSocket, text: string): Promise<string> {
  socket.write(new TextEncoder().encode(text));
  for await (const chunk of socket.incoming) return new TextDecoder().decode(chunk);
  return "";
}

describe("a Unix socket", () => {
  it("is of mode 0600, carries bytes both ways and is gone after its listener", async () => {
    const at = path.join(folder, "a.sock");
    const listener = await listenUnix(at, (socket) => void echo(socket), signal);
    assert.equal(statSync(at).mode & 0o777, 0o600);
    const client = await connectUnix(at, signal);
    assert.equal(client.local, true);
    assert.equal(await exchange(client, "hello"), "hello");
    await client[Symbol.asyncDispose]();
    await client[Symbol.asyncDispose]();
    await listener[Symbol.asyncDispose]();
    assert.equal(statSync(at, { throwIfNoEntry: false }), undefined);
    await assert.rejects(connectUnix(at, signal), codeIs("connection-refused"));
  });

  it("replaces what a dead daemon left, but not one that answers and not a plain file", async () => {
    const at = path.join(folder, "b.sock");
    // A socket whose owner is gone: bound, then its process' listener closed without unlinking.
    const dead = net.createServer().listen(at);
    await new Promise((resolve) => dead.once("listening", resolve));
    await assert.rejects(
      listenUnix(at, () => undefined, signal),
      codeIs("port-in-use"),
    );
    const kept = `${at}.kept`;
    await import("node:fs").then(({ renameSync }) => renameSync(at, kept));
    await new Promise<void>((resolve) => dead.close(() => resolve()));
    assert.ok(statSync(kept).isSocket());
    await (await listenUnix(kept, () => undefined, signal))[Symbol.asyncDispose]();
    writeFileSync(at, "precious");
    await assert.rejects(
      listenUnix(at, () => undefined, signal),
      codeIs("address-unavailable"),
    );
    assert.equal(statSync(at).size, 8);
  });

  it("says so when the path is longer than the system allows, or the folder is not ours", async () => {
    const long = path.join(folder, "x".repeat(120), "control.sock");
    await assert.rejects(
      listenUnix(long, () => undefined, signal),
      codeIs("path-too-long"),
    );
    const none = path.join(folder, "none", "c.sock");
    await assert.rejects(
      listenUnix(none, () => undefined, signal),
      NetworkError,
    );
    chmodSync(folder, 0o700);
  });
});

describe("a TLS stream", () => {
  it("shows the speaker's key, and a binding that both ends and no other session share", async () => {
    const accepted: StreamSocket[] = [];
    const listener = await listenTls(
      loopback,
      identity,
      (socket) => {
        accepted.push(socket);
        void echo(socket);
      },
      signal,
    );
    assert.ok(typeof listener.local === "object" && listener.local.port > 0);
    const [one, two] = [
      await connectTls(listener.local, signal),
      await connectTls(listener.local, signal),
    ];
    assert.deepEqual(one.peerKeyHash, keyHashOf(identity));
    assert.equal(await exchange(one, "a"), "a");
    assert.equal(await exchange(two, "b"), "b");
    assert.equal(one.local, false);
    assert.equal(one.channelBinding()?.length, 32);
    const far = accepted.map((socket) => socket.channelBinding());
    assert.ok(
      far.some((binding) =>
        Buffer.from(binding ?? []).equals(one.channelBinding() ?? Buffer.alloc(0)),
      ),
    );
    assert.notDeepEqual(one.channelBinding(), two.channelBinding());
    await one[Symbol.asyncDispose]();
    await two[Symbol.asyncDispose]();
    await listener[Symbol.asyncDispose]();
  });

  it("refuses TLS 1.2 and plain bytes without harm, and names a port in use", async () => {
    const listener = await listenTls(loopback, identity, (socket) => void echo(socket), signal);
    assert.ok(typeof listener.local === "object");
    const { host, port } = listener.local;
    const old = tls.connect({ host, port, maxVersion: "TLSv1.2", rejectUnauthorized: false });
    await new Promise((resolve) => old.once("error", resolve));
    const plain = net.connect(port, host);
    plain.on("error", () => undefined);
    plain.write("GET / HTTP/1.0\r\n\r\n");
    await new Promise((resolve) => plain.once("close", resolve));
    await assert.rejects(
      listenTls({ host, port }, identity, () => undefined, signal),
      codeIs("port-in-use"),
    );
    const client = await connectTls({ host, port }, signal);
    assert.equal(await exchange(client, "still here"), "still here");
    await client[Symbol.asyncDispose]();
    await listener[Symbol.asyncDispose]();
    await assert.rejects(connectTls({ host, port }, signal), codeIs("connection-refused"));
  });

  it("gives up a connection that is aborted, with the reason of the abort", async () => {
    const silent = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = silent.address();
    assert.ok(typeof address === "object" && address !== null);
    const abort = new AbortController();
    const reason = new Error("enough");
    const connecting = connectTls({ host: "127.0.0.1", port: address.port }, abort.signal);
    abort.abort(reason);
    await assert.rejects(connecting, reason);
    silent.close();
  });
});
