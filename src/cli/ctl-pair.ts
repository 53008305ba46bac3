/**
 * `nightjar ctl pair`: this user's own key, by the socket of the speaker or by
 * the code that it speaks, and codes for others.
 */

import { parseAddress } from "../base/address.ts";
import { assert } from "../base/assert.ts";
import { ControlError } from "../control/errors.ts";
import { pairByCode } from "../control/pair-remote.ts";
import type { PairingAnswer } from "../control/remote.ts";
import { type Address, addressText } from "../ports/network.ts";
import { type Ctl, type CtlPorts, knownSpeakers } from "./ctl-open.ts";
import { userTitle } from "./environment.ts";
import { jsonLine } from "./json-line.ts";
import { briefLookUs, lookAround } from "./look-around.ts";
import type { CtlCommand, CtlOptions, Until } from "./options.ts";
import { isUsageError } from "./options.ts";
import { readCode } from "./values.ts";

/** A day has so many, where the clock is not changed in it. */
const dayMs = 86_400_000;

/** Lets this user's key in at the speaker, and remembers where the speaker is and which key it has. */
export async function pairOwnKey(ctl: Ctl, as: string | undefined): Promise<void> {
  const { ports, remote } = ctl;
  const known = knownSpeakers(ports);
  const key = await known.keyOrNew(ports.entropy);
  const answer = await remote.pair(key.publicKey, as ?? userTitle(ports.environment));
  if (answer.address === "") {
    throw new ControlError("refused", "the speaker listens on no network port for remotes", {
      remedy: "start it with --control HOST:PORT",
    });
  }
  await remember(ports, { ...answer, address: reachable(answer.address) }, ctl.json);
}

/** Over the network, by the code that the speaker speaks. */
export async function pairWithCode(
  ports: CtlPorts,
  { command, target, json }: CtlOptions & { readonly command: { readonly name: "pair-code" } },
  signal: AbortSignal,
): Promise<void> {
  assert(target.by === "speaker", "a code is for a speaker on the network");
  const address = await placeOf(ports, target.speaker, signal);
  const code = command.code ?? (await askCode(ports, signal));
  const key = await knownSpeakers(ports).keyOrNew(ports.entropy);
  const who = { name: command.as ?? userTitle(ports.environment), kind: "cli" };
  const { role, ...answer } = await pairByCode(ports, { address, code, key, who }, signal);
  await remember(ports, answer, json, { role });
}

async function remember(
  ports: CtlPorts,
  { clientId, speakerId: id, name, keyHash, address }: PairingAnswer,
  json: boolean,
  more: { readonly role?: string } = {},
): Promise<void> {
  await knownSpeakers(ports).remember({ id, name, address, keyHash });
  const as = more.role === undefined ? "" : ` as ${more.role}`;
  const words = `paired${as}; control it with: nightjar ctl --speaker ${quoted(name)} status`;
  const document = { ok: true, id: clientId, ...more, speaker: { id, name, address } };
  ports.terminal.out.write(json ? jsonLine(document) : `${words}\n`);
}

async function askCode({ secrets }: CtlPorts, signal: AbortSignal): Promise<string> {
  const answer = await secrets.ask("The six digits that the speaker speaks: ", signal);
  const code = answer === undefined ? undefined : readCode(answer.trim(), "the code");
  if (code !== undefined && !isUsageError(code)) return code;
  const why = code === undefined ? "there is no terminal to ask on" : code.message;
  throw new ControlError("pairing-refused", why, { remedy: "give it with --code" });
}

/** By its address, or by its name or id as it is seen on the LAN: nothing of it is known yet. */
async function placeOf(ports: CtlPorts, speaker: string, signal: AbortSignal): Promise<Address> {
  const given = parseAddress(speaker);
  if (given !== undefined) {
    const [host = given.host] = await ports.network.resolve(given.host, signal);
    return { host, port: given.port };
  }
  const wanted = speaker.toLowerCase();
  const around = await lookAround(ports, { enough: () => false, limitUs: briefLookUs }, signal);
  const found = around.filter(
    ({ id, name, controlPort }) =>
      controlPort !== undefined && (id === speaker || name.toLowerCase() === wanted),
  );
  const [node] = found;
  const host = node?.addresses[0]?.host;
  const port = node?.controlPort;
  if (found.length === 1 && host !== undefined && port !== undefined) return { host, port };
  const why =
    found.length > 1
      ? `${found.length} speakers on the network are called "${speaker}"`
      : `no speaker called "${speaker}" is seen on the network`;
  throw new ControlError("not-paired", why, { remedy: "give its HOST:PORT" });
}

/** For somebody else. */
export async function openPairing(
  { ports, remote, json }: Ctl,
  { role, until }: CtlCommand & { readonly name: "pair-open" },
): Promise<void> {
  const grantMs = until === undefined ? 0 : spanMs(until, ports.clock.wallMs());
  const window = await remote.openPairing(role, grantMs);
  const { code, leftMs, spoken } = window;
  const seconds = Math.round(leftMs / 1_000);
  const grouped = `${code.slice(0, 3)} ${code.slice(3)}`;
  const said = spoken ? "; the speaker says it, too" : "";
  const words = `${grouped} lets one ${role} in, for ${seconds} seconds${said}`;
  const visitMs = grantMs === 0 ? null : grantMs;
  const document = { ok: true, code, role: window.role, seconds, visitMs, spoken };
  ports.terminal.out.write(json ? jsonLine(document) : `${words}\n`);
}

/** How long that is from now, by this machine's clock and time zone. */
export function spanMs(until: Until, nowMs: number): number {
  if ("forMs" in until) return until.forMs;
  const then = new Date(nowMs);
  then.setHours(until.hour, until.minute, 0, 0);
  const ms = then.getTime() - nowMs;
  return ms > 0 ? ms : ms + dayMs;
}

/** A wildcard is no destination; whoever pairs is on the speaker's own machine. */
function reachable(address: string): string {
  const at = parseAddress(address);
  if (at?.host === "0.0.0.0") return addressText({ host: "127.0.0.1", port: at.port });
  return at?.host === "::" ? addressText({ host: "::1", port: at.port }) : address;
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
