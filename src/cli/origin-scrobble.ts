/** `nightjar origin scrobble`: whether plays are forwarded to ListenBrainz. Beside the running daemon, and without it. */
import { describeError } from "../base/errors.ts";
import { ForwardingError } from "../origin/errors.ts";
import { ListenOutbox, type OutboxStatus } from "../origin/listen-outbox.ts";
import {
  isToken,
  type ListenSettings,
  listenbrainzUrl,
  readListenSettings,
  removeListenSettings,
  writeListenSettings,
} from "../origin/listen-settings.ts";
import { ListenBrainz } from "../origin/listenbrainz.ts";
import { NetworkError } from "../ports/errors.ts";
import { plainText } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import type { Machine } from "./machine.ts";
import type { ScrobbleOptions } from "./options.ts";
import { openRecords } from "./origin-commands.ts";
import { readSecret } from "./secrets.ts";

const remedy = "copy it from your profile at listenbrainz.org/settings";

export async function scrobble(
  machine: Machine,
  options: ScrobbleOptions,
  signal: AbortSignal,
): Promise<void> {
  await using records = await openRecords(machine, options.dataDir);
  const outbox = new ListenOutbox(records.database, machine.version);
  if (options.action === "on") await turnOn(machine, options, outbox, signal);
  if (options.action === "off") {
    await removeListenSettings(machine.disk, options.dataDir);
    outbox.clear();
  }
  const settings = await readListenSettings(machine.disk, options.dataDir);
  const status = outbox.status();
  const { out } = machine.terminal;
  out.write(
    options.json
      ? jsonLine(documentOf(settings, status))
      : `${render(settings, status).join("\n")}\n`,
  );
}

async function turnOn(
  machine: Machine,
  options: ScrobbleOptions,
  outbox: ListenOutbox,
  signal: AbortSignal,
): Promise<void> {
  const what = "ListenBrainz token";
  const asked = { prompt: `${what}: `, what, option: "--token-file" };
  const token = (await readSecret(machine, options.tokenFile, asked, signal)).trim();
  if (!isToken(token))
    throw new ForwardingError("token-refused", "that is no ListenBrainz token", { remedy });
  const settings = { baseUrl: options.baseUrl ?? listenbrainzUrl, token };
  if (settings.baseUrl.startsWith("http:"))
    machine.terminal.err.write("nightjar: over http the token and the plays go in the clear\n");
  await mustBeKnown(machine, settings, signal);
  // The place in the ledger first: the daemon begins when the file is there.
  outbox.begin(options.all ? "first" : "now");
  outbox.setTrouble(undefined);
  await writeListenSettings(machine.disk, options.dataDir, settings);
}

/** A server that cannot be asked now may be asked later; one that says no is believed. */
async function mustBeKnown(
  machine: Machine,
  settings: ListenSettings,
  signal: AbortSignal,
): Promise<void> {
  const { err } = machine.terminal;
  try {
    const owner = await new ListenBrainz(machine, settings, machine.version).owner(signal);
    if (owner !== undefined) {
      err.write(`nightjar: plays are forwarded as ${plainText(owner)}\n`);
      return;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why = describeError(error);
    err.write(`nightjar: the token could not be checked and is tried with the next play: ${why}\n`);
    return;
  }
  throw new ForwardingError("token-refused", `${settings.baseUrl} does not know this token`, {
    remedy,
  });
}

function documentOf(settings: ListenSettings | undefined, status: OutboxStatus): object {
  const { lastSentMs, ...rest } = status;
  const lastSent = lastSentMs === null ? null : new Date(lastSentMs).toISOString();
  return { on: settings !== undefined, baseUrl: settings?.baseUrl ?? null, ...rest, lastSent };
}

function render(settings: ListenSettings | undefined, status: OutboxStatus): string[] {
  if (settings === undefined) return ["off: no play leaves this household"];
  const { waiting, held, sent, refused, trouble } = status;
  const more = [
    ...(held > 0 ? [`${held} of a time that is not known yet`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  return [
    `on: plays are forwarded to ${settings.baseUrl}`,
    [`${sent} sent`, `${waiting} waiting`, ...more].join(", "),
    ...(trouble === null ? [] : [`! ${trouble}`]),
  ];
}
