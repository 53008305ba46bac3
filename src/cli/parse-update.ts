/** The command line of `update` and what belongs to it. Pure. */
import type { ParsedCommand } from "./options.ts";
import { isUsageError, usageError } from "./options.ts";
import type { Reading } from "./reading.ts";
import type { Scanned } from "./scan.ts";
import * as values from "./values.ts";

const actions = {
  "update status": "status",
  "update back": "back",
  "update trial": "trial",
  "update look": "look",
  "update night": "night",
} as const;

export function parseUpdate(
  reading: Reading,
  { command }: Pick<Scanned, "command">,
): ParsedCommand {
  const from = reading.option("from", values.readText);
  const channel = reading.option("channel", (text, what) =>
    text === "none" ? text : values.readHttpUrl(text, what),
  );
  if (from?.includes("://") === true) {
    const url = values.readHttpUrl(from, "--from");
    if (isUsageError(url)) reading.fail(url);
  }
  if (from !== undefined && channel !== undefined)
    reading.fail(usageError("--from and --channel exclude each other"));
  const other = Object.entries(actions).find(([name]) => name === command)?.[1];
  return {
    kind: "update",
    options: {
      action: other ?? (reading.has("check") ? "check" : "update"),
      from,
      channel,
      allowDowngrade: reading.has("allow-downgrade"),
      restart: reading.has("restart"),
      json: reading.has("json"),
    },
  };
}
