/** Makes keys, bundles and channel files. A file is complete or not there: each is written beside its place first. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { fromBase64Url, toBase64Url } from "../../src/base/bytes.ts";
import { SpeakerError } from "../../src/base/errors.ts";
import { ed25519KeyBytes, ed25519KeyPair } from "../../src/media/ed25519.ts";
import { bundleHead, hashOf } from "../../src/update/bundle.ts";
import { channelFile, signChannel } from "../../src/update/channel.ts";
import { chunkBytes } from "../../src/update/limits.ts";
import { manifestFile, type Part, readManifest, signManifest } from "../../src/update/manifest.ts";

export interface BundleOrder {
  /** File of the signing key. */
  readonly key: string;
  readonly version: string;
  readonly target: string;
  readonly minimum: string;
  readonly floor: string;
  /** File of the root's image. */
  readonly root: string;
  /** Folder of the files. */
  readonly files: string;
  /** Folder; made where it is not there. */
  readonly to: string;
  readonly channel: string | undefined;
}

/** Returns the public key, as `system.json` has it. Throws SpeakerError rather than write over a key. */
export function makeKey(file: string): string {
  if (existsSync(file))
    throw new SpeakerError("exists", `${file} is there already`, { remedy: "name another file" });
  const seed = new Uint8Array(randomBytes(ed25519KeyBytes));
  writeFileSync(file, `${toBase64Url(seed)}\n`, { mode: 0o600, flag: "wx" });
  return toBase64Url(ed25519KeyPair(seed).publicKey);
}

/** Returns the files that were made. Throws SpeakerError, UpdateError for a system that no device would take. */
export function makeBundle(order: BundleOrder): readonly string[] {
  const { version, target, minimum, floor, to, channel } = order;
  const seed = readKey(order.key);
  const sources = [...filesBelow(order.files, ""), { path: "", file: order.root }];
  const parts = sources.map(({ path: name, file }) => partOf(name, file));
  const signed = signManifest({ format: 1, version, target, minimum, floor, parts }, seed);
  readManifest(signed, [ed25519KeyPair(seed).publicKey]);
  const bundle = `nightjar-${target}-${version}.njb`;
  mkdirSync(to, { recursive: true });
  const made = [path.join(to, bundle)];
  writeWhole(path.join(to, bundle), (write) => {
    write(bundleHead(signed));
    write(signed);
    for (const { file } of sources) for (const chunk of chunksOf(file)) write(chunk);
  });
  // Behind the bundle: who reads it finds what it names.
  if (channel !== undefined) {
    const file = path.join(to, channelFile(channel, target));
    writeWhole(file, (write) => write(signChannel({ channel, target, version, bundle }, seed)));
    made.push(file);
  }
  return made;
}

function readKey(file: string): Uint8Array {
  const seed = fromBase64Url(readFileSync(file, "utf8").trim());
  if (seed?.length === ed25519KeyBytes) return seed;
  throw new SpeakerError("no-key", `${file} is no key`, {
    remedy: "make one: npm run -s update-bundle -- key FILE",
  });
}

function filesBelow(
  folder: string,
  below: string,
): { readonly path: string; readonly file: string }[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => below !== "" || name !== manifestFile)
    .flatMap((name) => {
      const file = path.join(folder, name);
      const at = `${below}${name}`;
      return statSync(file).isDirectory() ? filesBelow(file, `${at}/`) : [{ path: at, file }];
    });
}

function partOf(name: string, file: string): Part {
  const chunks = [];
  for (const chunk of chunksOf(file)) chunks.push(hashOf(chunk));
  return { kind: name === "" ? "root" : "file", path: name, bytes: statSync(file).size, chunks };
}

function* chunksOf(file: string): Generator<Uint8Array> {
  const handle = openSync(file, "r");
  try {
    for (let at = 0; ; ) {
      const bytes = new Uint8Array(chunkBytes);
      const got = readSync(handle, bytes, 0, chunkBytes, at);
      if (got === 0) return;
      yield bytes.subarray(0, got);
      at += got;
    }
  } finally {
    closeSync(handle);
  }
}

function writeWhole(file: string, fill: (write: (bytes: Uint8Array) => void) => void): void {
  const draft = `${file}.tmp`;
  const handle = openSync(draft, "w");
  try {
    fill((bytes) => {
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    });
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
