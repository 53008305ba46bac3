/**
 * Where a speaker's local socket is while its data folder takes none, because the
 * disk is full or read-only: in a folder of the running system, named by the
 * identity of the data folder, so that `ctl --data DIR` finds it by whatever path.
 */
import type { Disk } from "../ports/disk.ts";
import type { Environment } from "./environment.ts";

/** The user's own folder of this session, else those that a service or root may have. */
const systemFolders = ["/run/nightjar", "/run"] as const;

/** In order of preference. Empty where there is no such data folder. Throws DiskError. */
export async function runtimeSockets(
  { disk, environment }: { readonly disk: Disk; readonly environment: Environment },
  dataDir: string,
): Promise<readonly string[]> {
  const found = await disk.stat(dataDir);
  if (found === undefined) return [];
  const own = environment.variables["XDG_RUNTIME_DIR"];
  const folders = own ? [own, ...systemFolders] : systemFolders;
  const name = `nightjar-${found.inode.replaceAll(":", "-")}.sock`;
  return folders.map((folder) => disk.join(folder, name));
}
