/**
 * Pairs with a speaker over TLS by the code that it speaks (docs/CONTROL.md
 * §3.2): carries the messages of the client's half, and checks that the key of
 * the TLS session is the one that the code vouches for.
 */
import { equalBytes } from "../base/bytes.ts";
import type { Ed25519KeyPair } from "../media/ed25519.ts";
import type { Entropy } from "../ports/entropy.ts";
import { type Address, addressText } from "../ports/network.ts";
import { type ClientPorts, ControlClient } from "./client.ts";
import { codeTable, type Role, roleTable } from "./codes.ts";
import { ControlError } from "./errors.ts";
import { PairClient, type PairStepFields } from "./pairing/pair-client.ts";
import type { PairingAnswer } from "./remote.ts";

export interface CodePairing {
  readonly address: Address;
  readonly code: string;
  readonly key: Ed25519KeyPair;
  /** What the speaker shall call this client, and what kind of remote it is. */
  readonly who: { readonly name: string; readonly kind: string };
}

/** Throws NetworkError, ControlError `pairing-refused`, `wrong-speaker`, `protocol`, `connection-lost`. */
export async function pairByCode(
  ports: ClientPorts & { readonly entropy: Entropy },
  { address, code, key, who }: CodePairing,
  signal: AbortSignal,
): Promise<PairingAnswer & { readonly role: Role }> {
  const target = { kind: "stranger", address } as const;
  await using client = await ControlClient.connect(ports, target, who, signal);
  const { challenge, channelBinding, peerKeyHash } = client.channel;
  if (channelBinding === undefined) throw lost();
  const half = new PairClient({
    code,
    publicKey: key.publicKey,
    name: who.name,
    speakerId: client.speaker.id,
    challenge,
    channelBinding,
    random: (length) => ports.entropy.bytes(length),
  });
  const proof = half.answer(await exchange(client, half.start()));
  if (typeof proof === "string") throw broken();
  const paired = half.finish(await exchange(client, proof));
  if (paired === "protocol") throw broken();
  const isIt =
    paired !== "impostor" && peerKeyHash !== undefined && equalBytes(paired.keyHash, peerKeyHash);
  if (!isIt) throw impostor(addressText(address));
  const { clientId, speakerId, name, keyHash } = paired;
  const role = roleTable.name(paired.role) ?? "none";
  return { clientId, speakerId, name, keyHash, address: addressText(address), role };
}

async function exchange(client: ControlClient, step: PairStepFields): Promise<PairStepFields> {
  const { pairStep, result } = await client.request({ pairStep: step });
  if (pairStep) return pairStep;
  if (!result) throw broken();
  const isUnknown = codeTable.name(result.code) === "unimplemented";
  const why = isUnknown ? "this speaker does not pair by a code" : (result.message ?? "");
  throw new ControlError("pairing-refused", why);
}

function impostor(where: string): ControlError {
  return new ControlError(
    "wrong-speaker",
    `${where} does not know the code; somebody is in between`,
    {
      remedy: "look for whose address that is, then ask the speaker for a new code",
    },
  );
}

function broken(): ControlError {
  return new ControlError("protocol", "the speaker answered something else than was asked", {
    remedy: "update the older of the two",
  });
}

function lost(): ControlError {
  return new ControlError("connection-lost", "the TLS session is gone", { remedy: "try again" });
}
