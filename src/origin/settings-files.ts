/** Files of settings in an origin's data folder, beside its keys and its database. All are mode 0600. */

/** Where plays are forwarded to, and the token for it. */
export const listenbrainzFile = "listenbrainz.json";

/** What a backup takes along. */
export const settingsFiles = [listenbrainzFile] as const;
