/** Lock screen and media keys, where the browser gives them to pages. */
import { effect } from "@preact/signals";
import type { Remote } from "../remote.ts";
import { playStatus } from "../wire/messages.ts";

export function joinMediaSession(remote: Remote): void {
  const session = navigator.mediaSession;
  if (session === undefined) return;
  session.setActionHandler("play", () => remote.toggle());
  session.setActionHandler("pause", () => remote.toggle());
  session.setActionHandler("nexttrack", () => remote.next());
  session.setActionHandler("previoustrack", () => remote.previous());
  effect(() => {
    const track = remote.track.value;
    session.playbackState = remote.status.value === playStatus.playing ? "playing" : "paused";
    if (track === undefined) session.metadata = null;
    else {
      const { title, artist, album, artwork } = track;
      session.metadata = new MediaMetadata({
        title,
        artist,
        album,
        artwork: artwork ? [{ src: `/artwork/${artwork}` }] : [],
      });
    }
  });
}
