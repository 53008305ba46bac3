/**
 * The calls of the system's libcrypto (OpenSSL 3, EVP) that ChaCha20-Poly1305
 * needs, bound by FFI: synchronous, without callbacks. Typed arrays handed to
 * koffi stay in place for the length of a call.
 */
import { createRequire } from "node:module";

/** Layout of the scratch memory: nonce, tag, a length that libcrypto writes, associated data. */
export const nonceAt = 0;
export const tagAt = 16;
export const lengthAt = 32;
export const aadAt = 48;
export const aadBytesMax = 208;
const scratchBytes = aadAt + aadBytesMax;

/**
 * The EVP functions used; all return 1 for success. Addresses are numbers, which
 * cross to C faster than typed arrays do; only the data itself goes as those.
 */
export interface Evp {
  readonly cipher: number;
  /** Stays where it is as long as this object lives: more than 64 bytes are never on the moving heap. */
  readonly scratch: Uint8Array;
  readonly scratchAddress: number;
  addressOf(bytes: Uint8Array): number;
  newContext(): number;
  freeContext(context: number): void;
  setUp(
    context: number,
    cipher: number,
    engine: 0,
    key: Uint8Array,
    iv: number,
    encrypt: number,
  ): number;
  start(context: number, cipher: 0, engine: 0, key: 0, iv: number, encrypt: -1): number;
  update(context: number, out: number, outBytes: number, bytes: number, length: number): number;
  data(
    context: number,
    out: Uint8Array,
    outBytes: number,
    bytes: Uint8Array,
    length: number,
  ): number;
  final(context: number, out: number, outBytes: number): number;
  control(context: number, type: number, length: number, bytes: number): number;
}

/** Throws where libcrypto cannot be loaded. */
export function loadEvp(): Evp {
  // require: koffi is CommonJS, and optional at run time, so no static import.
  const koffi: typeof import("koffi") = createRequire(import.meta.url)("koffi");
  // Deep binding (dlopen(3), RTLD_DEEPBIND): Node carries an OpenSSL of its own, maybe of another
  // version, and its exported symbols would otherwise stand in for the library's: a crash on Node 24.
  const library = koffi.load("libcrypto.so.3", { deep: true });
  const scratch = new Uint8Array(scratchBytes);
  const init = (key: string) =>
    `int EVP_CipherInit_ex(uintptr_t c, uintptr_t t, uintptr_t e, ${key} k, uintptr_t iv, int enc)`;
  const update = (data: string) =>
    `int EVP_CipherUpdate(uintptr_t c, ${data} out, uintptr_t outl, ${data} in, int inl)`;
  const newContext = library.func("uintptr_t EVP_CIPHER_CTX_new()");
  return {
    cipher: Number(library.func("uintptr_t EVP_chacha20_poly1305()")()),
    scratch,
    scratchAddress: Number(koffi.address(scratch)),
    addressOf: (bytes) => Number(koffi.address(bytes)),
    newContext: () => Number(newContext()),
    freeContext: library.func("void EVP_CIPHER_CTX_free(uintptr_t c)"),
    setUp: library.func(init("uint8_t *")),
    start: library.func(init("uintptr_t")),
    update: library.func(update("uintptr_t")),
    data: library.func(update("uint8_t *")),
    final: library.func("int EVP_CipherFinal_ex(uintptr_t c, uintptr_t out, uintptr_t outl)"),
    control: library.func("int EVP_CIPHER_CTX_ctrl(uintptr_t c, int type, int arg, uintptr_t ptr)"),
  };
}

/** EVP calls on sound arguments fail only for want of memory. */
export function check(result: number): void {
  if (result !== 1) throw new Error("assertion failed: a libcrypto call failed");
}
