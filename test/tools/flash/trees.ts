/** Machines as the kernel tells of them, in the form that flash records (tools/flash/model/sys-tree.ts). */
import type { MachineRecord } from "../../../tools/flash/model/sys-tree.ts";

type Files = Readonly<Record<string, string>>;

const usb = "../../devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0";
const nvme = "../../devices/pci0000:00/0000:00:1d.0/0000:04:00.0/nvme/nvme0";
const mmc = "../../devices/platform/emmc2bus/fe340000.mmc/mmc_host/mmc0/mmc0:aaaa";
const sata = "../../devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0";
const gib = 2 ** 30;

/** A block device: `place` is the folder of its link, sizes in bytes. */
function block(name: string, place: string, bytes: number, files: Files = {}): Files {
  const all: Files = { size: String(bytes / 512), ro: "0", removable: "0", holders: "", ...files };
  const entries = Object.entries(all).map(([file, text]) => [`${name}/${file}`, text]);
  return {
    [name]: `${place}/block/${files["partition"] === undefined ? "" : "DISK/"}${name}`,
    ...Object.fromEntries(entries),
  };
}

function part(name: string, disk: string, place: string, bytes: number, files: Files): Files {
  const made = block(name, place, bytes, { partition: "1", ...files });
  return { ...made, [name]: `${place}/block/${disk}/${name}` };
}

function mount(dev: string, point: string, source: string, type = "ext4"): string {
  return `36 35 ${dev} / ${point} rw,noatime shared:1 - ${type} ${source} rw`;
}

const swapHead = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

/** NVMe with LUKS and LVM, a stick, an empty reader, a locked card, a card that is mounted. */
export const laptop: MachineRecord = {
  blocks: {
    ...block("nvme0n1", nvme, 512 * gib, {
      dev: "259:0",
      "device/model": "SAMSUNG MZVLB512",
      wwid: "eui.0025",
    }),
    ...part("nvme0n1p1", "nvme0n1", nvme, gib, { dev: "259:1" }),
    ...part("nvme0n1p2", "nvme0n1", nvme, 500 * gib, { dev: "259:2", holders: "dm-0" }),
    ...block("dm-0", "../../devices/virtual", 500 * gib, {
      dev: "253:0",
      "dm/name": "luks-1",
      "dm/uuid": "CRYPT-LUKS2-aa",
      holders: "dm-1 dm-2",
    }),
    ...block("dm-1", "../../devices/virtual", 400 * gib, {
      dev: "253:1",
      "dm/name": "vg-root",
      "dm/uuid": "LVM-aa",
    }),
    ...block("dm-2", "../../devices/virtual", 16 * gib, {
      dev: "253:2",
      "dm/name": "vg-swap",
      "dm/uuid": "LVM-bb",
    }),
    ...block("sdb", usb, 32 * gib, {
      dev: "8:16",
      removable: "1",
      "device/vendor": "SanDisk ",
      "device/model": "Ultra   ",
      "usb-serial": "0781:5581 4C53",
    }),
    ...part("sdb1", "sdb", usb, 31 * gib, { dev: "8:17" }),
    ...block("sdc", usb, 0, { dev: "8:32", removable: "1", "device/model": "Card Reader" }),
    ...block("sdd", usb, 8 * gib, {
      dev: "8:48",
      removable: "1",
      ro: "1",
      "device/model": "Card Reader",
    }),
    // An outer disk says of itself that it is fixed; its cable says that it is not.
    ...block("sde", usb, 2000 * gib, { dev: "8:64", removable: "0", "device/model": "Elements" }),
    ...part("sde1", "sde", usb, 1999 * gib, { dev: "8:65", holders: "dm-3" }),
    ...block("dm-3", "../../devices/virtual", 1999 * gib, {
      dev: "253:3",
      "dm/name": "backup",
      "dm/uuid": "CRYPT-LUKS2-bb",
    }),
    ...block("mmcblk0", mmc, 16 * gib, {
      dev: "179:0",
      "device/type": "SD",
      "device/name": "SL16G",
      "device/cid": "0353445",
    }),
    ...part("mmcblk0p1", "mmcblk0", mmc, gib, { dev: "179:1" }),
    ...block("sr0", sata, gib, { dev: "11:0", removable: "1" }),
  },
  mountinfo: [
    mount("253:1", "/", "/dev/mapper/vg-root"),
    mount("259:1", "/boot/efi", "/dev/nvme0n1p1", "vfat"),
    mount("179:1", "/media/anna/MY\\040PICTURES", "/dev/mmcblk0p1", "vfat"),
    "",
  ].join("\n"),
  swaps: `${swapHead}/dev/mapper/vg-swap                    partition\t16777212\t0\t-2\n`,
  btrfs: [],
};

/** A board that runs from its card, and one of the same kind from its soldered chip; each with a stick. */
export const board: MachineRecord = {
  blocks: {
    ...block("mmcblk0", mmc, 32 * gib, {
      dev: "179:0",
      "device/type": "SD",
      "device/name": "SC32G",
      "device/cid": "1b534d",
    }),
    ...part("mmcblk0p1", "mmcblk0", mmc, gib, { dev: "179:1" }),
    ...part("mmcblk0p2", "mmcblk0", mmc, 31 * gib, { dev: "179:2" }),
    ...block("mmcblk1", mmc, 16 * gib, {
      dev: "179:32",
      "device/type": "MMC",
      "device/name": "BJTD4R",
      "device/cid": "150100",
    }),
    ...block("mmcblk1boot0", mmc, 4 * 2 ** 20, { dev: "179:64", ro: "1" }),
    ...block("mmcblk1rpmb", mmc, 4 * 2 ** 20, { dev: "239:0" }),
    ...block("sda", usb, 8 * gib, { dev: "8:0", removable: "1", "device/model": "Flash Disk" }),
  },
  mountinfo: [
    mount("179:2", "/", "/dev/root"),
    mount("179:1", "/boot/firmware", "/dev/mmcblk0p1", "vfat"),
    "",
  ].join("\n"),
  swaps: swapHead,
  btrfs: [],
};

/** A server: RAID of two outer disks, btrfs over two others of which mountinfo names one, swap on a stick. */
export const server: MachineRecord = {
  blocks: {
    ...block("sda", usb, 64 * gib, { dev: "8:0", holders: "md0" }),
    ...block("sdb", usb, 64 * gib, { dev: "8:16", holders: "md0" }),
    ...block("md0", "../../devices/virtual", 64 * gib, {
      dev: "9:0",
      "md/level": "raid1",
      slaves: "sda sdb",
    }),
    ...block("sdc", usb, 64 * gib, { dev: "8:32" }),
    ...block("sdd", usb, 64 * gib, { dev: "8:48" }),
    ...block("sde", usb, 8 * gib, { dev: "8:64", removable: "1" }),
    ...part("sde2", "sde", usb, gib, { dev: "8:66" }),
    ...block("sdf", sata, 64 * gib, { dev: "8:80", "device/model": "Old Disk" }),
  },
  mountinfo: [
    mount("9:0", "/srv", "/dev/md0"),
    mount("0:42", "/data", "/dev/sdc", "btrfs"),
    "",
  ].join("\n"),
  swaps: `${swapHead}/dev/sde2 partition 1 0 -2\n`,
  btrfs: [["sdc", "sdd"]],
};
