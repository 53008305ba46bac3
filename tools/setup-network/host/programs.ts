/** Programs of the system that the set-up network is made of: systemctl(1), wpa_cli(8). */
import { spawn } from "node:child_process";
import { SetupNetworkError } from "../errors.ts";
import { programMs, scanCharsMax } from "../limits.ts";

/** What it said. Throws SetupNetworkError where it failed, which does not repeat it: it may hold a secret. */
export async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawnForGroup(program, args);
  let said = "";
  child.stdout.setEncoding("latin1");
  child.stdout.on("data", (part: string) => {
    said = (said + part).slice(0, scanCharsMax);
  });
  const status = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  if (status === 0) return said;
  throw new SetupNetworkError("program-failed", `${program} ${args.join(" ")} failed`, {
    remedy: "see the journal of that unit",
  });
}

/**
 * A socket that wpa_cli makes is answered by who is in its group, and not its owner: nightjar-setup-radio.service.
 * Nothing is waited for while the mask, which all of the process has, is another one.
 */
function spawnForGroup(program: string, args: readonly string[]) {
  const own = process.umask(0o007);
  try {
    return spawn(program, args, {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: programMs,
      killSignal: "SIGKILL",
    });
  } finally {
    process.umask(own);
  }
}
