/**
 * What people call this speaker: what it was renamed to, else what the command line
 * says. Kept in a small file of its own, so that it outlives restarts and, unlike
 * the queue, power cuts (docs/STORAGE.md §3).
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { nameFault } from "../household/member-card.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import { memberNameBytesMax } from "../wire/objects.ts";

export const nameFile = "name";

interface Ports {
  readonly disk: Disk;
  readonly log: Log;
}

export class SpeakerName {
  readonly #ports: Ports;
  readonly #path: string;
  readonly #given: string;
  #chosen: string | undefined;

  /** `given`: what it is called until somebody renames it. A file that cannot be read is as none, and logged. */
  static async open(ports: Ports, path: string, given: string): Promise<SpeakerName> {
    return new SpeakerName(ports, path, { given, chosen: await read(ports, path) });
  }

  private constructor(
    ports: Ports,
    path: string,
    { given, chosen }: { readonly given: string; readonly chosen: string | undefined },
  ) {
    this.#ports = ports;
    this.#path = path;
    this.#given = given;
    this.#chosen = chosen;
  }

  get current(): string {
    return this.#chosen ?? this.#given;
  }

  /** On the card when it resolves. Undefined: as on the command line. Throws DiskError. */
  async choose(name: string | undefined): Promise<void> {
    const { disk } = this.#ports;
    if (name !== undefined) await disk.replaceFile(this.#path, utf8Bytes(name));
    else if ((await disk.stat(this.#path)) !== undefined) await disk.remove(this.#path);
    this.#chosen = name;
  }
}

async function read({ disk, log }: Ports, path: string): Promise<string | undefined> {
  try {
    const stat = await disk.stat(path);
    if (stat === undefined) return undefined;
    const isShort = stat.sizeBytes <= memberNameBytesMax;
    const name = isShort ? utf8Text(await disk.readFile(path)) : undefined;
    if (name !== undefined && nameFault(name) === undefined) return name;
    log.warn("name-damaged", { path });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    log.warn("name-not-read", { why: describeError(error) });
  }
  return undefined;
}
