/**
 * What a member says of itself to the others, in what the household keeps together:
 * what people call it, and where remotes and browsers reach it on its machine. So
 * a name that was changed is known to all, and a speaker that no multicast shows
 * can be opened in a browser.
 *
 * Reads are strict: a card that is not understood is as none. Any member can write
 * any card; it names, and says which port to try; who answers there proves a key.
 */
import { ByteReader, ByteWriter, utf8Bytes } from "../base/bytes.ts";
import { memberNameBytesMax } from "../wire/objects.ts";
import type { CommonEdit, Commons } from "./commons.ts";

export interface MemberCard {
  /** 1 to 64 bytes of UTF-8. */
  readonly name: string;
  /** TCP ports; undefined where others of the LAN are not let in. */
  readonly controlPort: number | undefined;
  readonly webPort: number | undefined;
}

const cardKey = (id: string): string => `n/${id}`;

export function cardEdit(id: string, { name, controlPort, webPort }: MemberCard): CommonEdit {
  const writer = new ByteWriter(64).u16(controlPort ?? 0).u16(webPort ?? 0);
  return [cardKey(id), writer.text(name).finish()];
}

export function cardOf(commons: Pick<Commons, "get">, id: string): MemberCard | undefined {
  const value = commons.get(cardKey(id));
  if (value === undefined) return undefined;
  const reader = new ByteReader(value);
  const [controlPort, webPort] = [reader.u16(), reader.u16()];
  const name = reader.text(memberNameBytesMax);
  if (!reader.ok || reader.remaining > 0 || nameFault(name) !== undefined) return undefined;
  return { name, controlPort: controlPort || undefined, webPort: webPort || undefined };
}

/** Why nothing can be called so, for people; undefined where it can. */
export function nameFault(name: string): string | undefined {
  if (name.trim() === "" || name !== name.trim()) return "a name is more than spaces";
  if (utf8Bytes(name).length > memberNameBytesMax)
    return `a name has up to ${memberNameBytesMax} bytes`;
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(name)
    ? "a name has no control characters"
    : undefined;
}
