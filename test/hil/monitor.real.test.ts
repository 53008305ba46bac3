/** The bench's hand in an emulated machine: lines of its GPIO chip, in QEMU as the bench starts it, halted. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, it } from "vitest";
import { machineFor } from "../../tools/hil/qemu/machines.ts";
import { Monitor } from "../../tools/hil/qemu/monitor.ts";
import { TempFolder } from "../programs/daemon.ts";

// Asked before QEMU has made its sockets, which is waited for.
describe.for(["a-qemu-arm64.img", "an-rpi-arm64.img"])("lines of the machine for %s", (image) => {
  const { program, words, firmware } = machineFor(image);
  const needed = [`/usr/bin/${program}`, ...(firmware === undefined ? [] : [firmware])];
  const missing = needed.find((file) => !existsSync(file));

  it.skipIf(missing !== undefined)(`are moved (${missing ?? "QEMU is here"})`, async () => {
    using folder = new TempFolder();
    const [qmp, qtest] = [folder.in("qmp"), folder.in("qtest")];
    const serve = (at: string): string => `unix:${at},server=on,wait=off`;
    const machine = spawn(program, [
      ...words,
      ...["-S", "-nodefaults", "-display", "none", "-qmp", serve(qmp)],
      ...["-qtest", serve(qtest), "-qtest-log", "none"],
      ...(firmware === undefined ? [] : ["-bios", firmware]),
    ]);
    const ended = once(machine, "close");
    try {
      using monitor = new Monitor(qmp, qtest);
      await monitor.drive(2, true);
      await monitor.drive(2, false);
    } finally {
      machine.kill("SIGKILL");
      await ended;
    }
  });
});
