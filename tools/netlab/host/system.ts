/** Small programs of the system, run to their end. */
import { spawn } from "node:child_process";
import { NetlabError } from "../errors.ts";

/** Throws NetlabError `no-program` or `program-failed` with what it said. */
export async function runProgram(
  command: string,
  args: readonly string[],
  input = "",
): Promise<void> {
  const child = spawn(command, args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  // A program that ends before it has read everything is judged by how it ended.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", (cause) => reject(missing(command, cause)));
  });
  if (code === 0) return;
  throw new NetlabError(
    "program-failed",
    `${command} ${args.join(" ")} ended with ${code}: ${said.trim()}`,
    { remedy: "run as root, with the right to make network namespaces" },
  );
}

function missing(command: string, cause: unknown): NetlabError {
  return new NetlabError("no-program", `the program ${command} is not there`, {
    remedy: "install iproute2 and util-linux",
    cause,
  });
}
