/**
 * What a user's remote remembers: its own key, made on first use, and the
 * speakers it was paired with. Two files of mode 0600 in the user's config
 * folder.
 */
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8Bytes, utf8Text } from "../base/bytes.ts";
import { type Ed25519KeyPair, ed25519KeyBytes, ed25519KeyPair } from "../media/ed25519.ts";
import type { Disk } from "../ports/disk.ts";
import type { Entropy } from "../ports/entropy.ts";
import { isRecord, parseJson } from "./client-store.ts";
import { ControlError } from "./errors.ts";

export interface KnownSpeaker {
  readonly id: string;
  readonly name: string;
  /** HOST:PORT where it was last. */
  readonly address: string;
  /** SHA-256 of its public key (SPKI). */
  readonly keyHash: Uint8Array;
}

/** More speakers than a house has rooms; the oldest is forgotten. */
const speakersMax = 256;

export class KnownSpeakers {
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** This user's key. Undefined where there is none yet. Throws DiskError, ControlError `bad-store`. */
  async key(): Promise<Ed25519KeyPair | undefined> {
    const path = this.#disk.join(this.#folder, "control-key");
    if ((await this.#disk.stat(path)) === undefined) return undefined;
    const text = utf8Text(await this.#disk.readFile(path)) ?? "";
    const seed = fromBase64Url(text.trim());
    if (seed?.length !== ed25519KeyBytes) throw damaged(path);
    return ed25519KeyPair(seed);
  }

  /** The key, made now if there is none. */
  async keyOrNew(entropy: Entropy): Promise<Ed25519KeyPair> {
    const known = await this.key();
    if (known !== undefined) return known;
    const seed = entropy.bytes(ed25519KeyBytes);
    await this.#write("control-key", `${toBase64Url(seed)}\n`);
    return ed25519KeyPair(seed);
  }

  /** Latest pairing last. */
  async list(): Promise<readonly KnownSpeaker[]> {
    const path = this.#disk.join(this.#folder, "speakers.json");
    if ((await this.#disk.stat(path)) === undefined) return [];
    const document = parseJson(utf8Text(await this.#disk.readFile(path)) ?? "");
    const rows = isRecord(document) ? document["speakers"] : undefined;
    if (!Array.isArray(rows)) throw damaged(path);
    const speakers = rows.map(speakerOf);
    if (!speakers.every((speaker) => speaker !== undefined)) throw damaged(path);
    return speakers;
  }

  /** Replaces what was known of a speaker of the same id. */
  async remember(speaker: KnownSpeaker): Promise<void> {
    const others = (await this.list()).filter(({ id }) => id !== speaker.id);
    await this.#save([...others, speaker].slice(-speakersMax));
  }

  /** What a speaker is called now; nothing is written where that is known, or the speaker is not. */
  async rename(id: string, name: string): Promise<void> {
    const known = await this.list();
    if (name === "" || !known.some((speaker) => speaker.id === id && speaker.name !== name)) return;
    await this.#save(known.map((speaker) => (speaker.id === id ? { ...speaker, name } : speaker)));
  }

  async #save(speakers: readonly KnownSpeaker[]): Promise<void> {
    const rows = speakers.map((each) => ({ ...each, keyHash: toHex(each.keyHash) }));
    await this.#write("speakers.json", `${JSON.stringify({ speakers: rows }, undefined, 2)}\n`);
  }

  async #write(name: string, text: string): Promise<void> {
    await this.#disk.makeFolder(this.#folder);
    const path = this.#disk.join(this.#folder, name);
    await this.#disk.replaceFile(path, utf8Bytes(text), { secret: true });
  }
}

function speakerOf(row: unknown): KnownSpeaker | undefined {
  if (!isRecord(row)) return undefined;
  const { id, name, address, keyHash } = row;
  const hash = typeof keyHash === "string" ? fromHex(keyHash) : undefined;
  const texts = typeof id === "string" && typeof name === "string" && typeof address === "string";
  return texts && hash?.length === 32 ? { id, name, address, keyHash: hash } : undefined;
}

function damaged(path: string): ControlError {
  return new ControlError("bad-store", `${path} is damaged`, {
    remedy: "remove it and pair again",
  });
}
