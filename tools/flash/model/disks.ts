/**
 * The disks of a machine and what lies on each, from what the kernel tells.
 *
 * A stack is followed upwards: a disk that carries a partition that carries LUKS that carries LVM that
 * carries `/` is the system's disk. Pure; it decides nothing (choose.ts does).
 */
import { type MachineRecord, type Mount, parseMounts, parseSwaps } from "./sys-tree.ts";

/** What keeps a disk from being written. */
export type Use =
  /** `by` is the device that is mounted: the disk itself, a partition, or what is stacked on one. */
  | { readonly kind: "mount"; readonly by: string; readonly point: string }
  | { readonly kind: "swap"; readonly by: string }
  /** LVM, LUKS, RAID: something of that kind lies on it, mounted or not. */
  | { readonly kind: "stack"; readonly by: string; readonly what: string };

export interface Partition {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface Disk {
  readonly name: string;
  readonly path: string;
  /** 0: a reader without a card. */
  readonly sizeBytes: number;
  readonly writeProtected: boolean;
  /** It can be taken out, or hangs on a cable: a card, a stick, an outer disk. */
  readonly removable: boolean;
  readonly bus: "usb" | "mmc" | "loop" | "other";
  readonly model: string;
  /**
   * Tells this disk from others: a card's own number, a serial number, or what there is. Of a
   * reader's cards it may be the reader's.
   */
  readonly identity: string;
  readonly partitions: readonly Partition[];
  readonly uses: readonly Use[];
}

const sectorBytes = 512;

export function readDisks(machine: MachineRecord): Disk[] {
  const tree = new Tree(machine);
  return tree.names.filter((name) => tree.isWholeDisk(name)).map((name) => tree.disk(name));
}

/** The whole disk that a partition is part of; undefined where `name` is none. */
export function diskOfPartition(machine: MachineRecord, name: string): string | undefined {
  return new Tree(machine).parentOf(name);
}

class Tree {
  readonly names: readonly string[];
  readonly #blocks: MachineRecord["blocks"];
  readonly #mounts: readonly Mount[];
  readonly #swaps: readonly string[];
  readonly #btrfs: MachineRecord["btrfs"];

  constructor(machine: MachineRecord) {
    this.#blocks = machine.blocks;
    this.#mounts = parseMounts(machine.mountinfo);
    this.#swaps = parseSwaps(machine.swaps);
    this.#btrfs = machine.btrfs;
    this.names = Object.keys(machine.blocks)
      .filter((key) => !key.includes("/"))
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  /** Neither a part of one nor something made of others; a loop without a file is nothing. */
  isWholeDisk(name: string): boolean {
    if (this.#text(name, "partition") !== "" || this.#text(name, "hidden") === "1") return false;
    if (/^(dm-|md|zram|ram|sr|fd|mtd|nbd)/.test(name) || /boot\d+$|rpmb$/.test(name)) return false;
    return !name.startsWith("loop") || this.#text(name, "loop/backing_file") !== "";
  }

  disk(name: string): Disk {
    const bus = this.#bus(name);
    const partitions = this.names
      .filter((other) => this.parentOf(other) === name)
      .map((part) => ({ name: part, sizeBytes: this.#bytes(part) }));
    const sizeBytes = this.#bytes(name);
    return {
      name,
      path: `/dev/${name}`,
      sizeBytes,
      writeProtected: this.#text(name, "ro") === "1",
      removable: this.#isRemovable(name, bus),
      bus,
      model: this.#model(name),
      identity: `${this.#serial(name)} ${this.#model(name)} ${sizeBytes}`,
      partitions,
      uses: [name, ...partitions.map((part) => part.name)].flatMap((part) => this.#usesOf(part)),
    };
  }

  /** `…/block/sda/sda1` is part of sda. */
  parentOf(name: string): string | undefined {
    if (this.#text(name, "partition") === "") return undefined;
    return (this.#blocks[name] ?? "").split("/").at(-2);
  }

  #bus(name: string): Disk["bus"] {
    const link = this.#blocks[name] ?? "";
    if (name.startsWith("loop")) return "loop";
    if (/\/usb\d+\//.test(link)) return "usb";
    return /\/mmc_host\//.test(link) ? "mmc" : "other";
  }

  #isRemovable(name: string, bus: Disk["bus"]): boolean {
    // "SD" is a card, "MMC" a chip that is soldered in.
    if (bus === "mmc") return this.#text(name, "device/type") === "SD";
    return bus === "usb" || this.#text(name, "removable") === "1";
  }

  #model(name: string): string {
    const file = this.#text(name, "loop/backing_file");
    if (file !== "") return file;
    const parts = ["device/vendor", "device/model", "device/name"];
    return parts
      .map((part) => this.#text(name, part))
      .filter((part) => part !== "")
      .join(" ");
  }

  #serial(name: string): string {
    const places = ["device/cid", "usb-serial", "wwid", "device/wwid", "device/serial", "serial"];
    const found = places.map((place) => this.#text(name, place)).find((text) => text !== "");
    return found ?? this.#text(name, "loop/backing_file");
  }

  #usesOf(name: string, seen: readonly string[] = []): Use[] {
    if (seen.includes(name)) return [];
    const uses: Use[] = this.#mountsOf(name).map((point) => ({ kind: "mount", by: name, point }));
    if (this.#pathsOf(name).some((path) => this.#swaps.includes(path)))
      uses.push({ kind: "swap", by: name });
    for (const holder of this.#text(name, "holders").split(" ")) {
      if (holder === "") continue;
      uses.push({ kind: "stack", by: name, what: this.#stackName(holder) });
      uses.push(...this.#usesOf(holder, [...seen, name]));
    }
    return uses;
  }

  #mountsOf(name: string): string[] {
    const dev = this.#text(name, "dev");
    // Of a btrfs of several devices mountinfo names one.
    const together = this.#btrfs.find((devices) => devices.includes(name)) ?? [name];
    const paths = together.flatMap((each) => this.#pathsOf(each));
    const found = this.#mounts.filter((mount) => mount.dev === dev || paths.includes(mount.source));
    return [...new Set(found.map((mount) => mount.point))];
  }

  #pathsOf(name: string): string[] {
    const mapped = this.#text(name, "dm/name");
    return mapped === "" ? [`/dev/${name}`] : [`/dev/${name}`, `/dev/mapper/${mapped}`];
  }

  #stackName(name: string): string {
    const mapped = this.#text(name, "dm/name");
    if (mapped === "") return this.#text(name, "md/level") === "" ? name : `RAID ${name}`;
    const uuid = this.#text(name, "dm/uuid");
    const kinds = [
      ["LVM-", "LVM"],
      ["CRYPT-", "encrypted"],
      ["mpath-", "multipath"],
    ] as const;
    const kind = kinds.find(([start]) => uuid.startsWith(start))?.[1] ?? "mapped";
    return `${kind} ${mapped}`;
  }

  #bytes(name: string): number {
    // The kernel counts in 512 bytes, whatever the sectors are.
    return (Number(this.#text(name, "size")) || 0) * sectorBytes;
  }

  #text(name: string, file: string): string {
    return this.#blocks[`${name}/${file}`]?.trim() ?? "";
  }
}
