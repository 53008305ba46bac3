/** From a new card to one that has forgotten: start, being found, being paired, updates, reset. */
import type { Bench } from "../bench.ts";
import { demand } from "../errors.ts";
import { updateMsMax } from "../limits.ts";
import type { Case } from "./case.ts";
import { frontButton, hold } from "./gpio.ts";

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
    leaves: "booted",
    uses: ["slots", "bundle", "shell"],
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
  await hold(bench, frontButton, 1_500);
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

/** The newer system is tried, and holds; then the older one, by a word. */
async function updateAndBack(bench: Bench): Promise<void> {
  const before = await slots(bench);
  bench.say(`slot ${before.running.slot} runs ${before.running.version}`);
  const name = (await bench.status()).speaker.id;
  const fromMs = performance.now();
  const url = bench.house.updateUrl;
  bench.say(await bench.must(`nightjar update --from '${url}' --json`, updateMsMax));
  bench.notes.figure("installed in", (performance.now() - fromMs) / 1_000, "s");
  const other = before.running.slot === "a" ? "b" : "a";
  await bench.restart();
  await proven(bench, other);
  bench.say(await bench.must("nightjar update back --json"));
  await bench.restart();
  await proven(bench, before.running.slot);
  demand((await bench.status()).speaker.id === name, "it is another speaker");
}

/** The slot runs, and won its trial. */
async function proven(bench: Bench, slot: string): Promise<void> {
  const { running } = await slots(bench);
  demand(running.slot === slot, `it runs slot ${running.slot}, not ${slot}`);
  await bench.until(`slot ${slot} has proven itself`, async () => {
    const { active, trying } = await slots(bench);
    return (active === slot && trying === null) || undefined;
  });
  bench.say(`slot ${slot} holds`);
}

/** As `nightjar update status --json` says (src/cli/update.ts). */
interface Slots {
  readonly running: { readonly slot: string; readonly version: string };
  readonly active: string;
  readonly trying: string | null;
}

async function slots(bench: Bench): Promise<Slots> {
  return JSON.parse(await bench.must("nightjar update status --json")) as Slots;
}
