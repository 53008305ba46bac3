/** Binds functions of libasound by FFI, and keeps the library quiet. */
import { PcmError } from "../../ports/errors.ts";
import type { Native } from "../native.ts";

/** An opaque pointer of the library. */
export type Pointer = object | bigint;
/** A box for a value that a call changes. */
export type Box<T> = [T];
/** Memory for one of the library's structures, of the size that the library says. */
export type Struct = Uint8Array;

/** C name without `snd_`, result, arguments. */
export type Signature = readonly [string, string, string];

/** Throws PcmError `no-library`. */
export function bindAll(
  native: Native | undefined,
  signatures: Readonly<Record<string, Signature>>,
): Record<string, unknown> {
  const library = native?.load(["libasound.so.2"]);
  if (library === undefined) {
    throw new PcmError("no-library", "no sound cards without libasound.so.2", {
      remedy: "install it: sudo apt-get install libasound2",
    });
  }
  // Keeps the library from printing to stderr, where only log lines may be: its errors come back as
  // numbers. The handler is a C function that ignores its arguments, because a JavaScript one may be
  // called from any thread.
  const handler: unknown = native?.load(["libc.so.6"])?.symbol("getpid");
  if (handler !== undefined) library.func("int snd_lib_error_set_handler(void *handler)")(handler);
  return Object.fromEntries(
    Object.entries(signatures).map(([member, [name, result, args]]) => [
      member,
      library.func(`${result} snd_${name}(${args})`),
    ]),
  );
}
