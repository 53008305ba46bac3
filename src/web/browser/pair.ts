/** Pairing by a code over the WebSocket (docs/CONTROL.md §3.2): the words of both halves are in control/pairing. */
import { PairClient } from "../../control/pairing/pair-client.ts";
import { webChannel } from "../../control/pairing/pair-terms.ts";
import { type RemoteLink, RequestError } from "../link/remote-link.ts";
import { text } from "../text.ts";
import type { FrameIn } from "../wire/messages.ts";
import { markPaired, publicKey } from "./key.ts";

/** "paired", or what went wrong, for people. */
export async function pairWithCode(
  link: RemoteLink,
  { host, code, name }: { readonly host: string; readonly code: string; readonly name: string },
): Promise<string> {
  try {
    const { challenge, speakerId } = await link.greet();
    const client = new PairClient({
      code,
      publicKey: publicKey(),
      name,
      speakerId,
      challenge,
      channelBinding: webChannel(host),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    });
    const second = await link.request({ pairStep: client.start() });
    if (second.pairStep === null) return refusal(second, text.pairing.closed);
    const third = client.answer(second.pairStep);
    if (typeof third === "string") return text.pairing.wrong;
    const fourth = await link.request({ pairStep: third });
    if (fourth.pairStep === null) {
      const left = second.pairStep.attemptsLeft - 1;
      return left > 0
        ? `${text.pairing.wrong} ${text.pairing.left(left)}`
        : refusal(fourth, text.pairing.wrong);
    }
    if (typeof client.finish(fourth.pairStep) === "string") return text.pairing.impostor;
    markPaired(speakerId);
    return "paired";
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return text.pairing.lost;
  }
}

function refusal({ result, goodbye }: FrameIn, otherwise: string): string {
  return result?.message || goodbye?.message || otherwise;
}
