import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { chooseDisk, refuseSmall } from "../../../tools/flash/model/choose.ts";
import { readDisks } from "../../../tools/flash/model/disks.ts";
import type { MachineRecord } from "../../../tools/flash/model/sys-tree.ts";
import { board, laptop, server } from "./trees.ts";

const vm = recorded("vm.json");

describe("choosing a disk", () => {
  it("takes what can be pulled out and is free", () => {
    const disk = chooseDisk(laptop, wanted("/dev/sdb"));
    assert.equal(disk.name, "sdb");
    assert.equal(disk.sizeBytes, 32 * 2 ** 30);
    assert.equal(disk.model, "SanDisk Ultra");
    assert.deepEqual(
      disk.partitions.map((part) => part.name),
      ["sdb1"],
    );
    assert.equal(chooseDisk(board, wanted("sda")).name, "sda");
  });

  it("never takes the disk that the system lies on, whatever is said", () => {
    for (const [machine, name] of [
      [laptop, "nvme0n1"],
      [board, "mmcblk0"],
      [server, "sda"],
      [server, "sdb"],
      [server, "sde"],
      [vm, "vda"],
    ] as const) {
      const said = { disk: name, fixed: name, unmount: true };
      assert.equal(refusal(machine, said).code, "system-disk", name);
    }
  });

  it("follows a stack up to the swap that lies on it", () => {
    const withoutRoot = { ...laptop, mountinfo: "" };
    assert.match(refusal(withoutRoot, wanted("nvme0n1")).message, /swap on dm-2/);
    const closed = { ...withoutRoot, swaps: "" };
    assert.equal(
      refusal(closed, { disk: "nvme0n1", fixed: "nvme0n1", unmount: true }).code,
      "in-use",
    );
  });

  it("names what is stacked upon a disk that is not mounted", () => {
    const { code, message } = refusal(laptop, { ...wanted("sde"), unmount: true });
    assert.equal(code, "in-use");
    assert.match(message, /encrypted backup/);
  });

  it("says how to unmount, with the spaces that people put into names", () => {
    const { code, remedy } = refusal(laptop, wanted("mmcblk0"));
    assert.equal(code, "in-use");
    assert.match(remedy ?? "", /umount '\/media\/anna\/MY PICTURES'/);
    assert.equal(chooseDisk(laptop, { ...wanted("mmcblk0"), unmount: true }).name, "mmcblk0");
  });

  it("knows every device of a btrfs that is mounted", () => {
    for (const name of ["sdc", "sdd"]) assert.equal(refusal(server, wanted(name)).code, "in-use");
  });

  it("knows a mount by its number alone, and by its source alone", () => {
    const byNumber = "36 35 179:2 / / rw - ext4 /dev/root rw\n";
    assert.equal(refusal({ ...board, mountinfo: byNumber }, wanted("mmcblk0")).code, "system-disk");
    const bySource = "36 35 0:40 / /mnt rw - btrfs /dev/mmcblk0p2 rw\n";
    assert.equal(refusal({ ...board, mountinfo: bySource }, wanted("mmcblk0")).code, "in-use");
  });

  it("takes a disk that is built in only when it is named twice", () => {
    assert.equal(refusal(board, wanted("mmcblk1")).code, "not-removable");
    assert.equal(refusal(server, wanted("sdf")).code, "not-removable");
    assert.equal(refusal(server, { ...wanted("sdf"), fixed: "sde" }).code, "not-removable");
    assert.equal(chooseDisk(server, { ...wanted("sdf"), fixed: "/dev/sdf" }).name, "sdf");
  });

  it("refuses partitions, empty readers, locked cards and names that nobody has", () => {
    assert.match(refusal(laptop, wanted("sdb1")).remedy ?? "", /\/dev\/sdb$/);
    assert.match(refusal(laptop, wanted("nvme0n1p2")).remedy ?? "", /\/dev\/nvme0n1$/);
    assert.match(refusal(laptop, wanted("sdc")).message, /no card/);
    assert.equal(refusal(laptop, wanted("sdd")).code, "write-protected");
    assert.match(refusal(laptop, wanted("mmcblk")).message, /did you mean "mmcblk0"/);
  });

  it("offers neither CD drives, memory, boot areas of chips nor loops without a file", () => {
    const names = (machine: MachineRecord) => readDisks(machine).map((disk) => disk.name);
    assert.deepEqual(names(laptop), ["mmcblk0", "nvme0n1", "sdb", "sdc", "sdd", "sde"]);
    assert.deepEqual(names(board), ["mmcblk0", "mmcblk1", "sda"]);
    assert.deepEqual(names(vm), ["vda"]);
  });

  it("tells cards apart by their own number, sticks by the maker's and theirs", () => {
    const disks = [...readDisks(laptop), ...readDisks(board)];
    assert.equal(new Set(disks.map((disk) => disk.identity)).size, disks.length);
    assert.match(chooseDisk(laptop, wanted("sdb")).identity, /^0781:5581 4C53 /);
  });

  it("refuses what is smaller than the image by a byte", () => {
    refuseSmall(1000, "sdb", 1000);
    assert.throws(() => refuseSmall(1000, "sdb", 1001), { code: "too-small" });
  });
});

function wanted(disk: string) {
  return { disk, fixed: undefined, unmount: false };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
}

function refusal(machine: MachineRecord, said: Parameters<typeof chooseDisk>[1]): Refusal {
  try {
    chooseDisk(machine, said);
  } catch (error) {
    // Every refusal is a FlashError.
    return error as Refusal;
  }
  return assert.fail(`${said.disk} was taken`);
}

function recorded(name: string): MachineRecord {
  const file = path.resolve(import.meta.dirname, "../../fixtures/flash", name);
  return JSON.parse(readFileSync(file, "utf8")) as MachineRecord; // Our own file.
}
