/** What was played, newest first. Tap plays it again. */
import { text } from "../text.ts";
import type { PlayedTrack } from "../wire/messages.ts";
import { Art } from "./art.tsx";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { LongList, useListing } from "./long-list.tsx";

const rowPx = 64;

export function History() {
  const remote = useRemote();
  const listing = useListing<PlayedTrack>({
    key: "history",
    rev: remote.state.value?.history?.rev ?? 0,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { history: page } = await remote.query({ history: { window: { offset, limit } } });
      return {
        rev: page?.rev ?? 0,
        offset: page?.offset ?? 0,
        total: page?.total ?? 0,
        rows: page?.plays ?? [],
      };
    },
  });
  return (
    <section class="view">
      <Head title={text.history.title} back="#/queue">
        {remote.mayEdit.value && (listing.total ?? 0) > 0 && (
          <button
            type="button"
            class="pill"
            disabled={!remote.online.value}
            onClick={() => void remote.command({ historyClear: {} })}
          >
            {text.history.clear}
          </button>
        )}
      </Head>
      {listing.total === 0 && (
        <div class="nothing">
          <h2>{text.history.empty}</h2>
        </div>
      )}
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={text.history.title}
        row={(play, index) => <Played key={index} play={play} />}
      />
    </section>
  );
}

function Played({ play }: { readonly play: PlayedTrack | undefined }) {
  const remote = useRemote();
  const track = play?.track;
  if (play === undefined || !track) return <li class="row skeleton" aria-hidden="true" />;
  const { id, title, artist, artwork, album } = track;
  const when = play.startedWallMs > 0 ? text.units.when(play.startedWallMs) : "";
  return (
    <li class="row">
      <button
        type="button"
        class="names-button"
        aria-label={text.queue.play(text.now.by(title, artist))}
        disabled={!remote.mayEdit.value || !remote.online.value}
        onClick={() => void remote.command({ queueAdd: { what: [id], now: {} } })}
      >
        <span class="thumb">
          <Art hash={artwork} seed={album || title} />
        </span>
        <span class="two">
          <b>{title}</b>
          <span>{[artist, text.history.ended[play.ended]].filter(Boolean).join(" · ")}</span>
        </span>
      </button>
      <span class="time">{when}</span>
    </li>
  );
}
