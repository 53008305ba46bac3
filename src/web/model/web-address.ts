/** What somebody typed or pasted as the address of a station or a sound file. Pure; whether it can be played the speaker says. */

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A name with a dot or an address, then a port or a path: what people copy without its beginning. */
const bare = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/\S*)?$/;

/** The URL that is meant; undefined where nothing is. */
export function addressOf(typed: string): string | undefined {
  const text = typed.trim();
  if (scheme.test(text)) return /\s/.test(text) || text.endsWith("://") ? undefined : text;
  return bare.test(text) ? `http://${text}` : undefined;
}

/** Whether it is an address and no search: only with its beginning, as titles have dots, too. */
export function isAddress(typed: string): boolean {
  return /^https?:\/\/\S+$/i.test(typed.trim());
}
