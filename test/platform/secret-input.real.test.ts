import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";

const source = fileURLToPath(new URL("../../src/platform/secret-input.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A process that reads a secret of at most eight bytes from stdin, until it gets SIGINT. */
function reader(): ChildProcessWithoutNullStreams {
  const program = `
    import { NodeSecretInput } from ${JSON.stringify(source)};
    const stop = new AbortController();
    process.on("SIGINT", () => stop.abort(new Error("stopped")));
    const secret = new NodeSecretInput().readAll(8, stop.signal);
    process.stdout.write("ready\\n");
    secret.then(
      (bytes) => process.stdout.write("read " + Buffer.from(bytes).toString() + "\\n"),
      (error) => process.stdout.write("rejected: " + error.message + "\\n"),
    );`;
  const options = ["--import", "tsx", "--input-type=module", "-e", program];
  return spawn(process.execPath, options, { cwd: root });
}

async function saidBy(child: ChildProcessWithoutNullStreams): Promise<string> {
  let said = "";
  child.stdout.on("data", (part: Buffer) => {
    said += part.toString();
  });
  child.stderr.resume();
  await once(child, "close");
  return said;
}

describe("a secret from stdin", () => {
  it("is waited for no longer than until Ctrl-C, though the pipe stays open and says nothing", async () => {
    const child = reader();
    const said = saidBy(child);
    await once(child.stdout, "data");
    child.kill("SIGINT");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    assert.equal(await said, "ready\nrejected: stopped\n");
    clearTimeout(late);
  }, 60_000);

  it("is all that comes, up to its bound", async () => {
    for (const [sent, read] of [
      ["abc\n", "read abc\n\n"],
      ["0123456789", "read 01234567\n"],
    ] as const) {
      const child = reader();
      const said = saidBy(child);
      child.stdin.end(sent);
      assert.equal(await said, `ready\n${read}`);
    }
  }, 60_000);
});
