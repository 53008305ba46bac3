/**
 * Which disk may be written, and why another may not. Pure: it sees recorded
 * trees in tests. The last guard is not here: the disk is opened with O_EXCL, which
 * the kernel refuses while anything holds it.
 */

import { bytesText } from "../../../src/cli/format.ts";
import { didYouMean } from "../../../src/cli/suggest.ts";
import { FlashError } from "../errors.ts";
import { type Disk, diskOfPartition, readDisks, type Use } from "./disks.ts";
import type { MachineRecord } from "./sys-tree.ts";

export interface Wanted {
  /** `sdb`, or `/dev/sdb`; links are resolved before. */
  readonly disk: string;
  /** The name of a disk that may be written although nobody can take it out. */
  readonly fixed: string | undefined;
  /** What will be unmounted first does not stand in the way. */
  readonly unmount: boolean;
}

/** What no unmounting helps with: the running system lies there. */
const systemPoints = new Set(
  "/ /efi /etc /home /nix /opt /root /srv /usr /usr/local /var /var/log".split(" "),
);

export function isSystemUse(use: Use): boolean {
  if (use.kind === "swap") return true;
  return use.kind === "mount" && (systemPoints.has(use.point) || /^\/boot(\/|$)/.test(use.point));
}

/** Throws FlashError: no such disk, or the reason why this one is not written. */
export function chooseDisk(machine: MachineRecord, wanted: Wanted): Disk {
  const name = wanted.disk.replace(/^\/dev\//, "");
  const disks = readDisks(machine);
  const disk = disks.find((each) => each.name === name);
  if (disk === undefined) throw noSuchDisk(machine, name, disks);
  refuseUsed(disk, wanted.unmount);
  refuseUnfit(disk, wanted.fixed);
  return disk;
}

/** Throws FlashError where the image does not fit. */
export function refuseSmall(sizeBytes: number, name: string, imageBytes: number): void {
  if (imageBytes <= sizeBytes) return;
  const message = `the image needs ${bytesText(imageBytes)}, ${name} has ${bytesText(sizeBytes)}`;
  throw new FlashError("too-small", message, { remedy: "take a larger card" });
}

function noSuchDisk(machine: MachineRecord, name: string, disks: readonly Disk[]): FlashError {
  const whole = diskOfPartition(machine, name);
  if (whole !== undefined) {
    const remedy = `name the whole disk: /dev/${whole}`;
    return new FlashError("no-such-disk", `${name} is a partition of ${whole}`, { remedy });
  }
  const known = disks.filter((disk) => disk.removable).map((disk) => disk.name);
  const message = `there is no disk ${name}${didYouMean(name, known)}`;
  return new FlashError("no-such-disk", message, { remedy: "see flash list" });
}

function refuseUsed(disk: Disk, unmount: boolean): void {
  const system = disk.uses.find(isSystemUse);
  if (system !== undefined) {
    throw new FlashError(
      "system-disk",
      `the running system lies on ${disk.name} (${useText(system)})`,
      {
        remedy: "it is never written; name another disk, see flash list",
      },
    );
  }
  const stack = disk.uses.find((use) => use.kind === "stack");
  if (stack !== undefined) {
    throw new FlashError("in-use", `${disk.name} is part of ${useText(stack)}`, {
      remedy: "close that first, or name another disk",
    });
  }
  const mounts = disk.uses.filter((use) => use.kind === "mount");
  if (mounts.length > 0 && !unmount) {
    const points = mounts.map((use) => (/\s/.test(use.point) ? `'${use.point}'` : use.point));
    throw new FlashError("in-use", `${disk.name} is mounted (${mounts.map(useText).join(", ")})`, {
      remedy: `save what is on it, then: umount ${points.join(" ")}, or give --unmount`,
    });
  }
}

function refuseUnfit(disk: Disk, fixed: string | undefined): void {
  const { name } = disk;
  if (!disk.removable && fixed?.replace(/^\/dev\//, "") !== name) {
    throw new FlashError("not-removable", `${name} is built in (${disk.model || "no model"})`, {
      remedy: `name another disk, or say that you mean it: --fixed ${name}`,
    });
  }
  if (disk.sizeBytes === 0) {
    throw new FlashError("no-such-disk", `there is no card in ${name}`, { remedy: "put one in" });
  }
  if (disk.writeProtected) {
    throw new FlashError("write-protected", `${name} is write-protected`, {
      remedy: "move the card's or the adapter's lock switch, or take another card",
    });
  }
}

/** `sdb1 on /media/anna/BOOT`, `encrypted luks-root`, `swap on sda3`. */
export function useText(use: Use): string {
  if (use.kind === "mount") return `${use.by} on ${use.point}`;
  return use.kind === "swap" ? `swap on ${use.by}` : use.what;
}
