/** The commands of `nightjar origin` that are about who is a member, from words to what is to be done. Pure. */
import { type HouseholdAction, type ParsedCommand, usageError } from "./options.ts";
import type { Reading } from "./reading.ts";
import type { Scanned } from "./scan.ts";

export function parseHousehold(reading: Reading, scanned: Scanned): ParsedCommand {
  const dataDir = reading.required("data", "the data folder of the origin");
  const options = { dataDir, json: reading.has("json") };
  return { kind: "origin-household", options, action: actionOf(reading, scanned) };
}

function actionOf(reading: Reading, { command, args }: Scanned): HouseholdAction {
  const [who = "", ...more] = args;
  if (command === "origin invite" || command === "origin members") {
    if (who !== "") reading.fail(usageError(`${command} takes no argument "${who}"; see --help`));
    if (command === "origin members") return { name: "members" };
    return { name: "invite", role: reading.has("origin") ? "origin" : "speaker" };
  }
  if (who === "" || more.length > 0)
    reading.fail(usageError(`${command} takes one member: its id or its name; see --help`));
  return { name: command === "origin revoke" ? "revoke" : "hand-over", who };
}
