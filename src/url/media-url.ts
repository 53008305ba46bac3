/** What people may name to be played: http and https, without credentials. Pure. */
import { MediaUrlError } from "./errors.ts";
import { urlCharsMax } from "./limits.ts";

/** Whether `text` is meant as one: it may still be wrong. */
export function looksLikeUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** Absolute, or against `base`. Throws MediaUrlError. */
export function parseMediaUrl(text: string, base?: URL): URL {
  if (text.length > urlCharsMax)
    throw new MediaUrlError("bad-url", `the URL has more than ${urlCharsMax} characters`);
  const url = parsed(text, base);
  if (url === undefined)
    throw new MediaUrlError("bad-url", `"${text.slice(0, 80)}" is no URL`, {
      remedy: "give it whole: http://host/path",
    });
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new MediaUrlError("bad-url", `nothing is played from ${url.protocol}//`, {
      remedy: "give a URL of http or https",
    });
  if (url.username !== "" || url.password !== "")
    throw new MediaUrlError(
      "bad-url",
      "a URL with a password would be seen by all who see the queue",
    );
  url.hash = "";
  return url;
}

/** Whether `parseMediaUrl` takes it. */
export function isMediaUrl(text: string): boolean {
  try {
    parseMediaUrl(text);
    return true;
  } catch (error) {
    if (error instanceof MediaUrlError) return false;
    throw error;
  }
}

/** The host of a URL without the brackets of an IPv6 literal. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

function parsed(text: string, base: URL | undefined): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
