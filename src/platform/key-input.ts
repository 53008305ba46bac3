/** The terminal on the process's stdin in raw mode. */
import type { KeyInput } from "../ports/key-input.ts";

export class NodeKeyInput implements KeyInput {
  open(onText: (text: string) => void): Disposable | undefined {
    const { stdin } = process;
    if (!stdin.isTTY) return undefined;
    stdin.setRawMode(true);
    stdin.setEncoding("utf8");
    stdin.on("data", onText);
    stdin.resume();
    return {
      [Symbol.dispose]: () => {
        stdin.off("data", onText);
        stdin.setRawMode(false);
        stdin.pause();
      },
    };
  }
}
