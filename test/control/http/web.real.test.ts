import assert from "node:assert/strict";
import net from "node:net";
import { describe, it } from "vitest";
import { WebSocket } from "ws";
import {
  answersMax,
  connectionsPerAddressMax,
  httpBounds,
} from "../../../src/control/http/limits.ts";
import { ed25519KeyPair } from "../../../src/media/ed25519.ts";
import { WebClient, WebRig } from "./web-rig.ts";

const statusOf = (answer: string): number => Number(answer.split(" ", 2)[1]);
const bodyOf = (answer: string): string => answer.slice(answer.indexOf("\r\n\r\n") + 4);
const headerOf = (answer: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)\r$`, "im").exec(answer)?.[1];
const script = "/assets/app-1a2b3c.js";

describe("the web side's files", () => {
  it("come in the best encoding that the browser takes, and not again when it has them", async () => {
    await using rig = await WebRig.open();
    const page = await rig.request("/");
    assert.equal(statusOf(page), 200);
    assert.match(bodyOf(page), /remote/);
    assert.equal(headerOf(page, "cache-control"), "no-cache");
    assert.match(headerOf(page, "content-security-policy") ?? "", /frame-ancestors 'none'/);
    assert.equal(headerOf(page, "x-content-type-options"), "nosniff");
    assert.equal(headerOf(page, "access-control-allow-origin"), undefined);

    const brotli = await rig.request(script, { "Accept-Encoding": "gzip, br" });
    assert.equal(bodyOf(brotli), "brotli script");
    assert.equal(headerOf(brotli, "content-encoding"), "br");
    assert.match(headerOf(brotli, "content-type") ?? "", /^text\/javascript/);
    assert.match(headerOf(brotli, "cache-control") ?? "", /immutable/);
    assert.equal(headerOf(brotli, "vary"), "Accept-Encoding");
    const gzip = await rig.request(script, { "Accept-Encoding": "gzip, br;q=0" });
    assert.equal(bodyOf(gzip), "gzip script");
    const plain = await rig.request(script);
    assert.equal(bodyOf(plain), "plain script");
    assert.equal(headerOf(plain, "content-encoding"), undefined);

    const tag = headerOf(brotli, "etag") ?? "";
    assert.notEqual(tag, headerOf(gzip, "etag"));
    const again = await rig.request(script, { "Accept-Encoding": "br", "If-None-Match": tag });
    assert.equal(statusOf(again), 304);
    assert.equal(bodyOf(again), "");
    const head = await rig.request(script, {}, "HEAD");
    assert.equal(headerOf(head, "content-length"), String("plain script".length));
    assert.equal(bodyOf(head), "");
  });

  it("are those of the folder and no others, however they are asked for", async () => {
    await using rig = await WebRig.open();
    const targets = [
      "/../outside.txt",
      "/assets/../../outside.txt",
      "/%2e%2e/outside.txt",
      "/..%2foutside.txt",
      "/assets/..%5c..%5coutside.txt",
      "//outside.txt",
      "/./../outside.txt",
      "/.secret.txt",
      "/assets/",
      "/assets",
      `${script}.br`,
      "/index.html%00.js",
      "http://127.0.0.1/index.html",
      "/etc/passwd",
      "/artwork/../outside.txt",
      "/artwork/zz",
    ];
    for (const target of targets) {
      const answer = await rig.request(target);
      assert.equal(statusOf(answer), 404, target);
      assert.doesNotMatch(answer, /outside of|not for anybody/, target);
    }
  });
});

describe("covers over HTTP", () => {
  it("are images or nothing, and are not sent to who has them", async () => {
    await using rig = await WebRig.open();
    const hash = "ab".repeat(32);
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    rig.model.covers.set(hash, jpeg);
    rig.model.covers.set("cd".repeat(32), new TextEncoder().encode("<script>alert(1)</script>"));
    const cover = await rig.request(`/artwork/${hash}?size=300`);
    assert.equal(headerOf(cover, "content-type"), "image/jpeg");
    assert.equal(bodyOf(cover), Buffer.from(jpeg).toString("latin1"));
    const have = { "If-None-Match": headerOf(cover, "etag") ?? "" };
    assert.equal(statusOf(await rig.request(`/artwork/${hash}`, have)), 304);
    assert.equal(statusOf(await rig.request(`/artwork/${"cd".repeat(32)}`)), 404);
    assert.equal(statusOf(await rig.request(`/artwork/${"ef".repeat(32)}`)), 404);
  });
});

describe("who may ask", () => {
  it("a Host that is not ours gets nothing, whatever it asks for", async () => {
    await using rig = await WebRig.open();
    const { port } = rig;
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example"]) {
      const answer = await rig.request("/", { Host: host });
      assert.equal(statusOf(answer), 421, host);
      await assert.rejects(WebClient.open(rig, { Host: host }), /421/);
    }
    for (const host of ["", "a b", "[::1", "127.0.0.1:99999"]) {
      assert.equal(statusOf(await rig.request("/", { Host: host })), 400, host);
    }
    const twice = `GET / HTTP/1.1\r\nHost: ${rig.host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    assert.equal(statusOf(await rig.raw(twice)), 400);
    assert.equal(statusOf(await rig.raw("GET / HTTP/1.0\r\n\r\n")), 400);
    for (const host of [
      "kitchen.local",
      "[::1]:7680",
      "localhost:1",
      "music.example",
      "10.0.0.5",
    ]) {
      assert.equal(statusOf(await rig.request("/", { Host: host })), 200, host);
    }
  });

  it("a page of another origin gets no socket, one of a speaker of the house does", async () => {
    await using rig = await WebRig.open();
    rig.model.bathWeb = ["10.0.0.7:7680"];
    const refused = [
      "http://evil.example",
      "null",
      `http://127.0.0.1:${rig.port + 1}`,
      "http://10.0.0.7",
      "http://10.0.0.8:7680",
      "file://",
    ];
    for (const Origin of refused) {
      await assert.rejects(WebClient.open(rig, { Origin }), /403/, Origin);
      assert.equal(statusOf(await rig.request("/", { Origin })), 403, Origin);
    }
    const welcome = [
      `http://${rig.host}`,
      "http://10.0.0.7:7680",
      "http://nightjar-bb22.local:7680",
    ];
    for (const Origin of welcome) {
      const client = await WebClient.open(rig, { Origin });
      client.socket.close();
      assert.equal(await client.closed(), 1005);
    }
  });

  it("a page of another speaker of this machine is known by this machine's address", async () => {
    await using rig = await WebRig.open();
    rig.model.bathWeb = ["127.0.0.1:7681"];
    const Host = "10.0.0.5:7680";
    const reply = async (Origin: string) => statusOf(await rig.request("/", { Host, Origin }));
    assert.notEqual(await reply("http://10.0.0.5:7681"), 403);
    for (const origin of ["http://10.0.0.5:7682", "http://10.0.0.6:7681"])
      assert.equal(await reply(origin), 403, origin);
  });

  it("nothing but GET and HEAD is done, and a request with a body ends its connection", async () => {
    await using rig = await WebRig.open();
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const answer = await rig.request("/", {}, method);
      assert.equal(statusOf(answer), 405, method);
      assert.equal(headerOf(answer, "allow"), "GET, HEAD");
    }
    const { host } = rig;
    const body = `GET / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\n\r\nhello`;
    assert.equal(statusOf(await rig.raw(body)), 413);
    const both = `GET / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    assert.equal(statusOf(await rig.raw(both)), 400);
    const long = `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(9_000)}\r\n\r\n`;
    assert.equal(statusOf(await rig.raw(long)), 431);
  });
});

describe("control over a WebSocket", () => {
  it("opens with a paired key, follows the state and takes commands", async () => {
    await using rig = await WebRig.open();
    const client = await WebClient.open(rig, { Origin: `http://${rig.host}` });
    assert.equal((await client.prove()).body, "authOk");
    const { snapshot } = await client.ask({ subscribe: { nonce: 7 } });
    assert.equal(snapshot?.nonce, 7);
    const done = await client.ask({ command: { volume: { level: 12 } } });
    assert.equal(done.result?.code, 1);
    const { delta } = await client.hear(({ body }) => body === "delta");
    assert.equal(delta?.changes?.volume?.level, 12);
    assert.equal(delta?.seq, done.result?.seq);
    await rig.server[Symbol.asyncDispose]();
    const bye = await client.hear(({ body }) => body === "goodbye");
    assert.equal(bye.goodbye?.reason, "shutting-down");
    assert.equal(await client.closed(), 1000);
  });

  it("takes no signature that was made for another host, nor by another key", async () => {
    await using rig = await WebRig.open();
    const elsewhere = await WebClient.open(rig);
    const other = await elsewhere.prove("127.0.0.1:7680");
    assert.equal(other.result?.message, "the signature does not prove your key");
    const stranger = await WebClient.open(rig);
    const unknown = await stranger.prove(rig.host, ed25519KeyPair(new Uint8Array(32).fill(9)));
    assert.match(unknown.result?.message ?? "", /pair first/);
    assert.equal(await stranger.closed(), 1000);
  });

  it("ends for a message that is too large, is text, or is no frame, and says which", async () => {
    await using rig = await WebRig.open();
    const large = await WebClient.open(rig);
    large.socket.send(new Uint8Array(65_537));
    assert.equal(await large.closed(), 1009);
    const text = await WebClient.open(rig);
    text.socket.send("hello");
    assert.equal(await text.closed(), 1003);
    const rubbish = await WebClient.open(rig);
    rubbish.socket.send(Uint8Array.from([0xff, 0xff]));
    const bye = await rubbish.hear(({ body }) => body === "goodbye");
    assert.equal(bye.goodbye?.reason, "bad-frame");
    const empty = await WebClient.open(rig);
    empty.socket.send(new Uint8Array(0));
    assert.equal((await empty.hear(({ body }) => body === "goodbye")).body, "goodbye");
    await empty.closed();
  });

  it("takes a frame in pieces, and not in hundreds of them", async () => {
    await using rig = await WebRig.open();
    const client = await WebClient.open(rig);
    await client.prove();
    // Ping, token 5: field 22, length 2, field 1.
    const ping = Uint8Array.from([0x08, 0x63, 0xb2, 0x01, 0x02, 0x08, 0x05]);
    client.socket.send(ping.subarray(0, 3), { fin: false });
    client.socket.send(ping.subarray(3), { fin: true });
    const pong = await client.hear(({ body }) => body === "pong");
    assert.equal(pong.pong?.token, 5);
    for (let at = 0; at < 100; at++) client.socket.send(Uint8Array.of(at), { fin: false });
    assert.equal(await client.closed(), 1008);
  });

  it("compresses nothing, and speaks nightjar.v1 alone", async () => {
    await using rig = await WebRig.open();
    const client = await WebClient.open(rig);
    assert.equal(client.socket.extensions, "");
    assert.equal(client.socket.protocol, "nightjar.v1");
    client.socket.terminate();
    const other = new WebSocket(`ws://${rig.host}/control`, ["mqtt"]);
    const why = await new Promise<Error>((resolve) => other.once("error", resolve));
    assert.match(why.message, /400/);
  });
});

describe("what costs others their speaker", () => {
  it("a request that comes byte by byte is cut off", async () => {
    await using rig = await WebRig.open();
    const socket = net.connect(rig.port, "127.0.0.1");
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.resume();
    const startMs = performance.now();
    const drip = setInterval(() => socket.write("x"), 200);
    socket.write(`GET / HTTP/1.1\r\nHost: ${rig.host}\r\nX-Slow: `);
    await closed;
    clearInterval(drip);
    assert.ok(performance.now() - startMs < 15_000);
    assert.equal(statusOf(await rig.request("/")), 200);
  }, 30_000);

  it("a hundred requests at once are answered or put off, a thousand of one connection are not", async () => {
    await using rig = await WebRig.open();
    const one = `GET ${script} HTTP/1.1\r\nHost: ${rig.host}\r\n\r\n`;
    const last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const statusesOf = (answers: string): (string | undefined)[] =>
      [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    const some = statusesOf(await rig.raw(one.repeat(99) + last));
    assert.equal(some.length, 100);
    assert.ok(some.filter((status) => status === "200").length >= answersMax);
    assert.ok(some.every((status) => status === "200" || status === "503"));
    const many = statusesOf(await rig.raw(one.repeat(2 * httpBounds.requestsPerConnectionMax)));
    assert.ok(many.length <= httpBounds.requestsPerConnectionMax, `${many.length}`);
    // All turns have come back.
    for (let at = 0; at < 2 * answersMax; at++) {
      assert.equal(statusOf(await rig.request(script)), 200);
    }
  }, 30_000);

  it("a remote that never says good-bye does not keep the speaker from stopping", async () => {
    await using rig = await WebRig.open();
    const head = [`Host: ${rig.host}`, "Connection: Upgrade", "Upgrade: websocket"];
    const rest = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: nightjar.v1"];
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const stubborn = net.connect({ port: rig.port, host: "127.0.0.1", allowHalfOpen: true });
    stubborn.on("error", () => undefined);
    stubborn.write(`GET /control HTTP/1.1\r\n${[...head, key, ...rest].join("\r\n")}\r\n\r\n`);
    const idle = net.connect(rig.port, "127.0.0.1");
    idle.on("error", () => undefined);
    await until(() => rig.server.counts.connections === 1);
    const startMs = performance.now();
    await rig.server[Symbol.asyncDispose]();
    assert.ok(performance.now() - startMs < 1_900);
    for (const socket of [stubborn, idle]) socket.destroy();
  });

  it("a hundred malformed upgrades leave it as it was", async () => {
    await using rig = await WebRig.open();
    const { host } = rig;
    const good = [`Host: ${host}`, "Connection: Upgrade", "Upgrade: websocket"];
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const rest = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: nightjar.v1"];
    const heads = [
      [...good, ...rest],
      [...good, "Sec-WebSocket-Key: short", ...rest],
      [...good, key, "Sec-WebSocket-Version: 12", "Sec-WebSocket-Protocol: nightjar.v1"],
      [...good, key, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: ,,"],
      [
        ...good,
        key,
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: nightjar.v1, nightjar.v1",
      ],
      [...good, key, ...rest, "Content-Length: 4"],
      [`Host: ${host}`, "Connection: Upgrade", "Upgrade: h2c", key, ...rest],
      [`Host: ${host}`, "Connection: close", "Upgrade: websocket", key, ...rest],
      ["Host: a\tb", ...good.slice(1), key, ...rest],
      [...good, key, ...rest, "Host: evil.example"],
    ];
    for (let at = 0; at < 100; at++) {
      const head = heads[at % heads.length] ?? [];
      const answer = await rig.raw(`GET /control HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
      const status = statusOf(answer);
      assert.ok(status >= 400 && status < 500, `${head.join(" | ")} → ${answer}`);
    }
    const client = await WebClient.open(rig);
    assert.equal((await client.prove()).body, "authOk");
    assert.equal(rig.server.counts.connections, 1);
  });

  it("a thousand connections that say nothing: it answers again, and keeps nothing of them", async () => {
    await using rig = await WebRig.open();
    const before = process.memoryUsage().rss;
    const sockets: net.Socket[] = [];
    let closed = 0;
    for (let at = 0; at < 1_000; at++) {
      const socket = net.connect(rig.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.on("close", () => {
        closed += 1;
      });
      socket.resume();
      sockets.push(socket);
    }
    await until(() => closed >= 1_000 - connectionsPerAddressMax);
    for (const socket of sockets) socket.destroy();
    await until(() => closed === 1_000);
    assert.equal(statusOf(await rig.request("/")), 200);
    const client = await WebClient.open(rig);
    assert.equal((await client.prove()).body, "authOk");
    // Both ends of them are in this process.
    assert.ok(process.memoryUsage().rss - before < 64 * 1024 * 1024);
  }, 30_000);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
