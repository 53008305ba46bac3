/** Opens a speaker's Cast receiver, and says where it is on the LAN (docs/CAST.md). */
import { createHash } from "node:crypto";
import { toHex } from "../base/bytes.ts";
import type { Owner } from "../base/owner.ts";
import { CastDoor } from "../control/cast/door.ts";
import type { ControlServer } from "../control/server.ts";
import { txtStrings } from "../discovery/message.ts";
import type { NodeDirectory } from "../discovery/nodes.ts";
import type { Speaker } from "../player/speaker.ts";
import { type Address, addressText } from "../ports/network.ts";
import { isLoopback } from "./announce.ts";
import { defaultPorts, openAt } from "./listen.ts";
import type { Machine } from "./machine.ts";
import type { SpeakerOptions } from "./options.ts";

interface CastSetUp extends Pick<SpeakerOptions, "dataDir" | "cast" | "castRole"> {
  readonly speaker: Speaker;
  readonly server: ControlServer;
  readonly directory: NodeDirectory | undefined;
  /** Closes it with the speaker. */
  readonly owner: Owner;
}

/** What it is, to senders: not anybody else's make. */
const deviceModel = "Nightjar Speaker";
/** Of the name on the network: model and id. */
const labelModel = "Nightjar-Speaker";
const serviceType = "_googlecast._tcp";
const protocolVersion = "05";
/** Audio out, and nothing else. */
const capabilities = "4";
const idBytes = 16;

/** What the ready line says of it: nothing where it is off. Throws NetworkError: the port that was named is in use. */
export async function openCast(
  machine: Machine,
  setUp: CastSetUp,
  signal: AbortSignal,
): Promise<{ readonly cast?: string }> {
  const { speaker, server, dataDir, cast, castRole: role, directory, owner } = setUp;
  if (cast === "off" || role === "off") return {};
  const device = { id: deviceId(speaker.id), model: deviceModel };
  const parts = { speaker, server, dataDir, role, device };
  const make = async (shown: () => void) =>
    (await import("./load-cast.ts")).loadCast(machine, { ...parts, shown });
  const receiver = owner.own(
    await openAt(cast, defaultPorts.cast, (at) => CastDoor.open(machine, { at, make }, signal)),
  );
  const local = receiver.local ?? { host: "", port: 0 };
  if (directory !== undefined && !isLoopback(local.host))
    owner.own(announceCast({ directory, speaker, receiver, id: device.id }, local));
  return { cast: addressText(local) };
}

function announceCast(
  parts: {
    readonly directory: NodeDirectory;
    readonly speaker: Speaker;
    readonly receiver: CastDoor;
    readonly id: string;
  },
  local: Address,
): Disposable {
  const { directory, speaker, receiver, id } = parts;
  const facts = (): Readonly<Record<string, string>> => ({
    ...{ id, cd: id.toUpperCase(), rm: "", ve: protocolVersion, md: deviceModel },
    ...{ ic: "/setup/icon.png", fn: speaker.name, ca: capabilities },
    ...{ st: receiver.shown.busy ? "1" : "0", bs: id.slice(-12).toUpperCase(), nf: "1" },
    rs: receiver.shown.statusText,
  });
  let told = JSON.stringify(facts());
  const label = `${labelModel}-${id}`;
  const service = { label, type: serviceType, hostLabel: id, txt: txtStrings(facts()) };
  const advertisement = directory.announce(service, local);
  const look = (): void => {
    const now = facts();
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    advertisement.setTxt(txtStrings(now));
  };
  const unsubscribe = [
    receiver.onShown(look),
    speaker.subscribe((topics) => topics.includes("system") && look()),
  ];
  return {
    [Symbol.dispose]: () => {
      for (const end of unsubscribe) end();
      advertisement.withdraw();
    },
  };
}

/** The same for the life of a speaker, in the form of a random UUID (RFC 9562 §5.4), which some senders parse. */
function deviceId(speakerId: string): string {
  const bytes = new Uint8Array(createHash("sha256").update(`cast ${speakerId}`).digest());
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes.subarray(0, idBytes));
}
