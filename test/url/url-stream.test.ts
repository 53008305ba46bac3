import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes, equalBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { UrlStream } from "../../src/url/url-stream.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { cut, type FakeAnswer, FakeMedia } from "./fake-media.ts";

const never = new AbortController().signal;
const home = { loopback: false };
const at = (text: string): URL => new URL(text);

async function opened(http: FakeMedia, clock = new SimClock(), url = "http://radio.example/a") {
  const opening = UrlStream.open({ http, clock }, { url: at(url), rule: home }, never);
  return await clock.settle(opening);
}

/** All that comes until the end; "|" where it began anew. */
async function readAll(stream: UrlStream, clock: SimClock): Promise<(Uint8Array | "|")[]> {
  const parts: (Uint8Array | "|")[] = [];
  for (;;) {
    const piece = await clock.settle(stream.read(never));
    if (piece.kind === "end") return parts;
    parts.push(piece.kind === "restart" ? "|" : piece.bytes);
  }
}

function bytesOf(parts: readonly (Uint8Array | "|")[]): Uint8Array {
  return concatBytes(parts.filter((part) => part !== "|"));
}

const song = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
const fileHeaders = { "content-length": "50000", "accept-ranges": "bytes", etag: '"one"' };

/** A file server that dies after each answer's share. */
function fileServer(shares: readonly number[], extra: Partial<FakeAnswer> = {}) {
  return new FakeMedia(({ headers }, nth) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "bytes=0-")?.[1]);
    const share = shares[nth] ?? song.length;
    const part = song.subarray(from, from + share);
    const range = { "content-range": `bytes ${from}-49999/50000` };
    return {
      status: from > 0 ? 206 : 200,
      headers: { ...fileHeaders, ...(from > 0 ? range : {}) },
      pieces: cut(part, [1_000, 333, 7]),
      after: from + share < song.length ? "break" : "end",
      ...extra,
    };
  });
}

describe("the bytes of a URL", () => {
  it("are taken up where a server broke off, each once, whatever the shares", async () => {
    const shares = fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(shares, async (each) => {
        const clock = new SimClock();
        const http = fileServer(each);
        const parts = await readAll(await opened(http, clock), clock);
        assert.ok(equalBytes(bytesOf(parts), song));
        for (const { headers } of http.asked.slice(1)) assert.equal(headers["if-range"], '"one"');
      }),
      { numRuns: 40 },
    );
  });

  it("end with a reason, not with a mixture, when the file was changed meanwhile", async () => {
    const clock = new SimClock();
    const http = new FakeMedia((_, nth) => ({
      headers: fileHeaders,
      pieces: [nth === 0 ? song.subarray(0, 100) : new Uint8Array(50_000)],
      after: "break",
    }));
    const stream = await opened(http, clock);
    assert.equal(bytesOf(await readAll(stream, clock)).length, 100);
    assert.match(stream.trouble ?? "", /changed/);
  });

  it("end after some tries when a file's server stays away, and the tries are spaced", async () => {
    const clock = new SimClock();
    const http = new FakeMedia((_, nth) =>
      nth === 0
        ? { headers: fileHeaders, pieces: [song.subarray(0, 9)], after: "break" }
        : "refused",
    );
    const stream = await opened(http, clock);
    const from = clock.nowUs();
    assert.equal(bytesOf(await readAll(stream, clock)).length, 9);
    assert.equal(http.asked.length, 7);
    const tookS = (clock.nowUs() - from) / 1e6;
    assert.ok(tookS > 20 && tookS < 60, `${tookS}`);
  });

  it("of a length that lies are what there is: neither more nor a wait without end", async () => {
    const clock = new SimClock();
    const more = new FakeMedia(() => ({ headers: { "content-length": "10" }, pieces: [song] }));
    assert.equal(bytesOf(await readAll(await opened(more, clock), clock)).length, 10);
    const less = new FakeMedia((_, nth) =>
      nth === 0 ? { headers: fileHeaders, pieces: [song.subarray(0, 9)] } : { status: 416 },
    );
    assert.equal(bytesOf(await readAll(await opened(less, clock), clock)).length, 9);
    for (const length of ["-5", "1e3", "99999999999999999999", "abc"]) {
      const odd = new FakeMedia(() => ({ headers: { "content-length": length }, pieces: [song] }));
      assert.equal((await opened(odd, clock)).facts.sizeBytes, undefined);
    }
  });

  it("are none of another range than was asked for, and of no other length", async () => {
    const ranges = [
      "bytes 0-49999/50000",
      "bytes 101-49999/50000",
      "bytes 100-49999/60000",
      "bytes 100-49999/*",
      "bytes */50000",
      "lines 100-49999/50000",
      undefined,
    ];
    for (const range of ranges) {
      const clock = new SimClock();
      const http = new FakeMedia((_, nth) => ({
        status: nth === 0 ? 200 : 206,
        headers: { ...fileHeaders, ...(nth > 0 && range ? { "content-range": range } : {}) },
        pieces: [nth === 0 ? song.subarray(0, 100) : song.subarray(100)],
        after: "break",
      }));
      const stream = await opened(http, clock);
      assert.equal(bytesOf(await readAll(stream, clock)).length, 100, range);
      assert.match(stream.trouble ?? "", /changed/, range);
      assert.equal(http.asked.length, 2, range);
    }
    // Asked for a place at once, the same.
    const other = fileServer([]);
    const lies = new FakeMedia(() => ({ headers: fileHeaders, pieces: [song] }));
    const at100 = (http: FakeMedia) => {
      const clock = new SimClock();
      const request = { url: at("http://files.example/a"), rule: home, from: 100 };
      return clock.settle(UrlStream.open({ http, clock }, request, never));
    };
    assert.equal((await at100(other)).facts.sizeBytes, 50_000);
    await assert.rejects(at100(lies), /from its beginning alone/);
    assert.equal(lies.closed, 1);
  });

  it("are asked for again by a strong tag, else by the date, and by nothing weaker", async () => {
    for (const [validators, expected] of [
      [{ etag: '"one"', "last-modified": "Mon, 05 Jan 2026 07:00:00 GMT" }, '"one"'],
      [
        { etag: 'W/"one"', "last-modified": "Mon, 05 Jan 2026 07:00:00 GMT" },
        "Mon, 05 Jan 2026 07:00:00 GMT",
      ],
      [{ etag: 'W/"one"' }, undefined],
    ] as const) {
      const clock = new SimClock();
      const headers = { "content-length": "50000", "accept-ranges": "bytes", ...validators };
      const http = new FakeMedia((_, nth) =>
        nth === 0 ? { headers, pieces: [song.subarray(0, 9)], after: "break" } : { status: 404 },
      );
      await readAll(await opened(http, clock), clock);
      assert.equal(http.asked[1]?.headers["if-range"], expected);
      assert.equal(http.asked[1]?.headers["range"], "bytes=9-");
    }
  });

  it("are as they come where a server's interval of titles is absurd", async () => {
    for (const interval of ["0", "-1", "1.5", "1e9", "99999999999", "abc", ""]) {
      const clock = new SimClock();
      const headers = { "icy-metaint": interval, "content-length": "50000" };
      const stream = await opened(new FakeMedia(() => ({ headers, pieces: [song] })), clock);
      assert.ok(equalBytes(bytesOf(await readAll(stream, clock)), song), interval);
      assert.equal(stream.title, undefined);
    }
  });

  it("trickle as slowly as a server likes, and are given up in silence alone", async () => {
    const clock = new SimClock();
    let left = 5;
    const http = new FakeMedia(() => ({ headers: fileHeaders }));
    const answer = await http.request(
      { url: at("http://a/"), address: "10.0.0.1", headers: {} },
      never,
    );
    // A byte each seven seconds.
    const drip = {
      ...answer,
      read: () =>
        new Promise<Uint8Array | undefined>((resolve) =>
          clock.after(7_000_000, () => resolve(left-- > 0 ? Uint8Array.of(left) : undefined)),
        ),
    };
    http.request = async () => drip;
    const stream = await opened(http, clock);
    for (let i = 4; i >= 0; i--) {
      const piece = await clock.settle(stream.read(never));
      assert.deepEqual(piece.kind === "bytes" && [...piece.bytes], [i]);
    }
    assert.equal(stream.trouble, undefined);
    stream.close();
  });

  it("of a station that dies or falls silent come again, and who reads is told", async () => {
    const clock = new SimClock();
    const http = new FakeMedia((_, nth) => {
      const headers = { "icy-name": "Radio \xc3\xa9", "content-type": "audio/mpeg" };
      if (nth === 2) return "refused";
      if (nth > 4) return { status: 404 };
      return { headers, pieces: [utf8Bytes(`part ${nth} `)], after: nth === 1 ? "silence" : "end" };
    });
    const stream = await opened(http, clock);
    assert.deepEqual([stream.facts.station, stream.facts.live], [true, true]);
    assert.equal(stream.facts.name, "Radio é");
    const heard: string[] = [];
    for (let i = 0; i < 7; i++) {
      const piece = await clock.settle(stream.read(never));
      heard.push(piece.kind === "bytes" ? String.fromCharCode(...piece.bytes) : piece.kind);
    }
    assert.deepEqual(heard, [
      "part 0 ",
      "restart",
      "part 1 ",
      "restart",
      "part 3 ",
      "restart",
      "part 4 ",
    ]);
    assert.equal((await clock.settle(stream.read(never))).kind, "end");
    assert.match(stream.trouble ?? "", /no such thing/);
    for (const { headers } of http.asked) assert.equal(headers["range"], undefined);
  });

  it("have their titles taken out, however they are cut", async () => {
    const text = "StreamTitle='It's Jürgen; live';StreamUrl='';";
    const utf = utf8Bytes(text);
    const latin = Uint8Array.from(text, (char) => char.charCodeAt(0));
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 9 });
    const turn = fc.constantFrom(utf, latin);
    await fc.assert(
      fc.asyncProperty(sizes, turn, async (each, title) => {
        const padded = new Uint8Array(16 * Math.ceil(title.length / 16));
        padded.set(title);
        const parts: Uint8Array[] = [];
        for (let from = 0; from < song.length; from += 500) {
          parts.push(song.subarray(from, from + 500));
          const told = from === 1_000 ? padded : new Uint8Array(0);
          parts.push(Uint8Array.of(told.length / 16), told);
        }
        const clock = new SimClock();
        const headers = { "icy-metaint": "500" };
        const pieces = cut(concatBytes(parts), each);
        const http = new FakeMedia((_, nth) => (nth === 0 ? { headers, pieces } : { status: 404 }));
        const stream = await opened(http, clock);
        assert.ok(equalBytes(bytesOf(await readAll(stream, clock)), song));
        assert.equal(stream.title, "It's Jürgen; live");
      }),
      { numRuns: 30 },
    );
  });
});

describe("where a URL leads", () => {
  it("is followed five times, and each place is looked at", async () => {
    const hop = (n: number) =>
      new FakeMedia((_, nth) =>
        nth < n ? { status: 302, headers: { location: `/${nth}` } } : { pieces: [song] },
      );
    assert.equal((await opened(hop(5))).url.href, "http://radio.example/4");
    await assert.rejects(opened(hop(6)), { code: "unreachable" });
    for (const location of [
      ...["http://169.254.169.254/latest", "http://[fd00:ec2::254]/", "http://127.0.0.1/x"],
      ...["http://[::ffff:169.254.169.254]/", "file:///etc/passwd", "http://a:b@c/", "http://0/"],
    ]) {
      const http = new FakeMedia((_, nth) =>
        nth === 0 ? { status: 307, headers: { location } } : { pieces: [song] },
      );
      await assert.rejects(opened(http), { name: "MediaUrlError" }, location);
      assert.equal(http.asked.length, 1, location);
    }
  });

  it("is no circle: a server that sends to itself, or two to each other, are let go", async () => {
    for (const [from, to] of [
      ["http://radio.example/a", "http://radio.example/a"],
      ["http://radio.example/a", "https://other.example/b"],
    ] as const) {
      const http = new FakeMedia(({ url }) => ({
        status: 301,
        headers: { location: url.href === from ? to : from },
      }));
      await assert.rejects(opened(http), /sends from one address to the next/);
      assert.equal(http.asked.length, 6);
      assert.equal(http.closed, 6);
    }
    const nowhere = new FakeMedia(() => ({ status: 302 }));
    await assert.rejects(opened(nowhere), /it answers 302/);
    const unchanged = new FakeMedia(() => ({ status: 304, headers: { location: "/b" } }));
    await assert.rejects(opened(unchanged), /it answers 304/);
  });

  it("is the address that was looked at, also when the name means another one by then", async () => {
    const http = fileServer([10, 10]);
    http.names.set("radio.example", [["192.168.1.9"], ["192.168.1.9"], ["169.254.169.254"]]);
    const clock = new SimClock();
    const stream = await opened(http, clock);
    await readAll(stream, clock);
    assert.deepEqual(new Set(http.asked.map(({ address }) => address)), new Set(["192.168.1.9"]));
    assert.match(stream.trouble ?? "", /link-local/);
  });

  it("is one of its addresses that may be asked", async () => {
    const http = fileServer([]);
    http.names.set("radio.example", [["169.254.1.1", "10.0.0.2"]]);
    await opened(http);
    assert.equal(http.asked[0]?.address, "10.0.0.2");
  });

  it("is given up in time where nobody answers", async () => {
    const clock = new SimClock();
    const from = clock.nowUs();
    await assert.rejects(opened(new FakeMedia(() => "silence"), clock), { code: "unreachable" });
    assert.ok(clock.nowUs() - from <= 4_000_000);
  });
});
