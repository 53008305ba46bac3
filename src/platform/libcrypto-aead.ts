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

/** The EVP functions used; all return 1 for success. */
interface Evp {
  readonly cipher: unknown;
  newContext(): unknown;
  freeContext(context: unknown): void;
  init(
    context: unknown,
    cipher: unknown,
    engine: null,
    key: Uint8Array | null,
    iv: Uint8Array | null,
    encrypt: number,
  ): number;
  update(
    context: unknown,
    out: Uint8Array | null,
    outBytes: Int32Array,
    bytes: Uint8Array,
    length: number,
  ): number;
  final(context: unknown, out: Uint8Array, outBytes: Int32Array): number;
  control(context: unknown, type: number, length: number, bytes: Uint8Array): number;
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
  const library = koffi.load("libcrypto.so.3");
  return {
    cipher: library.func("void *EVP_chacha20_poly1305()")(),
    newContext: library.func("void *EVP_CIPHER_CTX_new()"),
    freeContext: library.func("void EVP_CIPHER_CTX_free(void *context)"),
    init: library.func(
      "int EVP_CipherInit_ex(void *c, void *cipher, void *engine, const uint8_t *key, const uint8_t *iv, int enc)",
    ),
    update: library.func(
      "int EVP_CipherUpdate(void *c, uint8_t *out, int *outl, const uint8_t *in, int inl)",
    ),
    final: library.func("int EVP_CipherFinal_ex(void *c, uint8_t *out, int *outl)"),
    control: library.func("int EVP_CIPHER_CTX_ctrl(void *c, int type, int arg, uint8_t *ptr)"),
  };
}

class LibcryptoAead implements Aead {
  readonly #evp: Evp;
  readonly #key: Uint8Array;
  readonly #length = new Int32Array(1);
  readonly #tag = new Uint8Array(tagBytes);
  /** Set up on first use, so that a direction that is never used costs nothing. */
  #sealing: unknown;
  #opening: unknown;

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
    this.#sealing ??= this.#context(1);
    const evp = this.#evp;
    const out = at === 0 ? into : into.subarray(at);
    check(evp.init(this.#sealing, null, null, null, nonce, -1));
    check(evp.update(this.#sealing, null, this.#length, aad, aad.length));
    if (plain.length > 0) check(evp.update(this.#sealing, out, this.#length, plain, plain.length));
    check(evp.final(this.#sealing, out, this.#length));
    check(evp.control(this.#sealing, getTag, tagBytes, this.#tag));
    out.set(this.#tag, plain.length);
    return plain.length + tagBytes;
  }

  open(nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array, into: Uint8Array): number {
    const length = sealed.length - tagBytes;
    if (length < 0 || into.length < length) return -1;
    this.#opening ??= this.#context(0);
    const evp = this.#evp;
    for (let i = 0; i < tagBytes; i++) this.#tag[i] = sealed[length + i] ?? 0;
    check(evp.init(this.#opening, null, null, null, nonce, -1));
    check(evp.control(this.#opening, setTag, tagBytes, this.#tag));
    check(evp.update(this.#opening, null, this.#length, aad, aad.length));
    if (length > 0) check(evp.update(this.#opening, into, this.#length, sealed, length));
    return evp.final(this.#opening, this.#tag, this.#length) === 1 ? length : -1;
  }

  [Symbol.dispose](): void {
    for (const context of [this.#sealing, this.#opening]) {
      if (context !== undefined) this.#evp.freeContext(context);
    }
    this.#sealing = undefined;
    this.#opening = undefined;
    this.#key.fill(0);
  }

  #context(encrypt: 0 | 1): unknown {
    const context = this.#evp.newContext();
    check(this.#evp.init(context, this.#evp.cipher, null, this.#key, null, encrypt));
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
