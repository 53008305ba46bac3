/** What a speaker is for, listened to at its card. */
import type { Bench } from "../bench.ts";
import { demand } from "../errors.ts";
import { listenS } from "../limits.ts";
import { isSilent, plotted } from "../model/judge.ts";
import type { Case } from "./case.ts";

/** After a command until the card plays by it: its buffer, and the slow way up to a volume. */
const tailS = 6;

export const soundCases: readonly Case[] = [
  {
    name: "native-play",
    about: "plays from its origin: the right seconds, without a break, at the card",
    needs: "joined",
    leaves: "playing",
    uses: ["ear", "household"],
    run: async (bench) => {
      await bench.go("play");
      const { play } = await bench.status();
      if (play?.startMs != null) bench.notes.figure("command to first sample", play.startMs, "ms");
      await bench.hear("native play, ladder a", "a", listenS);
      const { totals } = await bench.status();
      bench.notes.figure("underruns", totals.underruns, "");
    },
  },
  {
    name: "volume-mute",
    about: "softer, silent, and as before",
    needs: "playing",
    leaves: "playing",
    uses: ["ear", "household"],
    run: async (bench) => {
      const loud = (await bench.hear("volume 100", "a", 3)).level;
      await bench.ctl("volume", "50");
      await bench.record(tailS);
      const soft = (await bench.hear("volume 50", "a", 3)).level;
      bench.notes.figure("volume 50 against 100", 20 * Math.log10(soft / loud), "dB");
      demand(soft < loud / 1.5, `at volume 50 it is ${(soft / loud).toFixed(2)} as loud`);
      await bench.ctl("mute");
      await bench.record(tailS);
      await silent(bench, "muted", 3);
      await bench.ctl("unmute");
      await bench.ctl("volume", "100");
      await bench.record(tailS);
      const again = (await bench.hear("unmuted", "a", 3)).level;
      demand(Math.abs(again / loud - 1) < 0.1, "it is not as loud as it was");
    },
  },
  {
    name: "cast-play",
    about: "a Cast sender of another make plays on it, heard at the card",
    needs: "joined",
    leaves: "lost",
    uses: ["ear", "household"],
    run: async (bench) => {
      await bench.ctl("volume", "100");
      await using sender = bench.house.cast(bench.device.cast);
      await bench.until("the cast plays", async () => {
        demand(sender.running, `the sender ended: ${sender.log}`);
        const { state, positionMs } = await bench.status();
        return (state === "playing" && positionMs > 0) || undefined;
      });
      await bench.hear("cast, ladder b", "b", listenS);
      await bench.ctl("stop");
    },
  },
];

export async function silent(bench: Bench, title: string, seconds: number): Promise<void> {
  const samples = await bench.record(seconds);
  bench.notes.heard.push(plotted(title, samples));
  demand(isSilent(samples), `${title}: something is heard`);
}
