/**
 * What a machine writes to its card while nobody does anything: the kernel's own count (Documentation/block/stat),
 * asked over a root shell on a serial line, which writes nothing.
 */
import { setTimeout as wait } from "node:timers/promises";
import { SerialShell } from "../hil/qemu/serial-shell.ts";
import { ImageError } from "./errors.ts";
import { idleLookMs, idleSettleS } from "./limits.ts";

const sectorBytes = 512;
const hourS = 3_600;

interface Counted {
  readonly uptimeS: number;
  readonly writtenBytes: number;
}

/** What to print; `tell` hears of each hour before the last. Throws ImageError, HilError. */
export async function idleReport(
  socket: string,
  idleS: number,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  using shell = new SerialShell(socket);
  const look = async (): Promise<Counted> => {
    const { output } = await shell.ask("cat /proc/uptime /sys/block/vda/stat", signal);
    return countsOf(output);
  };
  const after = async (uptimeS: number): Promise<Counted> => {
    for (;;) {
      const now = await look();
      if (now.uptimeS >= uptimeS) return now;
      await wait(idleLookMs, undefined, { signal });
    }
  };
  const ready = await look();
  const from = await after(ready.uptimeS + idleSettleS);
  for (let pastS = hourS; pastS < idleS; pastS += hourS) {
    tell(reportOf(from, await after(from.uptimeS + pastS)));
  }
  return reportOf(from, await after(from.uptimeS + idleS));
}

/** Of the output of `cat /proc/uptime /sys/block/DISK/stat`. Throws ImageError. */
export function countsOf(output: string): Counted {
  const numbers = output.trim().split(/\s+/).map(Number);
  // Two of uptime; of the disk's the seventh is sectors written.
  const [uptimeS, , , , , , , , sectors] = numbers;
  if (uptimeS === undefined || sectors === undefined || numbers.some(Number.isNaN))
    throw new ImageError("no-count", `the machine's shell said ${JSON.stringify(output)}`);
  return { uptimeS, writtenBytes: sectors * sectorBytes };
}

export function reportOf(from: Counted, to: Counted): string {
  const hours = (to.uptimeS - from.uptimeS) / hourS;
  const written = (to.writtenBytes - from.writtenBytes) / 1_000;
  const day = (written * 24) / hours;
  return `idle for ${lasted(hours)}, from ${from.uptimeS.toFixed(0)} s after its start on: ${written.toFixed(0)} kB written, ${day.toFixed(0)} kB a day\n`;
}

/** A look takes minutes of the machine's time: it is left alone for somewhat longer than was asked. */
function lasted(hours: number): string {
  return hours < 2 ? `${Math.round(hours * 60)} min` : `${hours.toFixed(1)} h`;
}
