/**
 * Moves what plays to another speaker of the household: its queue from the track
 * that plays on, at the same place. The music stops here once it plays there.
 */
import type { Remote } from "../remote.ts";
import { text } from "../text.ts";
import { code, lineInId, type QueueItem } from "../wire/messages.ts";
import type { LinkState, RemoteLink } from "./remote-link.ts";

/** What one command takes (docs/CONTROL.md §8). */
const entriesMax = 1024;
/** Characters of all of them: a frame has 64 KiB, and URLs are long. */
const charsMax = 48_000;

export type Moved = "moved" | "unpaired" | "unreachable" | { readonly refused: string };

/** Makes a link that reports to `state`. */
export type LinkMaker = (state: (state: LinkState) => void) => Far;

type Here = Pick<Remote, "queue" | "track" | "query" | "positionMs" | "command">;
type Far = Pick<RemoteLink, "start" | "stop" | "request">;

/**
 * The other end is closed when it is done, whatever came of it. Once `signal` aborted nobody is waited for.
 * Throws RequestError where this speaker is lost.
 */
export async function moveMusic(
  remote: Here,
  make: LinkMaker,
  signal: AbortSignal,
): Promise<Moved> {
  // Its sound comes in by a cable; another speaker has another at its own.
  if (remote.track.peek()?.id === lineInId) return { refused: text.rooms.lineInStays };
  const ids = await idsFromHere(remote);
  const { link, state } = await opened(make, signal);
  try {
    if (state.kind === "unpaired") return "unpaired";
    if (state.kind !== "online" || signal.aborted) return "unreachable";
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

/**
 * Resolves with the first state that tells whether it is there. One that refuses may have begun a moment ago and
 * not know yet who is of its house: the link tries again by itself, until `signal` aborts.
 */
function opened(make: LinkMaker, signal: AbortSignal): Promise<{ link: Far; state: LinkState }> {
  return new Promise((resolve) => {
    const link: Far = make((state) => {
      const isRefused = state.kind === "offline" && state.why === "closed";
      if (state.kind !== "connecting" && !isRefused) resolve({ link, state });
    });
    const giveUp = () => resolve({ link, state: { kind: "offline", why: "closed" } });
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    else link.start();
  });
}

/** What another speaker finds them by: a URL by itself, as its id means nothing there. */
async function idsFromHere(remote: Here): Promise<string[]> {
  const from = Math.max(0, remote.queue.peek()?.currentIndex ?? 0);
  const items: QueueItem[] = [];
  for (;;) {
    const { queue } = await remote.query({ queue: { offset: from + items.length } });
    if (queue === null || queue.items.length === 0) break;
    items.push(...queue.items);
    if (items.length >= entriesMax || from + items.length >= queue.total) break;
  }
  const all = items.slice(0, entriesMax).flatMap(({ track }) => (track === null ? [] : [track]));
  let chars = 0;
  return all
    .map(({ id, url }) => url || id)
    .filter((entry) => {
      chars += entry.length;
      return chars <= charsMax;
    });
}
