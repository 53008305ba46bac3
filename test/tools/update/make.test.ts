import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { fromBase64Url } from "../../../src/base/bytes.ts";
import { Bundle } from "../../../src/update/bundle.ts";
import { readChannel } from "../../../src/update/channel.ts";
import { chunkBytes } from "../../../src/update/limits.ts";
import { makeBundle, makeKey } from "../../../tools/update/make.ts";
import { MemorySource, noSignal } from "../../update/world.ts";

const folder = mkdtempSync(path.join(tmpdir(), "nightjar-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]) => path.join(folder, ...names);

describe("update-bundle", () => {
  it("makes a key that its owner alone reads, and none in the place of another", () => {
    const publicKey = makeKey(at("key"));
    assert.equal(statSync(at("key")).mode & 0o777, 0o600);
    assert.equal(fromBase64Url(publicKey)?.length, 32);
    assert.throws(() => makeKey(at("key")), { code: "exists" });
  });

  it("makes a bundle and a channel file that a device believes", async () => {
    const publicKey = fromBase64Url(makeKey(at("key2"))) ?? new Uint8Array(0);
    const root = new Uint8Array(chunkBytes + 5).fill(3);
    writeFileSync(at("root"), root);
    mkdirSync(at("files/overlays"), { recursive: true });
    writeFileSync(at("files/vmlinuz"), "kernel");
    writeFileSync(at("files/overlays/dac.dtbo"), "dac");
    const order = { key: at("key2"), root: at("root"), files: at("files"), to: at("new/updates") };
    const about = { version: "1.1.0", target: "test", minimum: "1.0.0", floor: "1.0.0" };
    const [file = "", channel = ""] = makeBundle({ ...order, ...about, channel: "stable" });
    const source = new MemorySource(new Uint8Array(readFileSync(file)));
    const bundle = await Bundle.open(source, [publicKey], noSignal);
    const { parts } = bundle.signed.manifest;
    assert.deepEqual(
      parts.map((part) => part.path),
      ["overlays/dac.dtbo", "vmlinuz", ""],
    );
    const last = parts.at(-1);
    assert.ok(last !== undefined);
    assert.deepEqual(await bundle.chunk(last, 1, noSignal), root.subarray(chunkBytes));
    const said = readChannel(new Uint8Array(readFileSync(channel)), [publicKey]);
    assert.equal(said.bundle, path.basename(file));
  });
});
