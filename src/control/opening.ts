/**
 * How a connection opens (docs/CONTROL.md §3): Hello, Welcome, and over the
 * network a proof of the client's key, or pairing by a code first. Frames in,
 * answers or an identity out.
 *
 * Invariant: a connection has one try at a code.
 */

import { equalBytes, utf8Bytes } from "../base/bytes.ts";
import { SpeakerError } from "../base/errors.ts";
import type { StreamSocket } from "../ports/network.ts";
import { type FrameIn, type FrameOut, frameBytesMax, wire } from "../wire/control-frame.ts";
import { verifyAuth } from "./auth.ts";
import type { ClientRecord, ClientStore } from "./client-store.ts";
import { codeTable, type ResultCode, type Role, roleTable } from "./codes.ts";
import type { EndReason } from "./connection.ts";
import type { Grants } from "./grants.ts";
import { clientNameBytesMax, grantLookUs, inflightMax } from "./limits.ts";
import type { PairStepFields } from "./pairing/pair-client.ts";
import type { ResponderFacts } from "./pairing/pair-responder.ts";
import type { PairingDesk, Try } from "./pairing-desk.ts";

/** The version of the protocol that is spoken here. Another one is another protocol. */
export const controlMajor = 1;

/** Who is at the other end. */
export interface Identity {
  /** Of the paired key; empty for the owner of the socket. */
  readonly clientId: string;
  readonly name: string;
  readonly kind: string;
  readonly role: Role;
}

/** What an opening makes of a frame: an answer, and an identity or a refusal when it is over. */
export interface OpeningStep {
  readonly answer: FrameOut | undefined;
  readonly open?: Identity;
  readonly refuse?: { readonly reason: EndReason; readonly message: string };
}

export interface OpeningFacts {
  readonly socket: StreamSocket;
  readonly challenge: Uint8Array;
  readonly speaker: { readonly id: string; readonly name: string };
  readonly clients: ClientStore;
  readonly epoch: string;
  readonly grants: Grants;
  readonly desk: PairingDesk;
  /** SHA-256 of the speaker's public key (SPKI); empty while it has no TLS port. */
  readonly keyHash: () => Uint8Array;
}

export class Opening {
  readonly #facts: OpeningFacts;
  #pairing: "not-yet" | Try | "over" = "not-yet";
  #hello: { readonly name: string; readonly kind: string } | undefined;

  constructor(facts: OpeningFacts) {
    this.#facts = facts;
  }

  /** The connection has ended, or is open. */
  close(): void {
    if (typeof this.#pairing === "object") this.#facts.desk.drop(this.#pairing);
    this.#pairing = "over";
  }

  step(frame: FrameIn, nowUs: number): OpeningStep | Promise<OpeningStep> {
    if (frame.body === "hello" && this.#hello === undefined) {
      const { major, clientName, clientKind } = frame.hello;
      if (major !== controlMajor) return this.#otherVersion(frame.id);
      this.#hello = { name: cut(clientName ?? ""), kind: cut(clientKind ?? "") };
      return this.#welcome(frame.id, this.#hello, nowUs);
    }
    if (frame.body === "auth" && this.#hello !== undefined) {
      const { publicKey, signature } = frame.auth;
      return this.#auth(frame.id, publicKey ?? new Uint8Array(0), signature ?? new Uint8Array(0));
    }
    const isPairing = frame.body === "pairStep" && this.#pairing !== "over";
    if (isPairing && this.#hello !== undefined) return this.#pair(frame.id, frame.pairStep);
    return refusal(
      frame.id,
      "unexpected",
      "a connection begins with Hello, and over the network Auth",
    );
  }

  #welcome(id: number, hello: { name: string; kind: string }, nowUs: number): OpeningStep {
    const { socket, speaker, epoch, challenge, desk } = this.#facts;
    const role: Role = socket.local ? "admin" : "none";
    const welcome = {
      major: controlMajor,
      speakerId: speaker.id,
      name: speaker.name,
      maxFrame: frameBytesMax,
      maxInflight: inflightMax,
      epoch,
      serverMonoUs: Math.floor(nowUs),
      authMode: socket.local ? wire.AuthMode.AUTH_MODE_NONE : wire.AuthMode.AUTH_MODE_SIGNATURE,
      role: roleTable.number(role),
      challenge,
      ...desk.facts(),
    };
    const answer = { replyTo: id, welcome };
    return socket.local ? { answer, open: { clientId: "", ...hello, role } } : { answer };
  }

  #auth(id: number, publicKey: Uint8Array, signature: Uint8Array): OpeningStep {
    const { socket, challenge, speaker, clients } = this.#facts;
    const known = clients.list().find((client) => equalBytes(client.publicKey, publicKey));
    if (known === undefined) {
      return refusal(id, "unauthenticated", "this speaker does not know your key; pair first");
    }
    const { webHost } = socket;
    const [transport, channelBinding] =
      webHost === undefined
        ? (["tls", socket.channelBinding()] as const)
        : (["web-socket", utf8Bytes(webHost)] as const);
    const statement = { transport, challenge, speakerId: speaker.id };
    const proven =
      channelBinding !== undefined &&
      verifyAuth(publicKey, { ...statement, channelBinding }, signature);
    if (!proven) return refusal(id, "unauthenticated", "the signature does not prove your key");
    return this.#admit(id, known);
  }

  #admit(id: number, client: ClientRecord): OpeningStep {
    const standing = this.#facts.grants.standing(client);
    if (standing.kind === "over") {
      return refusal(id, "unauthenticated", "your visit is over; ask for a new code");
    }
    if (standing.kind === "unknown") {
      const message = "your visit ends at a time, and this speaker does not know the time yet";
      const retryMs = grantLookUs / 1_000;
      return pairRefusal(id, { refused: "unavailable", message, retryMs });
    }
    const { id: clientId, name, role } = client;
    const expiresInMs = standing.kind === "visit" ? Math.ceil(standing.leftUs / 1_000) : 0;
    const answer = { replyTo: id, authOk: { role: roleTable.number(role), expiresInMs } };
    return { answer, open: { clientId, name, kind: this.#hello?.kind ?? "", role } };
  }

  #pair(id: number, step: PairStepFields): OpeningStep | Promise<OpeningStep> {
    const { socket, challenge, speaker, keyHash } = this.#facts;
    const attempt = this.#pairing;
    this.#pairing = "over";
    if (typeof attempt === "object") return this.#finish(id, attempt, step);
    const channelBinding = socket.channelBinding();
    if (channelBinding === undefined) return refusal(id, "unexpected", "the channel has ended");
    const { id: speakerId, name: speakerName } = speaker;
    const facts = { channelBinding, challenge, speakerId, speakerName, keyHash: keyHash() };
    return this.#begin(id, step, facts);
  }

  async #begin(id: number, step: PairStepFields, facts: ResponderFacts): Promise<OpeningStep> {
    const { desk, socket } = this.#facts;
    const begun = await desk.begin(step, facts, socket.peer);
    if ("refused" in begun) return pairRefusal(id, begun);
    this.#pairing = begun.begun;
    return { answer: { replyTo: id, pairStep: begun.answer } };
  }

  async #finish(id: number, attempt: Try, step: PairStepFields): Promise<OpeningStep> {
    const { desk } = this.#facts;
    try {
      const finished = await desk.finish(attempt, step);
      if ("refused" in finished) return pairRefusal(id, finished);
      return { answer: { replyTo: id, pairStep: finished } };
    } catch (error) {
      if (!(error instanceof SpeakerError)) throw error;
      return pairRefusal(id, { refused: "unavailable", message: error.message, retryMs: 0 });
    }
  }

  #otherVersion(id: number): OpeningStep {
    const message = `this speaker speaks version ${controlMajor} of the control protocol only`;
    const { CODE_UNIMPLEMENTED: code } = wire.Code;
    const answer = { replyTo: id, result: { code, message } };
    return { answer, refuse: { reason: "not-supported", message } };
  }
}

/** Of a try: the next one is on a new connection, with a new challenge. */
function pairRefusal(
  id: number,
  refused: { readonly refused: ResultCode; readonly message: string; readonly retryMs: number },
): OpeningStep {
  const { message, retryMs: retryAfterMs } = refused;
  const result = { code: codeTable.number(refused.refused), message, retryAfterMs };
  return { answer: { replyTo: id, result }, refuse: { reason: "unauthenticated", message } };
}

function refusal(id: number, reason: EndReason, message: string): OpeningStep {
  const { CODE_UNAUTHENTICATED: code } = wire.Code;
  return { answer: { replyTo: id, result: { code, message } }, refuse: { reason, message } };
}

/** Names are for people to read: a long one tells no more. */
function cut(text: string): string {
  return text.slice(0, clientNameBytesMax);
}
