/** Where a user's things are (XDG Base Directory Specification 0.8), and who they are. Pure. */

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

function homeOf({ HOME: home }: Environment["variables"]): string {
  return home || ".";
}
