/** Where a user's things are (XDG Base Directory Specification 0.8), and who they are. Pure. */

import { allMechanisms, type LinkMechanisms } from "../transport/endpoint.ts";

export interface Environment {
  /** Of the process; HOME among them. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly userName: string;
  readonly hostName: string;
}

/** Where `nightjar start` keeps a household when no --data is given. */
export function defaultDataDir({ variables }: Environment): string {
  const { NIGHTJAR_DATA: own, XDG_DATA_HOME: shared } = variables;
  if (own) return own;
  return `${shared || `${homeOf(variables)}/.local/share`}/nightjar`;
}

/** Where the key of this user's remote is kept. */
export function configDir({ variables }: Environment): string {
  const { XDG_CONFIG_HOME: shared } = variables;
  return `${shared || `${homeOf(variables)}/.config`}/nightjar`;
}

/** How a speaker lists this user: `anna@laptop`. */
export function userTitle({ userName, hostName }: Environment): string {
  return `${userName}@${hostName}`;
}

/**
 * What the link is to leave out, so that a bench can show what it is good for: the names of
 * LinkMechanisms in NIGHTJAR_LINK_OFF, with commas between them. Other names change nothing.
 */
export function linkMechanisms({ variables }: Environment): LinkMechanisms {
  const off = (variables["NIGHTJAR_LINK_OFF"] ?? "").split(",").map((name) => name.trim());
  const made: Record<string, boolean> = {};
  for (const name of Object.keys(allMechanisms)) if (off.includes(name)) made[name] = false;
  return { ...allMechanisms, ...made };
}

function homeOf({ HOME: home }: Environment["variables"]): string {
  return home || ".";
}
