/** Where another speaker serves its own remote. */
import type { SeenSpeaker } from "../wire/messages.ts";

/** Undefined where that is not known. */
export function polledRooms(speaker: SeenSpeaker): string | undefined {
  const { http } = speaker as SeenSpeaker & { readonly http?: string };
  return http ? `http://${http}/` : undefined;
}
