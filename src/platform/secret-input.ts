/**
 * Passphrases from the process's stdin: typed on a terminal in raw mode, so that
 * nothing is echoed, or piped in.
 */
import type { SecretInput } from "../ports/secret-input.ts";

const keys = {
  interrupt: "\u0003",
  end: "\u0004",
  backspace: "\b",
  delete: "\u007f",
  clear: "\u0015",
  escape: "\u001b",
} as const;

export class NodeSecretInput implements SecretInput {
  async ask(prompt: string, signal: AbortSignal): Promise<string | undefined> {
    const { stdin, stderr } = process;
    if (!stdin.isTTY || !stderr.isTTY) return undefined;
    signal.throwIfAborted();
    stderr.write(prompt);
    stdin.setRawMode(true);
    stdin.setEncoding("utf8");
    try {
      return await readLine(signal);
    } finally {
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
    }
  }

  async readAll(bytesMax: number, signal: AbortSignal): Promise<Uint8Array> {
    const { stdin } = process;
    signal.throwIfAborted();
    // Who waits for a pipe that says nothing would not see the signal.
    const stop = (): void => void stdin.destroy();
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await readSome(stdin, bytesMax);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}

async function readSome(stdin: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stdin) {
    parts.push(part);
    length += part.length;
    if (length >= bytesMax) break;
  }
  return new Uint8Array(Buffer.concat(parts)).subarray(0, bytesMax);
}

function readLine(signal: AbortSignal): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const done = (settle: () => void): void => {
      stdin.off("data", onData);
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    const onAbort = (): void => done(() => reject(signal.reason));
    const onData = (text: string): void => {
      // An arrow or another key without a letter, which comes in one piece: nobody means it, and nobody sees it.
      if (text.startsWith(keys.escape)) return;
      for (const key of text) {
        if (key === "\r" || key === "\n" || key === keys.end) {
          done(() => resolve(typed.join("")));
          return;
        }
        // In raw mode the terminal sends no signal by itself.
        if (key === keys.interrupt) process.kill(process.pid, "SIGINT");
        else edit(typed, key);
      }
    };
    stdin.on("data", onData);
    signal.addEventListener("abort", onAbort, { once: true });
    stdin.resume();
  });
}

function edit(typed: string[], key: string): void {
  if (key === keys.backspace || key === keys.delete) typed.pop();
  else if (key === keys.clear) typed.length = 0;
  else if (key >= " ") typed.push(key);
}
