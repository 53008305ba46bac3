/** Hours of play, all of it listened to, with what the speaker takes of the machine over time. */
import { rate } from "../../listen/wav.ts";
import { demand } from "../errors.ts";
import { soakPieceS } from "../limits.ts";
import { judge, plotted } from "../model/judge.ts";
import type { Case } from "./case.ts";

/** Growth of the speaker's memory over a soak: page cache and tables settle in the first minutes, a leak does not. */
const grownKibMax = 32 * 1_024;

export const soakCases: readonly Case[] = [
  {
    name: "soak",
    about: "plays for hours without a break",
    needs: "playing",
    leaves: "playing",
    uses: ["ear", "shell", "household"],
    optional: "soak",
    run: async (bench, { soakS }) => {
      const { ear } = bench;
      const memory: [number, number][] = [];
      const underruns: [number, number][] = [];
      const faults: string[] = [];
      const fromS = bench.elapsedS;
      let at = ear.frames();
      for (let heardS = 0; heardS < soakS; ) {
        const pieceS = Math.min(soakPieceS, soakS - heardS);
        const whole = pieceS * rate;
        const samples = await bench.listen(at, pieceS);
        demand(samples.length >= whole, `the card stood still after ${heardS} s`);
        at += whole;
        heardS += pieceS;
        const found = judge(samples, "a", Math.floor(pieceS) - 1).faults;
        if (found.length > 0) bench.notes.heard.push(plotted(`from ${heardS - pieceS} s`, samples));
        faults.push(...found);
        const hours = (bench.elapsedS - fromS) / 3_600;
        memory.push([hours, await residentKib(bench.must.bind(bench))]);
        underruns.push([hours, (await bench.status()).totals.underruns]);
        bench.say(`${heardS} of ${soakS} s heard, ${faults.length} faults`);
      }
      bench.notes.series.push(
        { name: "resident memory", unit: "KiB", points: memory },
        { name: "underruns", unit: "", points: underruns },
      );
      bench.notes.figure("heard", soakS, "s");
      demand(faults.length === 0, faults.slice(0, 5).join("; "));
      const settled = memory[Math.floor(memory.length / 4)]?.[1] ?? 0;
      const grown = (memory.at(-1)?.[1] ?? 0) - settled;
      bench.notes.figure("memory grown", grown, "KiB");
      demand(grown <= grownKibMax, `its memory grew by ${grown} KiB`);
    },
  },
];

async function residentKib(must: (command: string) => Promise<string>): Promise<number> {
  const pid = "$(systemctl show -P MainPID nightjar-speaker)";
  const line = await must(`grep VmRSS /proc/${pid}/status`);
  return Number(/(\d+) kB/.exec(line)?.[1]);
}
