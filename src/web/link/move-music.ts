/**
 * Moves what plays to another speaker of the household: its queue from the track
 * that plays on, at the same place. The music stops here once it plays there.
 */
import type { Remote } from "../remote.ts";
import { code, type QueueItem } from "../wire/messages.ts";
import type { LinkState, RemoteLink } from "./remote-link.ts";

/** What one command takes (docs/CONTROL.md §8). */
const entriesMax = 1024;

export type Moved = "moved" | "unpaired" | "unreachable" | { readonly refused: string };

/** Makes a link that reports to `state`. */
export type LinkMaker = (state: (state: LinkState) => void) => RemoteLink;

/** The other end is closed when it is done, whatever came of it. Throws RequestError where this speaker is lost. */
export async function moveMusic(remote: Remote, make: LinkMaker): Promise<Moved> {
  const ids = await idsFromHere(remote);
  const { link, state } = await opened(make);
  try {
    if (state.kind === "unpaired") return "unpaired";
    if (state.kind !== "online") return "unreachable";
    const positionMs = Math.round(remote.positionMs());
    const { result } = await link.request({ command: { play: { what: ids } } });
    if (result?.code !== code.ok) return { refused: result?.message ?? "" };
    await link.request({ command: { seek: { positionMs } } });
    await remote.command({ pause: {} });
    return "moved";
  } finally {
    link.stop();
  }
}

/** Resolves with the first state that tells whether it is there. */
function opened(make: LinkMaker): Promise<{ link: RemoteLink; state: LinkState }> {
  return new Promise((resolve) => {
    const link: RemoteLink = make((state) => {
      if (state.kind !== "connecting") resolve({ link, state });
    });
    link.start();
  });
}

async function idsFromHere(remote: Remote): Promise<string[]> {
  const from = Math.max(0, remote.queue.peek()?.currentIndex ?? 0);
  const items: QueueItem[] = [];
  for (;;) {
    const { queue } = await remote.query({ queue: { offset: from + items.length } });
    if (queue === null || queue.items.length === 0) break;
    items.push(...queue.items);
    if (items.length >= entriesMax || from + items.length >= queue.total) break;
  }
  return items.slice(0, entriesMax).flatMap(({ track }) => (track === null ? [] : [track.id]));
}
