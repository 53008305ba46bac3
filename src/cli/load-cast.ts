/** The receiver behind a speaker's Cast listener, made when the first sender comes (docs/CAST.md). */
import { utf8Text } from "../base/bytes.ts";
import { type DeviceProof, deviceFile, readDeviceProof } from "../control/cast/identity.ts";
import { defaultMediaReceiver } from "../control/cast/media/default-media.ts";
import { CastServer } from "../control/cast/server.ts";
import { tabApp } from "../control/cast/streaming/tab-app.ts";
import type { ControlServer } from "../control/server.ts";
import type { Speaker } from "../player/speaker.ts";
import type { Machine } from "./machine.ts";

export interface CastParts {
  readonly speaker: Speaker;
  readonly server: ControlServer;
  readonly dataDir: string;
  readonly role: "guest" | "member";
  readonly device: { readonly id: string; readonly model: string };
  /** What is to be announced on the network may have changed. */
  readonly shown: () => void;
}

/** Throws DiskError: the device's proof is there and cannot be read. */
export async function loadCast(machine: Machine, parts: CastParts): Promise<CastServer> {
  const { speaker, server, dataDir, ...rest } = parts;
  const proof = await readProof(machine, dataDir);
  const tab = tabApp({ network: machine.network, live: speaker.media.live });
  const apps = [defaultMediaReceiver, tab];
  const options = { ...rest, model: speaker, outsiders: server.outsiders(), proof, apps };
  return new CastServer(machine, options);
}

/** A file that is there and cannot be used is said, and costs Chromium alone. */
async function readProof(
  { disk, log }: Machine,
  dataDir: string,
): Promise<DeviceProof | undefined> {
  const path = disk.join(dataDir, deviceFile);
  if ((await disk.stat(path)) === undefined) return undefined;
  const proof = readDeviceProof(utf8Text(await disk.readFile(path)) ?? "");
  if (proof === undefined)
    log.warn("cast-device-damaged", { path, remedy: "make it anew: nightjar cast-root" });
  return proof;
}
