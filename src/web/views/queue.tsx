/** The queue: tap to play, drag or arrow keys to move, swipe or Delete to remove, undo. */
import { useRef, useState } from "preact/hooks";
import { draggedTo, givesWay } from "../model/window.ts";
import { text } from "../text.ts";
import { playStatus, type QueueItem } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Icon } from "./icons.tsx";
import { type Listing, LongList, useListing } from "./long-list.tsx";
import { QueueRow } from "./queue-row.tsx";

const rowPx = 64;

export function QueueView() {
  const remote = useRemote();
  const length = remote.queue.value?.length ?? 0;
  return (
    <section class="view">
      <header class="head">
        <h1>{text.queue.title}</h1>
        <span class="quiet">{length > 0 && text.queue.count(length)}</span>
        <span class="grow" />
        {remote.state.value?.history != null && (
          <a class="round" href="#/history" aria-label={text.nav.history}>
            <Icon name="history" />
          </a>
        )}
        <QueueActions />
      </header>
      {length === 0 ? (
        <div class="nothing">
          <h2>{text.queue.empty}</h2>
          <p>{text.queue.emptyHint}</p>
          <a class="button" href="#/library">
            {text.now.openLibrary}
          </a>
        </div>
      ) : (
        <QueueList />
      )}
    </section>
  );
}

function QueueActions() {
  const remote = useRemote();
  const { length = 0, undo = null } = remote.queue.value ?? {};
  if (!remote.mayEdit.value || !remote.online.value) return null;
  const goBack = () => void remote.command({ queueUndo: { step: undo?.step ?? 0 } });
  return (
    <>
      {undo !== null && (
        <button type="button" class="pill" onClick={goBack}>
          {text.queue.undo}
        </button>
      )}
      {length > 0 && (
        <button type="button" class="pill" onClick={() => void remote.command({ queueClear: {} })}>
          {text.queue.clear}
        </button>
      )}
    </>
  );
}

export interface Drag {
  readonly from: number;
  readonly to: number;
  readonly byPx: number;
}

export function QueueList() {
  const remote = useRemote();
  const meta = remote.queue.value;
  const listing = useListing<QueueItem>({
    key: "queue",
    rev: meta?.rev ?? 0,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { queue } = await remote.query({ queue: { offset, limit } });
      return {
        rev: queue?.rev ?? 0,
        offset: queue?.offset ?? 0,
        total: queue?.total ?? 0,
        rows: queue?.items ?? [],
      };
    },
  });
  const [drag, setDrag] = useState<Drag>();
  const spoken = useRef<HTMLParagraphElement>(null);
  const moveTo = (from: number, to: number) => move(remote, listing, from, to, spoken.current);
  const current = meta?.currentIndex ?? -1;
  return (
    <>
      <p ref={spoken} class="sr" aria-live="assertive" />
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={text.queue.title}
        startAt={current}
        row={(item, index) => (
          <QueueRow
            key={item?.id ?? `gap-${index}`}
            item={item}
            index={index}
            total={listing.total ?? 0}
            current={index === current}
            playing={remote.status.value === playStatus.playing}
            mayEdit={remote.mayEdit.value && remote.online.value}
            mayPlay={(meta?.currentId ?? "") !== ""}
            shiftPx={
              drag === undefined
                ? 0
                : drag.from === index
                  ? drag.byPx
                  : rowPx * givesWay(index, drag.from, drag.to)
            }
            held={drag?.from === index}
            drag={(byPx, done) => {
              const to = draggedTo(index, byPx, rowPx, listing.total ?? 0);
              setDrag(done ? undefined : { from: index, to, byPx });
              if (done) moveTo(index, to);
            }}
            move={(to) => moveTo(index, Math.max(0, Math.min((listing.total ?? 1) - 1, to)))}
            play={() => item && void remote.command({ queuePlay: { id: item.id } })}
            remove={() => item && void remove(remote, listing, item, index)}
          />
        )}
      />
    </>
  );
}

type RemoteOfView = ReturnType<typeof useRemote>;

/** Shown at once; the speaker's own order comes with its next revision, and at once where it refused. */
function move(
  remote: RemoteOfView,
  listing: Listing<QueueItem>,
  from: number,
  to: number,
  spoken: HTMLElement | null,
): void {
  const item = listing.list.at(from);
  const before = to > from ? to : to - 1;
  const after = before < 0 ? undefined : listing.list.at(before);
  if (item === undefined || from === to || (before >= 0 && after === undefined)) return;
  listing.list.move(from, to);
  listing.draw();
  if (spoken !== null) spoken.textContent = text.queue.moved(item.track?.title ?? "", to + 1);
  void remote.command({ queueMove: { ids: [item.id], after: after?.id ?? "" } }).then((done) => {
    if (!done) listing.reload();
  });
}

async function remove(
  remote: RemoteOfView,
  listing: Listing<QueueItem>,
  item: QueueItem,
  index: number,
): Promise<void> {
  listing.list.remove(index);
  listing.draw();
  const result = await remote.perform({ queueRemove: { ids: [item.id] } });
  if (result === undefined) return listing.reload();
  const undo = remote.queue.peek()?.undo;
  const step = undo?.step ?? 0;
  const back = undo == null ? undefined : () => void remote.command({ queueUndo: { step } });
  remote.tell(text.queue.removed(item.track?.title ?? ""), back);
}
