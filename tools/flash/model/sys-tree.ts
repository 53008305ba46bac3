/**
 * What the kernel tells of block devices, as text: recorded by host/record-tree.ts,
 * read here. Pure, so that the trees of other people's machines are tests.
 */

/** Everything that choosing a disk needs to know of a machine. */
export interface MachineRecord {
  /**
   * From /sys/class/block: `NAME` is where its link leads, `NAME/size` what the file holds,
   * `NAME/holders` the names in a folder, with spaces between.
   */
  readonly blocks: Readonly<Record<string, string>>;
  /** /proc/self/mountinfo */
  readonly mountinfo: string;
  /** /proc/swaps */
  readonly swaps: string;
  /** Devices of each btrfs that is mounted, by name: mountinfo knows one of them. */
  readonly btrfs: readonly (readonly string[])[];
}

/** The files of each block device that are recorded, where they are there. */
export const recordedFiles = [
  "dev",
  "size",
  "ro",
  "removable",
  "hidden",
  "partition",
  "device/vendor",
  "device/model",
  "device/type",
  "device/name",
  "device/cid",
  "device/serial",
  "device/wwid",
  "wwid",
  "serial",
  "loop/backing_file",
  "dm/name",
  "dm/uuid",
  "md/level",
] as const;

/** The folders whose names are. */
export const recordedFolders = ["holders", "slaves"] as const;

export interface Mount {
  /** `8:1`; of btrfs and overlays a number that no disk has. */
  readonly dev: string;
  readonly point: string;
  readonly source: string;
}

/** proc(5): the part behind ` - ` has the file system, its source and options. */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split("\n").flatMap((line) => {
    const [before = "", behind = ""] = line.split(" - ");
    const [, , dev, , point] = before.split(" ");
    const [, source] = behind.split(" ");
    if (dev === undefined || point === undefined || source === undefined) return [];
    return [{ dev, point: unescaped(point), source: unescaped(source) }];
  });
}

/** Paths of the devices and files that are swapped to. */
export function parseSwaps(swaps: string): string[] {
  const lines = swaps.split("\n").slice(1);
  return lines.flatMap((line) => {
    const [path = ""] = line.split(/\s+/);
    return path === "" ? [] : [unescaped(path)];
  });
}

/** Spaces and their like are written as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
