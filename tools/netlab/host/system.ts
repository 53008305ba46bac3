/** Small programs of the system, run to their end. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { NetlabError } from "../errors.ts";

/** Where Debian keeps `ip`, which is not in the path of every root shell. */
const systemPath = [process.env["PATH"] ?? "", "/usr/sbin", "/sbin"].join(":");

export const systemEnvironment = { ...process.env, PATH: systemPath };

/** What a lab is built with. */
const needed = ["ip", "nsenter", "setpriv"];

/** Throws NetlabError `no-program`. */
export function checkPrograms(): void {
  const folders = systemPath.split(":");
  const absent = needed.find(
    (program) => !folders.some((folder) => existsSync(path.join(folder, program))),
  );
  if (absent === undefined) return;
  throw new NetlabError("no-program", `the program ${absent} is not there`, {
    remedy: "install iproute2 and util-linux",
  });
}

/** Throws NetlabError `program-failed` with what it said. */
export async function runProgram(
  command: string,
  args: readonly string[],
  input = "",
): Promise<void> {
  const child = spawn(command, args, { stdio: ["pipe", "ignore", "pipe"], env: systemEnvironment });
  let said = "";
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  // A program that ends before it has read everything is judged by how it ended.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
  if (code === 0) return;
  throw new NetlabError(
    "program-failed",
    `${command} ${args.join(" ")} ended with ${code}: ${said.trim()}`,
    { remedy: "run as root, with the right to make network namespaces" },
  );
}
