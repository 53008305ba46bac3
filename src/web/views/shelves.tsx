/** Albums as a wall of covers; artists and genres as a list. */
import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text.ts";
import type { Shelf } from "../wire/messages.ts";
import { Art } from "./art.tsx";
import { useRemote } from "./context.ts";
import { LongList, useListing } from "./long-list.tsx";

/** Narrowest album, and what stands below its cover. */
const albumPx = 158;
const captionPx = 62;
const rowPx = 64;

export function Shelves({ path }: { readonly path: string }) {
  const remote = useRemote();
  const box = useRef<HTMLDivElement>(null);
  const { columns, widthPx } = useColumns(box);
  const wall =
    path === "albums" ||
    path === "added" ||
    path.startsWith("artist:") ||
    path.startsWith("genre:");
  const across = wall ? Math.max(1, columns) : 1;
  const listing = useListing<Shelf>({
    key: path,
    rev: remote.libraryRev.value,
    online: remote.online.value,
    page: async (offset, limit) => {
      const { browse } = await remote.query({ browse: { path, window: { offset, limit } } });
      return {
        rev: browse?.rev ?? 0,
        offset: browse?.offset ?? 0,
        total: browse?.total ?? 0,
        rows: browse?.shelves ?? [],
      };
    },
  });
  const rows = {
    ...listing,
    total: listing.total === undefined ? undefined : Math.ceil(listing.total / across),
    want: (first: number, last: number) => listing.want(first * across, last * across),
  };
  const heightPx = wall && columns > 0 ? Math.floor(widthPx / across) + captionPx : rowPx;
  return (
    <div ref={box} class={wall ? "wall" : ""}>
      {listing.total === 0 && (
        <div class="nothing">
          <h2>{text.library.empty}</h2>
          <p>{text.library.emptyHint}</p>
        </div>
      )}
      {columns > 0 && (
        <LongList
          listing={rows}
          rowPx={heightPx}
          label={text.library.title}
          topOn={path}
          row={(_, index) => (
            <li
              key={index}
              class={wall ? "albums" : "row"}
              style={wall ? `--across:${across};height:${heightPx}px` : undefined}
            >
              {Array.from({ length: across }, (_cell, column) => {
                const shelf = listing.list.at(index * across + column);
                if (shelf === undefined) return null;
                return wall ? (
                  <Album key={shelf.ref} shelf={shelf} />
                ) : (
                  <Line key={shelf.ref} shelf={shelf} />
                );
              })}
            </li>
          )}
        />
      )}
    </div>
  );
}

/** How many albums go beside each other; 0 until it is drawn. */
function useColumns(box: { readonly current: HTMLDivElement | null }) {
  const [columns, setColumns] = useState(0);
  const [widthPx, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => {
      setWidth(element.clientWidth);
      setColumns(Math.max(2, Math.floor(element.clientWidth / albumPx)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { columns, widthPx };
}

function Album({ shelf }: { readonly shelf: Shelf }) {
  return (
    <a class="album-card" href={hrefOf(shelf)}>
      <Art hash={shelf.artwork} seed={shelf.title} />
      <b>{shelf.title}</b>
      <span>{[shelf.artist, shelf.year || ""].filter(Boolean).join(" · ")}</span>
    </a>
  );
}

function Line({ shelf }: { readonly shelf: Shelf }) {
  const counts = [
    shelf.albums > 0 && text.library.albums(shelf.albums),
    text.library.tracks(shelf.tracks),
  ];
  return (
    <a class="names-button" href={hrefOf(shelf)}>
      <span class="thumb disc">
        <Art hash={shelf.artwork} seed={shelf.title} />
      </span>
      <span class="two">
        <b>{shelf.title}</b>
        <span>{counts.filter(Boolean).join(" · ")}</span>
      </span>
    </a>
  );
}

function hrefOf(shelf: Shelf): string {
  return `#/library/${encodeURIComponent(shelf.ref)}/${encodeURIComponent(shelf.title)}`;
}
