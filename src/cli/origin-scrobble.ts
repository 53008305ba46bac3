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
  tokenMark,
  tokenState,
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
  const user = await mustBeKnown(machine, settings, signal);
  // The place in the ledger first: the daemon begins when the file is there.
  outbox.begin(options.all ? "first" : "now");
  outbox.setTrouble(undefined);
  if (user !== undefined) outbox.setCheck({ of: tokenMark(settings), state: "checked", user });
  await writeListenSettings(machine.disk, options.dataDir, settings);
}

/**
 * Whose token it is; undefined where the server cannot be asked now: the daemon asks it later. One that
 * says no is believed. Throws ForwardingError `token-refused`.
 */
async function mustBeKnown(
  machine: Machine,
  settings: ListenSettings,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { err } = machine.terminal;
  try {
    const owner = await new ListenBrainz(machine, settings, machine.version).owner(signal);
    if (owner !== undefined) {
      err.write(`nightjar: plays are forwarded as ${plainText(owner)}\n`);
      return owner;
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const why = describeError(error);
    err.write(`nightjar: the token is saved, but not checked yet: ${why}\n`);
    return undefined;
  }
  throw new ForwardingError("token-refused", `${settings.baseUrl} does not know this token`, {
    remedy,
  });
}

function documentOf(settings: ListenSettings | undefined, status: OutboxStatus): object {
  const { lastSentMs, check, ...rest } = status;
  const lastSent = lastSentMs === null ? null : new Date(lastSentMs).toISOString();
  const token = settings === undefined ? null : tokenState(settings, check);
  const user = token === "checked" ? (check?.user ?? null) : null;
  const baseUrl = settings?.baseUrl ?? null;
  return { on: settings !== undefined, baseUrl, token, user, ...rest, lastSent };
}

function render(settings: ListenSettings | undefined, status: OutboxStatus): string[] {
  if (settings === undefined) return ["off: no play leaves this household"];
  const { waiting, held, sent, refused, trouble } = status;
  const more = [
    ...(held > 0 ? [`${held} of a time that is not known yet`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  return [
    `on: plays are forwarded to ${settings.baseUrl}${ofToken(settings, status)}`,
    [`${sent} sent`, `${waiting} waiting`, ...more].join(", "),
    ...(trouble === null ? [] : [`! ${trouble}`]),
  ];
}

function ofToken(settings: ListenSettings, { check }: OutboxStatus): string {
  switch (tokenState(settings, check)) {
    case "unchecked":
      return " (the token is not checked yet)";
    case "refused":
      return " (the token is refused)";
    case "checked":
      return check?.user ? ` as ${plainText(check.user)}` : "";
  }
}
