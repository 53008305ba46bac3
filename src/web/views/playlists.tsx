/** The household's playlists: all of them, one of them, and the choice of one to add tracks to. */
import { useState } from "preact/hooks";
import { text } from "../text.ts";
import type { PlaylistRow, QueueItem } from "../wire/messages.ts";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { LongList, useListing } from "./long-list.tsx";
import { NameForm } from "./name-form.tsx";
import { Sheet, SheetButton } from "./sheet.tsx";
import { SortableList } from "./sortable-list.tsx";

const rowPx = 64;
/** As playlists appear in the address: "playlist:" and the id. */
export const playlistPath = "playlist:";

export function Playlists() {
  const remote = useRemote();
  const [naming, name] = useState(false);
  const listing = usePlaylists();
  return (
    <>
      {remote.mayEdit.value && (
        <div class="list-head">
          <button
            type="button"
            class="pill"
            disabled={!remote.online.value}
            onClick={() => name(true)}
          >
            <Icon name="add" size={18} />
            {text.collection.create}
          </button>
        </div>
      )}
      {listing.total === 0 && (
        <div class="nothing">
          <h2>{text.collection.none}</h2>
          <p>{text.collection.noneHint}</p>
        </div>
      )}
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={text.library.shelves.playlists}
        row={(list, index) =>
          list === undefined ? (
            <li key={index} class="row skeleton" aria-hidden="true" />
          ) : (
            <li key={list.id} class="row">
              <a class="names-button" href={hrefOf(list)}>
                <PlaylistNames list={list} />
              </a>
            </li>
          )
        }
      />
      {naming && (
        <NameForm
          label={text.collection.create}
          value=""
          close={() => name(false)}
          done={(given) => void remote.command({ playlistCreate: { name: given } })}
        />
      )}
    </>
  );
}

function usePlaylists() {
  const remote = useRemote();
  return useListing<PlaylistRow>({
    key: "playlists",
    rev: remote.state.value?.collection?.rev ?? 0,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { playlists: page } = await remote.query({ playlists: { offset, limit } });
      return {
        rev: page?.rev ?? 0,
        offset: page?.offset ?? 0,
        total: page?.total ?? 0,
        rows: page?.playlists ?? [],
      };
    },
  });
}

function PlaylistNames({ list }: { readonly list: PlaylistRow }) {
  return (
    <>
      <span class="lamp thumb">
        <Icon name="queue" />
      </span>
      <span class="two">
        <b>{list.name}</b>
        <span>
          {text.library.tracks(list.length)} · {text.units.time(list.durationMs)}
        </span>
      </span>
    </>
  );
}

/** One of them. `name` as the address had it; the speaker's own takes its place. */
export function Playlist({ id, name }: { readonly id: string; readonly name: string }) {
  const remote = useRemote();
  const [naming, rename] = useState(false);
  const [row, setRow] = useState<PlaylistRow | null>();
  const mayEdit = remote.mayEdit.value && remote.online.value;
  const listing = useListing<QueueItem>({
    key: id,
    rev: remote.state.value?.collection?.rev ?? 0,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { playlist: page } = await remote.query({
        playlist: { list: id, window: { offset, limit } },
      });
      setRow(page?.playlist);
      return {
        rev: page?.rev ?? 0,
        offset: page?.offset ?? 0,
        total: page?.total ?? 0,
        rows: page?.items ?? [],
      };
    },
  });
  const title = row?.name ?? name;
  return (
    <section class="view">
      <Head title={title} back="#/library">
        {mayEdit && row != null && <PlaylistActions row={row} rename={() => rename(true)} />}
      </Head>
      {row === null && <p class="trouble">{text.collection.gone}</p>}
      {row?.length === 0 && <p class="hint">{text.collection.emptyHint}</p>}
      <SortableList
        listing={listing}
        label={title}
        current={-1}
        playing={false}
        mayEdit={mayEdit}
        mayPlay
        play={(item) => void remote.command({ playlistPlay: { list: id, from: item.id } })}
        move={(item, after) => remote.command({ playlistMove: { list: id, ids: [item], after } })}
        remove={(item) => remote.command({ playlistRemove: { list: id, ids: [item.id] } })}
      />
      {naming && (
        <NameForm
          label={text.collection.rename}
          value={title}
          close={() => rename(false)}
          done={(given) => void remote.command({ playlistRename: { list: id, name: given } })}
        />
      )}
    </section>
  );
}

interface PlaylistActionsProps {
  readonly row: PlaylistRow;
  readonly rename: () => void;
}

function PlaylistActions({ row, rename }: PlaylistActionsProps) {
  const remote = useRemote();
  const drop = async () => {
    if (!confirm(text.collection.dropSure(row.name))) return;
    if (await remote.command({ playlistDelete: { list: row.id } })) location.hash = "#/library";
  };
  return (
    <>
      {row.length > 0 && (
        <button
          type="button"
          class="pill strong"
          onClick={() => void remote.command({ playlistPlay: { list: row.id } })}
        >
          <Icon name="play" size={16} /> {text.library.playAll}
        </button>
      )}
      <button type="button" class="pill" onClick={rename}>
        {text.collection.rename}
      </button>
      <button
        type="button"
        class="round small"
        aria-label={text.collection.drop(row.name)}
        onClick={() => void drop()}
      >
        <Icon name="trash" size={20} />
      </button>
    </>
  );
}

interface AddProps {
  readonly what: readonly string[];
  readonly title: string;
  readonly close: () => void;
}

/** Which one a track is to go to, or a new one. */
export function AddToPlaylist({ what, title, close }: AddProps) {
  const remote = useRemote();
  const [naming, name] = useState(false);
  const listing = usePlaylists();
  const total = listing.total ?? 0;
  const tell = (list: string) => (done: boolean) => {
    if (done) remote.tell(text.collection.added(title, list));
  };
  if (naming)
    return (
      <NameForm
        label={text.collection.create}
        value=""
        close={close}
        done={(given) =>
          void remote
            .command({ playlistCreate: { name: given, what: [...what] } })
            .then(tell(given))
        }
      />
    );
  return (
    <Sheet label={text.collection.addTo} close={close}>
      <h2 class="sheet-title">{text.collection.addTo}</h2>
      <SheetButton icon="add" label={text.collection.create} act={() => name(true)} />
      <div class="scroll sheet-scroll">
        <LongList
          listing={listing}
          rowPx={rowPx}
          label={text.library.shelves.playlists}
          row={(list, index) => (
            <li key={list?.id ?? index} class="row">
              {list !== undefined && index < total && (
                <button
                  type="button"
                  class="names-button"
                  onClick={() => {
                    close();
                    void remote
                      .command({ playlistAdd: { list: list.id, what: [...what] } })
                      .then(tell(list.name));
                  }}
                >
                  <PlaylistNames list={list} />
                </button>
              )}
            </li>
          )}
        />
      </div>
    </Sheet>
  );
}

function hrefOf({ id, name }: PlaylistRow): string {
  return `#/library/${encodeURIComponent(playlistPath + id)}/${encodeURIComponent(name)}`;
}
