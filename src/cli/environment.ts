/** Where a user's things are (XDG Base Directory Specification 0.8), and who they are. Pure. */

export interface Environment {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly hostName: string;
  /** The user's home folder. */
  readonly home: string;
}

/** Where `nightjar start` keeps a household when no --data is given. */
export function defaultDataDir({ environment, home }: Environment): string {
  const { NIGHTJAR_DATA: own, XDG_DATA_HOME: shared } = environment;
  if (own) return own;
  return `${shared || `${home}/.local/share`}/nightjar`;
}

/** Where the key of this user's remote is kept. */
export function configDir({ environment, home }: Environment): string {
  const { XDG_CONFIG_HOME: shared } = environment;
  return `${shared || `${home}/.config`}/nightjar`;
}

/** How a speaker lists this user: `anna@laptop`. */
export function userTitle({ environment, hostName }: Environment): string {
  const { USER: user, LOGNAME: login } = environment;
  return `${user || login || "someone"}@${hostName}`;
}
