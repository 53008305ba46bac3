/**
 * Messages of the Cast channel (docs/CAST.md §2): one protobuf `CastMessage` in
 * a frame of four bytes of length, big-endian, as the control protocol's own.
 *
 * Codec only: it knows no namespace's meaning, no time and no socket.
 *
 * Invariant: malformed input is a return value, never an exception.
 */
import protobuf from "protobufjs/minimal.js";
import "./protobuf.ts";
import { frameBytesMax } from "./control-frame.ts";
import { cast } from "./gen/cast-channel.js";

const { CastMessage: Message, DeviceAuthMessage: AuthMessage, PayloadType } = cast.channel;
export const { SignatureAlgorithm, HashAlgorithm } = cast.channel;

export interface CastMessage {
  readonly source: string;
  readonly destination: string;
  readonly namespace: string;
  /** Text, or bytes in the binary namespaces. */
  readonly payload: string | Uint8Array;
}

export interface AuthChallenge {
  readonly nonce: Uint8Array;
  readonly hash: number;
}

export interface AuthResponse {
  readonly signature: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER, those that lead to the root. */
  readonly intermediates: readonly Uint8Array[];
}

const headerBytes = 4;

/** The whole frame; undefined where it would be too large to be sent. */
export function encodeCastMessage(message: CastMessage): Uint8Array | undefined {
  const { source, destination, namespace, payload } = message;
  const ends = { protocolVersion: 0, sourceId: source, destinationId: destination, namespace };
  const content =
    typeof payload === "string"
      ? { payloadType: PayloadType.STRING, payloadUtf8: payload }
      : { payloadType: PayloadType.BINARY, payloadBinary: payload };
  const body = Message.encode({ ...ends, ...content }).finish();
  if (body.length > frameBytesMax) return undefined;
  const bytes = new Uint8Array(headerBytes + body.length);
  new DataView(bytes.buffer).setUint32(0, body.length);
  bytes.set(body, headerBytes);
  return bytes;
}

/** Undefined where `body` is no such message. Its payload is a copy. */
export function decodeCastMessage(body: Uint8Array): CastMessage | undefined {
  const message = decoded(Message, body);
  if (message === undefined) return undefined;
  const { sourceId: source, destinationId: destination, namespace } = message;
  const isText = message.payloadType === PayloadType.STRING;
  const payload = isText
    ? (message.payloadUtf8 ?? "")
    : Uint8Array.from(message.payloadBinary ?? []);
  return { source, destination, namespace, payload };
}

/** What is asked in a message of the namespace deviceauth; undefined where nothing is. */
export function decodeChallenge(payload: Uint8Array): AuthChallenge | undefined {
  const challenge = decoded(AuthMessage, payload)?.challenge;
  if (!challenge) return undefined;
  const { senderNonce, hashAlgorithm } = challenge;
  return { nonce: Uint8Array.from(senderNonce ?? []), hash: hashAlgorithm ?? HashAlgorithm.SHA1 };
}

export function encodeAuthResponse(response: AuthResponse, asked: AuthChallenge): Uint8Array {
  return AuthMessage.encode({
    response: {
      signature: response.signature,
      clientAuthCertificate: response.certificate,
      intermediateCertificate: [...response.intermediates],
      signatureAlgorithm: SignatureAlgorithm.RSASSA_PKCS1V15,
      senderNonce: asked.nonce,
      hashAlgorithm: asked.hash,
    },
  }).finish();
}

/** What of a decoder is needed here. */
interface Decoder<T> {
  decode(reader: protobuf.Reader): T;
}

function decoded<T>(type: Decoder<T>, bytes: Uint8Array): T | undefined {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = true;
  try {
    return type.decode(reader);
  } catch (error) {
    // The runtime reports malformed input so; anything else would be a fault of ours.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
