/** What a person filled in, as settings: by the very checks of what a card brings along. Pure. */
import { utf8Bytes } from "../../src/base/bytes.ts";
import { type Provisioning, parseProvisioning } from "../../src/household/provisioning.ts";

/** What may be shown again: never the passphrase, never the invite. */
export interface Draft {
  readonly ssid: string;
  readonly country: string;
  readonly name: string;
}

/** The choice of a network that is not in the list: no network is called so. */
export const otherChoice = "";

export function draftOf(fields: URLSearchParams): Draft {
  const text = (name: string): string => (fields.get(name) ?? "").trim();
  const chosen = fields.get("ssid") ?? "";
  const ssid = chosen === otherChoice ? text("other") : chosen;
  return { ssid, country: text("country").toUpperCase(), name: text("name") };
}

/** Throws HouseholdError, which names the field. What was left empty stays as it is on the device. */
export function settingsOf(fields: URLSearchParams): Provisioning {
  const { ssid, country, name } = draftOf(fields);
  const passphrase = fields.get("passphrase") ?? "";
  const join = (fields.get("join") ?? "").trim();
  const given = {
    nightjar: 1,
    wifi: passphrase === "" ? { ssid } : { ssid, passphrase },
    ...(country === "" ? {} : { country }),
    ...(name === "" ? {} : { name }),
    ...(join === "" ? {} : { join }),
  };
  return parseProvisioning(utf8Bytes(JSON.stringify(given)));
}
