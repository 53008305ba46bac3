/**
 * `nightjar cast-root`: a root of one's own, and a device key that it vouches for,
 * so that a Chromium that is told of the root believes this speaker's Cast
 * (docs/CAST.md §6). Keys are made here and stay here: 0600, nobody else's.
 */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { SpeakerError } from "../base/errors.ts";
import { deviceFile } from "../control/cast/identity.ts";
import { makeCertificate } from "../control/cast/x509.ts";
import { pem } from "../control/tls-identity.ts";
import type { Machine } from "./machine.ts";
import type { CastRootOptions } from "./options.ts";

/** The least that senders take. */
const modulusBits = 2_048;
const dayMs = 24 * 3_600_000;
const rootDays = 3_650;
const serialBytes = 8;
const rootName = "Nightjar Cast developer root";

/** Throws DiskError, and SpeakerError where the folder holds something else. */
export async function castRoot(
  machine: Machine,
  { dataDir, rootDir }: CastRootOptions,
): Promise<void> {
  const { disk, clock, entropy, terminal } = machine;
  await disk.makeFolder(rootDir);
  const [keyPath, certificatePath] = [
    disk.join(rootDir, "root.key"),
    disk.join(rootDir, "root.crt"),
  ];
  const span = {
    notBeforeMs: clock.wallMs() - dayMs,
    notAfterMs: clock.wallMs() + rootDays * dayMs,
  };
  const isThere = (await disk.stat(keyPath)) !== undefined;
  const root = isThere ? await readKey(machine, keyPath) : await newKey(machine);
  const common = { ...span, issuer: rootName, serial: entropy.bytes(serialBytes) };
  if (!isThere) {
    const certificate = makeCertificate(
      { ...common, subject: rootName, key: root, use: "root" },
      root,
    );
    await disk.replaceFile(keyPath, utf8Bytes(keyPem(root)), { secret: true });
    await disk.replaceFile(certificatePath, utf8Bytes(pem("CERTIFICATE", certificate)));
  }
  const device = await newKey(machine);
  const facts = { ...common, subject: "Nightjar Speaker", key: device, use: "device" } as const;
  const certificate = makeCertificate(facts, root);
  const text = `${keyPem(device)}${pem("CERTIFICATE", certificate)}`;
  await disk.makeFolder(dataDir);
  await disk.replaceFile(disk.join(dataDir, deviceFile), utf8Bytes(text), { secret: true });
  terminal.out.write(
    `${isThere ? "used" : "made"} the root in ${rootDir}; start the speaker anew, and Chromium with --cast-developer-certificate-path=${certificatePath}\n`,
  );
}

async function newKey(machine: Machine): Promise<KeyObject> {
  return createPrivateKey(await machine.makeRsaKey(modulusBits));
}

function keyPem(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

async function readKey({ disk }: Machine, path: string): Promise<KeyObject> {
  try {
    return createPrivateKey(utf8Text(await disk.readFile(path)) ?? "");
  } catch (cause) {
    if (cause instanceof SpeakerError) throw cause;
    throw new SpeakerError("not-a-key", `${path} is no key`, {
      remedy: "move it away, and a new root is made",
      cause,
    });
  }
}
