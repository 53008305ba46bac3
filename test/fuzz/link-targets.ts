/** Decoders of what comes over the link: datagrams, handshakes, frames, and the objects in them. */
import assert from "node:assert/strict";
import { issueCertificate, verifyCertificate } from "../../src/household/certificate.ts";
import { decodeCataloguePage, encodeCataloguePage } from "../../src/media/catalogue-page.ts";
import { framesOf, packChunk, symbolsOf } from "../../src/media/chunk.ts";
import { symbolBytesMax } from "../../src/media/limits.ts";
import { signManifest } from "../../src/media/manifest.ts";
import { framesPerChunk } from "../../src/media/rung.ts";
import { decodeEarly, encodeEarly } from "../../src/transport/early.ts";
import { parityBytesMax } from "../../src/transport/fec/limits.ts";
import { encodeParity } from "../../src/transport/fec/parity-code.ts";
import { Restorer } from "../../src/transport/fec/restorer.ts";
import {
  decodeHoldingsAnswer,
  decodeHoldingsPage,
  encodeHoldingsAnswer,
  encodeHoldingsPage,
  type HoldingsPage,
  holdingsPageBytesMax,
} from "../../src/wire/holdings.ts";
import { decodeTimeWord, encodeTimeWord } from "../../src/wire/house-time.ts";
import {
  datagramKinds,
  decodeAddressed,
  decodeHandshakePayload,
  decodeInit,
  decodeReset,
  encodeAddressed,
  encodeHandshakePayload,
  encodeInit,
  encodeReset,
  framesBytesMax,
} from "../../src/wire/link-datagram.ts";
import { type FrameSink, FrameWriter, readFrames } from "../../src/wire/link-frames.ts";
import { decodeHead, decodeManifest, decodeTags } from "../../src/wire/manifest.ts";
import {
  decodeRelayOpened,
  decodeRelayPiece,
  encodeRelayOpened,
  encodeRelayPiece,
} from "../../src/wire/media-relay.ts";
import { decodeObject, encodeObject, type ObjectName } from "../../src/wire/objects.ts";
import {
  decodeEventAck,
  decodeEventBatch,
  decodePlayEvent,
  encodeEventAck,
  encodeEventBatch,
  encodePlayEvent,
  type PlayEvent,
} from "../../src/wire/play-event.ts";
import type { FuzzTarget } from "./fuzz.ts";
import { hash, linkKeys, signer, someBytes, tags, text, trackId } from "./samples.ts";

const id = someBytes("connection", 8);
const payload = {
  connectionId: id,
  resetToken: someBytes("token", 16),
  credential: someBytes("credential", 200),
  features: 3,
};

const datagrams: FuzzTarget = {
  name: "datagrams of the link",
  samples: [
    ...(["IK", "XX"] as const).map((pattern) => {
      const message = someBytes(pattern, 1_175);
      return encodeInit({ pattern, sourceId: id, cookie: someBytes("cookie", 16), message });
    }),
    encodeAddressed(datagramKinds.response, id, someBytes("response", 120)),
    encodeAddressed(datagramKinds.retry, id, someBytes("cookie", 16)),
    encodeReset(someBytes("token", 16)),
  ],
  decode(bytes) {
    const init = decodeInit(bytes);
    assert.ok(init === undefined || init.message.length + 25 === bytes.length);
    const addressed = decodeAddressed(bytes);
    assert.ok(addressed === undefined || addressed.body.length > 0);
    assert.ok((decodeReset(bytes)?.length ?? 16) === 16);
  },
};

const handshakePayloads: FuzzTarget = {
  name: "payloads of the handshake",
  samples: [encodeHandshakePayload(payload), encodeHandshakePayload(payload, 1_000)],
  decode(bytes) {
    const read = decodeHandshakePayload(bytes);
    assert.ok(read === undefined || read.credential.length <= 512);
  },
};

const objectsAsked = [
  encodeObject({ kind: "manifest", track: trackId }),
  encodeObject({ kind: "chunk", track: trackId, rung: 2, index: 0 }),
];

/** One packet's worth of each kind of frame, and one of all. */
function framePackets(): readonly Uint8Array[] {
  const object = encodeObject({ kind: "chunk", track: trackId, rung: 2, index: 7 });
  const ranges = [
    { first: 0, length: 3 },
    { first: 9, length: 1 },
  ];
  const request = { kind: "request", id: 7, round: 1, class: "play", probe: false } as const;
  const asked = { ...request, deadlineMs: 900, seen: 41, object, ranges };
  const data = { id: 7, round: 1, index: 2, count: 19 };
  const parity = { id: 7, round: 1, count: 19, first: 4, length: 8, parity: 1 };
  const writes: readonly ((writer: FrameWriter) => boolean)[] = [
    (writer) => writer.ping(),
    (writer) => writer.ack(400, 320, [3, 1, 200, 7, 30]),
    (writer) => writer.request(asked),
    (writer) => writer.cancel(7),
    (writer) => writer.refused(7, 16, "there is no such object"),
    (writer) => writer.close(0, "good night"),
    (writer) => writer.data(data, someBytes("symbol", 300)),
    (writer) => writer.parity(parity, someBytes("parity", 300)),
    (writer) => writer.path({ kind: "path-challenge", bytes: someBytes("path", 8) }),
    (writer) => writer.need(20_000),
  ];
  const packet = (some: typeof writes): Uint8Array => {
    const writer = new FrameWriter(new Uint8Array(framesBytesMax));
    for (const write of some) write(writer);
    return writer.bytes.slice(0, writer.length);
  };
  return [...writes.map((write) => packet([write])), packet(writes)];
}

const seenFrames: FrameSink = {
  frame(frame) {
    if (frame.kind === "request") assert.ok(frame.object.length <= 1_024 && frame.seen >= -1);
    if (frame.kind === "ack") assert.ok(frame.runs.length % 2 === 1);
  },
  data(head, bytes, from, to) {
    assert.ok(from <= to && to <= bytes.length && head.index < head.count);
  },
  parity(head, bytes, from, to) {
    assert.ok(from <= to && to <= bytes.length && head.first + head.length <= head.count);
  },
};

const frames: FuzzTarget = {
  name: "frames of the link",
  samples: framePackets(),
  decode: (bytes) => void readFrames(bytes, bytes.length, seenFrames),
};

const earlyRequests: FuzzTarget = {
  name: "requests in a handshake",
  samples: [
    encodeEarly(
      objectsAsked.map((object) => ({ object, class: "urgent", deadlineUs: 2_000_000 })),
      900,
      1_000_000,
    ).bytes,
  ],
  decode(bytes) {
    for (const request of decodeEarly(bytes)) assert.ok(request.ranges.length === 0);
  },
};

const coveredSymbols = Array.from({ length: 40 }, (_, i) => someBytes(`covered ${i}`, 200 + i));

/** PARITY frames as a session gets them, restored from at once. */
const parities: FuzzTarget = {
  name: "parity symbols",
  samples: [0, 1, 2].map((parity) => {
    const name = { first: 4 * parity, length: 8, parity };
    const bytes = new Uint8Array(parityBytesMax);
    const length = encodeParity(name, coveredSymbols, bytes);
    const writer = new FrameWriter(new Uint8Array(framesBytesMax));
    for (let copy = 0; copy < 2; copy++)
      writer.parity(
        { id: 1, round: 0, count: 40, ...name, parity: parity + copy },
        bytes.subarray(0, length),
      );
    return writer.bytes.slice(0, writer.length);
  }),
  inputs: 200_000,
  decode(bytes) {
    const restorer = new Restorer();
    const sink: FrameSink = {
      frame: () => undefined,
      data: () => undefined,
      parity: (head, all, from, to) => void restorer.add(head, all.subarray(from, to)),
    };
    readFrames(bytes, bytes.length, sink);
    for (const { symbol } of restorer.restore((index) =>
      index % 8 < 2 ? undefined : coveredSymbols[index],
    ))
      assert.ok(symbol.length <= parityBytesMax);
  },
};

const times: FuzzTarget = {
  name: "times that members say",
  samples: [encodeTimeWord({ wallMs: 1_800_000_000_000, trust: "synchronised", hops: 1 })],
  decode(bytes) {
    const word = decodeTimeWord(bytes);
    assert.ok(word === undefined || word.hops < 256);
  },
};

const objectNames: readonly ObjectName[] = [
  { kind: "manifest", track: trackId },
  { kind: "leaves", track: trackId, rung: 3 },
  { kind: "chunk", track: trackId, rung: 1, index: 80 },
  { kind: "catalogue", epoch: "0123456789abcdef", version: 9 },
  { kind: "artwork", hash },
  {
    kind: "join",
    token: someBytes("token", 16),
    name: "Küche",
    signingKey: signer.publicKey,
  },
  { kind: "events", batch: someBytes("batch", 200) },
  { kind: "relay-open", id: trackId, startMs: 9_000, url: "http://radio.example/a.aac" },
  { kind: "relay-read", id: trackId, piece: 7 },
];

const objects: FuzzTarget = {
  name: "objects",
  samples: objectNames.map(encodeObject),
  decode(bytes) {
    const name = decodeObject(bytes);
    // A name has one form, but for the length of a text, which may take more bytes than it needs.
    if (name === undefined || name.kind === "join" || name.kind === "relay-open") return;
    assert.equal(encodeObject(name).length, bytes.length);
  },
};

const relayAnswers: FuzzTarget = {
  name: "answers about URLs that an origin decodes",
  samples: [
    encodeRelayOpened({ kind: "opened", live: true, durationMs: 9_000, name: "Radio Süd" }),
    encodeRelayOpened({ kind: "refused", code: "unreachable", why: "nobody answers there" }),
    encodeRelayPiece({ bytes: text("OggS"), ended: false, title: "Song", trouble: "" }),
  ],
  decode(bytes) {
    decodeRelayOpened(bytes);
    assert.ok((decodeRelayPiece(bytes)?.bytes.length ?? 0) <= bytes.length);
  },
};

const page = {
  epoch: "0123456789abcdef",
  version: 12,
  more: true,
  changes: [
    {
      kind: "track",
      track: { ...tags.tags, id: trackId, durationMs: 81_000, rungs: ["opus-160"], artwork: hash },
    },
    { kind: "removed", id: trackId },
  ],
} as const;

const catalogue: FuzzTarget = {
  name: "pages of the catalogue",
  samples: [encodeCataloguePage(page), encodeCataloguePage({ ...page, more: false, changes: [] })],
  decode(bytes) {
    const read = decodeCataloguePage(bytes);
    assert.ok(read === undefined || read.changes.length * 17 <= bytes.length);
  },
};

const rung = {
  rung: "opus-160",
  chunkCount: 82,
  root: someBytes("root", 32),
  preSkip: 312,
  rate: 48_000,
  totalFrames: 3_888_000,
  frameSamples: 960,
  setup: new Uint8Array(0),
  bytes: 1_640_000,
} as const;
const head = {
  track: trackId,
  durationMs: 81_000,
  loudnessLufs: -14,
  truePeakDb: -1,
  rungs: [rung],
};

const manifests: FuzzTarget = {
  name: "manifests",
  samples: [
    signManifest(head, tags, signer),
    signManifest({ ...head, rungs: [rung, { ...rung, rung: "opus-96" }] }, tags, signer),
  ],
  decode(bytes) {
    const parts = decodeManifest(bytes);
    if (parts === undefined) return;
    assert.ok((decodeHead(parts.head)?.rungs.length ?? 1) <= 8);
    decodeTags(parts.tags);
  },
};

const event: PlayEvent = {
  kind: "end",
  playId: trackId,
  track: trackId,
  rung: 2,
  wallMs: 1_800_000_000_000,
  wallTrusted: true,
  monotonicMs: 12_000,
  playedMs: 80_000,
  reason: "finished",
  bytes: { cache: 1, peer: 2, origin: 3 },
};
const started = { ...event, kind: "start", reason: "none" } as const;
const place = { epoch: "0123456789abcdef", chain: someBytes("chain", 32) };
const { batch } = encodeEventBatch(
  [event, started].map((each, i) => ({ ...place, seq: 5 + i, bytes: encodePlayEvent(each) })),
);

const playEvents: FuzzTarget = {
  name: "play events and acknowledgements",
  samples: [
    encodePlayEvent(event),
    encodePlayEvent(started),
    encodeEventAck({ epoch: place.epoch, seq: 9 }),
  ],
  decode(bytes) {
    const read = decodePlayEvent(bytes);
    assert.ok(read === undefined || (read.kind === "end") === (read.reason !== "none"));
    decodeEventAck(bytes);
  },
};

const batches: FuzzTarget = {
  name: "batches of play events",
  samples: [batch],
  decode(bytes) {
    const read = decodeEventBatch(bytes);
    assert.ok(read === undefined || read.events.length === read.bodies.length);
  },
};

const household = signer.publicKey;
const certificate = issueCertificate(
  {
    household,
    role: "speaker",
    name: "Küche",
    linkKey: linkKeys.publicKey,
    signingKey: signer.publicKey,
    issuedMs: 1_800_000_000_000,
  },
  signer.privateKey,
);

const certificates: FuzzTarget = {
  name: "certificates",
  samples: [certificate],
  // A quarter reaches the signature.
  inputs: 40_000,
  decode: (bytes) => void verifyCertificate(bytes, household, linkKeys.publicKey),
};

const opus = Array.from({ length: framesPerChunk }, (_, i) => someBytes(`frame ${i}`, 300 + i));
const chunkBytes = packChunk([...opus.slice(1), someBytes("large", 3_000)]);

const chunks: FuzzTarget = {
  name: "chunks",
  samples: [packChunk(opus.slice(0, 3)), packChunk(opus.slice(0, 9))],
  decode(bytes) {
    const symbols = symbolsOf(bytes);
    assert.ok(symbols === undefined || symbols.every(({ length }) => length <= symbolBytesMax));
  },
};

const symbols: FuzzTarget = {
  name: "symbols of a chunk",
  samples: symbolsOf(chunkBytes) ?? [],
  decode(bytes) {
    const half = bytes.length >> 1;
    const read = framesOf([bytes.subarray(0, half), undefined, bytes], framesPerChunk);
    assert.equal(read.length, framesPerChunk);
  },
};

const heldPage: HoldingsPage = {
  ...{ epoch: 7, after: 3, version: 9 },
  rungs: [
    { track: trackId, rung: 2, runs: [{ from: 0, count: 30 }] },
    {
      track: trackId,
      rung: 3,
      runs: Array.from({ length: 40 }, (_, i) => ({ from: 9 * i, count: 4 })),
    },
    { track: trackId, rung: 4, runs: [] },
  ],
};

const holdings: FuzzTarget = {
  name: "what speakers hold, and what they know of it",
  samples: [
    encodeHoldingsPage(heldPage),
    encodeHoldingsPage({ ...heldPage, rungs: [] }),
    encodeHoldingsAnswer({ epoch: 7, version: 9 }),
  ],
  decode(bytes) {
    const read = decodeHoldingsPage(bytes);
    if (read !== undefined) {
      // Each list has one form.
      assert.deepEqual(encodeHoldingsPage(read), bytes);
      assert.ok(bytes.length <= holdingsPageBytesMax && read.version >= read.after);
    }
    const answer = decodeHoldingsAnswer(bytes);
    if (answer !== undefined) assert.deepEqual(encodeHoldingsAnswer(answer), bytes);
  },
};

export const linkTargets: readonly FuzzTarget[] = [
  datagrams,
  handshakePayloads,
  frames,
  earlyRequests,
  parities,
  times,
  objects,
  relayAnswers,
  catalogue,
  manifests,
  playEvents,
  batches,
  certificates,
  chunks,
  symbols,
  holdings,
];
