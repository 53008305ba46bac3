/**
 * Native libraries by FFI (koffi). Loaded only when asked for: a machine without
 * a koffi build, or without the library, is no failure here but a choice of the caller.
 */
import type koffi from "koffi";
import type { LibraryHandle } from "koffi";

type Koffi = typeof koffi;

export interface Native {
  /** The first of these libraries that loads; undefined where none does. */
  load(names: readonly string[]): LibraryHandle | undefined;
  /** The pointers of a C array that a null pointer ends, `countMax` at most. */
  pointersAt(array: object | bigint, countMax: number): (object | bigint)[];
  /** Calls `run` on the event loop whenever `fd` has something to read, until disposed: no thread waits for it. Makes `fd` non-blocking. */
  whenReadable(fd: number, run: () => void): Disposable;
  /** Of the last call that failed. */
  errno(): number;
}

let loading: Promise<Koffi | undefined> | undefined;

/** Undefined where koffi itself does not run. */
export async function openNative(): Promise<Native | undefined> {
  loading ??= import("koffi").then(
    (module) => module.default,
    () => undefined,
  );
  const ffi = await loading;
  if (ffi === undefined) return undefined;
  return {
    load: (names) => loadFirst(ffi, names),
    pointersAt: (array, countMax) => pointersAt(ffi, array, countMax),
    whenReadable(fd, run) {
      const handle = ffi.node.poll(fd, { readable: true }, run);
      return { [Symbol.dispose]: () => handle.close() };
    },
    errno: () => ffi.errno(),
  };
}

function pointersAt(ffi: Koffi, array: object | bigint, countMax: number): (object | bigint)[] {
  const found: (object | bigint)[] = [];
  const width = ffi.sizeof("void *");
  while (found.length < countMax) {
    // What koffi makes of a pointer: null, or what it takes as one.
    const pointer = ffi.decode(array, found.length * width, "void *") as object | bigint | null;
    if (pointer === null) break;
    found.push(pointer);
  }
  return found;
}

function loadFirst(ffi: Koffi, names: readonly string[]): LibraryHandle | undefined {
  for (const name of names) {
    const library = tryLoad(ffi, name);
    if (library !== undefined) return library;
  }
  return undefined;
}

function tryLoad(ffi: Koffi, name: string): LibraryHandle | undefined {
  try {
    return ffi.load(name);
  } catch {
    return undefined; // Not installed: the caller says what follows from that.
  }
}
