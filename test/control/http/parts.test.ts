import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Covers, imageType } from "../../../src/control/http/covers.ts";
import {
  connectionsPerAddressMax,
  coversMax,
  coversWaitingMax,
} from "../../../src/control/http/limits.ts";
import { MessageStream } from "../../../src/control/http/message-stream.ts";
import { Quota } from "../../../src/control/http/quota.ts";
import { accepts, matches } from "../../../src/control/http/web-files.ts";
import type { MessageSocket } from "../../../src/ports/http-server.ts";
import { encodeFrame, FrameSplitter } from "../../../src/wire/control-frame.ts";

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]);
const turnOfPromises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Quota", () => {
  it("gives one address so many places and no more, until one comes back", () => {
    const quota = new Quota();
    const places = Array.from({ length: connectionsPerAddressMax }, () => quota.admit("10.0.0.9"));
    assert.ok(places.every((place) => place !== undefined));
    assert.equal(quota.admit("10.0.0.9"), undefined);
    assert.equal(quota.admit("::ffff:10.0.0.9"), undefined);
    assert.ok(quota.admit("10.0.0.10") !== undefined);
    places[0]?.();
    assert.ok(quota.admit("10.0.0.9") !== undefined);
  });

  it("takes all addresses of one /64 for one", () => {
    const quota = new Quota();
    for (let at = 0; at < connectionsPerAddressMax; at++) {
      assert.ok(quota.admit(`fd00:0:0:1::${at.toString(16)}`) !== undefined);
    }
    assert.equal(quota.admit("fd00:0:0:1:ffff::1"), undefined);
    assert.ok(quota.admit("fd00:0:0:2::1") !== undefined);
  });
});

describe("Covers", () => {
  /** Answers when it is told to, and counts how many wait for that. */
  class SlowModel {
    readonly asked: ((bytes: Uint8Array) => void)[] = [];
    artwork(): Promise<Uint8Array> {
      return new Promise((resolve) => this.asked.push(resolve));
    }
  }

  it("asks for a few at once, holds a turn until the answer is over, and turns away above that", async () => {
    const model = new SlowModel();
    const covers = new Covers(model);
    const asks = Array.from({ length: coversMax + coversWaitingMax }, () => {
      const over = new AbortController();
      return { over, cover: covers.get("aa", over.signal) };
    });
    await turnOfPromises();
    assert.equal(model.asked.length, coversMax);
    assert.equal(await covers.get("aa", new AbortController().signal), "busy");

    model.asked[0]?.(jpeg);
    assert.deepEqual(await asks[0]?.cover, { type: "image/jpeg", bytes: jpeg });
    await turnOfPromises();
    assert.equal(model.asked.length, coversMax, "it is still being sent");
    asks[0]?.over.abort(new Error("sent"));
    await turnOfPromises();
    assert.equal(model.asked.length, coversMax + 1);
    void covers.get("aa", new AbortController().signal);
    await turnOfPromises();
    assert.equal(model.asked.length, coversMax + 1, "its turn was given on, not given back");
  });

  it("lets those go that nobody waits for any more, and gives each turn on", async () => {
    const model = new SlowModel();
    const covers = new Covers(model);
    const asks = Array.from({ length: coversMax + 3 }, () => {
      const over = new AbortController();
      return { over, cover: covers.get("aa", over.signal) };
    });
    const gone = asks[coversMax];
    gone?.over.abort(new Error("gone"));
    await assert.rejects(gone?.cover ?? Promise.resolve(), /gone/);
    for (const { over, cover } of asks.slice(0, coversMax)) {
      cover.catch(() => undefined);
      over.abort(new Error("left"));
    }
    await turnOfPromises();
    assert.equal(model.asked.length, coversMax + 2);
    await assert.rejects(covers.get("aa", AbortSignal.abort(new Error("before"))), /before/);
  });

  it("are known by their first bytes, and are never a page", () => {
    const text = (words: string): Uint8Array => new TextEncoder().encode(words);
    assert.equal(imageType(jpeg), "image/jpeg");
    assert.equal(imageType(text("RIFF....WEBPVP8 ")), "image/webp");
    assert.equal(imageType(text("GIF89a")), "image/gif");
    assert.equal(imageType(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])), "image/png");
    for (const words of ["", "<html>", "<svg onload=x>", "%PDF-", "GI"]) {
      assert.equal(imageType(text(words)), undefined, words);
    }
  });
});

describe("what a browser takes and has", () => {
  it("is read of Accept-Encoding by name, by star, and by q", () => {
    assert.ok(accepts("gzip, deflate, br", "br"));
    assert.ok(accepts("*", "br"));
    assert.ok(accepts("GZIP;q=0.5", "gzip"));
    for (const header of ["", "deflate", "br;q=0", "br; q=0.000", "*;q=0", "brotli", "*, br;q=0"]) {
      assert.ok(!accepts(header, "br"), header);
    }
  });

  it("is read of If-None-Match, weak or not", () => {
    assert.ok(matches('"a", W/"b"', '"b"'));
    assert.ok(matches("*", '"b"'));
    assert.ok(!matches('"ab"', '"b"'));
    assert.ok(!matches("", '"b"'));
  });

  it("is read without a fault, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'br;q=0.,* W/"é') }), (header) => {
        accepts(header, "br");
        matches(header, '"a"');
      }),
    );
  });
});

describe("MessageStream", () => {
  function streamOf(messages: readonly Uint8Array[]) {
    const sent: Uint8Array[] = [];
    const socket: MessageSocket = {
      peer: "10.0.0.9:1",
      incoming: (async function* () {
        yield* messages;
      })(),
      queuedBytes: 0,
      send: (bytes) => void sent.push(bytes),
      close: () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
    return { sent, stream: new MessageStream(socket, "10.0.0.5:7680") };
  }

  it("hands messages to a splitter as the frames that they are", async () => {
    const bodies = [Uint8Array.of(8, 1), new Uint8Array(65_536).fill(7), Uint8Array.of(1)];
    const { stream } = streamOf(bodies);
    const splitter = new FrameSplitter();
    const found: Uint8Array[] = [];
    for await (const chunk of stream.incoming) found.push(...splitter.push(chunk));
    assert.deepEqual(found, bodies);
    assert.equal(splitter.partial, false);
  });

  it("sends a frame as one message without its length, and nothing but whole frames", () => {
    const { stream, sent } = streamOf([]);
    const frame = encodeFrame({ id: 5, ping: { token: 1 } }) ?? new Uint8Array(0);
    stream.write(frame);
    assert.deepEqual(sent, [frame.subarray(4)]);
    assert.throws(() => stream.write(frame.subarray(1)));
    assert.throws(() => stream.write(new Uint8Array(4)));
  });
});
