/** Opens the MPD protocol of a speaker where it is asked for, and says so on the network. */
import type { Owner } from "../base/owner.ts";
import { MpdServer } from "../control/mpd/server.ts";
import type { ControlServer } from "../control/server.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import type { Speaker } from "../player/speaker.ts";
import { addressText } from "../ports/network.ts";
import { announceMpd } from "./announce.ts";
import type { Machine } from "./machine.ts";
import type { MpdOptions } from "./options.ts";
import { readSecretFile } from "./secrets.ts";

export interface MpdParts {
  readonly server: ControlServer;
  readonly speaker: Speaker;
  /** Undefined: off. */
  readonly mpd: MpdOptions | undefined;
  readonly directory: NodeDirectory | undefined;
  /** Owns what is opened. */
  readonly owner: Owner;
}

/** What the ready line says of it: nothing where it is off. Throws NetworkError, and DiskError of the password's file. */
export async function openMpd(
  machine: Machine,
  { server, speaker, mpd: options, directory, owner }: MpdParts,
  signal: AbortSignal,
): Promise<{ readonly mpd?: string }> {
  if (options === undefined) return {};
  const { at, role, passwordFile } = options;
  const password =
    passwordFile === undefined
      ? undefined
      : await readSecretFile(machine, passwordFile, "password");
  const outsiders = server.outsiders();
  const mpd = owner.own(
    await MpdServer.open(
      machine,
      { at, model: speaker, speaker, outsiders, role, password },
      signal,
    ),
  );
  if (directory !== undefined) owner.own(announceMpd(directory, speaker, mpd.local));
  return { mpd: addressText(mpd.local) };
}
