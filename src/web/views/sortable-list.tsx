/** A list of items that are moved by dragging or by keys, and removed: the queue, a playlist. */
import { useRef, useState } from "preact/hooks";
import { draggedTo, givesWay } from "../model/window.ts";
import { text } from "../text.ts";
import type { QueueItem } from "../wire/messages.ts";
import { type Listing, LongList } from "./long-list.tsx";
import { QueueRow } from "./queue-row.tsx";

const rowPx = 64;

interface Drag {
  readonly from: number;
  readonly to: number;
  readonly byPx: number;
}

interface SortableProps {
  readonly listing: Listing<QueueItem>;
  readonly label: string;
  /** The row that plays, or -1. */
  readonly current: number;
  readonly playing: boolean;
  readonly mayEdit: boolean;
  readonly mayPlay: boolean;
  readonly play: (item: QueueItem) => void;
  /** Both are shown at once; false where the speaker refused, whose own order is shown then. `after` is empty for the front. */
  readonly move: (id: string, after: string) => Promise<boolean>;
  readonly remove: (item: QueueItem) => Promise<boolean>;
}

export function SortableList(props: SortableProps) {
  const { listing, label, current, playing, mayEdit, mayPlay, play } = props;
  const [drag, setDrag] = useState<Drag>();
  const spoken = useRef<HTMLParagraphElement>(null);
  const total = listing.total ?? 0;
  const settle = (done: boolean) => {
    if (!done) listing.reload();
  };
  const move = (from: number, to: number) => {
    const item = listing.list.at(from);
    const before = to > from ? to : to - 1;
    const after = before < 0 ? undefined : listing.list.at(before);
    if (item === undefined || from === to || (before >= 0 && after === undefined)) return;
    listing.list.move(from, to);
    listing.draw();
    if (spoken.current !== null)
      spoken.current.textContent = text.queue.moved(item.track?.title ?? "", to + 1);
    void props.move(item.id, after?.id ?? "").then(settle);
  };
  const remove = (item: QueueItem, index: number) => {
    listing.list.remove(index);
    listing.draw();
    void props.remove(item).then(settle);
  };
  const shiftOf = (index: number) => {
    if (drag === undefined) return 0;
    return drag.from === index ? drag.byPx : rowPx * givesWay(index, drag.from, drag.to);
  };
  return (
    <>
      <p ref={spoken} class="sr" aria-live="assertive" />
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={label}
        startAt={current}
        row={(item, index) => (
          <QueueRow
            key={item?.id ?? `gap-${index}`}
            item={item}
            index={index}
            total={total}
            current={index === current}
            playing={playing}
            mayEdit={mayEdit}
            mayPlay={mayPlay}
            shiftPx={shiftOf(index)}
            held={drag?.from === index}
            drag={(byPx, done) => {
              const to = draggedTo(index, byPx, rowPx, total);
              setDrag(done ? undefined : { from: index, to, byPx });
              if (done) move(index, to);
            }}
            move={(to) => move(index, Math.max(0, Math.min(Math.max(total, 1) - 1, to)))}
            play={() => item && play(item)}
            remove={() => item && remove(item, index)}
          />
        )}
      />
    </>
  );
}
