/** The Wireshark dissector, run by tshark over a capture of sessions that were really talked. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { ByteWriter, concatBytes, toHex } from "../../src/base/bytes.ts";
import type { Address } from "../../src/ports/network.ts";
import {
  datagramKinds,
  decodeAddressed,
  decodeInit,
  decodeReset,
  encodeAddressed,
  encodeReset,
  truncatedNumber,
} from "../../src/wire/link-datagram.ts";
import { LinkWorld, objectName } from "../transport/link-world.ts";

const script = path.resolve(import.meta.dirname, "../../tools/wireshark/nightjar.lua");
const missing = spawnSync("tshark", ["--version"]).error !== undefined;
const needs = missing ? " (skipped: no tshark here)" : "";

interface Sent {
  readonly from: Address;
  readonly to: Address;
  readonly bytes: Uint8Array;
}

/** LINKTYPE_RAW: a record is an IP packet. */
const rawIp = 101;

function ipPacket({ from, to, bytes }: Sent): Uint8Array {
  const quad = ({ host }: Address): Uint8Array => Uint8Array.from(host.split("."), Number);
  const ip = new ByteWriter(28)
    .u8(0x45)
    .u8(0)
    .u16(28 + bytes.length)
    .u32(0)
    .u8(64)
    .u8(17)
    .u16(0);
  const udp = ip.raw(quad(from)).raw(quad(to)).u16(from.port).u16(to.port);
  // Sum 0: none.
  return concatBytes([
    udp
      .u16(8 + bytes.length)
      .u16(0)
      .finish(),
    bytes,
  ]);
}

/** The classic format: a head of 24 bytes, then records (draft-ietf-opsawg-pcap). */
function pcapOf(all: readonly Sent[]): Uint8Array {
  const head = new ByteWriter(24)
    .u32(0xa1b2c3d4)
    .u16(2)
    .u16(4)
    .u32(0)
    .u32(0)
    .u32(65_535)
    .u32(rawIp);
  const records = all.map((sent, i) => {
    const packet = ipPacket(sent);
    const lengths = new ByteWriter(16)
      .u32(1_800_000_000)
      .u32(i)
      .u32(packet.length)
      .u32(packet.length);
    return concatBytes([lengths.finish(), packet]);
  });
  return concatBytes([head.finish(), ...records]);
}

/** Both patterns, some data, a cookie, a reset, a key phase, and what is broken. */
async function talk(): Promise<readonly Sent[]> {
  const world = new LinkWorld(5);
  const sent: Sent[] = [];
  world.network.onSend = ({ from, to, bytes }) =>
    void sent.push({ from, to, bytes: bytes.slice() });
  const server = await world.open("server", "10.0.0.1", { at: { host: "10.0.0.1", port: 46_000 } });
  const asker = await world.open("asker", "10.0.0.2", { at: { host: "10.0.0.2", port: 46_001 } });
  const knowing = world.connect(asker, "server", server.local);
  const stranger = asker.connect({ key: undefined, addresses: () => [server.local] });
  await world.ready(knowing);
  await world.ready(stranger);
  await world.clock.settle(world.fetch(knowing, objectName(4, 900)));
  const one = { from: server.local, to: asker.local };
  const id =
    sent[0] === undefined
      ? new Uint8Array(8)
      : (decodeInit(sent[0].bytes)?.sourceId ?? new Uint8Array(8));
  sent.push({
    ...one,
    bytes: encodeAddressed(datagramKinds.retry, id, new Uint8Array(16).fill(7)),
  });
  sent.push({ ...one, bytes: encodeReset(new Uint8Array(16).fill(8)) });
  const again = sent[0]?.bytes.slice() ?? new Uint8Array(0);
  again.fill(7, 9, 25);
  sent.push({ from: asker.local, to: server.local, bytes: again });
  const flipped = sent.find(({ bytes }) => bytes[0] === datagramKinds.packet)?.bytes.slice();
  if (flipped !== undefined) flipped[0] = datagramKinds.packet + 1;
  sent.push({ ...one, bytes: flipped ?? new Uint8Array(0) });
  sent.push({ ...one, bytes: Uint8Array.of(datagramKinds.reset, 1, 2, 3) });
  for (const endpoint of [asker, server]) await endpoint[Symbol.asyncDispose]();
  return sent;
}

const fields = [
  "kind",
  "source_id",
  "target_id",
  "cookie",
  "has_cookie",
  "reset_token",
  "key_phase",
  "number",
  "frames_length",
  "malformed",
] as const;
type Row = Readonly<Record<(typeof fields)[number], string>>;

function dissect(file: string): readonly Row[] {
  const shown = fields.flatMap((field) => ["-e", `nightjar.${field}`]);
  const args = ["-X", `lua_script:${script}`, "-r", file, "-T", "fields", ...shown];
  const { stdout, stderr, status } = spawnSync("tshark", args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const values = line.split("\t");
      return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? ""])) as Row; // all fields, in order
    });
}

/** What the program's own codecs say of the same bytes. */
function expected(bytes: Uint8Array): Partial<Row> {
  const kind = bytes[0] ?? 0;
  const name = `0x${kind.toString(16)}`;
  const init = decodeInit(bytes);
  if (init !== undefined) {
    const has = init.cookie.some((byte) => byte !== 0);
    const cookie = toHex(init.cookie);
    return {
      kind: name,
      source_id: toHex(init.sourceId),
      cookie,
      has_cookie: has ? "True" : "False",
    };
  }
  if (kind === datagramKinds.reset) {
    const token = decodeReset(bytes);
    if (token === undefined) return { kind: name, malformed: "malformed" };
    return { kind: name, reset_token: toHex(token) };
  }
  const target_id = toHex(decodeAddressed(bytes)?.targetId ?? new Uint8Array(0));
  if (kind === datagramKinds.retry)
    return { kind: name, target_id, cookie: toHex(bytes.subarray(9)) };
  if (kind < datagramKinds.packet) return { kind: name, target_id };
  return {
    kind: name,
    target_id,
    key_phase: String(kind & 1),
    number: String(truncatedNumber(bytes)),
    frames_length: String(bytes.length - 13 - 16),
  };
}

describe("the Wireshark dissector", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-wireshark-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(missing)(
    `shows the clear part of every datagram as the program reads it${needs}`,
    {
      timeout: 60_000,
    },
    async () => {
      const sent = await talk();
      const file = path.join(folder, "talk.pcap");
      writeFileSync(file, pcapOf(sent));
      const rows = dissect(file);
      assert.equal(rows.length, sent.length);
      for (const [i, { bytes }] of sent.entries()) {
        const row = rows[i];
        const want = expected(bytes);
        for (const field of fields) {
          const wanted = want[field] ?? "";
          if (field === "malformed")
            assert.equal(row?.malformed !== "", wanted !== "", `datagram ${i}`);
          else
            assert.equal(normal(row?.[field] ?? ""), normal(wanted), `${field} of datagram ${i}`);
        }
      }
      const kinds = new Set(rows.map(({ kind }) => kind));
      assert.equal(kinds.size, Object.keys(datagramKinds).length + 1, "all kinds, both phases");
    },
  );

  it.skipIf(missing)(`leaves other datagrams alone${needs}`, { timeout: 60_000 }, () => {
    const from = { host: "10.0.0.1", port: 9_000 };
    const to = { host: "10.0.0.2", port: 9_001 };
    const others = [
      Uint8Array.of(0x18, 1, 2, 3),
      new Uint8Array(1_200),
      new Uint8Array(30).fill(0x18),
    ];
    const file = path.join(folder, "others.pcap");
    writeFileSync(file, pcapOf(others.map((bytes) => ({ from, to, bytes }))));
    assert.deepEqual(
      dissect(file).map(({ kind }) => kind),
      ["", "", ""],
    );
  });
});

/** Versions of tshark differ in how they write a number and a truth. */
function normal(text: string): string {
  if (text === "1") return "true/1";
  if (text === "0") return "false/0";
  return text
    .toLowerCase()
    .replace(/^true$/, "true/1")
    .replace(/^false$/, "false/0");
}
