/**
 * One whole update on a small card, by the whole program in a machine with Debian's kernel, and every
 * block that it wrote with every flush, as QEMU's blklogwrites driver noted them (the form of Linux's
 * dm-log-writes, Documentation/admin-guide/device-mapper/log-writes.rst).
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toBase64Url } from "../../../src/base/bytes.ts";
import { bundleHead } from "../../../src/update/bundle.ts";
import { productionPackages } from "../../../tools/deb/closure.ts";
import { type GuestRun, runGuest } from "../machine.ts";
import { builder, type System } from "./disk.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const sector = 512;
const flag = { flush: 1, fua: 2, discard: 4, mark: 8 };
/** "jsfwshr" with a version of 1. */
const logMagic = 0x6a736677736872n;

/** A write that the card was told of, or a flush: what came before it is on the card then. */
export type Entry =
  | {
      readonly kind: "write";
      readonly at: number;
      readonly bytes: Uint8Array;
      /** It was on the card when it was done (forced unit access). */
      readonly sure: boolean;
    }
  | { readonly kind: "flush" };

export interface Recording {
  readonly entries: readonly Entry[];
  readonly run: GuestRun;
}

/** `before` is not changed; `after` is the card when the update was over. */
export async function recordUpdate(
  {
    before,
    after,
    system,
  }: { readonly before: string; readonly after: string; readonly system: System },
  folder: string,
  timeoutMs: number,
): Promise<Recording> {
  const log = path.join(folder, "log");
  const bundle = path.join(folder, "bundle.njb");
  copyFileSync(before, after);
  writeFileSync(log, "");
  writeBundle(bundle, system);
  const facts = path.join(folder, "system.json");
  const keys = [toBase64Url(builder.publicKey)];
  writeFileSync(
    facts,
    JSON.stringify({ target: "qemu-virt", version: "1.0.0", floor: "1.0.0", keys }),
  );
  const run = await runGuest({
    script: path.join(repository, "test/qemu/update-guest.ts"),
    sources: ["src"],
    packages: packages(),
    modules: [
      "virtio_pci",
      "virtio_blk",
      "vfat",
      "nls_cp437",
      "nls_ascii",
      "nls_iso8859-1",
      "crc32c_generic",
      "ext4",
    ],
    files: [],
    programs: ["/usr/sbin/fsck.fat"],
    extras: { "/app/system.json": facts },
    timeoutMs,
    words: "nightjar.slot=a",
    devices: [
      "-blockdev",
      `driver=blklogwrites,node-name=card,file.driver=file,file.filename=${after},log.driver=file,log.filename=${log}`,
      ...["-device", "virtio-blk-pci,drive=card,addr=5"],
      ...["-drive", `file=${bundle},if=none,id=bundle,format=raw,readonly=on`],
      // In the order of their places the guest names them.
      ...["-device", "virtio-blk-pci,drive=bundle,addr=6"],
    ],
  });
  const bytes = readFileSync(log);
  if (bytes.length === 0) throw new Error(`nothing was recorded:\n${run.console}`);
  return { entries: entriesOf(bytes), run };
}

export function writeBundle(file: string, { manifest, signed, contents }: System): void {
  const parts = manifest.parts.map(({ path: name }) => contents.get(name) ?? new Uint8Array(0));
  const bytes = Buffer.concat([bundleHead(signed), signed, ...parts]);
  // A disk has whole sectors; what follows the last part is read by nobody.
  writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(sector - (bytes.length % sector))]));
}

function packages(): string[] {
  const lock = readFileSync(path.join(repository, "package-lock.json"), "utf8");
  return productionPackages(lock, "amd64")
    .map((each) => each.path)
    .filter((at) => at.lastIndexOf("node_modules/") === 0)
    .map((at) => at.slice("node_modules/".length));
}

/** Throws where the log is of another form. */
export function entriesOf(log: Uint8Array): Entry[] {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  if (view.getBigUint64(0, true) !== logMagic) throw new Error("the log is none");
  const count = Number(view.getBigUint64(16, true));
  const unit = view.getUint32(24, true);
  const entries: Entry[] = [];
  let at = unit;
  for (let i = 0; i < count; i++) {
    const place = Number(view.getBigUint64(at, true)) * sector;
    const length = Number(view.getBigUint64(at + 8, true)) * sector;
    const flags = Number(view.getBigUint64(at + 16, true));
    at += unit;
    const sure = (flags & flag.fua) !== 0;
    if ((flags & flag.flush) !== 0) entries.push({ kind: "flush" });
    if (length > 0 && (flags & (flag.discard | flag.mark)) === 0) {
      entries.push({ kind: "write", at: place, bytes: log.slice(at, at + length), sure });
      at += length;
    }
  }
  return entries;
}
