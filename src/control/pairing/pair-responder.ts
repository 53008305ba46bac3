/**
 * The speaker's half of one run of pairing by a code (docs/CONTROL.md §3.2).
 * Pure: whether a window is open and how often a code may be wrong is the
 * business of pair-window.ts.
 *
 * Invariant: a client's key is named only where that client has proven that it
 * has the code, in this channel, for this key.
 */

import { utf8Bytes } from "../../base/bytes.ts";
import { CpaceEnd, type CpaceProofs, sameBytes, shareBytes } from "./cpace.ts";
import { nameBytesMax } from "./limits.ts";
import type { PairStepFields } from "./pair-client.ts";
import {
  clientAssociated,
  cpaceInputs,
  keyBytes,
  nonceBytes,
  pairMethod,
  speakerAssociated,
} from "./pair-terms.ts";

/** What the speaker knows of a connection that pairs, and tells of itself. */
export interface ResponderFacts {
  readonly channelBinding: Uint8Array;
  readonly challenge: Uint8Array;
  readonly speakerId: string;
  readonly speakerName: string;
  /** Empty while it has no TLS port. */
  readonly keyHash: Uint8Array;
}

/** Whom to let in once it has proven that it has the code. */
export interface Candidate {
  readonly publicKey: Uint8Array;
  readonly name: string;
}

/** A step 1 that keeps to its bounds. */
export interface PairRequest extends Candidate {
  readonly share: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Copies: the frame's buffer is larger and would be kept whole. A text says what is wrong, for the sender. */
export function readRequest(step: PairStepFields): PairRequest | string {
  const { method, share, nonce, publicKey, name } = step;
  if (step.step !== 1) return "pairing begins with step 1";
  if (method !== pairMethod) return `this speaker pairs by ${pairMethod} only`;
  if (share?.length !== shareBytes) return "a share has 32 bytes";
  if (nonce?.length !== nonceBytes) return "a nonce has 32 bytes";
  if (publicKey?.length !== keyBytes) return "a client's key has 32 bytes (Ed25519)";
  if (utf8Bytes(name ?? "").length > nameBytesMax)
    return `a name has ${nameBytesMax} bytes at most`;
  return {
    share: Uint8Array.from(share),
    nonce: Uint8Array.from(nonce),
    publicKey: Uint8Array.from(publicKey),
    name: name ?? "",
  };
}

export class PairResponder {
  readonly #proofs: CpaceProofs;
  readonly #share: Uint8Array;
  readonly #facts: ResponderFacts;
  readonly candidate: Candidate;

  /** Undefined where the client's share is none. `entropy`: 32 bytes. */
  static begin(
    request: PairRequest,
    code: string,
    facts: ResponderFacts,
    entropy: Uint8Array,
  ): PairResponder | undefined {
    const { channelBinding, challenge, speakerId, speakerName, keyHash } = facts;
    const { publicKey, name, nonce } = request;
    const terms = { code, channelBinding, challenge, nonce, speakerId };
    const end = new CpaceEnd(cpaceInputs(terms), entropy);
    const messages = {
      initiator: { share: request.share, associated: clientAssociated(publicKey, name) },
      responder: {
        share: end.share,
        associated: speakerAssociated(speakerId, speakerName, keyHash),
      },
    };
    const proofs = end.finish(messages, request.share);
    if (proofs === undefined) return undefined;
    return new PairResponder({ publicKey, name }, facts, end.share, proofs);
  }

  private constructor(
    candidate: Candidate,
    facts: ResponderFacts,
    share: Uint8Array,
    proofs: CpaceProofs,
  ) {
    this.candidate = candidate;
    this.#facts = facts;
    this.#share = share;
    this.#proofs = proofs;
  }

  /** Step 2. */
  answer(attemptsLeft: number): PairStepFields {
    const { speakerName, keyHash } = this.#facts;
    return { step: 2, share: this.#share, attemptsLeft, name: speakerName, keyHash };
  }

  /** Whether step 3 proves that the client has the code. */
  proves(step: PairStepFields): boolean {
    return step.step === 3 && sameBytes(this.#proofs.initiator, step.tag ?? new Uint8Array(0));
  }

  /** Step 4, for a client that has proven it. */
  welcome(clientId: string, role: number, expiresInMs: number): PairStepFields {
    return { step: 4, tag: this.#proofs.responder, clientId, role, expiresInMs };
  }
}
