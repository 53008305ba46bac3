/** Decoders of what comes from the LAN, from remotes, from people, and from the card. */
import assert from "node:assert/strict";
import { ByteWriter, concatBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { isOurOrigin, parseAuthority } from "../../src/control/http/authority.ts";
import { accepts, matches } from "../../src/control/http/web-files.ts";
import { decodeMessage, encodeMessage } from "../../src/discovery/dns-codec.ts";
import { emptyMessage, type Message, type ResourceRecord } from "../../src/discovery/message.ts";
import { memberIdOf } from "../../src/household/certificate.ts";
import { HouseholdError } from "../../src/household/errors.ts";
import { formatInvite, parseInvite } from "../../src/household/invite.ts";
import { keyHashOf, Roll } from "../../src/household/roll.ts";
import { readFlacHead, readOpusHead } from "../../src/media/codec-heads.ts";
import { OggDemuxer, pageCrc } from "../../src/media/ogg.ts";
import { decodeAbout, encodeAbout } from "../../src/origin/backup-about.ts";
import { decodeHeader, encodeHeader } from "../../src/origin/backup-header.ts";
import { BackupError } from "../../src/origin/errors.ts";
import {
  catalogueFilePages,
  decodingCatalogueFile,
  encodeCatalogueFile,
} from "../../src/player/catalogue-file.ts";
import type { WholeCatalogue } from "../../src/player/catalogue-mirror.ts";
import { decodeState, encodeState, type SavedSpeaker } from "../../src/player/saved-state.ts";
import { atOnce } from "../../src/player/slices.ts";
import { readPage, writePage } from "../../src/storage/pages.ts";
import {
  deriveKey,
  readTable,
  readTrailer,
  recordsStart,
  writeFooter,
} from "../../src/storage/segment.ts";
import { decodeSpoolPage, encodeSpoolPage, spoolMagic } from "../../src/storage/spool-page.ts";
import { linkKeyPair } from "../../src/transport/x25519.ts";
import { decodeFrame, encodeFrame, FrameSplitter } from "../../src/wire/control-frame.ts";
import { decodeMeeting, encodeMeeting, meetingPlacesMax } from "../../src/wire/meeting.ts";
import {
  decodeRollAnswer,
  decodeRollBody,
  encodeRollBody,
  type RollBody,
} from "../../src/wire/roll.ts";
import { makeSimTrack } from "../sim/sim-track.ts";
import { type FuzzTarget, slowInputs } from "./fuzz.ts";
import { linkKeys, signer, someBytes, text, trackId } from "./samples.ts";

const service = "Kitchen._nightjar._udp.local";
const records: readonly ResourceRecord[] = [
  {
    name: "_nightjar._udp.local",
    ttlS: 4_500,
    flush: false,
    data: { type: "PTR", target: service },
  },
  { name: service, ttlS: 120, flush: true, data: { type: "SRV", target: "k.local", port: 41_000 } },
  {
    name: service,
    ttlS: 120,
    flush: true,
    data: { type: "TXT", strings: [text("id=12"), text("v=1")] },
  },
  { name: "k.local", ttlS: 120, flush: true, data: { type: "A", address: "10.0.0.1" } },
  { name: "k.local", ttlS: 120, flush: true, data: { type: "AAAA", address: "fd00::1" } },
];
const answer: Message = { ...emptyMessage, response: true, answers: records };
const question: Message = {
  ...emptyMessage,
  questions: [
    { name: "_nightjar._udp.local", type: "PTR", unicast: false },
    { name: service, type: "ANY", unicast: false },
  ],
  authorities: records.slice(1, 3),
};
/** A name that points to another name: what an encoder of ours does not write. */
const pointed = concatBytes([
  encodeMessage(question).slice(0, 12),
  Uint8Array.of(1, 0x6b, 0xc0, 12),
]);

const dns: FuzzTarget = {
  name: "packets of Multicast DNS",
  samples: [encodeMessage(answer), encodeMessage(question), pointed],
  decode(bytes) {
    const message = decodeMessage(bytes);
    assert.ok(message === undefined || message.answers.length * 11 <= bytes.length);
  },
};

const framesSent = [
  { id: 1, hello: { major: 1, clientName: "kitchen tablet", clientKind: "web" } },
  { id: 2, command: { play: { what: [trackId, "snow"] } } },
  { id: 3, query: { library: { query: "hill" } } },
  { replyTo: 2, result: {} },
  { id: 4, ping: {} },
];
const bodies = framesSent.map((frame) => encodeFrame(frame)?.subarray(4) ?? new Uint8Array(0));

const controlBodies: FuzzTarget = {
  name: "frames of the control protocol",
  samples: bodies,
  decode: (bytes) => void decodeFrame(bytes),
};

const controlStreams: FuzzTarget = {
  name: "byte streams of the control protocol",
  samples: [concatBytes(framesSent.map((frame) => encodeFrame(frame) ?? new Uint8Array(0)))],
  decode(bytes) {
    const splitter = new FrameSplitter();
    const half = bytes.length >> 1;
    let taken = 0;
    for (const part of [bytes.subarray(0, half), bytes.subarray(half)]) {
      for (const body of splitter.push(part)) taken += body.length;
    }
    assert.ok(taken <= bytes.length);
  },
};

const uri = formatInvite({
  addresses: [
    { host: "10.0.0.1", port: 41_000 },
    { host: "fd00::1", port: 41_000 },
  ],
  household: signer.publicKey,
  originKey: linkKeys.publicKey,
  token: someBytes("token", 16),
  expiresMs: 1_800_000_000_000,
});
const latin = new TextDecoder("latin1");

const invites: FuzzTarget = {
  name: "invites",
  inputs: slowInputs,
  samples: [utf8Bytes(uri), utf8Bytes(` ${uri}\n`)],
  decode: (bytes) => void parseInvite(latin.decode(bytes)),
  expects: (error) => error instanceof HouseholdError && error.code === "invite-malformed",
};

const rollBody: RollBody = {
  household: signer.publicKey,
  version: 3,
  floorMs: 0,
  members: [
    {
      linkKey: linkKeys.publicKey,
      name: "Küche",
      issuedMs: 1_800_000_000_000,
      origin: {
        signingKey: signer.publicKey,
        addresses: [{ host: "fd00::1", port: 41_000 }],
      },
    },
  ],
  revoked: [{ keyHash: keyHashOf(someBytes("gone", 32)), revokedMs: 1_800_000_000_000 }],
};

const rolls: FuzzTarget = {
  name: "rolls of a household",
  samples: [encodeRollBody(rollBody)],
  decode(bytes) {
    const body = decodeRollBody(bytes);
    // One roll has one form.
    if (body !== undefined) assert.deepEqual(encodeRollBody(body), Uint8Array.from(bytes));
  },
};

const signedRoll = Roll.sign(rollBody, signer.privateKey).bytes;
const signedRolls: FuzzTarget = {
  name: "signed rolls",
  samples: [concatBytes([someBytes("answer", 16), signedRoll])],
  // A signature is checked of each that has the form.
  inputs: 100_000,
  decode(bytes) {
    const document = decodeRollAnswer(bytes)?.document ?? new Uint8Array(0);
    const roll = Roll.read(document, signer.publicKey);
    if (roll !== undefined) assert.deepEqual(roll.bytes, signedRoll);
  },
};

/** Two packets on a page, as RFC 3533 §6 lays it out; without its sum. */
function oggPage(flags: number, number: number, packets: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter(4_096).raw(text("OggS")).u8(0).u8(flags).u64(0).u32(1);
  // The number of the page is little-endian.
  writer.u8(number).u8(0).u16(0).u32(0).u8(packets.length);
  for (const { length } of packets) writer.u8(length);
  return writer.raw(concatBytes(packets)).finish().slice();
}

/** Puts the right sum in, so that what is behind it is reached. */
function summed(page: Uint8Array): Uint8Array {
  new DataView(page.buffer, page.byteOffset).setUint32(22, pageCrc(page), true);
  return page;
}

const oggPages = [
  oggPage(2, 0, [concatBytes([text("OpusHead"), someBytes("head", 11)])]),
  oggPage(4, 0, [someBytes("one", 80), someBytes("two", 120)]),
];

const oggStreams: FuzzTarget = {
  name: "pages of Ogg",
  samples: [...oggPages, ...oggPages.map((page) => summed(page.slice()))],
  decode(bytes) {
    const demuxer = new OggDemuxer();
    if (bytes.length >= 27 && (bytes[0] ?? 0) === 0x4f) summed(bytes);
    let taken = 0;
    for (const packet of demuxer.push(bytes)) taken += packet.bytes.length;
    assert.ok(taken <= bytes.length);
  },
};

const opusHead = concatBytes([text("OpusHead"), Uint8Array.of(1, 2, 0x38, 1, 0, 0, 0, 0, 0, 0, 0)]);
const flacHead = concatBytes([
  Uint8Array.of(0x7f),
  text("FLAC"),
  Uint8Array.of(1, 0, 0, 1),
  text("fLaC"),
  Uint8Array.of(0, 0, 0, 34),
  someBytes("streaminfo", 34),
]);

const codecHeads: FuzzTarget = {
  name: "heads of codecs",
  samples: [opusHead, flacHead],
  decode(bytes) {
    assert.ok((readOpusHead(bytes)?.channels ?? 1) <= 2);
    assert.ok((readFlacHead(bytes)?.channels ?? 1) <= 8);
  },
};

const spoolBody = encodeSpoolPage({
  epoch: "0123456789abcdef",
  seq: 12,
  acked: 11,
  chain: someBytes("chain", 32),
  bytes: someBytes("event", 87),
});

const spoolBodies: FuzzTarget = {
  name: "bodies of the spool's pages",
  samples: [spoolBody],
  decode(bytes) {
    const page = decodeSpoolPage(bytes);
    assert.ok(page === undefined || page.acked <= page.seq);
  },
};

const spoolPages: FuzzTarget = {
  name: "pages of the spool and the state",
  samples: [writePage(spoolMagic, spoolBody)],
  decode(bytes) {
    assert.ok((readPage(spoolMagic, bytes)?.length ?? 0) <= bytes.length);
  },
};

const saved: SavedSpeaker = {
  queue: {
    entries: Array.from({ length: 9 }, (_, i) => ({ id: `000000000000000${i}`, track: trackId })),
    natural: Array.from({ length: 9 }, (_, i) => `000000000000000${8 - i}`),
    index: 3,
    repeat: "all",
    shuffle: true,
  },
  positionMs: 12_000,
  volume: 40,
  muted: false,
  playing: true,
  lineIn: false,
  quality: { origin: "160", peer: "auto" },
  pins: [{ track: trackId, quality: "320" }],
};

const states: FuzzTarget = {
  name: "states of a player",
  samples: [
    encodeState(saved),
    encodeState({
      ...saved,
      pins: [],
      queue: { ...saved.queue, natural: saved.queue.entries.map(({ id }) => id), shuffle: false },
    }),
  ],
  decode(bytes) {
    const state = decodeState(bytes);
    assert.ok(state === undefined || state.queue.natural.length === state.queue.entries.length);
  },
};

const seat = { position: 3, segments: 16 };
const segmentKey = deriveKey(someBytes("device", 32), someBytes("salt", 16));
const table = {
  id: { salt: someBytes("salt", 16), generation: 41 },
  entries: Array.from({ length: 40 }, (_, i) => ({
    name: someBytes(`name ${i}`, 21),
    offset: recordsStart + i * 20_000,
    length: 19_000,
    heat: i % 4,
  })),
};
const footer = new Uint8Array(8_192);
writeFooter(footer, table, seat, { key: segmentKey, writes: 1 });

const segmentTrailers: FuzzTarget = {
  name: "trailers of the cache's segments",
  samples: [footer.slice(-64)],
  decode(bytes) {
    const trailer = readTrailer(bytes.subarray(-64), seat);
    assert.ok(trailer === undefined || trailer.footerBytes % 4_096 === 0);
  },
};

const segmentFooters: FuzzTarget = {
  name: "footers of the cache's segments",
  samples: [footer.slice(-4_096)],
  // Each that has a trailer is opened with its key, and nothing but what was sealed opens.
  inputs: 250_000,
  decode(bytes) {
    const trailer = bytes.length < 64 ? undefined : readTrailer(bytes, seat);
    if (trailer === undefined || trailer.footerBytes > bytes.length) return;
    readTable(bytes.subarray(bytes.length - trailer.footerBytes), trailer, segmentKey);
  },
};

const backupHead = encodeHeader({
  cost: { log2N: 17, r: 8, p: 1 },
  chunkBytes: 65_536,
  plainBytes: 1_000_000,
  salt: someBytes("salt", 32),
  check: someBytes("check", 16),
});
const linkSeed = someBytes("backup link", 32);
const about = encodeAbout({
  made: "2026-11-22T08:00:00Z",
  program: "0.1.0",
  origin: memberIdOf(linkKeyPair(linkSeed).publicKey),
  name: "House",
  keys: {
    household: someBytes("household", 32),
    link: linkSeed,
    signing: someBytes("signing", 32),
  },
  settings: { "scrobble.json": "{}" },
  databaseBytes: 900_000,
});

const backupHeads: FuzzTarget = {
  name: "heads of backups",
  samples: [backupHead],
  decode(bytes) {
    const head = decodeHeader(bytes);
    assert.ok(head.cost.log2N < 32 && head.chunkBytes > 0);
  },
  expects: (error) => error instanceof BackupError,
};

const backupLists: FuzzTarget = {
  name: "contents of backups",
  samples: [about.subarray(4)],
  decode: (bytes) => void decodeAbout(bytes, ["scrobble.json"]),
  expects: (error) => error instanceof BackupError && error.code === "damaged",
  // A key is made of each that is whole.
  inputs: 200_000,
};

const hosts: FuzzTarget = {
  name: "hosts, origins and what else browsers send",
  inputs: slowInputs,
  samples: ["10.0.0.5:7680", "[fd00::5]:80", "http://kitchen.local", "gzip, br;q=0.5"].map(text),
  decode(bytes) {
    const words = [...bytes].map((byte) => String.fromCharCode(byte)).join("");
    const host = parseAuthority(words);
    if (host !== undefined) assert.ok(host.host !== "" && (host.port ?? 0) < 65_536);
    isOurOrigin(words, { host: "10.0.0.5", port: 7_680 }, ["10.0.0.7:7680"]);
    accepts(words, "br");
    matches(words, '"a"');
  },
};

const places = [
  { linkKey: linkKeys.publicKey, address: { host: "10.0.0.12", port: 41_000 } },
  { linkKey: someBytes("other", 32), address: { host: "fe80::1%wlan0", port: 41_001 } },
];

const meetings: FuzzTarget = {
  name: "places where speakers are met",
  samples: [encodeMeeting(places), encodeMeeting([])],
  decode(bytes) {
    const decoded = decodeMeeting(bytes);
    if (decoded === undefined) return;
    assert.ok(decoded.length <= meetingPlacesMax);
    for (const { linkKey, address } of decoded)
      assert.ok(linkKey.length === 32 && address.host !== "" && address.port > 0);
  },
};

const tag = "0123456789abcdef";
const catalogue: WholeCatalogue = {
  epoch: "00112233445566ff",
  version: 7,
  borrowed: true,
  tracks: Array.from({ length: 3 }, (_, n) => ({
    ...makeSimTrack({ tag: n + 1, totalFrames: 48_000, rungs: ["opus-160"] }, signer).info,
  })),
};
const catalogueBody = concatBytes([...catalogueFilePages(catalogue)]);

const catalogueFiles: FuzzTarget = {
  name: "files of the catalogue",
  samples: [catalogueBody],
  // A sum goes before each, so that what is behind it is reached: two hashes an input.
  inputs: 100_000,
  decode(bytes) {
    const decoded = decodeFile(tag, encodeCatalogueFile(tag, [bytes]));
    if (decoded === undefined) return;
    assert.ok(decoded.tracks.length * 16 <= bytes.length);
    const again = encodeCatalogueFile(tag, [...catalogueFilePages(decoded)]);
    assert.deepEqual(decodeFile(tag, again), decoded);
  },
};

const decodeFile = (of: string, bytes: Uint8Array) => atOnce(decodingCatalogueFile(of, bytes));

const catalogueFileHeads: FuzzTarget = {
  name: "heads of files of the catalogue",
  samples: [encodeCatalogueFile(tag, [catalogueBody])],
  inputs: 500_000,
  decode(bytes) {
    const decoded = decodeFile(tag, bytes);
    // Nothing but the whole file has its sum.
    if (decoded !== undefined) assert.deepEqual(decoded, catalogue);
  },
};

export const otherTargets: readonly FuzzTarget[] = [
  hosts,
  dns,
  controlBodies,
  controlStreams,
  invites,
  rolls,
  signedRolls,
  oggStreams,
  codecHeads,
  spoolBodies,
  spoolPages,
  states,
  segmentTrailers,
  segmentFooters,
  backupHeads,
  backupLists,
  meetings,
  catalogueFiles,
  catalogueFileHeads,
];
