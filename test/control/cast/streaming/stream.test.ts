/** Cast streaming as bytes: what a Chromium sent, the specification's own examples, and whatever else may come. */
import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fromHex, toHex } from "../../../../src/base/bytes.ts";
import { decryptFrame } from "../../../../src/control/cast/streaming/frame-cipher.ts";
import { FrameWindow } from "../../../../src/control/cast/streaming/frame-window.ts";
import { framesHeldMax } from "../../../../src/control/cast/streaming/limits.ts";
import {
  answerTo,
  type OfferedStream,
  readOffer,
} from "../../../../src/control/cast/streaming/offer.ts";
import { Reception } from "../../../../src/control/cast/streaming/reception.ts";
import { readSenderReport, writeFeedback } from "../../../../src/control/cast/streaming/rtcp.ts";
import {
  expand,
  isRtcp,
  type RtpPacket,
  readRtp,
} from "../../../../src/control/cast/streaming/rtp.ts";
import { SenderClock } from "../../../../src/control/cast/streaming/sender-clock.ts";
import { StreamReceiver } from "../../../../src/control/cast/streaming/stream-receiver.ts";
import { chromiumDatagrams, chromiumOffer } from "./chromium.ts";

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(" ", "")) ?? assert.fail(text);

function streamOf(message: unknown): OfferedStream {
  const offer = readOffer(message);
  assert.ok("stream" in offer, "an offer that can be played");
  return offer.stream;
}

describe("What a Chromium sends", () => {
  it("is understood: an offer of one stream, and an answer that names it", () => {
    const stream = streamOf(chromiumOffer);
    assert.equal(stream.ssrc, 15_080);
    assert.equal(stream.targetDelayMs, 200);
    const answer = answerTo(readOffer(chromiumOffer), { stream, udpPort: 4_000, ssrc: 7 });
    const told = { castMode: "mirroring", udpPort: 4_000, sendIndexes: [0], ssrcs: [7] };
    assert.deepEqual(answer, { type: "ANSWER", seqNum: 1, result: "ok", answer: told });
  });

  it("comes out as frames of 10 ms of Opus in stereo, in order and without a hole", () => {
    const receiver = new StreamReceiver(streamOf(chromiumOffer), 7);
    const places: number[] = [];
    for (const { atUs, bytes } of chromiumDatagrams()) {
      assert.ok(receiver.datagram(bytes, atUs));
      for (let frame = receiver.next(); frame !== undefined; frame = receiver.next()) {
        places.push(frame.at);
        // CELT, full band, 10 ms, stereo, one frame (RFC 6716 §3.1).
        assert.equal(frame.packet[0], 0xf4);
        assert.ok(frame.capturedUs !== undefined && frame.capturedUs <= atUs);
      }
    }
    assert.ok(places.length >= 50);
    assert.deepEqual(
      places,
      places.map((_, i) => i * 480),
    );
    assert.equal(receiver.delayMs, 200);
    assert.equal(receiver.figures.refused, 0);
  });

  it("is acknowledged at once, and a packet that is kept from us is asked for until it comes", () => {
    const receiver = new StreamReceiver(streamOf(chromiumOffer), 7);
    const packets = chromiumDatagrams().filter(({ bytes }) => !isRtcp(bytes));
    const [first, second, third] = packets;
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    receiver.datagram(first.bytes, 0);
    receiver.datagram(third.bytes, 1_000);
    assert.equal(feedbackOf(receiver.feedback(1_000)), "checkpoint 0, lost 1:all, acked 2");
    assert.equal(receiver.feedback(20_000), undefined, "it was asked for a moment ago");
    assert.equal(feedbackOf(receiver.feedback(31_000)), "checkpoint 0, lost 1:all, acked 2");
    receiver.datagram(second.bytes, 32_000);
    assert.equal(feedbackOf(receiver.feedback(32_000)), "checkpoint 2, lost , acked ");
    assert.equal(receiver.feedback(400_000), undefined);
    assert.equal(feedbackOf(receiver.feedback(532_000)), "checkpoint 2, lost , acked ");
  });

  it("is not mixed with what others send, however it is changed on its way", () => {
    const datagrams = chromiumDatagrams();
    fc.assert(
      fc.property(
        fc.nat(datagrams.length - 1),
        fc.nat(60),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(200),
        (which, place, flip, length) => {
          const receiver = new StreamReceiver(streamOf(chromiumOffer), 7);
          const bytes = Uint8Array.from(datagrams[which]?.bytes ?? []).subarray(0, length);
          bytes[place] = (bytes[place] ?? 0) ^ flip;
          receiver.datagram(bytes, 0);
          for (let left = 300; receiver.next() !== undefined; left--) assert.ok(left > 0);
          receiver.giveUp();
          assert.ok((receiver.feedback(0)?.length ?? 0) < 1_400);
        },
      ),
    );
  });
});

describe("An offer", () => {
  const stream = chromiumOffer.offer.supportedStreams[0];
  const offering = (...streams: readonly object[]) => ({
    ...{ type: "OFFER", seqNum: 5, offer: { castMode: "mirroring", supportedStreams: streams } },
  });

  it("is taken for the first stream that can be played", () => {
    const video = { ...stream, index: 0, type: "video_source", codecName: "vp8" };
    const aac = { ...stream, index: 1, codecName: "aac" };
    assert.equal(streamOf(offering(video, aac, { ...stream, index: 2 })).index, 2);
  });

  it("may have no keys, and a delay that is bounded here", () => {
    const { aesKey: _, aesIvMask: __, ...plain } = stream ?? assert.fail();
    const taken = streamOf(offering({ ...plain, targetDelay: 1e9 }));
    assert.equal(taken.keys, undefined);
    assert.equal(taken.targetDelayMs, 4_000);
  });

  it("is refused with a reason where it has no such stream", () => {
    const wrong = [
      { codecName: "aac" },
      { timeBase: "1/44100" },
      { channels: 6 },
      { aesKey: "00" },
      { aesKey: undefined },
      { ssrc: -1 },
      { ssrc: 2 ** 32 },
      { rtpPayloadType: 128 },
      { index: 0.5 },
    ];
    for (const fields of wrong) {
      const offer = readOffer(offering({ ...stream, ...fields }));
      assert.ok("refusal" in offer, JSON.stringify(fields));
      assert.equal(offer.seqNum, 5);
    }
    assert.ok("refusal" in readOffer({ seqNum: 1, offer: { castMode: "remoting" } }));
  });

  it("is looked at without an error, whatever it is", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readOffer(value)));
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(stream ?? {})));
    const streams = fc.array(fc.dictionary(fc.constantFrom(...Object.keys(stream ?? {})), field));
    fc.assert(fc.property(streams, (found) => void readOffer(offering(...found))));
  });
});

describe("Packets", () => {
  it("have Cast's header behind that of RTP", () => {
    const head = "80 ff 1234 00001111 00003ae8 c1 05 0001 0002 04 0402 012c aabb";
    assert.deepEqual(readRtp(hex(head)), {
      ...{ payloadType: 127, sequence: 0x1234, rtpTime: 0x1111, ssrc: 15_080, frame: 5 },
      ...{ part: 1, lastPart: 2, delayMs: 300, payload: hex("aabb") },
    });
  });

  it("are refused with padding, extensions of RTP, a part behind the last, or a tail that is cut off", () => {
    const good = hex("80 ff 1234 00001111 00003ae8 c1 05 0000 0000 04 0402 012c aabb");
    assert.ok(readRtp(good) !== undefined);
    for (let length = 0; length < 23; length++)
      assert.equal(readRtp(good.subarray(0, length)), undefined, `${length} bytes`);
    for (const flags of ["a0", "90", "81", "40"])
      assert.equal(
        readRtp(hex(`${flags} ff 1234 00001111 00003ae8 80 05 0000 0000 aa`)),
        undefined,
      );
    assert.equal(readRtp(hex("80 ff 1234 00001111 00003ae8 80 05 0002 0001 aa")), undefined);
    assert.equal(readRtp(hex("80 ff 1234 00001111 00003ae8 80 05 0000 fffe aa")), undefined);
  });

  it("expand their short numbers to the nearest whole one", () => {
    const near = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(near, fc.integer({ min: -127, max: 127 }), (from, step) => {
        assert.equal(expand((((from + step) % 256) + 256) % 256, 8, from), from + step);
      }),
    );
    assert.equal(expand(0, 32, 2 ** 32 - 1), 2 ** 32);
    assert.equal(expand(2 ** 32 - 1, 32, 2 ** 32), 2 ** 32 - 1);
  });
});

describe("Frames", () => {
  it("are decrypted in counter mode (NIST SP 800-38A F.5.1), from a counter with the frame's number in it", () => {
    const aesKey = hex("2b7e151628aed2a6abf7158809cf4f3c");
    const ivMask = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    const plain = hex("6bc1bee22e409f96e93d7e117393172a");
    const coded = hex("874d6191b620e3261bef6864990db6ce");
    assert.deepEqual(decryptFrame({ aesKey, ivMask }, 0, coded), plain);
    // Frame 0x01020304 turns f8f9fafb into f9fbf9ff.
    const counter = hex("f0f1f2f3f4f5f6f7f9fbf9fffcfdfeff");
    const other = createCipheriv("aes-128-ctr", aesKey, counter).update(plain);
    assert.deepEqual(decryptFrame({ aesKey, ivMask }, 0x01020304, other), plain);
  });

  it("come out in their order, each once, whatever the network does, as long as what is missing is sent again", () => {
    const step = fc.record({ lost: fc.boolean(), behind: fc.nat(5), twice: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 300, maxLength: 300 }), (steps) => {
        const window = new FrameWindow();
        const out: number[] = [];
        const send = (frame: number, part: number): void => void window.take(packetOf(frame, part));
        const collect = (): void => {
          for (let next = window.shift(); next !== undefined; next = window.shift())
            out.push(next.frame);
        };
        for (const [i, step] of steps.entries()) {
          for (const part of partsOf(step)) send(Math.max(0, i - step.behind), part);
          // The sender answers what is asked for, sometimes.
          if (i % 7 === 0) resend(window, send);
          collect();
        }
        send(299, 0);
        for (let tries = 20; tries > 0; tries--) {
          resend(window, send);
          collect();
        }
        assert.deepEqual(
          out,
          out.map((_, i) => i),
        );
        assert.equal(out.length, 300);
        assert.equal(window.checkpoint, 299);
      }),
    );
  });

  it("are given up as far as the next whole one, and no further ahead than can be told apart", () => {
    const window = new FrameWindow();
    assert.equal(window.giveUp(), 0);
    for (const part of [0, 1]) window.take(packetOf(3, part));
    assert.ok(window.hasHole);
    assert.deepEqual(window.waiting(), [3]);
    assert.equal(window.giveUp(), 3);
    assert.equal(window.take(packetOf(2, 0)), "old");
    assert.equal(window.shift()?.frame, 3);
    assert.equal(window.take(packetOf(4 + framesHeldMax, 0)), "beyond");
    assert.equal(window.take(packetOf(3 + framesHeldMax, 0)), "taken");
    assert.ok(window.isFull);
  });

  it("whose packets contradict each other keep the first", () => {
    const window = new FrameWindow();
    window.take(packetOf(0, 0));
    assert.equal(window.take({ ...packetOf(0, 1), lastPart: 3 }), "odd");
    assert.equal(window.take({ ...packetOf(0, 1), rtpTime: 1 }), "odd");
    assert.equal(window.take(packetOf(0, 0)), "known");
    assert.equal(window.take({ ...packetOf(0, 1), payload: new Uint8Array(9_000) }), "odd");
    assert.equal(window.take(packetOf(0, 1)), "whole");
  });
});

describe("Reports", () => {
  it("of the sender are found in a compound packet, and nothing else is", () => {
    const report = "80c80006 00003ae8 eeadd98a 80000000 000003ce 00000001 00000007";
    const other = "80ca0001 00000001";
    const found = { ntpS: 0xeeadd98a, ntpFraction: 0x8000_0000, rtpTime: 0x3ce };
    assert.deepEqual(readSenderReport(hex(other + report), 15_080), found);
    assert.equal(readSenderReport(hex(report), 1), undefined);
    assert.equal(readSenderReport(hex(`${report}80c80006 0000`), 15_080), undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void readSenderReport(bytes, 0)),
    );
  });

  it("of ours are a report, our clock, and Cast's feedback, to the byte", () => {
    const packet = writeFeedback({
      ...{ ssrc: 0xa1, senderSsrc: 0xb2, nowUs: 1_500_000, checkpoint: 0x102, delayMs: 400 },
      ...{ acked: [0x104, 0x117], count: 0x1_05 },
      missing: [
        { frame: 0x103, parts: [1, 2, 9, 12] },
        { frame: 0x105, parts: "all" },
      ],
      report: {
        ...{ fractionLost: 0x80, packetsLost: -1, highestSequence: 0x1_0002, jitter: 3 },
        ...{ lastReport: 0x11, sinceLastReport: 0x22 },
      },
    });
    const words = [
      ..."81c90007 000000a1 000000b2 80ffffff 00010002 00000003 00000011 00000022".split(" "),
      ..."80cf0004 000000a1 04000002 00000001 80000000".split(" "),
      // Two missing words for frame 3 (1, with 2 and 9 behind it; 12), one for all of frame 5.
      ..."8fce000a 000000a1 000000b2 43415354 02030190 03000181 03000c00 05ffff00".split(" "),
      ..."43535432 05060100 08000000".split(" "),
    ];
    assert.equal(toHex(packet), words.join(""));
  });

  it("count what was lost since the last one, and in all", () => {
    const reception = new Reception();
    for (const sequence of [65_534, 65_535, 1, 2]) reception.note(sequence, sequence * 480, 0);
    const { fractionLost, packetsLost, highestSequence } = reception.take();
    assert.deepEqual([fractionLost, packetsLost, highestSequence], [51, 1, 65_538]);
    assert.equal(reception.take().fractionLost, 0);
  });

  it("tell when a sound was captured, by the report that was soonest here", () => {
    const clock = new SenderClock();
    assert.equal(clock.capturedUs(0), undefined);
    clock.note({ ntpS: 100, ntpFraction: 0, rtpTime: 48_000 }, 48_000, 5_030_000);
    clock.note({ ntpS: 101, ntpFraction: 0, rtpTime: 96_000 }, 96_000, 6_010_000);
    assert.equal(clock.capturedUs(96_480), 6_020_000);
    assert.deepEqual(clock.last(6_510_000), { lastReport: 101 << 16, sinceLastReport: 32_768 });
  });
});

function packetOf(frame: number, part: number): RtpPacket {
  const head = { payloadType: 127, sequence: 0, rtpTime: frame * 480, ssrc: 1 };
  const place = { frame: frame & 0xff, part, lastPart: 1, delayMs: undefined };
  return { ...head, ...place, payload: Uint8Array.of(part) };
}

function partsOf({ lost, twice }: { lost: boolean; twice: boolean }): number[] {
  if (lost) return [];
  return twice ? [0, 1, 0] : [1, 0];
}

function resend(window: FrameWindow, send: (frame: number, part: number) => void): void {
  for (const { frame, parts } of window.missing(64))
    for (const part of parts === "all" ? [0, 1] : parts) send(frame, part);
}

/** Cast's feedback of a compound packet, in words. */
function feedbackOf(packet: Uint8Array | undefined): string {
  const bytes = Buffer.from(packet ?? assert.fail("feedback is due"));
  const at = bytes.indexOf("CAST");
  const losses = bytes[at + 5] ?? 0;
  const lost: string[] = [];
  for (let i = 0; i < losses; i++) {
    const part = bytes.readUInt16BE(at + 9 + 4 * i);
    lost.push(`${bytes[at + 8 + 4 * i]}:${part === 0xffff ? "all" : part}`);
  }
  const checkpoint = bytes[at + 4] ?? 0;
  const bits = bytes.subarray(bytes.indexOf("CST2") + 6);
  const acked = [...Array(16).keys()].filter((i) => ((bits[i >> 3] ?? 0) >> (i & 7)) & 1);
  return `checkpoint ${checkpoint}, lost ${lost.join(" ")}, acked ${acked.map((i) => checkpoint + 2 + i).join(" ")}`;
}
