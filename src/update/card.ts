/**
 * The card of a device with two systems: its records, its slots' partitions, its boot partition
 * (docs/UPDATES.md §3). Shell: it decides nothing.
 *
 * The boot partition is unmounted whenever it is not written to, mended before it is, and never
 * mounted elsewhere meanwhile. Needs root, mount(8) and fsck.fat(8).
 */
import { ByteReader } from "../base/bytes.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import type { Log } from "../ports/log.ts";
import type { ProcessRunner } from "../ports/process.ts";
import { UpdateError } from "./errors.ts";
import {
  encodeRecord,
  newest,
  recordBytes,
  recordPlaces,
  type SlotRecords,
} from "./slot-record.ts";
import type { Slot, SlotState } from "./slots.ts";

/** As device/image/layout.toml has it; test/update/card.test.ts compares. */
export const cardLayout = {
  diskId: "6e6a6172",
  boot: 1,
  roots: { a: 2, b: 3 },
  slotWord: "nightjar.slot",
  /** Stays on the command line of a system that won its trial: the records say what holds. */
  trialWord: "nightjar.trial",
  bootMount: "/boot/firmware",
  bootUnit: "boot-firmware.mount",
  script: "boot.scr",
} as const;

/** What fsck.fat makes of clusters that belong to nobody. */
const lostClusters = /^fsck\d{4}\.rec$/i;

/** What a system is written through. */
export interface Card {
  /** The slot that runs. */
  readonly running: Slot;
  records(): Promise<SlotRecords>;
  /** Durable when it resolves. */
  note(state: SlotState): Promise<void>;
  openRoot(slot: Slot): Promise<DiskFile>;
  /** Calls `work` with the slot's folder of the boot partition; what it wrote is durable when it resolves. */
  inFolder<T>(slot: Slot, work: (folder: string) => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface CardPorts {
  readonly disk: Disk;
  readonly processes: ProcessRunner;
  readonly log: Log;
}

export class DeviceCard implements Card {
  readonly running: Slot;
  readonly #ports: CardPorts;
  /** File of the whole disk, and of its partitions by number. */
  readonly #device: string;
  readonly #partitions: ReadonlyMap<number, string>;
  readonly #workFolder: string;

  /** `workFolder`: of the running system, to mount below. Throws UpdateError `no-slots`. */
  static async find(ports: CardPorts, workFolder: string): Promise<DeviceCard> {
    const { disk } = ports;
    const words = new TextDecoder()
      .decode(await disk.readFile("/proc/cmdline"))
      .trim()
      .split(/\s+/);
    const slot = words.findLast((word) => word.startsWith(`${cardLayout.slotWord}=`))?.at(-1);
    if (slot !== "a" && slot !== "b") throw noSlots("its kernel was not told of a slot");
    for (const { name } of await disk.list("/sys/block")) {
      if (!(await isOurs(disk, `/dev/${name}`))) continue;
      const partitions = await partitionsOf(disk, name);
      return new DeviceCard(ports, {
        running: slot,
        device: `/dev/${name}`,
        partitions,
        workFolder,
      });
    }
    throw noSlots("it has no disk as our images lay one out");
  }

  private constructor(
    ports: CardPorts,
    facts: {
      readonly running: Slot;
      readonly device: string;
      readonly partitions: ReadonlyMap<number, string>;
      readonly workFolder: string;
    },
  ) {
    this.#ports = ports;
    this.running = facts.running;
    this.#device = facts.device;
    this.#partitions = facts.partitions;
    this.#workFolder = facts.workFolder;
  }

  async records(): Promise<SlotRecords> {
    await using device = await this.#ports.disk.open(this.#device, "read");
    const [first, second] = [new Uint8Array(recordBytes), new Uint8Array(recordBytes)];
    await device.read(first, recordPlaces[0]);
    await device.read(second, recordPlaces[1]);
    return newest(first, second);
  }

  async note(state: SlotState): Promise<void> {
    const { record, next } = await this.records();
    await using device = await this.#ports.disk.open(this.#device, "edit");
    await device.write(
      encodeRecord({ ...state, generation: record.generation + 1 }),
      recordPlaces[next],
    );
    await device.sync();
  }

  openRoot(slot: Slot): Promise<DiskFile> {
    return this.#ports.disk.open(this.#partition(cardLayout.roots[slot]), "edit");
  }

  async inFolder<T>(
    slot: Slot,
    work: (folder: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { disk } = this.#ports;
    const boot = this.#partition(cardLayout.boot);
    const at = disk.join(this.#workFolder, "boot");
    await disk.makeFolder(at);
    // Left behind by an update that was killed, or the system's own, which reads only.
    await this.#run(["umount", at], signal);
    // By its unit, so that it is gone from the name spaces of all services.
    await this.#run(["systemctl", "stop", cardLayout.bootUnit], signal);
    try {
      // A cut while it was written leaves lost clusters and such things: mended before more is written.
      const mended = await this.#run(["fsck.fat", "-a", boot], signal);
      if (mended.exitCode > 1) throw damagedBoot(`it cannot be mended: ${mended.why}`);
      const mount = await this.#run(["mount", "-t", "vfat", "-o", "noatime", boot, at], signal);
      if (mount.exitCode !== 0) throw damagedBoot(`it cannot be mounted: ${mount.why}`);
      try {
        if ((await disk.stat(disk.join(at, cardLayout.script))) === undefined)
          throw noSlots("its boot partition has no script of U-Boot, which chooses the slot");
        for (const { name } of await disk.list(at))
          if (lostClusters.test(name)) await disk.remove(disk.join(at, name));
        const folder = disk.join(at, slot);
        await disk.makeFolder(folder);
        return await work(folder);
      } finally {
        // Not to be stopped: what is half written stays mounted otherwise.
        await this.#run(["umount", at], new AbortController().signal);
        await using file = await disk.open(boot, "edit");
        await file.sync();
      }
    } finally {
      await this.#run(["systemctl", "start", cardLayout.bootUnit], new AbortController().signal);
    }
  }

  #partition(number: number): string {
    const file = this.#partitions.get(number);
    if (file === undefined) throw noSlots(`${this.#device} has no partition ${number}`);
    return file;
  }

  /** How it ended, and the last that it said of it; a program that is not there counts as one that failed. */
  async #run(
    command: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly why: string }> {
    const { processes, log } = this.#ports;
    try {
      const { exitCode, stderr } = await processes.run(command, {}, signal);
      if (exitCode !== 0)
        log.debug("update-program", { command: command.join(" "), exitCode, stderr });
      return { exitCode, why: stderr.trim().split("\n").at(-1) || `exit code ${exitCode}` };
    } catch (cause) {
      signal.throwIfAborted();
      log.debug("update-program", { command: command.join(" "), why: String(cause) });
      return { exitCode: 127, why: `${command[0]} cannot be run` };
    }
  }
}

/** By the identifier at offset 440 of the MBR. */
async function isOurs(disk: Disk, device: string): Promise<boolean> {
  try {
    await using file = await disk.open(device, "read");
    const bytes = new Uint8Array(4);
    const length = await file.read(bytes, 440);
    const id = new ByteReader(bytes.toReversed()).u32().toString(16).padStart(8, "0");
    return length === 4 && id === cardLayout.diskId;
  } catch {
    return false; // A drive without a card, a device of another kind.
  }
}

async function partitionsOf(disk: Disk, name: string): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for (const entry of await disk.list(`/sys/block/${name}`)) {
    if (!entry.name.startsWith(name)) continue;
    const text = await disk.readFile(`/sys/block/${name}/${entry.name}/partition`);
    found.set(Number(new TextDecoder().decode(text)), `/dev/${entry.name}`);
  }
  return found;
}

function noSlots(why: string): UpdateError {
  return new UpdateError("no-slots", `this machine cannot be updated so: ${why}`, {
    remedy: "where Nightjar was installed by a package, install the newer package",
  });
}

function damagedBoot(why: string): UpdateError {
  return new UpdateError("update-damaged", `the card's boot partition is damaged: ${why}`, {
    remedy: "write the image onto the card anew",
  });
}
