/** Node's HTTP client as media are fetched with it, against servers that speak badly on purpose. */
import assert from "node:assert/strict";
import net, { type AddressInfo, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { concatBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { nodeMediaHttp } from "../../src/platform/media-http.ts";
import { MediaUrlError } from "../../src/url/errors.ts";
import { lookAt } from "../../src/url/look.ts";
import { clockAt } from "../url/media-sound.ts";

const never = new AbortController().signal;

/** Whoever connects is served by `serve`, once what it asks for has come. */
class RawServer implements AsyncDisposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<Socket>();

  static async open(serve: (socket: Socket, asked: string) => void): Promise<RawServer> {
    const server = new RawServer(serve);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  private constructor(serve: (socket: Socket, asked: string) => void) {
    this.#server = net.createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.once("data", (bytes: Buffer) => serve(socket, bytes.toString("latin1")));
    });
  }

  get open(): number {
    return [...this.#sockets].filter(({ destroyed }) => !destroyed).length;
  }
  get url(): URL {
    const { port } = this.#server.address() as AddressInfo; // it listens by TCP
    return new URL(`http://127.0.0.1:${port}/a`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const ask = (url: URL) =>
  nodeMediaHttp.request({ url, address: "127.0.0.1", headers: { "icy-metadata": "1" } }, never);

/** What an answer brings to its end, or why it broke. */
async function whole(url: URL): Promise<string> {
  const answer = await ask(url);
  const parts: Uint8Array[] = [];
  try {
    for (let piece = await answer.read(); piece; piece = await answer.read()) parts.push(piece);
  } catch (error) {
    return `${(error as Error).name} after ${concatBytes(parts).length}`;
  }
  return Buffer.from(concatBytes(parts)).toString("latin1");
}

describe("HTTP for media", () => {
  it("takes the first line of old stations, also where it comes byte by byte", async () => {
    await using server = await RawServer.open((socket) => {
      const text = "ICY 200 OK\r\nicy-name: R\r\nicy-metaint: 8\r\n\r\nsound";
      for (const char of text) socket.write(char);
      socket.end();
    });
    const answer = await ask(server.url);
    assert.deepEqual([answer.status, answer.header("ICY-Name")], [200, "R"]);
    answer.close();
    assert.equal(await whole(server.url), "sound");
  });

  it("ends with an error where headers have no end, or are no headers", async () => {
    for (const text of [
      "X-Long: ".padEnd(60_000, "x"),
      "a: b\r\n".repeat(20_000),
      "\0\0\0 what\r\n",
    ]) {
      await using server = await RawServer.open((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        socket.write(text);
      });
      await assert.rejects(ask(server.url), { name: "NetworkError" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(server.open, 0);
    }
    await using noise = await RawServer.open((socket) => socket.end("SSH-2.0-OpenSSH_9\r\n"));
    await assert.rejects(ask(noise.url), { name: "NetworkError" });
    await using mute = await RawServer.open((socket) => socket.end());
    await assert.rejects(ask(mute.url), { name: "NetworkError" });
  });

  it("says where a body is shorter than its length, or its chunks are broken", async () => {
    const short = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nsound";
    const chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nsound\r\nzz\r\n";
    for (const text of [short, chunks]) {
      await using server = await RawServer.open((socket) => socket.end(text));
      // What had come may be lost with the break: who takes it up counts what it was given.
      assert.match(await whole(server.url), /^NetworkError after [05]$/);
    }
    const more = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nsound and more";
    await using server = await RawServer.open((socket) => socket.end(more));
    assert.equal(await whole(server.url), "sound");
  });

  it("reads no more from a server than what a socket holds, while nobody reads", async () => {
    let sent = 0;
    await using server = await RawServer.open((socket) => {
      const piece = Buffer.alloc(65_536);
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const more = (): void => {
        while (sent < 1e9 && socket.write(piece)) sent += piece.length;
      };
      socket.on("drain", more);
      more();
    });
    const answer = await ask(server.url);
    let before = -1;
    while (sent !== before) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.ok(sent < 64e6, `${sent}`);
    answer.close();
  });

  it("believes the bytes where the server says that they are packed, and says so where they are", async () => {
    const flac = utf8Bytes("fLaC and what follows");
    const gzip = "HTTP/1.1 200 OK\r\ncontent-type: audio/flac\r\ncontent-encoding: gzip\r\n\r\n";
    const looked = async (body: Uint8Array) => {
      await using server = await RawServer.open((socket) => {
        socket.write(gzip);
        socket.end(body);
      });
      const ports = { http: nodeMediaHttp, clock: clockAt(1) };
      const request = { url: server.url, rule: { loopback: true } };
      const { kind, stream } = await lookAt(ports, request, never);
      stream.close();
      return kind;
    };
    assert.equal(await looked(flac), "flac");
    await assert.rejects(looked(gzipSync(flac)), (error) => {
      assert.ok(error instanceof MediaUrlError);
      assert.match(error.message, /sends it packed \(gzip\)/);
      return true;
    });
  });
});
