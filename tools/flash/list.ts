/** `flash list`: the disks that may be written, and what is on them. */
import { bytesText, table } from "../../src/cli/format.ts";
import { recordMachine } from "./host/record-tree.ts";
import type { Screen } from "./host/screen.ts";
import { isSystemUse, useText } from "./model/choose.ts";
import { type Disk, readDisks } from "./model/disks.ts";

export function listDisks(screen: Screen, json: boolean): void {
  const disks = readDisks(recordMachine()).filter(isOffered);
  const { out } = screen.terminal;
  if (json) {
    out.write(`${JSON.stringify(disks.map(fieldsOf))}\n`);
    return;
  }
  if (disks.length === 0) {
    screen.say("no card and no stick is here; put one in");
    return;
  }
  const columns = [
    { title: "DISK" },
    { title: "SIZE", align: "right" as const },
    { title: "MODEL", shrinks: true },
    { title: "PARTS", align: "right" as const },
    { title: "STATE", shrinks: true },
  ];
  const rows = disks.map((disk) => [
    disk.path,
    disk.sizeBytes === 0 ? "" : bytesText(disk.sizeBytes),
    disk.model,
    String(disk.partitions.length),
    stateOf(disk),
  ]);
  const width = out.isTty ? out.columns : Number.POSITIVE_INFINITY;
  for (const line of table(columns, rows, { width, paint: screen.paint })) out.write(`${line}\n`);
}

/** A stick that the system runs from is shown, too: with the reason why it is not written. */
function isOffered(disk: Disk): boolean {
  return disk.removable;
}

function stateOf(disk: Disk): string {
  if (disk.sizeBytes === 0) return "no card";
  const system = disk.uses.find(isSystemUse);
  if (system !== undefined) return `the running system: ${useText(system)}`;
  const parts = disk.uses.map(useText);
  if (disk.writeProtected) parts.push("write-protected");
  return parts.length === 0 ? "free" : parts.join(", ");
}

function fieldsOf(disk: Disk) {
  const { name, path, sizeBytes, model, bus, removable, writeProtected, partitions, uses } = disk;
  return {
    id: name,
    path,
    sizeBytes,
    model,
    bus,
    removable,
    writeProtected,
    system: uses.some(isSystemUse),
    partitions: partitions.map((part) => ({
      ...part,
      mounts: uses.flatMap((use) =>
        use.kind === "mount" && use.by === part.name ? [use.point] : [],
      ),
    })),
    uses: uses.map(useText),
  };
}
