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
}

let loading: Promise<Koffi | undefined> | undefined;

/** Undefined where koffi itself does not run. */
export async function openNative(): Promise<Native | undefined> {
  loading ??= import("koffi").then(
    (module) => module.default,
    () => undefined,
  );
  const ffi = await loading;
  return ffi === undefined ? undefined : { load: (names) => loadFirst(ffi, names) };
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
