/** The options of the MPD protocol. Pure. */
import { type MpdOptions, usageError } from "./options.ts";
import type { Reading } from "./reading.ts";
import * as values from "./values.ts";

/** Undefined where it is off. */
export function parseMpd(reading: Reading): MpdOptions | undefined {
  const at = reading.option("mpd", values.readListen) ?? "off";
  const role = reading.option("mpd-role", values.readText) ?? "member";
  const passwordFile = reading.option("mpd-password-file", values.readText);
  if (role !== "member" && role !== "guest")
    reading.fail(usageError(`--mpd-role takes member or guest, not "${role}"`));
  if (at !== "off") return { at, role: role === "guest" ? "guest" : "member", passwordFile };
  const set = ["mpd-role", "mpd-password-file"].find((name) => reading.has(name));
  if (set !== undefined) reading.fail(usageError(`--${set} goes with: --mpd HOST:PORT`));
  return undefined;
}
