/**
 * CPace, a balanced PAKE: two ends that know the same short code get the same
 * key, and whoever does not know it learns nothing and has one guess a run
 * (draft-irtf-cfrg-cpace-21, suite CPACE-RISTR255-SHA512, in its
 * initiator-responder form, with the key confirmation of §10.4).
 *
 * Pure, and free of Node: speaker and browser run the same code. Knows nothing
 * of what the inputs mean; pair-terms.ts says what they are in pairing.
 */
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { assert } from "../../base/assert.ts";
import { concatBytes, utf8Bytes } from "../../base/bytes.ts";
import { lengthValues } from "./length-values.ts";

const { Point } = ristretto255;

/** Of a share, a scalar and a nonce. */
export const shareBytes = 32;

/** §8.3. */
const dsi = utf8Bytes("CPaceRistretto255");
const dsiOfKey = utf8Bytes("CPaceRistretto255_ISK");
const dsiOfMac = utf8Bytes("CPaceMac");
/** Input block of SHA-512 (§6.2): code and padding fill the first one, however long the code is. */
const hashBlockBytes = 128;
/** 252 bits: what is above them in the last byte of a scalar is cleared (§8.3). */
const scalarTopMask = 0x0f;

/** What both ends must have the same view of. */
export interface CpaceInputs {
  /** PRS: the code. */
  readonly secret: Uint8Array;
  /** CI: the channel that joins the two, and who they are. */
  readonly channel: Uint8Array;
  /** sid: unlike that of any other run. */
  readonly sessionId: Uint8Array;
}

/** One end's message: its share, and what goes along in the open and is bound to the key. */
export interface CpaceMessage {
  readonly share: Uint8Array;
  readonly associated: Uint8Array;
}

/** `generator_string` of §8.1. */
export function generatorString({ secret, channel, sessionId }: CpaceInputs): Uint8Array {
  const heads = lengthValues(secret).length + lengthValues(dsi).length;
  const padding = new Uint8Array(Math.max(0, hashBlockBytes - heads - 1));
  return lengthValues(dsi, secret, padding, channel, sessionId);
}

/** `scalar_mult_vfy` of §8.3. Undefined for what is no element, and for the neutral one (G.I). */
export function multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array | undefined {
  if (element.length !== shareBytes) return undefined;
  try {
    const product = Point.fromBytes(element).multiply(scalarOf(scalar));
    return product.is0() ? undefined : product.toBytes();
  } catch {
    // The library throws for bytes that encode no element, and for the neutral one as a factor.
    return undefined;
  }
}

/** `calculate_generator` of §8.3, encoded. */
export function generatorOf(inputs: CpaceInputs): Uint8Array {
  const { deriveToCurve } = ristretto255_hasher;
  assert(deriveToCurve !== undefined, "ristretto255 has an element derivation");
  return deriveToCurve(sha512(generatorString(inputs))).toBytes();
}

/** Little-endian. Zero, which is as likely as to guess a key, is taken for one: it is no scalar of the group. */
function scalarOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value === 0n ? 1n : value;
}

/** One end of a run, from its first message to the proofs. Use it once. */
export class CpaceEnd {
  readonly #inputs: CpaceInputs;
  readonly #scalar: Uint8Array;
  /** To be sent to the other end. */
  readonly share: Uint8Array;

  /** `entropy`: 32 bytes that nobody can foresee. */
  constructor(inputs: CpaceInputs, entropy: Uint8Array) {
    this.#inputs = inputs;
    this.#scalar = entropy.slice(0, shareBytes);
    this.#scalar[shareBytes - 1] = (this.#scalar[shareBytes - 1] ?? 0) & scalarTopMask;
    this.share = multiply(this.#scalar, generatorOf(inputs)) ?? new Uint8Array(shareBytes);
  }

  /**
   * The proofs of a run, once both messages are there: `initiator` spoke first. Undefined where the other's
   * share is none, and the run must end (§7.2).
   */
  finish(
    messages: { readonly initiator: CpaceMessage; readonly responder: CpaceMessage },
    other: Uint8Array,
  ): CpaceProofs | undefined {
    const secret = multiply(this.#scalar, other);
    if (secret === undefined) return undefined;
    return proofsOf(
      keyOf(this.#inputs.sessionId, secret, messages),
      this.#inputs.sessionId,
      messages,
    );
  }
}

/** What each end sends to show that it has the key. Compare with `sameBytes`. */
export interface CpaceProofs {
  readonly initiator: Uint8Array;
  readonly responder: Uint8Array;
}

interface Messages {
  readonly initiator: CpaceMessage;
  readonly responder: CpaceMessage;
}

/** ISK of §7.2. `element`: K. */
export function keyOf(
  sessionId: Uint8Array,
  element: Uint8Array,
  { initiator, responder }: Messages,
): Uint8Array {
  const transcript = [messageBytes(initiator), messageBytes(responder)];
  return sha512(concatBytes([lengthValues(dsiOfKey, sessionId, element), ...transcript]));
}

/** §10.4. */
function proofsOf(
  key: Uint8Array,
  sessionId: Uint8Array,
  { initiator, responder }: Messages,
): CpaceProofs {
  const macKey = sha512(concatBytes([dsiOfMac, sessionId, key]));
  const tag = (message: CpaceMessage): Uint8Array => hmac(sha512, macKey, messageBytes(message));
  return { initiator: tag(initiator), responder: tag(responder) };
}

function messageBytes({ share, associated }: CpaceMessage): Uint8Array {
  return lengthValues(share, associated);
}

/** In a time that does not depend on where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
