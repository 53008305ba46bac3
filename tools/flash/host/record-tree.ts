/** Reads what the kernel tells of this machine's disks (model/sys-tree.ts says in which form). */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { type MachineRecord, recordedFiles, recordedFolders } from "../model/sys-tree.ts";

const folder = "/sys/class/block";

export function recordMachine(): MachineRecord {
  const blocks: Record<string, string> = {};
  for (const name of namesIn(folder)) {
    blocks[name] = readlinkSync(path.join(folder, name));
    for (const file of recordedFiles) {
      const text = textOf(path.join(folder, name, file));
      if (text !== undefined) blocks[`${name}/${file}`] = text.trim();
    }
    for (const part of recordedFolders)
      blocks[`${name}/${part}`] = namesIn(path.join(folder, name, part)).join(" ");
    const serial = usbSerial(path.join(folder, name));
    if (serial !== undefined) blocks[`${name}/usb-serial`] = serial.trim();
  }
  return {
    blocks,
    mountinfo: textOf("/proc/self/mountinfo") ?? "",
    swaps: textOf("/proc/swaps") ?? "",
    btrfs: namesIn("/sys/fs/btrfs").map((uuid) => namesIn(`/sys/fs/btrfs/${uuid}/devices`)),
  };
}

/** The name of the disk that a path leads to, through links such as those in /dev/disk/by-id. */
export function diskNameOf(text: string): string {
  if (!text.includes("/")) return text;
  try {
    return path.basename(realpathSync(text));
  } catch {
    return path.basename(text); // No such path: choosing says so, with the name that was meant.
  }
}

/** Of the USB device above a disk: the folder that has the maker's number has the serial number, too. */
function usbSerial(block: string): string | undefined {
  let at = realpathSync(block);
  while (at.startsWith("/sys/devices/") && at.includes("/usb")) {
    const vendor = textOf(path.join(at, "idVendor"));
    if (vendor !== undefined) {
      const serial = textOf(path.join(at, "serial")) ?? "";
      return `${vendor.trim()}:${textOf(path.join(at, "idProduct"))?.trim()} ${serial}`;
    }
    at = path.dirname(at);
  }
  return undefined;
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place).sort();
  } catch {
    return []; // Not every device has every folder.
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // Not every device has every file, and a card may be pulled just now.
  }
}
