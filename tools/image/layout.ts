/**
 * Where things lie on a card, as device/image/layout.toml says it, checked: images,
 * updates and tests go by it.
 *
 * Invariants: partitions are numbered from 1 in the order of their places, begin and
 * end on the erase unit, and a slot's partition is one of them.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { ImageError } from "./errors.ts";

/** Both the first partition's place and the grain of all: the allocation unit of SD cards. */
const grainMib = 4;

export interface Partition {
  readonly name: "boot" | "root-a" | "root-b" | "data";
  /** 1 to 4. */
  readonly number: number;
  /** As sfdisk(8) takes it, hexadecimal. */
  readonly type: string;
  readonly startMib: number;
  readonly sizeMib: number;
  readonly label: string | undefined;
}

export type SlotName = "a" | "b";

export interface Layout {
  /** Eight hexadecimal digits. */
  readonly diskId: string;
  readonly partitions: readonly Partition[];
  readonly slots: Readonly<
    Record<SlotName, { readonly partition: string; readonly folder: string }>
  >;
  /** In a slot's folder. */
  readonly files: Readonly<Record<"kernel" | "initrd" | "command-line", string>>;
  /** A folder of no slot, and names in it. */
  readonly board: Readonly<Record<"folder" | "u-boot" | "overlays", string>>;
  readonly boot: {
    readonly environment: string;
    readonly "environment-bytes": number;
    readonly script: string;
  };
  readonly "command-line": { readonly slot: string };
  readonly mounts: Readonly<Record<"boot" | "data" | "speaker" | "etc" | "update", string>>;
}

interface Written extends Omit<Layout, "diskId" | "partitions"> {
  readonly disk: { readonly id: string };
  readonly partition: readonly {
    readonly name: Partition["name"];
    readonly number: number;
    readonly type: string;
    readonly "size-mib": number;
    readonly label?: string;
  }[];
}

/** `root`: the repository. Throws ImageError. */
export function readLayout(root: string): Layout {
  return parseLayout(readFileSync(path.join(root, "device/image/layout.toml"), "utf8"));
}

/** Throws ImageError `layout`. */
export function parseLayout(text: string): Layout {
  // Our own file: its shape is checked where a slip would destroy something.
  const { disk, partition, ...rest } = parse(text) as unknown as Written;
  if (!/^[0-9a-f]{8}$/.test(disk.id)) throw bad("disk.id is eight hexadecimal digits");
  let startMib = grainMib;
  const partitions = partition.map((one, index) => {
    const sizeMib = one["size-mib"];
    if (one.number !== index + 1 || index > 3) throw bad(`${one.name} has not the next number`);
    if (sizeMib <= 0 || sizeMib % grainMib !== 0)
      throw bad(`${one.name} is no multiple of ${grainMib} MiB`);
    const { name, number, type, label } = one;
    const placed: Partition = { name, number, type, startMib, sizeMib, label };
    startMib += sizeMib;
    return placed;
  });
  const layout: Layout = { ...rest, diskId: disk.id, partitions };
  for (const { partition: name } of Object.values(layout.slots)) partitionOf(layout, name);
  if (partitions.at(-1)?.name !== "data") throw bad("data is the last one, because it grows");
  return layout;
}

/** Throws ImageError for a name that no partition has. */
export function partitionOf({ partitions }: Layout, name: string): Partition {
  const found = partitions.find((one) => one.name === name);
  if (found === undefined) throw bad(`there is no partition "${name}"`);
  return found;
}

/** As the kernel and udev name it. */
export function partUuid({ diskId }: Layout, { number }: Partition): string {
  return `${diskId}-${String(number).padStart(2, "0")}`;
}

/** Of the whole image, as it is before it grows. */
export function imageMib({ partitions }: Layout): number {
  return Math.max(...partitions.map(({ startMib, sizeMib }) => startMib + sizeMib));
}

/** For `sfdisk FILE`, in sectors of 512 bytes. */
export function sfdiskScript({ diskId, partitions }: Layout): string {
  const sectors = (mib: number): number => mib * 2_048;
  const lines = partitions.map(
    ({ number, startMib, sizeMib, type }) =>
      `${number} : start=${sectors(startMib)}, size=${sectors(sizeMib)}, type=${type}${number === 1 ? ", bootable" : ""}`,
  );
  return ["label: dos", `label-id: 0x${diskId}`, "unit: sectors", "", ...lines, ""].join("\n");
}

function bad(why: string): ImageError {
  return new ImageError("layout", `device/image/layout.toml: ${why}`);
}
