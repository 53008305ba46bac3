/**
 * The end of a process that nothing can hold up. Node's own exit waits for each
 * worker and for compile jobs of V8, for ever where one is stuck; the C library's
 * `_exit` waits for nothing, and what is synced is on the disk already. Standard
 * output is written by then: to files, pipes and terminals Node writes at once.
 */
import { createRequire } from "node:module";
import type koffi from "koffi";

/**
 * Everything must be closed that has to be closed in order. Where there is no such call the process ends
 * by SIGKILL, and whoever started it sees that in place of `exitCode`.
 */
export function leaveAtOnce(exitCode: number): never {
  try {
    // Not `import`: that takes turns of a loop, which go on with what is broken.
    const ffi = createRequire(import.meta.url)("koffi") as typeof koffi;
    ffi.load("libc.so.6").func("void _exit(int)")(exitCode);
  } catch {
    // No koffi or no glibc on this machine: the kernel ends it all the same.
  }
  process.kill(process.pid, "SIGKILL");
  // What was sent comes before the next call returns to us; the compiler does not know that.
  throw new Error("the process goes on after SIGKILL");
}
