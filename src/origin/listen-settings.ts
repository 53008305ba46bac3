/** Where plays are forwarded to: `listenbrainz.json` in the data folder, mode 0600, because of its token. */
import { createHash } from "node:crypto";
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import { listenbrainzFile } from "./settings-files.ts";

export interface ListenSettings {
  /** Without a slash at its end: "https://api.listenbrainz.org". */
  readonly baseUrl: string;
  /** The user's token, ASCII without spaces. */
  readonly token: string;
}

/** What the server said of the token: nothing yet, whose it is, or that it does not know it. */
export type TokenState = "unchecked" | "checked" | "refused";

export interface TokenCheck {
  /** Which settings it was said of: tokenMark. */
  readonly of: string;
  readonly state: Exclude<TokenState, "unchecked">;
  /** Whose token it is; null where that was not said. */
  readonly user: string | null;
}

/** Tells settings apart, and tells nobody the token. */
export function tokenMark({ baseUrl, token }: ListenSettings): string {
  return createHash("sha256").update(`${baseUrl} ${token}`).digest("hex").slice(0, 16);
}

/** What was said of these settings, if anything was. */
export function tokenState(settings: ListenSettings, check: TokenCheck | null): TokenState {
  return check?.of === tokenMark(settings) ? check.state : "unchecked";
}

export const listenbrainzUrl = "https://api.listenbrainz.org";

/** What a header can carry. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(text);
}

/** Undefined where nothing is forwarded. Throws DiskError, also where the file says nothing of use. */
export async function readListenSettings(
  disk: Disk,
  dataFolder: string,
): Promise<ListenSettings | undefined> {
  const path = disk.join(dataFolder, listenbrainzFile);
  if ((await disk.stat(path)) === undefined) return undefined;
  const settings = parsed(utf8Text(await disk.readFile(path)) ?? "");
  if (settings !== undefined) return settings;
  throw new DiskError("io-error", `${path} is damaged`, {
    remedy: "set it anew: nightjar origin scrobble on --data DIR",
  });
}

export async function writeListenSettings(
  disk: Disk,
  dataFolder: string,
  settings: ListenSettings,
): Promise<void> {
  const text = `${JSON.stringify(settings, undefined, 2)}\n`;
  const path = disk.join(dataFolder, listenbrainzFile);
  await disk.replaceFile(path, utf8Bytes(text), { secret: true });
}

export async function removeListenSettings(disk: Disk, dataFolder: string): Promise<void> {
  await disk.remove(disk.join(dataFolder, listenbrainzFile));
  await disk.syncFolder(dataFolder);
}

function parsed(text: string): ListenSettings | undefined {
  try {
    const { baseUrl, token } = JSON.parse(text) as Record<string, unknown>; // looked at below
    const usable = typeof baseUrl === "string" && typeof token === "string" && isToken(token);
    return usable && URL.canParse(baseUrl) ? { baseUrl, token } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
