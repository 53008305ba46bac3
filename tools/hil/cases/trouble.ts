/** What happens to speakers in homes: the plug is pulled, the network goes, the card is full. */
import { setTimeout as wait } from "node:timers/promises";
import { demand } from "../errors.ts";
import { leftKib, listenS } from "../limits.ts";
import { isSilent } from "../model/judge.ts";
import type { Case } from "./case.ts";

const filler = "/var/lib/nightjar/filler";
/** So much of a track is on the card before the network is taken away. */
const aheadMs = 4_000;

export const troubleCases: readonly Case[] = [
  {
    name: "network-cut",
    about: "plays on while its network is gone, and fetches again when it is back",
    needs: "playing",
    leaves: "playing",
    uses: ["ear", "link", "household"],
    run: async (bench) => {
      const { device, signal } = bench;
      await bench.play("a");
      await wait(aheadMs, undefined, { signal });
      await device.link(false, signal);
      bench.say("the network is gone");
      try {
        await bench.hear("without a network", "a", listenS);
      } finally {
        await device.link(true, signal);
      }
      bench.say("the network is back");
      const fromMs = performance.now();
      await bench.until("a remote gets through", async () => (await bench.status()).speaker);
      bench.notes.figure("network to remote", (performance.now() - fromMs) / 1_000, "s");
      await bench.play("a");
      await bench.hear("with it again", "a", 3);
    },
  },
  {
    name: "disk-full",
    about: "plays what it never had while its card has no room",
    needs: "playing",
    leaves: "playing",
    uses: ["ear", "shell", "household"],
    run: async (bench) => {
      const free = "df --output=avail -k /var/lib/nightjar | tail -n 1";
      const kib = Number(await bench.must(free));
      await bench.must(`fallocate -l ${Math.max(0, kib - leftKib)}K ${filler}`);
      try {
        bench.say(`${await bench.must(free)} KiB are left`);
        await bench.play("b");
        await bench.hear("with a full card, ladder b", "b", listenS);
        demand((await bench.status()).state === "playing", "it stopped");
      } finally {
        await bench.must(`rm -f ${filler}`);
      }
      await bench.play("a");
    },
  },
  {
    name: "power-cut",
    about: "the plug is pulled while it plays: it is back, and plays on by itself",
    needs: "playing",
    leaves: "playing",
    uses: ["ear", "power", "household"],
    run: async (bench) => {
      await bench.ctl("resume-after-restart", "on");
      await wait(aheadMs, undefined, { signal: bench.signal });
      await bench.go("cut");
      await bench.go("boot");
      bench.notes.figure("power to speaker up", bench.bootS ?? 0, "s");
      const { ear } = bench;
      const fromMs = performance.now();
      let from = ear.frames();
      // A card that is opened plays silence until there is music.
      await bench.until("it is heard", async () => {
        const samples = ear.read(from, ear.frames());
        from += samples.length;
        return !isSilent(samples) || undefined;
      });
      bench.is("playing");
      bench.notes.figure("up to heard", (performance.now() - fromMs) / 1_000, "s");
      await bench.hear("after the power was back", "a", listenS);
    },
  },
];
