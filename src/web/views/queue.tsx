/** The queue: tap to play, drag or arrow keys to move, swipe or Delete to remove, undo. */
import { text } from "../text.ts";
import { playStatus, type QueueItem } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { useListing } from "./long-list.tsx";
import { SortableList } from "./sortable-list.tsx";

export function QueueView() {
  const remote = useRemote();
  const length = remote.queue.value?.length ?? 0;
  return (
    <section class="view">
      <Head title={text.queue.title}>
        <span class="quiet">{length > 0 && text.queue.count(length)}</span>
        {remote.state.value?.history != null && (
          <a class="round" href="#/history" aria-label={text.nav.history}>
            <Icon name="history" />
          </a>
        )}
        <QueueActions />
      </Head>
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
  return (
    <SortableList
      listing={listing}
      label={text.queue.title}
      current={meta?.currentIndex ?? -1}
      playing={remote.status.value === playStatus.playing}
      mayEdit={remote.mayEdit.value && remote.online.value}
      mayPlay={(meta?.currentId ?? "") !== ""}
      play={({ id }) => void remote.command({ queuePlay: { id } })}
      move={(id, after) => remote.command({ queueMove: { ids: [id], after } })}
      remove={(item) => remove(remote, item)}
    />
  );
}

async function remove(remote: ReturnType<typeof useRemote>, item: QueueItem): Promise<boolean> {
  const result = await remote.perform({ queueRemove: { ids: [item.id] } });
  if (result === undefined) return false;
  const undo = remote.queue.peek()?.undo;
  const step = undo?.step ?? 0;
  const back = undo == null ? undefined : () => void remote.command({ queueUndo: { step } });
  remote.tell(text.queue.removed(item.track?.title ?? ""), back);
  return true;
}
