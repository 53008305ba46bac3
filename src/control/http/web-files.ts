/**
 * The files of the built web remote: which one a path means, in which encoding
 * (RFC 9110 §12.5.3), under which tag.
 *
 * A path is a list of plain names or nothing at all: no dot in front, nothing
 * encoded, so that none leads out of the folder. What a file is, its name says
 * and nobody guesses.
 */
import type { Disk } from "../../ports/disk.ts";
import { DiskError } from "../../ports/errors.ts";
import type { HttpReply } from "../../ports/http-server.ts";
import { fileBytesMax } from "./limits.ts";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  ico: "image/x-icon",
  woff2: "font/woff2",
  txt: "text/plain; charset=utf-8",
};

const plainPath = /^(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;
/** What the build names by its content never changes. */
const hashedFolder = "/assets/";

/** Encodings beside a file, the better one first. */
const encodings = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

export interface FileWish {
  /** Of the request: without its query. */
  readonly path: string;
  readonly acceptEncoding: string;
  readonly ifNoneMatch: string;
}

export class WebFiles {
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Undefined where there is no such file. Throws DiskError where the disk fails. */
  async get({ path, acceptEncoding, ifNoneMatch }: FileWish): Promise<HttpReply | undefined> {
    const name = path === "/" ? "/index.html" : path;
    const type = types[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? ""];
    if (type === undefined || !plainPath.test(name)) return undefined;
    const accepted = encodings.filter((encoding) => accepts(acceptEncoding, encoding.name));
    for (const { name: encoding, suffix } of [...accepted, { name: "", suffix: "" }]) {
      const at = this.#disk.join(this.#folder, ...name.slice(1).split("/")) + suffix;
      const stat = await this.#disk.stat(at);
      if (stat?.kind !== "file" || stat.sizeBytes > fileBytesMax) continue;
      const tag = `"${stat.sizeBytes.toString(36)}-${Math.round(stat.modifiedMs).toString(36)}${suffix}"`;
      const caching = cachingOf(name, tag);
      if (matches(ifNoneMatch, tag)) return { status: 304, headers: caching, body: nothing };
      const body = await this.#read(at);
      if (body === undefined) continue;
      const encoded = encoding === "" ? {} : { "Content-Encoding": encoding };
      return { status: 200, headers: { "Content-Type": type, ...caching, ...encoded }, body };
    }
    return undefined;
  }

  /** Undefined where a new build has just taken it away. */
  async #read(at: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#disk.readFile(at);
    } catch (error) {
      if (error instanceof DiskError && error.code === "not-found") return undefined;
      throw error;
    }
  }
}

const nothing = new Uint8Array(0);

function cachingOf(name: string, tag: string): Record<string, string> {
  const forEver = name.startsWith(hashedFolder);
  return {
    ETag: tag,
    "Cache-Control": forEver ? "public, max-age=31536000, immutable" : "no-cache",
    Vary: "Accept-Encoding",
  };
}

/** Whether the header takes that encoding: named, or by `*`, and not with `q=0`. */
export function accepts(header: string, encoding: string): boolean {
  const rows = header
    .toLowerCase()
    .split(",")
    .map((part) => part.split(";").map((word) => word.trim()));
  const row =
    rows.find(([name]) => name === encoding) ?? rows.find(([name]) => name === "*") ?? undefined;
  if (row === undefined) return false;
  const quality = row.slice(1).find((parameter) => parameter.startsWith("q="));
  return quality === undefined || Number(quality.slice(2)) > 0;
}

/** If-None-Match: any of these tags, however weak (RFC 9110 §13.1.2). */
export function matches(header: string, tag: string): boolean {
  const tags = header.split(",").map((part) => part.trim().replace(/^W\//, ""));
  return tags.includes(tag) || tags.includes("*");
}
