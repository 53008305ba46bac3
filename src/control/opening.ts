/**
 * How a connection opens (docs/CONTROL.md §3): Hello, Welcome, and over the
 * network a proof of the client's key. Pure: frames in, answers or an identity out.
 */

import { equalBytes, utf8Bytes } from "../base/bytes.ts";
import type { StreamSocket } from "../ports/network.ts";
import { type FrameIn, type FrameOut, frameBytesMax, wire } from "../wire/control-frame.ts";
import { verifyAuth } from "./auth.ts";
import type { ClientStore } from "./client-store.ts";
import { type Role, roleTable } from "./codes.ts";
import type { EndReason } from "./connection.ts";
import { clientNameBytesMax, inflightMax } from "./limits.ts";

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
}

export class Opening {
  readonly #facts: OpeningFacts;
  #hello: { readonly name: string; readonly kind: string } | undefined;

  constructor(facts: OpeningFacts) {
    this.#facts = facts;
  }

  step(frame: FrameIn, nowUs: number): OpeningStep {
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
    return refusal(
      frame.id,
      "unexpected",
      "a connection begins with Hello, and over the network Auth",
    );
  }

  #welcome(id: number, hello: { name: string; kind: string }, nowUs: number): OpeningStep {
    const { socket, speaker, epoch, challenge } = this.#facts;
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
    const { id: clientId, name, role } = known;
    const answer = { replyTo: id, authOk: { role: roleTable.number(role) } };
    return { answer, open: { clientId, name, kind: this.#hello?.kind ?? "", role } };
  }

  #otherVersion(id: number): OpeningStep {
    const message = `this speaker speaks version ${controlMajor} of the control protocol only`;
    const { CODE_UNIMPLEMENTED: code } = wire.Code;
    const answer = { replyTo: id, result: { code, message } };
    return { answer, refuse: { reason: "not-supported", message } };
  }
}

function refusal(id: number, reason: EndReason, message: string): OpeningStep {
  const { CODE_UNAUTHENTICATED: code } = wire.Code;
  return { answer: { replyTo: id, result: { code, message } }, refuse: { reason, message } };
}

/** Names are for people to read: a long one tells no more. */
function cut(text: string): string {
  return text.slice(0, clientNameBytesMax);
}
