/** Where another speaker serves its own remote. */
import type { SeenSpeaker } from "../wire/messages.ts";

/** The one that reaches furthest; undefined where none is known. */
export function webAddressOf(speaker: SeenSpeaker): string | undefined {
  const [first] = speaker.web;
  return first === undefined ? undefined : `http://${first}/`;
}
