/** From a new card to one that has forgotten: start, being found, being paired, updates, reset. */
import { type Bench, dataFolder } from "../bench.ts";
import { demand } from "../errors.ts";
import { bootMsMax } from "../limits.ts";
import type { Case } from "./case.ts";
import { hold, powerButton } from "./gpio.ts";

export const lifeCases: readonly Case[] = [
  {
    name: "boot-time",
    about: "power to a speaker that answers, at a first start",
    needs: "flashed",
    leaves: "booted",
    uses: ["power", "card", "shell"],
    run: async (bench) => {
      await bench.go("boot");
      bench.notes.figure("power to speaker up", bench.bootS ?? 0, "s");
      const analyzed = await bench.until("systemd is done", async () => {
        const { status, output } = await bench.device.shell("systemd-analyze", bench.signal);
        return status === 0 ? output.trim() : undefined;
      });
      bench.say(analyzed);
      const failed = await bench.must("systemctl list-units --failed --no-legend --plain");
      demand(failed === "", `units that failed: ${failed}`);
    },
  },
  {
    name: "mdns",
    about: "answers on the wire who it is, for remotes and for Cast senders",
    needs: "booted",
    leaves: "booted",
    uses: ["multicast"],
    run: async (bench) => {
      for (const type of ["_nightjar._udp", "_googlecast._tcp"]) {
        const names = await bench.device.browse(type, bench.signal);
        bench.say(`${type}: ${names.join(", ") || "nobody"}`);
        demand(names.length > 0, `nobody answers for ${type}`);
      }
    },
  },
  {
    name: "pairing",
    about: "a held button lets one remote in, by the code that the speaker says",
    needs: "booted",
    leaves: "booted",
    uses: ["lines", "shell"],
    run: pairByButton,
  },
  {
    name: "update",
    about: "takes a newer system, and goes back to the older",
    needs: "booted",
    leaves: "lost",
    uses: ["slots", "shell"],
    run: updateAndBack,
  },
  {
    name: "factory-reset",
    about: "forgets household, remotes and queue, and is a speaker again",
    needs: "joined",
    leaves: "booted",
    uses: ["shell", "household"],
    run: async (bench) => {
      const before = (await bench.status()).speaker.id;
      await bench.go("reset");
      const { speaker } = await bench.status();
      demand(speaker.id !== before, "it is who it was");
      demand((await bench.library()) === 0, "it knows the library of its old household");
    },
  },
];

async function pairByButton(bench: Bench): Promise<void> {
  const guest = `guest-${Math.trunc(performance.now())}`;
  const codes = "journalctl -u nightjar-speaker -o cat --no-pager | grep pairing-code || true";
  const before = (await bench.must(codes)).split("\n").length;
  await hold(bench, powerButton, 1_500);
  const code = await bench.until("a code is said", async () => {
    const lines = (await bench.must(codes)).split("\n");
    return lines.length > before || before === 1
      ? /"code":"(\d{6})"/.exec(lines.at(-1) ?? "")?.[1]
      : undefined;
  });
  const at = bench.device.control;
  await bench.house.ctl(guest, at, ["pair", "--code", code]);
  await bench.house.ctl(guest, at, ["status"]);
  bench.say("a remote that was not known is in");
}

/** With the bundles that the device's channel has. */
async function updateAndBack(bench: Bench): Promise<void> {
  const slot = "cat /run/nightjar-image/slot";
  const before = await bench.must(slot);
  bench.say(await bench.must("nightjar update --json"));
  const restarted = async (): Promise<void> => {
    await bench.device.shell("systemctl reboot", bench.signal);
    await bench.until("it is back", () => bench.observe(), bootMsMax);
  };
  await restarted();
  demand((await bench.must(slot)) !== before, "it runs the slot that it ran");
  await bench.must("nightjar update back");
  await restarted();
  demand((await bench.must(slot)) === before, "it did not go back");
  bench.say(`${dataFolder} is kept`);
}
