/** A list of tracks: what a search found, all there is, or a shelf. Tap plays, the dots do the rest. */
import { useState } from "preact/hooks";
import { lengthText } from "../model/length.ts";
import { text } from "../text.ts";
import type { Track } from "../wire/messages.ts";
import { Art } from "./art.tsx";
import { useRemote } from "./context.ts";
import { Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { LongList, useListing } from "./long-list.tsx";
import { TrackSheet } from "./track-sheet.tsx";

interface ListedTrack {
  readonly track: Track;
  /** Where it can be had while no origin is there; empty while one is. */
  readonly here: string;
}

interface TracksProps {
  readonly title: string;
  /** The ref of a shelf, "favourites", or "" for the whole library. */
  readonly path: string;
  readonly query: string;
}

const rowPx = 64;
/** A path of our own, beside those of the speaker's shelves. */
export const favourites = "favourites";

export function Tracks({ title, path, query }: TracksProps) {
  const remote = useRemote();
  const [chosen, choose] = useState<Track>();
  const isLiked = path === favourites;
  const key = `${path}\n${query}`;
  const listing = useListing<ListedTrack>({
    key,
    rev: isLiked ? (remote.state.value?.collection?.rev ?? 0) : remote.libraryRev.value,
    online: remote.online.value,
    page: async (offset, limit) => {
      const window = { offset, limit };
      const reply = await remote.query(
        isLiked
          ? { favourites: window }
          : path === ""
            ? { library: { query, window } }
            : { browse: { path, query, window } },
      );
      const page = reply.favourites ?? reply.library ?? reply.browse;
      const rows = (page?.tracks ?? []).map((track, i) => ({ track, here: page?.here[i] ?? "" }));
      return { rev: page?.rev ?? 0, offset: page?.offset ?? 0, total: page?.total ?? 0, rows };
    },
  });
  const total = listing.total ?? 0;
  const all = path === "" ? query : path;
  const mayPlay = remote.mayEdit.value && remote.online.value;
  return (
    <section class={title === "" ? "" : "view"} aria-busy={listing.total === undefined}>
      {title !== "" && <Head title={title} back={goBack} />}
      {listing.refusal !== undefined && <p class="trouble">{listing.refusal}</p>}
      {listing.total === 0 && <NoTracks liked={isLiked} query={query} />}
      {total > 0 && (
        <div class="list-head">
          <span class="quiet" role="status">
            {text.library.found(total)}
          </span>
          <span class="grow" />
          {all !== "" && mayPlay && <WholeList all={all} isLiked={isLiked} />}
        </div>
      )}
      <LongList
        listing={listing}
        rowPx={rowPx}
        label={title || text.library.title}
        topOn={key}
        row={(item, index) =>
          item === undefined ? (
            <li key={index} class="row skeleton" aria-hidden="true" />
          ) : (
            <TrackRow key={item.track.id} {...item} mayPlay={mayPlay} choose={choose} />
          )
        }
      />
      {chosen !== undefined && <TrackSheet track={chosen} close={() => choose(undefined)} />}
    </section>
  );
}

interface WholeListProps {
  /** A search or a ref. */
  readonly all: string;
  readonly isLiked: boolean;
}

/** Plays and adds all of it. */
function WholeList({ all, isLiked }: WholeListProps) {
  const remote = useRemote();
  return (
    <>
      <button
        type="button"
        class="pill strong"
        onClick={() =>
          void remote.command(isLiked ? { favouritePlay: {} } : { play: { what: [all] } })
        }
      >
        <Icon name="play" size={16} /> {text.library.playAll}
      </button>
      {!isLiked && (
        <button
          type="button"
          class="pill"
          onClick={() => void remote.command({ queueAdd: { what: [all], end: {} } })}
        >
          <Icon name="add" size={16} /> {text.library.addAll}
        </button>
      )}
    </>
  );
}

interface TrackRowProps extends ListedTrack {
  readonly mayPlay: boolean;
  readonly choose: (track: Track) => void;
}

function TrackRow({ track, here, mayPlay, choose }: TrackRowProps) {
  const remote = useRemote();
  const current = remote.track.value?.id === track.id;
  const by = [track.artist, track.album].filter(Boolean).join(" · ");
  return (
    <li
      class={`row ${current ? "current" : ""} ${here === "no" ? "away" : ""}`}
      aria-current={current ? "true" : undefined}
    >
      <button
        type="button"
        class="names-button"
        aria-label={text.queue.play(text.now.by(track.title, track.artist))}
        onClick={() =>
          mayPlay ? void remote.command({ play: { what: [track.id] } }) : choose(track)
        }
      >
        <span class="thumb">
          <Art hash={track.artwork} seed={track.album || track.title} />
          {current && <span class="bars still" aria-hidden="true" />}
        </span>
        <span class="two">
          <b>{track.title}</b>
          <span>{by}</span>
        </span>
      </button>
      {text.library.here[here] !== undefined && (
        <span class="badge">{text.library.here[here]}</span>
      )}
      <span class="time">{lengthText(track)}</span>
      <button
        type="button"
        class="round small"
        aria-label={text.library.more(track.title)}
        onClick={() => choose(track)}
      >
        <Icon name="more" size={20} />
      </button>
    </li>
  );
}

function NoTracks({ liked, query }: { readonly liked: boolean; readonly query: string }) {
  const [head, hint] = liked
    ? [text.collection.noFavourites, text.collection.noFavouritesHint]
    : query === ""
      ? [text.library.empty, text.library.emptyHint]
      : [text.library.nothing(query), text.library.nothingHint];
  return (
    <div class="nothing">
      <h2>{head}</h2>
      <p>{hint}</p>
    </div>
  );
}

/** As the browser's own button, so that the place in the list before comes back. */
function goBack(): void {
  if (history.length > 1) history.back();
  else location.hash = "#/library";
}
