/**
 * The client's half of pairing by a code (docs/CONTROL.md §3.2): three calls,
 * one for each message that it sends or ends with. Pure, and free of Node: the
 * web remote runs it, too. Who calls it carries the messages.
 *
 * Invariants:
 *   I1  `finish` names a speaker only where that has proven that it has the code
 *   I2  what the speaker says of itself in step 2 is believed then, not before
 */
import { CpaceEnd, type CpaceMessage, type CpaceProofs, sameBytes } from "./cpace.ts";
import { nameBytesMax } from "./limits.ts";
import {
  clientAssociated,
  cpaceInputs,
  cutName,
  keyBytes,
  nonceBytes,
  pairMethod,
  speakerAssociated,
} from "./pair-terms.ts";

/** As the message PairStep; what a step does not use is not looked at. */
export interface PairStepFields {
  readonly method?: string | null;
  readonly share?: Uint8Array | null;
  readonly step?: number | null;
  readonly attemptsLeft?: number | null;
  readonly nonce?: Uint8Array | null;
  readonly publicKey?: Uint8Array | null;
  readonly name?: string | null;
  readonly keyHash?: Uint8Array | null;
  readonly tag?: Uint8Array | null;
  readonly clientId?: string | null;
  readonly role?: number | null;
  readonly expiresInMs?: number | null;
}

export interface PairClientOptions {
  /** As the speaker spoke it. Blanks and hyphens do not count. */
  readonly code: string;
  /** This client's Ed25519 key, and what the speaker shall call it. */
  readonly publicKey: Uint8Array;
  readonly name: string;
  /** Both from Welcome. */
  readonly speakerId: string;
  readonly challenge: Uint8Array;
  /** The TLS exporter value of the connection (RFC 9266), or `webChannel(location.host)`. */
  readonly channelBinding: Uint8Array;
  /** So many bytes that nobody can foresee: crypto.getRandomValues, Entropy. */
  readonly random: (length: number) => Uint8Array;
}

/** What pairing brings. */
export interface PairedSpeaker {
  readonly speakerId: string;
  readonly name: string;
  /** SHA-256 of the speaker's public key (SPKI), to be pinned over TLS; empty while it has no TLS port. */
  readonly keyHash: Uint8Array;
  /** These two for people: the speaker says them, no key vouches for them. */
  readonly clientId: string;
  readonly role: number;
}

/** `protocol`: what came is no answer to what was sent. `impostor`: it does not have the code, whoever it is. */
export type PairFailure = "protocol" | "impostor";

const empty = new Uint8Array(0);

export class PairClient {
  readonly #options: PairClientOptions;
  readonly #nonce: Uint8Array;
  readonly #end: CpaceEnd;
  readonly #mine: CpaceMessage;
  readonly #name: string;
  #proofs: CpaceProofs | undefined;
  #speaker: { readonly name: string; readonly keyHash: Uint8Array } | undefined;

  constructor(options: PairClientOptions) {
    const { publicKey, challenge, channelBinding, speakerId, random } = options;
    this.#options = options;
    this.#name = cutName(options.name, nameBytesMax);
    this.#nonce = random(nonceBytes);
    const code = options.code.replaceAll(/[\s-]/g, "");
    const terms = { code, channelBinding, challenge, nonce: this.#nonce, speakerId };
    this.#end = new CpaceEnd(cpaceInputs(terms), random(keyBytes));
    this.#mine = {
      share: this.#end.share,
      associated: clientAssociated(publicKey, this.#name),
    };
  }

  /** Step 1, to be sent. */
  start(): PairStepFields {
    const { publicKey } = this.#options;
    const { share } = this.#mine;
    const nonce = this.#nonce;
    return { step: 1, method: pairMethod, share, nonce, publicKey, name: this.#name };
  }

  /** Takes step 2; gives step 3, to be sent. */
  answer(step: PairStepFields): PairStepFields | PairFailure {
    const { share, name, keyHash } = step;
    if (step.step !== 2 || !share || this.#proofs !== undefined) return "protocol";
    this.#speaker = { name: name ?? "", keyHash: Uint8Array.from(keyHash ?? empty) };
    const { speakerId } = this.#options;
    const associated = speakerAssociated(speakerId, this.#speaker.name, this.#speaker.keyHash);
    const messages = { initiator: this.#mine, responder: { share, associated } };
    this.#proofs = this.#end.finish(messages, share);
    return this.#proofs === undefined ? "protocol" : { step: 3, tag: this.#proofs.initiator };
  }

  /** Takes step 4. */
  finish(step: PairStepFields): PairedSpeaker | PairFailure {
    const [proofs, speaker] = [this.#proofs, this.#speaker];
    if (step.step !== 4 || proofs === undefined || speaker === undefined) return "protocol";
    if (!sameBytes(proofs.responder, step.tag ?? empty)) return "impostor";
    const { speakerId } = this.#options;
    return { speakerId, ...speaker, clientId: step.clientId ?? "", role: step.role ?? 0 };
  }
}
