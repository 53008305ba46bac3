/**
 * ChaCha20-Poly1305 by the system's libcrypto (OpenSSL 3, EVP) through koffi,
 * one context per key set up once: several times faster per packet than
 * node:crypto, with the same bytes.
 *
 * Calls are synchronous and need no callback. Typed arrays handed to koffi stay
 * in place for the length of a call.
 */
import { createRequire } from "node:module";
import type { Aead, AeadDriver } from "../ports/aead.ts";
import { nodeAeadDriver } from "./node-aead.ts";

const tagBytes = 16;
/** EVP_CTRL_AEAD_GET_TAG and _SET_TAG of openssl/evp.h. */
const getTag = 0x10;
const setTag = 0x11;

/** Layout of the scratch memory: nonce, tag, a length that libcrypto writes, associated data. */
const nonceAt = 0;
const tagAt = 16;
const lengthAt = 32;
const aadAt = 48;
const aadBytesMax = 208;
const scratchBytes = aadAt + aadBytesMax;

/**
 * The EVP functions used; all return 1 for success. Addresses are numbers, which
 * cross to C faster than typed arrays do; only the data itself goes as those.
 */
interface Evp {
  readonly cipher: number;
  /** Stays where it is as long as this object lives: more than 64 bytes are never on the moving heap. */
  readonly scratch: Uint8Array;
  readonly scratchAddress: number;
  newContext(): number;
  freeContext(context: number): void;
  setUp(
    context: number,
    cipher: number,
    engine: 0,
    key: Uint8Array,
    iv: 0,
    encrypt: number,
  ): number;
  start(context: number, cipher: 0, engine: 0, key: 0, iv: number, encrypt: -1): number;
  aad(context: number, out: 0, outBytes: number, bytes: number, length: number): number;
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

/** libcrypto where it is present and computes RFC 8439's example rightly, else node:crypto. */
export function openAeadDriver(): AeadDriver {
  try {
    const driver = libcryptoDriver();
    return computesRightly(driver) ? driver : nodeAeadDriver;
  } catch {
    // No koffi for this platform, no libcrypto.so.3, or one without the symbols: all mean the same.
    return nodeAeadDriver;
  }
}

/** Throws where libcrypto cannot be loaded. */
export function libcryptoDriver(): AeadDriver {
  const evp = loadEvp();
  return { name: "libcrypto", create: (key) => new LibcryptoAead(evp, key) };
}

function loadEvp(): Evp {
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
    newContext: () => Number(newContext()),
    freeContext: library.func("void EVP_CIPHER_CTX_free(uintptr_t c)"),
    setUp: library.func(init("uint8_t *")),
    start: library.func(init("uintptr_t")),
    aad: library.func(update("uintptr_t")),
    data: library.func(update("uint8_t *")),
    final: library.func("int EVP_CipherFinal_ex(uintptr_t c, uintptr_t out, uintptr_t outl)"),
    control: library.func("int EVP_CIPHER_CTX_ctrl(uintptr_t c, int type, int arg, uintptr_t ptr)"),
  };
}

class LibcryptoAead implements Aead {
  readonly #evp: Evp;
  readonly #key: Uint8Array;
  /** Set up on first use, so that a direction that is never used costs nothing; 0 before. */
  #sealing = 0;
  #opening = 0;

  constructor(evp: Evp, key: Uint8Array) {
    this.#evp = evp;
    this.#key = key.slice();
  }

  seal(
    nonce: Uint8Array,
    aad: Uint8Array,
    plain: Uint8Array,
    into: Uint8Array,
    at: number,
  ): number {
    if (this.#sealing === 0) this.#sealing = this.#context(1);
    const evp = this.#evp;
    const context = this.#sealing;
    const { scratch, scratchAddress } = evp;
    const end = at + plain.length;
    if (end + tagBytes > into.length) throw new Error("assertion failed: no room to seal into");
    this.#start(context, nonce, aad);
    if (plain.length > 0) {
      const out = at === 0 ? into : into.subarray(at);
      check(evp.data(context, out, scratchAddress + lengthAt, plain, plain.length));
    }
    check(evp.final(context, scratchAddress + tagAt, scratchAddress + lengthAt));
    check(evp.control(context, getTag, tagBytes, scratchAddress + tagAt));
    for (let i = 0; i < tagBytes; i++) into[end + i] = scratch[tagAt + i] ?? 0;
    return plain.length + tagBytes;
  }

  open(nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array, into: Uint8Array): number {
    const length = sealed.length - tagBytes;
    if (length < 0 || into.length < length) return -1;
    if (this.#opening === 0) this.#opening = this.#context(0);
    const evp = this.#evp;
    const context = this.#opening;
    const { scratch, scratchAddress } = evp;
    this.#start(context, nonce, aad);
    for (let i = 0; i < tagBytes; i++) scratch[tagAt + i] = sealed[length + i] ?? 0;
    check(evp.control(context, setTag, tagBytes, scratchAddress + tagAt));
    if (length > 0) check(evp.data(context, into, scratchAddress + lengthAt, sealed, length));
    const result = evp.final(context, scratchAddress + tagAt, scratchAddress + lengthAt);
    return result === 1 ? length : -1;
  }

  [Symbol.dispose](): void {
    for (const context of [this.#sealing, this.#opening]) {
      if (context !== 0) this.#evp.freeContext(context);
    }
    this.#sealing = 0;
    this.#opening = 0;
    this.#key.fill(0);
  }

  #start(context: number, nonce: Uint8Array, aad: Uint8Array): void {
    const evp = this.#evp;
    const { scratch, scratchAddress } = evp;
    if (aad.length > aadBytesMax) throw new Error("assertion failed: associated data are short");
    for (let i = 0; i < nonce.length; i++) scratch[nonceAt + i] = nonce[i] ?? 0;
    for (let i = 0; i < aad.length; i++) scratch[aadAt + i] = aad[i] ?? 0;
    check(evp.start(context, 0, 0, 0, scratchAddress + nonceAt, -1));
    const outBytes = scratchAddress + lengthAt;
    if (aad.length > 0) check(evp.aad(context, 0, outBytes, scratchAddress + aadAt, aad.length));
  }

  #context(encrypt: 0 | 1): number {
    const context = this.#evp.newContext();
    check(this.#evp.setUp(context, this.#evp.cipher, 0, this.#key, 0, encrypt));
    return context;
  }
}

/** EVP calls on sound arguments fail only for want of memory. */
function check(result: number): void {
  if (result !== 1) throw new Error("assertion failed: a libcrypto call failed");
}

/** RFC 8439 §2.8.2, seal and open, and a forgery. */
function computesRightly(driver: AeadDriver): boolean {
  const key = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
  const nonce = bytesOf("070000004041424344454647");
  const aad = bytesOf("50515253c0c1c2c3c4c5c6c7");
  const plain = new TextEncoder().encode(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  using aead = driver.create(key);
  const sealed = new Uint8Array(plain.length + tagBytes);
  aead.seal(nonce, aad, plain, sealed, 0);
  const tag = bytesOf("1ae10b594f09e26a7e902ecbd0600691");
  const opened = new Uint8Array(plain.length);
  if (!sealed.subarray(plain.length).every((byte, i) => byte === tag[i])) return false;
  if (aead.open(nonce, aad, sealed, opened) !== plain.length) return false;
  if (!opened.every((byte, i) => byte === plain[i])) return false;
  sealed[0] = (sealed[0] ?? 0) ^ 1;
  return aead.open(nonce, aad, sealed, opened) === -1;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
