/**
 * Who did what: the last `auditMax` actions, in memory, and in a file of the data
 * folder so that a restart does not forget who was let in (docs/CONTROL.md §3.5).
 *
 * What repeats in a row is one entry: a slider that is drawn must not push all
 * else out. No titles: what the household listens to is not this list's business.
 *
 * Invariants:
 *   I1  at most `auditMax` entries, the oldest falls off
 *   I2  the file is written at most once in `auditWriteUs`, `keep` and the end excepted; a file that cannot be
 *       written or read costs the list its past, nothing else
 */
import { utf8Bytes, utf8Text } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { KnownTime } from "../household/house-time.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import { isRecord, parseJson } from "./client-store.ts";
import { auditMax, auditRepeatUs, auditTextCharsMax, auditWriteUs } from "./limits.ts";

export const actorKinds = [
  "client",
  "owner",
  "stranger",
  "button",
  "cast",
  "mpd",
  "alarm",
  "speaker",
] as const;

/** `owner`: of the Unix socket. `stranger`: a connection without a key; its name is its address. */
export interface Actor {
  readonly kind: (typeof actorKinds)[number];
  /** Of a paired client; else empty. */
  readonly clientId: string;
  readonly name: string;
}

/** Who is at the other end of a connection. */
export function actorOf(
  identity: { readonly clientId: string; readonly name: string } | undefined,
): Actor {
  const { clientId = "", name = "" } = identity ?? {};
  return { kind: clientId === "" ? "owner" : "client", clientId, name };
}

export interface AuditEntry extends Actor {
  /** Wall time of the latest; 0 where it was not known. */
  readonly atMs: number;
  readonly what: string;
  /** For people; may be empty. */
  readonly detail: string;
  readonly times: number;
}

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly time: () => KnownTime;
}

interface AuditFile {
  readonly disk: Disk;
  readonly path: string;
}

export class Audit implements AsyncDisposable {
  readonly #ports: Ports;
  readonly #file: AuditFile | undefined;
  /** Oldest first. */
  #entries: AuditEntry[];
  #latestUs = Number.NEGATIVE_INFINITY;
  #isDirty = false;
  #timer: Cancel | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** A file that is missing or damaged is an empty list. */
  static async open(ports: Ports, file: AuditFile): Promise<Audit> {
    return new Audit(ports, file, await load(ports.log, file));
  }

  /** Without a file it is kept in memory alone. */
  constructor(ports: Ports, file?: AuditFile, entries: readonly AuditEntry[] = []) {
    this.#ports = ports;
    this.#file = file;
    this.#entries = [...entries];
  }

  /** Newest first. */
  list(): readonly AuditEntry[] {
    return this.#entries.toReversed();
  }

  note(actor: Actor, what: string, detail = ""): void {
    const { wallMs, trusted } = this.#ports.time();
    const { kind, clientId } = actor;
    const name = actor.name.slice(0, auditTextCharsMax);
    const said = { kind, clientId, name, what, detail: detail.slice(0, auditTextCharsMax) };
    const last = this.#entries.at(-1);
    const repeated = last !== undefined && this.#repeats(last, said);
    if (repeated) this.#entries.pop();
    const times = repeated ? last.times + 1 : 1;
    this.#entries.push({ ...said, atMs: trusted ? wallMs : 0, times });
    if (this.#entries.length > auditMax) this.#entries.shift();
    this.#latestUs = this.#ports.clock.nowUs();
    this.#isDirty = true;
    if (this.#file !== undefined)
      this.#timer ??= this.#ports.clock.after(auditWriteUs, () => void this.keep());
  }

  /** On disk when it resolves, where there is one that takes it: for what must not be lost in a power cut. */
  keep(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keep();
  }

  #repeats(last: AuditEntry, next: Omit<AuditEntry, "atMs" | "times">): boolean {
    const isSame =
      last.kind === next.kind &&
      last.clientId === next.clientId &&
      last.name === next.name &&
      last.what === next.what;
    return isSame && this.#ports.clock.nowUs() - this.#latestUs <= auditRepeatUs;
  }

  async #write(): Promise<void> {
    if (!this.#isDirty || this.#file === undefined) return;
    this.#isDirty = false;
    const { disk, path } = this.#file;
    const document = { version: 1, entries: this.#entries };
    try {
      await disk.replaceFile(path, utf8Bytes(`${JSON.stringify(document)}\n`), { secret: true });
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#ports.log.warn("audit-not-saved", { why: error.message });
    }
  }
}

async function load(log: Log, { disk, path }: AuditFile): Promise<readonly AuditEntry[]> {
  try {
    if ((await disk.stat(path)) === undefined) return [];
    const entries = decodeEntries(await disk.readFile(path));
    if (entries !== undefined) return entries;
    log.warn("audit-damaged", { path });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    log.warn("audit-not-read", { why: describeError(error) });
  }
  return [];
}

function decodeEntries(bytes: Uint8Array): readonly AuditEntry[] | undefined {
  const document = parseJson(utf8Text(bytes) ?? "");
  const rows = isRecord(document) ? document["entries"] : undefined;
  if (!Array.isArray(rows)) return undefined;
  const entries = rows.slice(-auditMax).map(entryOf);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function entryOf(row: unknown): AuditEntry | undefined {
  if (!isRecord(row)) return undefined;
  const { kind, clientId, name, what, detail, atMs, times } = row;
  const known = actorKinds.find((each) => each === kind);
  const texts = [clientId, name, what, detail];
  if (known === undefined || !texts.every((text) => typeof text === "string")) return undefined;
  if (typeof atMs !== "number" || typeof times !== "number") return undefined;
  return {
    kind: known,
    clientId: String(clientId),
    name: String(name),
    what: String(what),
    detail: String(detail),
    atMs,
    times,
  };
}
