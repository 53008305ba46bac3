/**
 * The calls of the C library that carry packets, by FFI: synchronous, in the thread that makes them.
 * Typed arrays stay in place for the length of a call.
 *
 * What these do to the calling thread's namespace (`setns`) is undone before anything else runs.
 */
import { createRequire } from "node:module";
import { NetlabError } from "../errors.ts";

export interface Libc {
  open(path: string, flags: number): number;
  close(fd: number): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  setns(fd: number, kind: number): number;
  read(fd: number, into: Uint8Array, size: number): number;
  write(fd: number, from: Uint8Array, size: number): number;
  /** `polled`: struct pollfd[], `timeout`: struct timespec. */
  ppoll(polled: Uint8Array, count: number, timeout: BigInt64Array, signals: null): number;
  /** Of the call before, in this thread. */
  errno(): number;
}

/** Throws NetlabError `no-native-code` where the C library cannot be called. */
export function loadLibc(): Libc {
  try {
    return bind();
  } catch (cause) {
    throw new NetlabError("no-native-code", "netlab cannot call this machine's C library", {
      cause,
    });
  }
}

function bind(): Libc {
  // require: koffi is CommonJS, and optional at run time, so no static import.
  const koffi: typeof import("koffi") = createRequire(import.meta.url)("koffi");
  const library = koffi.load("libc.so.6");
  const call = (prototype: string) => library.func(prototype);
  // koffi cannot type what a prototype string declares; each is beside the name it has above.
  const calls = {
    open: call("int open(const char *path, int flags)"),
    close: call("int close(int fd)"),
    ioctl: call("int ioctl(int fd, unsigned long request, void *argument)"),
    setns: call("int setns(int fd, int kind)"),
    read: call("intptr_t read(int fd, void *into, size_t size)"),
    write: call("intptr_t write(int fd, void *from, size_t size)"),
    ppoll: call("int ppoll(void *polled, unsigned long count, void *timeout, void *signals)"),
  } as unknown as Omit<Libc, "errno">;
  return { ...calls, errno: () => koffi.errno() };
}
