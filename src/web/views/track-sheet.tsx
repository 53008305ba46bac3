/** What can be done with a track. */
import { useState } from "preact/hooks";
import { text } from "../text.ts";
import type { CommandOp, Track } from "../wire/messages.ts";
import { Art } from "./art.tsx";
import { useRemote } from "./context.ts";
import { Heart } from "./heart.tsx";
import { AddToPlaylist } from "./playlists.tsx";
import { Sheet, SheetButton } from "./sheet.tsx";

export function TrackSheet({
  track,
  close,
}: {
  readonly track: Track;
  readonly close: () => void;
}) {
  const remote = useRemote();
  const act = (op: CommandOp, said?: string) => () => {
    close();
    void remote.command(op).then((done) => {
      if (done && said !== undefined) remote.tell(said);
    });
  };
  const what = [track.id];
  const { title } = track;
  const [adding, add] = useState(false);
  if (adding) return <AddToPlaylist what={what} title={title} close={close} />;
  return (
    <Sheet label={title} close={close}>
      <div class="sheet-track">
        <Art hash={track.artwork} seed={track.album || title} />
        <span class="two">
          <b>{title}</b>
          <span>{track.artist}</span>
        </span>
        <Heart id={track.id} title={title} />
      </div>
      {remote.mayEdit.value && (
        <>
          <SheetButton icon="play" label={text.library.playNow} act={act({ play: { what } })} />
          <SheetButton
            icon="next"
            label={text.library.playNext}
            act={act({ queueAdd: { what, next: {} } }, text.library.next(title))}
          />
        </>
      )}
      <SheetButton
        icon="add"
        label={text.library.addEnd}
        act={act({ queueAdd: { what, end: {} } }, text.library.added(title))}
      />
      {remote.mayEdit.value && remote.state.value?.collection != null && (
        <SheetButton icon="queue" label={text.collection.addTo} act={() => add(true)} />
      )}
      {remote.mayEdit.value && (
        <SheetButton
          icon="pin"
          label={text.library.pin}
          act={act({ pin: { what } }, text.library.pinned(title))}
        />
      )}
    </Sheet>
  );
}
