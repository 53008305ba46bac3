/** The network profiles that come with netlab: files in tools/netlab/profiles, each with its reason. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { NetlabError } from "./errors.ts";

const ending = ".netlab";
/** They are data and not compiled: looked for from the root, for dist/ and the sources alike. */
const folder = path.join(findRoot(import.meta.dirname), "tools/netlab/profiles");

function findRoot(from: string): string {
  let place = from;
  while (!existsSync(path.join(place, "package.json"))) place = path.dirname(place);
  return place;
}

export interface Profile {
  readonly name: string;
  /** Its first comment. */
  readonly about: string;
}

export async function listProfiles(): Promise<readonly Profile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(folder, file), "utf8");
      const about = /^#\s*(.*)$/m.exec(text)?.[1] ?? "";
      return { name: file.slice(0, -ending.length), about };
    }),
  );
}

/** Its text. Throws NetlabError `no-profile`. */
export async function readProfile(name: string): Promise<string> {
  const names = (await listProfiles()).map((profile) => profile.name);
  if (names.includes(name)) return readFile(path.join(folder, name + ending), "utf8");
  throw new NetlabError("no-profile", `there is no profile ${name}`, {
    remedy: `choose one of ${names.join(", ")}`,
  });
}
