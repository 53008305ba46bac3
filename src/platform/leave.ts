/**
 * The end of a process with a thread that is stuck: Node would wait for it for
 * ever, the C library's `_exit` waits for nothing. Standard output is written by
 * then: to files, pipes and terminals Node writes at once.
 */
import { openNative } from "./native.ts";

/** Returns only where there is no such call. Everything must be closed that has to be closed in order. */
export async function leaveAtOnce(exitCode: number): Promise<void> {
  const native = await openNative();
  native?.load(["libc.so.6"])?.func("void _exit(int)")(exitCode);
}
