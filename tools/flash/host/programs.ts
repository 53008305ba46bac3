/** Programs that do what is not worth doing again: mtools for files on a FAT, umount. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { FlashError } from "../errors.ts";
import { stderrCharsMax } from "../limits.ts";

interface Outcome {
  readonly status: number | null;
  readonly stdout: Uint8Array;
  /** The end of it. */
  readonly said: string;
}

/** `input` goes to its stdin: no secret is on a command line or in a file of its own. Throws FlashError. */
export async function run(
  program: string,
  args: readonly string[],
  input: Uint8Array = new Uint8Array(0),
): Promise<Outcome> {
  // mtools asks before it overwrites, and looks at more than it must.
  const env = { ...process.env, MTOOLS_SKIP_CHECK: "1", LC_ALL: "C" };
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env });
  const parts: Buffer[] = [];
  let said = "";
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-stderrCharsMax);
  });
  // A program that ends early: its exit code says why.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  try {
    await once(child, "close");
  } catch (error) {
    throw new FlashError("missing-program", `${program} is not here`, {
      remedy: `install it: sudo apt-get install ${program.startsWith("m") ? "mtools" : "mount"}`,
      cause: error,
    });
  }
  return {
    status: child.exitCode,
    stdout: new Uint8Array(Buffer.concat(parts)),
    said: said.trim(),
  };
}
